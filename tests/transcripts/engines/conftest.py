"""The real model, and sounds to hear with it."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from tests.models import model_folder
from transcripts.engines.fast_whisper import FastWhisper
from transcripts.engines.open_whisper import OpenWhisper
from transcripts.engines.protocol import SAMPLE_RATE, Pcm, Transcriber
from transcripts.engines.recordings import decoded
from transcripts.engines.supplied import Supplied

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


HEARING = ("faster-whisper", "openai-whisper")


@pytest.fixture(scope="session", params=[*HEARING, "file"])
def transcriber(request: pytest.FixtureRequest, weights: Path, checkpoints: Path) -> Transcriber:
    """Every engine that the contract binds; a new one is added to the list and to `engine`."""
    return engine(request.param, weights, checkpoints)


@pytest.fixture(scope="session", params=HEARING)
def hearing(request: pytest.FixtureRequest, weights: Path, checkpoints: Path) -> Transcriber:
    """Every engine that hears, and so knows silence and languages."""
    return engine(request.param, weights, checkpoints)


@pytest.fixture(scope="session")
def checkpoints(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where openai-whisper's form of the weights is written."""
    return tmp_path_factory.mktemp("checkpoints")


def engine(name: str, weights: Path, folder: Path) -> Transcriber:
    if name == "openai-whisper" and find_spec("whisper") is None:
        pytest.skip("openai-whisper is not installed here; `make test-engines` holds it to the contract")
    return {
        "faster-whisper": lambda: FastWhisper(weights),
        "openai-whisper": lambda: OpenWhisper(weights, folder),
        "file": lambda: Supplied(_supplied(folder)),
    }[name]()


def _supplied(folder: Path) -> Path:
    path = folder / "text.vtt"
    path.write_text(f"WEBVTT\n\n00:00.470 --> 00:03.000\n{SAID[:40]}\n\n00:03.100 --> 00:06.330\n{SAID[41:]}\n")
    return path
