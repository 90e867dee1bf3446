"""Which words the speech engine is told to listen for."""

from __future__ import annotations

import pytest

from episodes.models import EpisodePerson, Person
from tests import factories
from transcripts.hotwords import MOST, hotwords

pytestmark = pytest.mark.django_db


def test_people_come_first_whether_they_may_be_named_in_public_or_not() -> None:
    episode = factories.episode(topics=("KDRT",))
    episode.people.set([EpisodePerson(person=Person.objects.create(name="Sumarni"), role="guest")])
    episode.save_revision()
    assert episode.audio
    assert hotwords(episode.audio)[0] == "Sumarni"


def test_places_that_the_title_names_are_listened_for() -> None:
    episode = factories.episode(title="Kabar dari Merangin")
    assert episode.audio
    assert "Merangin" in hotwords(episode.audio)


def test_letter_acronyms_are_left_out_because_they_are_never_heard() -> None:
    episode = factories.episode(topics=("KDRT", "TPPO"))
    assert episode.audio
    assert not {"KDRT", "TPPO", "DP3AP2"} & set(hotwords(episode.audio))


def test_there_are_never_more_than_help() -> None:
    episode = factories.episode(topics=("KDRT", "TPPO", "KS", "KSA", "KBGO", "BANTUAN", "HUKUM-KORBAN"))
    assert episode.audio
    assert len(hotwords(episode.audio)) <= MOST


def test_a_recording_without_episode_has_none() -> None:
    assert hotwords(factories.audio()) == ()
