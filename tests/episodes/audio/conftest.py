"""What the audio tests share: the programs, and a few sounds that are made once."""

import functools
from collections.abc import Callable
from pathlib import Path

import pytest

from episodes.audio.encode import Encoding, encode
from episodes.audio.inspect import Recording, inspect
from episodes.audio.measure import Measured, measure
from tests import sounds

Made = Callable[..., Path]


@pytest.fixture(scope="session", params=sorted(sounds.installed()))
def each_ffmpeg(request: pytest.FixtureRequest) -> Path:
    """Every ffmpeg that is installed, one after the other."""
    return sounds.installed()[request.param]


@pytest.fixture(scope="session")
def ffmpeg() -> Path:
    """One ffmpeg, where it does not matter which."""
    return next(iter(sounds.installed().values()))


@pytest.fixture(scope="session")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six seconds of something like talk, stereo, 16-bit WAV."""
    left = sounds.voice(6)
    return sounds.write_wav(tmp_path_factory.mktemp("talk") / "talk.wav", left, left * 0.8)


@pytest.fixture(scope="session")
def words(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four seconds of the same, where the length does not matter."""
    left = sounds.voice(4)
    return sounds.write_wav(tmp_path_factory.mktemp("words") / "words.wav", left, left * 0.8)


@pytest.fixture(scope="session")
def made(words: Path, ffmpeg: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """`words` in another format: called with a file name and ffmpeg's arguments, converted once for all tests."""
    folder = tmp_path_factory.mktemp("made")

    @functools.cache
    def convert(name: str, *arguments: str) -> Path:
        path = folder / f"{len(list(folder.iterdir()))}-{name}"
        return sounds.convert(words, path, *arguments, ffmpeg=ffmpeg)

    return convert


@pytest.fixture(scope="session")
def finished(talk: Path, ffmpeg: Path, tmp_path_factory: pytest.TempPathFactory) -> Encoding:
    """The renditions of `talk`."""
    folder = tmp_path_factory.mktemp("finished")
    return encode(talk, measured(talk, folder, ffmpeg), folder, ffmpeg=ffmpeg)


def inspected(path: Path) -> Recording:
    """Inspect with limits that no test sound reaches."""
    return inspect(path, max_bytes=10**9, max_seconds=3600)


def measured(path: Path, folder: Path, ffmpeg: Path) -> Measured:
    """Inspect and measure."""
    return measure(path, inspected(path), folder, ffmpeg=ffmpeg)
