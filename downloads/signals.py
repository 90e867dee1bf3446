"""The one place where signals are received: episodes tells of each piece of sound that it sends."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from downloads.recording import recorder
from episodes.media import sound_sent


@receiver(sound_sent)
def on_sound_sent(**told: Any) -> None:
    """Counts, where this process counts."""
    if recorder.running:
        recorder.hear(told["request"], told["episode"], told["rendition"], told["first"], told["last"])
