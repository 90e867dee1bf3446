"""What tests of the search start from: an engine of the database that serves, and words of episodes in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from episodes.models import Episode, Show
from search import actions, asking, known, stale, suggesting
from search.answers import Answer, Question
from search.facets import Facets
from tests import factories
from transcripts import actions as transcripts


@pytest.fixture(autouse=True)
def _nothing_is_held() -> Iterator[None]:
    """What one test knew must not be what the next one believes."""
    known._held = ((-1, -1), {})
    asking._resting.clear()
    stale._compared.clear()
    suggesting._held = None
    yield


def a_talk(*paragraphs: str, of: Show | None = None, **values: object) -> Episode:
    """A public episode with an approved text."""
    episode = factories.episode(of, **values)  # type: ignore[arg-type]
    if paragraphs:
        transcripts.approve(factories.transcript(episode, *paragraphs), by=None)
    return episode


def indexed() -> None:
    """Does what the worker would do by now."""
    from search.models import SearchMark

    for show_id in set(SearchMark.objects.values_list("show_id", flat=True)):
        actions.index_show(show_id)


def asked(text: str, page: int = 1, **chosen: set[object]) -> Answer:
    """The answer to a question."""
    facets = Facets(**{name: frozenset(values) for name, values in chosen.items()})  # type: ignore[arg-type]
    return asking.ask(Question(text, facets, page))


def episodes(answer: Answer) -> list[int]:
    return [hit.episode.pk for hit in answer.hits]
