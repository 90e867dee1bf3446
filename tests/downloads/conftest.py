"""What the tests of downloads share: a clock, keys of their own, an episode, and somebody who asks for its sound."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.test import RequestFactory

from downloads.recording import Recorder
from episodes.models import Episode, Rendition
from tests import factories
from tests.siniar.jobs.clock import Clock

JAMBI = ZoneInfo("Asia/Jakarta")
ANTENNAPOD = "AntennaPod/3.4.0"

#: Asks a recorder for an episode's sound: hear(recorder, episode, address=…, agent=…, first=…, last=…).
Hear = Callable[..., None]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """It is noon of the tenth of October 2026 in Jambi until a test moves it."""
    moved = Clock(monkeypatch)
    moved.now = datetime(2026, 10, 10, 12, tzinfo=JAMBI)
    return moved


@pytest.fixture(autouse=True)
def day_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of keys, empty for each test."""
    monkeypatch.setattr("downloads.keys.folder", lambda: tmp_path / "day-keys")
    return tmp_path / "day-keys"


@pytest.fixture
def episode(db: None) -> Episode:
    return factories.episode()


@pytest.fixture
def recorder() -> Recorder:
    """One that writes when a test says so."""
    return Recorder()


def hear(
    recorder: Recorder,
    episode: Episode,
    *,
    address: str = "103.10.20.30",
    agent: str = ANTENNAPOD,
    first: int = 0,
    last: int | None = None,
    kind: str = "main",
    **headers: str,
) -> None:
    """Somebody asks for bytes of an episode's sound; for all of it, if nothing else is said."""
    rendition = Rendition.objects.get(audio_file=episode.audio_id, kind=kind)
    request = RequestFactory().get("/", REMOTE_ADDR=address, headers={"User-Agent": agent} | headers)
    recorder.hear(request, episode, rendition, first, rendition.size - 1 if last is None else last)
