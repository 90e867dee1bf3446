"""Looks for a query with one engine: which episodes fit, in which order, and their best moments.

Pure but for the engine. What is public is asked elsewhere (search.asking): nothing from here is shown unseen.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from search import facets, little, ranking
from search.engines.protocol import Engine
from search.facets import Facets, Facts
from search.query import Query
from search.ranking import Marked, Tier

PAGE = 10  # episodes of one page
MOST = 20_000  # rows that are counted; of more common words the newest
LOOKED_AT = 8  # passages of an episode from which its moments are chosen
LOOKED_AT_OF_ANY = 60  # the same where any word will do


@dataclass(frozen=True)
class Found:
    """Episodes that fit, with what they are worth. `together`: all words that the query is about are said in one place.
    `capped`: there are more, older ones. `tiers`: what their moments are looked for with.
    """

    scores: Mapping[int, float]
    tiers: Sequence[Tier] = ()
    together: bool = True
    capped: bool = False


def find(engine: Engine, wanted: Query, facts: Mapping[int, Facts], chosen: Facets) -> Found:
    """Episodes in which all words that matter are said in one place; if there are none, those with most of them.

    Episodes outside of `chosen` are among them, so that they can be counted. Raises Unavailable.
    """
    if not wanted:
        return Found(dict.fromkeys(facts, 0.0))
    found = _find(engine, wanted, facts, None)
    if found.capped and chosen:
        among = {each.episode for each in facets.fitting(facts.values(), chosen)}
        narrowed = _find(engine, wanted, facts, among) if among else Found({})
        found = replace(narrowed, scores={**found.scores, **narrowed.scores})
    return found


def order(found: Found, current: Collection[Facts], chosen: Facets) -> list[int]:
    """The episodes that are among what is chosen, the best first."""
    fitting = facets.fitting(current, chosen)
    places = {each.episode: each.place for each in fitting}
    return ranking.ordered({episode: found.scores[episode] for episode in places}, places)


def moments(engine: Engine, wanted: Query, found: Found, shown: Collection[int]) -> Mapping[int, tuple[Marked, ...]]:
    """The best moments of each of these episodes: where no line says all of it, though the title may, those that say
    some of it. Raises Unavailable.
    """
    if not found.tiers or not shown:
        return {}
    most = LOOKED_AT if found.together else LOOKED_AT_OF_ANY
    best = _moments(engine, wanted, found.tiers, shown, most)
    bare = [episode for episode in shown if not best.get(episode)]
    if found.together and bare and len(little.content(wanted.terms)) > 1:
        best |= _moments(engine, wanted, ranking.tiers_of_any(wanted), bare, LOOKED_AT_OF_ANY)
    return best


def _moments(
    engine: Engine, wanted: Query, tiers: Sequence[Tier], shown: Collection[int], most: int
) -> dict[int, tuple[Marked, ...]]:
    passages = engine.passages([tier.expression for tier in tiers], shown, most=most)
    return {episode: ranking.best(each, wanted.terms) for episode, each in passages.items()}


def _find(engine: Engine, wanted: Query, facts: Mapping[int, Facts], among: Collection[int] | None) -> Found:
    tiers = ranking.tiers(wanted)
    counts = engine.counts([tier.expression for tier in tiers], most=MOST, among=among)
    scores = ranking.scores(tiers, counts)
    if len(little.content(wanted.terms)) == 1 or not scores.keys().isdisjoint(facts):
        return Found(scores, tiers, capped=any(count.capped for count in counts))
    each = ranking.tiers_of_each(wanted)
    flat = engine.counts([tier.expression for tiers in each for tier in tiers], most=MOST, among=among)
    rest = iter(flat)
    scores_of_each = [ranking.scores(tiers, [next(rest) for _tier in tiers]) for tiers in each]
    return Found(
        ranking.scores_of_any(scores_of_each, len(facts)),
        ranking.tiers_of_any(wanted),
        together=False,
        capped=any(count.capped for count in flat),
    )
