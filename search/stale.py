"""Which episodes an engine knows as they are, so that nothing else of it is shown.

Nothing has changed of a show without a mark. The episodes of one that is marked are compared with what is public at
this moment; what was right then stays right as long as the mark has the same number, which every further change raises.
What is about to be shown is compared in any case.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from episodes.models import Episode
from search import document, gathering
from search.engines.protocol import Engine
from search.facets import Facts
from search.models import SearchMark

_compared: dict[tuple[str, int], tuple[tuple[int, int], frozenset[int]]] = {}


def current(engine: Engine, found: Collection[Facts], all_facts: Iterable[Facts]) -> list[Facts]:
    """Those of `found` that the engine knows as they are; one query if no show is marked. Raises Unavailable."""
    marks = SearchMark.objects.of(engine.name).values_list("show_id", "pk", "number")
    numbers = {show: (pk, number) for show, pk, number in marks}
    if not any(each.show in numbers for each in found):
        return list(found)
    known: set[int] = set()
    for show in {each.show for each in found} & numbers.keys():
        known |= _right(engine, show, numbers[show], all_facts)
    return [each for each in found if each.show not in numbers or each.episode in known]


def right(engine: Engine, episodes: Collection[int]) -> frozenset[int]:
    """Those of these episodes that are public now and that the engine holds as they are. Raises Unavailable."""
    stored = engine.contents(engine.serving() or "", episodes)
    documents = gathering.documents(Episode.objects.filter(pk__in=episodes))
    now = {each.episode: document.content(each.fingerprint) for each in documents}
    held = {episode: document.content(fingerprint) for episode, fingerprint in stored.items()}
    return frozenset(episode for episode in now if held.get(episode) == now[episode])


def _right(engine: Engine, show: int, number: tuple[int, int], all_facts: Iterable[Facts]) -> frozenset[int]:
    known = _compared.get((engine.name, show))
    if known is None or known[0] != number:
        known = number, right(engine, [each.episode for each in all_facts if each.show == show])
        _compared[engine.name, show] = known
    return known[1]
