"""The show's own sound: a short phrase of soft sine bells that begins and ends in silence.

Nothing here is loud or sudden: who listens with a child asleep beside them must not be startled.
"""

import numpy as np

from demo.sound import RATE, AudioSegment, level

BELOW_VOICES = 6.0  # decibels under the quietest voice
ATTACK = 0.12  # seconds until a note is there
PARTIALS = ((1.0, 1.0), (2.0, 0.28), (3.0, 0.07))  # multiple of the frequency, strength

# Frequency in hertz and second of entry: five tones of a pentatonic scale, up and home again.
OPENING = ((293.66, 0.2), (329.63, 0.65), (440.0, 1.1), (392.0, 1.75), (293.66, 2.4))
CLOSING = ((392.0, 0.1), (329.63, 0.6), (293.66, 1.1))


def opening(quietest: float) -> AudioSegment:
    """The phrase before the first word."""
    return _phrase(OPENING, 4.4, quietest - BELOW_VOICES)


def closing(quietest: float) -> AudioSegment:
    """The shorter phrase after the last word."""
    return _phrase(CLOSING, 3.2, quietest - BELOW_VOICES)


def _phrase(notes: tuple[tuple[float, float], ...], seconds: float, loudness: float) -> AudioSegment:
    times = np.arange(int(seconds * RATE)) / RATE
    wave = sum(_note(times - entry, frequency) for frequency, entry in notes)
    samples = np.round(wave / np.abs(wave).max() * 16_000).astype("<i2")
    sound = AudioSegment(samples.tobytes(), sample_width=2, frame_rate=RATE, channels=1)
    return level(sound, loudness).fade_in(150).fade_out(900)


def _note(times: np.ndarray, frequency: float) -> np.ndarray:
    """One bell: it swells as a quarter of a sine, then fades by itself; before its entry it is silent."""
    heard = np.clip(times, 0.0, None)
    swell = np.sin(np.clip(heard / ATTACK, 0.0, 1.0) * np.pi / 2)
    bell = np.zeros_like(times)
    for multiple, strength in PARTIALS:
        fading = np.exp(-heard * (1.1 + 0.7 * multiple))
        bell += strength * fading * np.sin(2 * np.pi * frequency * multiple * heard)
    return swell * bell
