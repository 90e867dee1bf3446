"""What an engine does not know yet is not shown; what it knows is, whatever else of its show has changed."""

from __future__ import annotations

import pytest

from search import actions, document, gathering
from tests.search.conftest import a_talk, asked, episodes, indexed

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


def test_nothing_is_compared_where_nothing_is_marked(compared: list[int]) -> None:
    a_talk("Anak.")
    indexed()
    compared.clear()
    asked("anak")
    assert compared == []


def test_a_change_is_compared_once_and_the_next_change_again(compared: list[int]) -> None:
    episode = a_talk("Anak.")
    indexed()
    actions.mark([episode.show.pk])
    compared.clear()
    for _time in range(3):
        asked("anak")
    assert compared == [1]
    episode.unpublish()
    assert asked("anak").total == 0
    assert compared == [1, 1]
