"""Receives what episodes tells of sound that it sends. Whatever goes wrong here, the listener gets the sound."""

from __future__ import annotations

import logging
from typing import Any

from downloads.recording import recorder
from episodes import media

logger = logging.getLogger(__name__)


def on_sound_sent(**told: Any) -> None:
    """Counts; says nothing of the request if that fails."""
    if not recorder.running:
        return
    try:
        recorder.hear(told["request"], told["episode"], told["rendition"], told["first"], told["last"])
    except Exception as error:
        logger.warning("a delivery was not counted (%s)", type(error).__name__)


if hasattr(media, "sound_sent"):
    media.sound_sent.connect(on_sound_sent)
