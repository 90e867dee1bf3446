"""Which containers may open a master, by FFmpeg's names: the list that keeps playlists and scripts out.

None of these demuxers follows references to other files or addresses.
"""

CONTAINERS = (
    "aac",
    "aiff",
    "amr",
    "asf",
    "au",
    "avi",
    "caf",
    "flac",
    "matroska",
    "webm",
    "mov",
    "mp4",
    "mp3",
    "ogg",
    "w64",
    "wav",
)
