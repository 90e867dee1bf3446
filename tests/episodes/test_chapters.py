"""Chapters are set in the draft, nothing else is touched there, and what two editors do is not lost."""

from __future__ import annotations

from decimal import Decimal

import pytest

from episodes import actions, chapters
from episodes.chapters import ChangedMeanwhile, Mark
from episodes.models import Chapter, Episode, EpisodePerson, Person
from tests import factories

pytestmark = pytest.mark.django_db

MARKS = (Mark(Decimal(0), "Awal"), Mark(Decimal("12.345"), "Saran"))
NONE = chapters.seal(())


def latest(episode: Episode) -> Episode:
    found: Episode = Episode.objects.get(pk=episode.pk).get_latest_revision_as_object()
    return found


def with_person(**values: object) -> Episode:
    """A published episode with a row that gets another id when it is published."""
    episode = factories.episode(**values)  # type: ignore[arg-type]
    draft = latest(episode)
    person = Person.objects.create(name="Ratna", consents_to_be_named=True)
    draft.people.set([EpisodePerson(person=person, role=EpisodePerson.Role.HOST)])
    draft.save_revision().publish()
    return Episode.objects.get(pk=episode.pk)


def test_chapters_stand_in_the_draft_to_the_millisecond_and_not_in_public() -> None:
    episode = factories.episode()
    chapters.set_in_draft(episode, MARKS, seen=NONE, user=None)
    assert (chapters.marks(latest(episode)), Chapter.objects.count()) == (MARKS, 0)


def test_they_are_in_order_whatever_the_order_they_came_in() -> None:
    episode = factories.episode()
    chapters.set_in_draft(episode, MARKS[::-1], seen=NONE, user=None)
    assert [chapter.title for chapter in latest(episode).chapters.all()] == ["Awal", "Saran"]


def test_all_else_in_the_draft_stays() -> None:
    episode = with_person()
    draft = latest(episode)
    draft.title, draft.summary = "Judul baru", "Ringkasan baru"
    draft.save_revision()
    chapters.set_in_draft(episode, MARKS, seen=NONE, user=None)
    kept = latest(episode)
    assert (kept.title, kept.summary, kept.people.count()) == ("Judul baru", "Ringkasan baru", 1)


def test_a_fault_elsewhere_in_the_draft_stops_nobody() -> None:
    show = factories.show()
    factories.episode(show, number=7)
    episode = factories.episode(show, number=8, live=False)
    draft = latest(episode)
    draft.number = 7
    draft.save_revision(clean=False)
    assert chapters.set_in_draft(episode, MARKS, seen=NONE, user=None)


def test_the_revision_is_the_editors() -> None:
    episode, editor = factories.episode(), factories.user()
    chapters.set_in_draft(episode, MARKS, seen=NONE, user=editor)
    assert Episode.objects.get(pk=episode.pk).latest_revision.user == editor


def test_what_somebody_else_has_set_meanwhile_is_not_overwritten() -> None:
    episode = factories.episode()
    chapters.set_in_draft(episode, MARKS, seen=NONE, user=None)
    with pytest.raises(ChangedMeanwhile):
        chapters.set_in_draft(episode, [Mark(Decimal(5), "Lain")], seen=NONE, user=None)
    assert chapters.marks(latest(episode)) == MARKS


def test_setting_what_is_there_already_makes_no_revision() -> None:
    episode = factories.episode()
    chapters.set_in_draft(episode, MARKS, seen=NONE, user=None)
    before = Episode.objects.get(pk=episode.pk).latest_revision_id
    assert not chapters.set_in_draft(episode, MARKS, seen=NONE, user=None)
    assert Episode.objects.get(pk=episode.pk).latest_revision_id == before


def test_chapters_alone_wait_also_after_rows_got_other_ids() -> None:
    episode = with_person()
    chapters.set_in_draft(episode, MARKS, seen=NONE, user=None)
    assert chapters.nothing_else_waits(episode)


def test_another_change_in_the_draft_waits_too() -> None:
    episode = factories.episode()
    draft = latest(episode)
    draft.summary = "Ringkasan baru"
    draft.save_revision()
    chapters.set_in_draft(episode, MARKS, seen=NONE, user=None)
    assert not chapters.nothing_else_waits(episode)


def test_a_draft_that_was_never_public_is_not_published_by_the_way() -> None:
    assert not chapters.nothing_else_waits(factories.episode(live=False))


def test_published_chapters_are_public() -> None:
    episode = with_person()
    chapters.set_in_draft(episode, MARKS, seen=NONE, user=None)
    actions.publish(Episode.objects.get(pk=episode.pk))
    assert chapters.marks(Episode.objects.get(pk=episode.pk)) == MARKS


def test_chapters_that_are_published_take_the_place_of_the_earlier_ones() -> None:
    episode, later = factories.episode(), (Mark(Decimal("0.5"), "Awal"), Mark(Decimal(40), "Akhir"))
    for seen, marks in (((), MARKS), (MARKS, later)):
        chapters.set_in_draft(episode, marks, seen=chapters.seal(seen), user=None)
        actions.publish(Episode.objects.get(pk=episode.pk))
    assert (chapters.marks(Episode.objects.get(pk=episode.pk)), Chapter.objects.count()) == (later, 2)
