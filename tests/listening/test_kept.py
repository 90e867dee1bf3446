"""The page of an episode is written once, and never told again after a change."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from episodes.models import Chapter, Episode, Person, Show
from episodes.templatetags.podcast import page_path
from tests import factories
from tests.listening.pages import credit
from transcripts import actions as transcripts
from transcripts.formats.cue import Cue

pytestmark = pytest.mark.django_db


@pytest.fixture
def episode() -> Episode:
    """A public episode whose page has been asked for."""
    episode = factories.episode(title="Menjaga anak")
    credit(episode)
    episode.save_revision().publish()
    transcripts.approve(factories.transcript(episode, "Halo semua."), by=None)
    assert Client().get(page_path(episode)).status_code == 200
    return Episode.objects.get(pk=episode.pk)


def body(episode: Episode) -> str:
    return Client().get(page_path(episode)).content.decode()


def queries(episode: Episode) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert Client().get(page_path(episode)).status_code == 200
    return len(captured)


def test_a_page_that_was_asked_for_costs_one_query(episode: Episode) -> None:
    assert queries(episode) == 1


def test_the_kept_page_is_the_page(episode: Episode) -> None:
    kept = body(episode)
    cache.clear()
    assert body(episode) == kept


def test_who_takes_packed_pages_gets_them_packed(episode: Episode) -> None:
    packed = Client().get(page_path(episode), headers={"Accept-Encoding": "gzip, br"})
    plain = Client().get(page_path(episode), headers={"Accept-Encoding": "gzip;q=0"})
    assert (packed["Content-Encoding"], packed["Vary"], plain["Vary"]) == ("gzip", "Accept-Encoding", "Accept-Encoding")
    assert gzip.decompress(packed.content) == plain.content


def rename(episode: Episode) -> None:
    episode.title = "Menjaga diri"
    episode.save_revision().publish()


def add_chapter(episode: Episode) -> None:
    episode.chapters.set([Chapter(start=0, title="Awal yang baru")])
    episode.save_revision().publish()


def rename_show(episode: Episode) -> None:
    show = Show.objects.get(pk=episode.show.pk)
    show.title = "Obrolan baru"
    show.save_revision().publish()


def take_consent_back(episode: Episode) -> None:
    person = Person.objects.get(name="Sari Wulandari")
    person.consents_to_be_named = False
    person.save()


@pytest.mark.parametrize(
    ("change", "before", "after"),
    [
        (rename, "Menjaga anak", "Menjaga diri"),
        (add_chapter, "", "Awal yang baru"),
        (rename_show, "", "Obrolan baru"),
        (take_consent_back, "Sari Wulandari", ""),
    ],
)
def test_no_page_tells_what_has_changed(
    change: Callable[[Episode], None], before: str, after: str, episode: Episode
) -> None:
    assert before in body(episode)
    change(episode)
    told = body(episode)
    assert after in told
    assert not before or before not in told


def take_the_consent_back(person: Person) -> None:
    person.consents_to_be_named = False
    person.save()


@pytest.mark.parametrize("change", [take_the_consent_back, Person.delete], ids=["consent", "person"])
def test_the_name_of_a_voice_without_credit_is_gone_at_once(
    change: Callable[[Person], object], episode: Episode
) -> None:
    person = Person.objects.create(name="Ibu Wati", consents_to_be_named=True)
    cues = [Cue(0.0, 2.0, "Halo.", "A"), Cue(3.0, 8.0, "Mari mulai.", "B")]
    transcript = transcripts.supply(episode.audio, "id", cues, by=None)
    transcripts.name_speaker(transcript.speakers.all()[0], person, by=None)
    transcripts.approve(transcript, by=None)
    assert "Ibu Wati" in body(episode)
    change(person)
    assert "Ibu Wati" not in body(episode)


def test_a_text_that_is_withdrawn_is_gone_at_once(episode: Episode) -> None:
    assert "Halo semua." in body(episode)
    transcripts.withdraw_approval(episode.audio.transcript)
    assert "Halo semua." not in body(episode)


@pytest.mark.parametrize(
    "close",
    [
        lambda episode: episode.unpublish(),
        lambda episode: episode.show.unpublish(),
        lambda episode: Episode.objects.filter(pk=episode.pk).update(expire_at=timezone.now()),
        lambda episode: PageViewRestriction.objects.create(page=episode.show, restriction_type="login"),
        lambda episode: episode.audio.renditions.update(tags_hash=""),
    ],
    ids=["episode", "show", "time", "restriction", "tags"],
)
def test_what_is_withdrawn_is_gone_at_once(close: Callable[[Episode], object], episode: Episode) -> None:
    path = page_path(episode)
    close(episode)
    assert Client().get(path).status_code == 404


def test_an_episode_is_found_below_its_own_show_alone(episode: Episode) -> None:
    other = factories.show()
    assert Client().get(f"/{other.slug}/{episode.short_id}/").status_code == 404


def test_pages_of_two_episodes_are_never_mixed_up(episode: Episode) -> None:
    other = factories.episode(Show.objects.get(pk=episode.show.pk), "Lain sekali")
    assert "Lain sekali" in body(other)
    assert "Lain sekali" not in body(episode)
