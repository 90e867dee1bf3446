"""What the tests of episodes share: a recording that was really encoded, once, and a look at everything on disk."""

from __future__ import annotations

import gc
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache

from episodes import actions
from episodes.audio.encode import Encoding, encode
from episodes.audio.ffmpeg import find_ffmpeg
from episodes.audio.inspect import Recording
from episodes.audio.measure import Measured, measure
from episodes.models import AudioFile
from tests import factories
from tests.episodes.sound import Encoded, copied


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """No test sees what another one has put into the process's cache."""
    cache.clear()


@pytest.fixture(scope="session")
def wav(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two seconds of sound."""
    return factories.wav(tmp_path_factory.mktemp("wav") / "rekaman.wav")


@pytest.fixture(scope="session")
def inspected(wav: Path) -> Recording:
    """What inspection says of it."""
    return factories.recording(wav)


@pytest.fixture(scope="session")
def encoded(wav: Path, inspected: Recording, tmp_path_factory: pytest.TempPathFactory) -> Encoded:
    """The same sound, measured and encoded by the real ffmpeg."""
    folder, ffmpeg = tmp_path_factory.mktemp("encoded"), find_ffmpeg()
    measured: Measured = measure(wav, inspected, folder, ffmpeg=ffmpeg)
    encoding: Encoding = encode(wav, measured, folder, ffmpeg=ffmpeg)
    return Encoded(wav, inspected, measured, encoding)


@pytest.fixture
def sound(encoded: Encoded, db: None) -> Callable[[], AudioFile]:
    """Makes a recording whose renditions are real and carry no tags yet, as the encode step leaves it."""

    def make() -> AudioFile:
        audio = actions.receive(encoded.master, encoded.recording, "rekaman.wav", again=True)
        actions.keep_measured(audio, encoded.measured)
        audio.refresh_from_db()
        actions.keep_encoded(audio, copied(encoded.encoding, audio))
        audio.refresh_from_db()
        return audio

    return make


@pytest.fixture
def cover() -> Iterator[Callable[..., Any]]:
    """Makes pictures for covers.

    Wagtail leaves the memory in which it scales one to the garbage collector, which complains; that is no fault here.
    """
    warnings.filterwarnings("ignore", "Unclosed file <tempfile.SpooledTemporaryFile", ResourceWarning)
    yield factories.cover
    gc.collect()


@pytest.fixture
def on_disk() -> Callable[[], set[Path]]:
    """Tells which files lie in the folders of sound; work folders included."""

    def look() -> set[Path]:
        folders = (settings.MASTERS_DIR, settings.RENDITIONS_DIR, settings.WORK_DIR)
        return {path for folder in folders for path in Path(folder).rglob("*") if path.is_file()}

    return look
