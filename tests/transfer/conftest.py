"""What the tests of moving share: a host of strangers on this machine, and small recordings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from episodes import uploads
from episodes.audio.ffmpeg import find_ffmpeg
from episodes.audio.files import hash_file
from episodes.audio.inspect import Recording
from tests import sounds
from tests.transfer import server


@pytest.fixture
def host() -> Iterator[server.Host]:
    """A web host that answers as the test says."""
    with server.running() as found:
        yield found


@pytest.fixture(scope="session")
def mp3(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], bytes]:
    """Small MP3s, two seconds and a little, all different."""
    folder = tmp_path_factory.mktemp("mp3")
    made: dict[int, bytes] = {}

    def make(number: int) -> bytes:
        if number not in made:
            wav = sounds.write_wav(folder / f"{number}.wav", sounds.voice(2 + number / 10, pitch=100 + 10 * number))
            path: Path = sounds.convert(wav, folder / f"{number}.mp3", "-b:a", "48k", ffmpeg=find_ffmpeg())
            made[number] = path.read_bytes()
        return made[number]

    return make


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Inspects each recording once for all tests: that it is inspected is the matter of other tests."""
    inspect = uploads.inspect

    def known(path: Path, **limits: Any) -> Recording:
        name = hash_file(path)
        if name not in INSPECTED:
            INSPECTED[name] = inspect(path, **limits)
        return INSPECTED[name]

    monkeypatch.setattr(uploads, "inspect", known)


INSPECTED: dict[str, Recording] = {}
