"""What an engine does not know yet is not shown; what it knows is, whatever else of its show has changed."""

from __future__ import annotations

import pytest

from episodes.models import Episode
from search import actions, choosing, document, gathering, looking, query
from search.facets import Facets
from tests.search.conftest import a_talk, asked, episodes, indexed
from transcripts import actions as transcripts

pytestmark = pytest.mark.django_db


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Fills with the number of episodes each time that some are compared."""
    seen: list[int] = []
    documents = gathering.documents
    monkeypatch.setattr(gathering, "documents", lambda asked: (seen.append(asked.count()), documents(asked))[1])
    return seen


def test_other_episodes_of_a_marked_show_are_still_found() -> None:
    changed = a_talk("Anak.")
    other = a_talk("Anak.", of=changed.show)
    indexed()
    changed.unpublish()
    assert episodes(asked("anak")) == [other.pk]


def test_a_mark_without_a_change_hides_nothing() -> None:
    episode = a_talk("Anak.")
    indexed()
    actions.mark([episode.show.pk])
    assert asked("anak").total == 1


def test_another_program_hides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    episode = a_talk("Anak.")
    indexed()
    monkeypatch.setattr(document, "made_with", lambda: "another program")
    actions.mark([episode.show.pk])
    assert asked("anak").total == 1


def test_nothing_but_what_is_shown_is_compared_where_nothing_is_marked(compared: list[int]) -> None:
    talk = a_talk("Gajah.")
    a_talk("Guru.", of=talk.show)
    indexed()
    compared.clear()
    asked("gajah")
    assert compared == [1]


def test_a_change_is_compared_once_and_the_next_change_again(compared: list[int]) -> None:
    talk = a_talk("Gajah.")
    other = a_talk("Guru.", of=talk.show)
    indexed()
    actions.mark([talk.show.pk])
    compared.clear()
    for _time in range(3):
        asked("gajah")
    assert compared == [2, 1, 1, 1]  # the show once, what is shown each time
    other.unpublish()
    asked("gajah")
    assert compared == [2, 1, 1, 1, 2, 1]


def test_what_an_engine_holds_wrongly_is_not_shown_though_nobody_marked_it() -> None:
    talk = a_talk("Rahasia besar.")
    indexed()
    engine = choosing.database()
    (document_then,) = gathering.documents(Episode.objects.filter(pk=talk.pk))
    entry_then = gathering.entry(document_then)
    transcripts.withdraw_approval(talk.audio.transcript)  # type: ignore[union-attr]
    indexed()
    engine.put(engine.serving() or "", [entry_then])
    assert looking.find(engine, query.parse("rahasia"), {}, Facets()).scores
    assert asked("rahasia").hits == []
