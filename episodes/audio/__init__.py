"""Everything that is done to sound: inspect, measure, encode, tag. Pure: files in, files and frozen values out.

The order in which an upload meets the modules: `inspect` (what is it?), `measure` (how loud?), `encode` (renditions
and waveform), `tags` (title, cover, chapters); `excerpt` cuts a short piece. `refusals` names what can go wrong.
"""
