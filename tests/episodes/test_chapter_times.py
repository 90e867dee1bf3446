"""A chapter starts at its thousandth of a second wherever it is told: in forms, on the page, in both files."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from mutagen.oggopus import OggOpus

from episodes import actions, chapters, steps
from episodes.audio.tags import read_mp3
from episodes.chapters import Mark
from episodes.models import AudioFile, Episode, Rendition
from siniar.jobs.models import Job
from siniar.jobs.progress import Progress
from tests import factories
from tests.episodes import editing

pytestmark = pytest.mark.django_db

MARKS = [Mark(Decimal("0.001"), "Awal"), Mark(Decimal("1.234"), "Saran"), Mark(Decimal("1.999"), "Akhir")]


@pytest.fixture
def episode(sound: Callable[[], AudioFile]) -> Episode:
    """A public episode whose chapters were set on the desk after its publication."""
    audio = sound()
    made = factories.episode(sound=audio)
    steps.tag(str(audio.pk), Progress(lambda percent: True))
    chapters.set_in_draft(made, MARKS, seen=chapters.seal(()), user=None)
    actions.publish(Episode.objects.get(pk=made.pk))
    assert Job.objects.of(audio.pk).filter(step="tag", state=Job.State.WAITING).exists()  # publishing asks for it
    steps.tag(str(audio.pk), Progress(lambda percent: True))
    return Episode.objects.get(pk=made.pk)


def path(episode: Episode, kind: str) -> Path:
    return Path(Rendition.objects.get(audio_file=episode.audio, kind=kind).file.path)


def test_the_mp3(episode: Episode) -> None:
    assert [(each.start, each.title) for each in read_mp3(path(episode, "main")).chapters] == [
        (0.001, "Awal"), (1.234, "Saran"), (1.999, "Akhir"),
    ]  # fmt: skip


def test_the_opus_file(episode: Episode) -> None:
    comments = OggOpus(path(episode, "hemat"))
    assert [comments[f"CHAPTER{number:03d}"] for number in range(3)] == [
        ["00:00:00.001"], ["00:00:01.234"], ["00:00:01.999"],
    ]  # fmt: skip


def test_the_page(episode: Episode) -> None:
    page = BeautifulSoup(Client().get(episode.get_url()).content, "html.parser")
    assert [link["href"] for link in page.select(".chapters a")] == ["?t=0.001", "?t=1.234", "?t=1.999"]
    assert [time["datetime"] for time in page.select(".chapters time")] == ["PT0.001S", "PT1.234S", "PT1.999S"]


def test_the_form_of_the_page(episode: Episode) -> None:
    form = editing.filled(editing.admin().get(f"/admin/pages/{episode.pk}/edit/").content.decode())
    assert [form[f"chapters-{number}-start"] for number in range(3)] == [["0:00,001"], ["0:01,234"], ["0:01,999"]]
