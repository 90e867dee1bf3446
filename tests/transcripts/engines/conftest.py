"""The real model, and sounds to hear with it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.models import model_folder
from transcripts.engines.fast_whisper import FastWhisper
from transcripts.engines.protocol import SAMPLE_RATE, Pcm, Transcriber
from transcripts.engines.recordings import decoded

SPEECH = Path(__file__).resolve().parents[2] / "audio" / "real-id-common-voice-19059577.flac"
SAID = "Tom berniat untuk membersihkan garasinya yang sudah tidak dibersihkan selama bertahun tahun"


@pytest.fixture(scope="session")
def weights() -> Path:
    """The folder of the real base model: found or fetched, and if it cannot be had, the test fails."""
    return model_folder()


@pytest.fixture(scope="session")
def speech() -> Pcm:
    """Seven seconds of a real Indonesian speaker, who says SAID."""
    return np.concatenate(list(decoded(SPEECH)))


@pytest.fixture
def silence() -> Pcm:
    """Three seconds of nothing."""
    return np.zeros(3 * SAMPLE_RATE, np.float32)


@pytest.fixture(scope="session", params=["faster-whisper"])
def transcriber(request: pytest.FixtureRequest, weights: Path) -> Transcriber:
    """Every engine that the contract binds; a new one is added to the list and here."""
    return {"faster-whisper": lambda: FastWhisper(weights)}[request.param]()
