"""The one door to pydub: short pieces of sound are cut, levelled and joined as AudioSegments.

pydub looks for ffmpeg as it is imported and warns when the PATH has none; `demo.record` names the program.
"""

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from pydub import AudioSegment
    from pydub.silence import detect_leading_silence

RATE = 22_050
CEILING = -3.0  # dBFS that no sample passes, so that no encoder has to clip
EDGE = 8  # milliseconds over which a piece comes and goes, so that no cut clicks
QUIET = -50.0  # dBFS under which the edges of a spoken piece count as silence


def seconds(sound: AudioSegment) -> float:
    """The exact length, counted in samples; `len()` of pydub rounds to milliseconds."""
    return float(sound.frame_count() / sound.frame_rate)


def silence(milliseconds: int) -> AudioSegment:
    """Nothing, for that long."""
    return AudioSegment.silent(milliseconds, frame_rate=RATE)


def trim(sound: AudioSegment) -> AudioSegment:
    """The sound without the silence before and after it, and with soft edges."""
    before = detect_leading_silence(sound, QUIET, chunk_size=5)
    after = detect_leading_silence(sound.reverse(), QUIET, chunk_size=5)
    return sound[before : len(sound) - after].fade_in(EDGE).fade_out(EDGE)


def level(sound: AudioSegment, target: float) -> AudioSegment:
    """The sound at that mean level in dBFS, or a little lower where its peaks would pass the ceiling."""
    return sound.apply_gain(min(target - sound.dBFS, CEILING - sound.max_dBFS))


def place(sound: AudioSegment, channels: int, pan: float) -> AudioSegment:
    """The sound as mono, or as stereo a little to the left (below 0) or to the right."""
    return sound.set_channels(2).pan(pan) if channels == 2 else sound
