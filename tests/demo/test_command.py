"""`manage.py demo`: a demo episode goes through the real pipeline, is public, and is never added twice."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.test import Client

from demo import content
from demo.management.commands import demo
from episodes.models import AudioFile, Episode, Show
from episodes.visibility import is_public
from siniar.jobs.models import Job
from tests.models import model_folder
from transcripts.models import Transcript

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_episode(settings: LazySettings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> content.DemoEpisode:
    """The sensitive one of the three, to keep the test short; a mark of its own that the demo is done."""
    chosen = content.episodes()[1]
    monkeypatch.setattr(content, "episodes", lambda: (chosen,))
    settings.CONFIG = replace(settings.CONFIG, whisper_dir=model_folder())
    settings.DATA_DIR = tmp_path
    return chosen


def run() -> str:
    output = StringIO()
    call_command("demo", stdout=output, stderr=output)
    return output.getvalue()


def test_a_demo_episode_is_public_with_chapters_people_and_an_approved_text(one_episode: content.DemoEpisode) -> None:
    run()
    episode = Episode.objects.get()
    page = Client().get(episode.get_url()).content.decode()
    assert is_public(episode)
    assert set(Job.objects.of(episode.audio_id).values_list("step", "state")) == {
        (step, Job.State.DONE) for step in ("measure", "encode", "tag", "transcribe")
    }
    assert Transcript.objects.get().state == Transcript.State.APPROVED
    assert one_episode.sentences[0].text in page
    assert [chapter.title for chapter in episode.chapters.all()] == [each.title for each in one_episode.chapters]
    told = {(row.warning.code, row.start is None, row.end is None) for row in episode.warnings.all()}
    assert told == {("CW-KDRT", True, True), ("CW-PSIKIS", False, False)}
    assert {credit.person.name for credit in episode.public_people()} == {each.name for each in one_episode.people}
    assert f"<title>{episode.surface_title}</title>" in page
    assert episode.title not in episode.surface_title

    before = list(Episode.objects.values_list("pk", "latest_revision")), list(AudioFile.objects.values_list("pk"))
    assert run() == ""
    assert (
        list(Episode.objects.values_list("pk", "latest_revision")),
        list(AudioFile.objects.values_list("pk")),
    ) == before


def test_a_demo_that_was_interrupted_goes_on_where_it_was(
    one_episode: content.DemoEpisode, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*args: object) -> list[Job]:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(demo, "follow", interrupted)
        with pytest.raises(KeyboardInterrupt):
            run()
    monkeypatch.setattr(demo, "follow", lambda subject, output: [])
    run()
    assert (Show.objects.count(), Episode.objects.count(), AudioFile.objects.count()) == (1, 1, 1)
