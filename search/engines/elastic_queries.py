"""What Elasticsearch is asked: expressions as its queries, without scores. Sends nothing; knows no Django."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from elasticsearch.dsl import Q, Search

from search.engines.protocol import Clause, Expression, stored
from search.query import Kind, Way

MOST_EPISODES = 50_000


def fitting(expression: Expression) -> Any:
    """The expression as a query of Elasticsearch, without scores."""
    told = [_said(expression, clause, bridge=True) for clause in expression.clauses]
    wanted = [Q("bool", should=told, minimum_should_match=1)] if expression.either else told
    if expression.rooted:
        own = [_said(expression, clause, bridge=False) for clause in expression.clauses]
        wanted.append(Q("bool", should=own, minimum_should_match=1))
    return Q("bool", filter=wanted, must_not=[_said(expression, each, bridge=False) for each in expression.excluded])


def _said(expression: Expression, clause: Clause, *, bridge: bool) -> Any:
    ways = [_way(way, name) for way in clause for name in _fields(way, bridge and expression.bridged(way))]
    return Q("bool", should=ways, minimum_should_match=1)


def _fields(way: Way, bridge: bool) -> tuple[str, ...]:
    return ("surface",) if way.kind is Kind.SURFACE else ("stem", "bridge") if bridge else ("stem",)


def _way(way: Way, name: str) -> Any:
    words = stored(way)
    if len(words) == 1:
        return Q("term", **{name: words[0]})
    return Q("match_phrase", **{name: " ".join(words)})


def of(episodes: Collection[int]) -> Any:
    """All rows of these episodes."""
    return Q("terms", episode=[str(episode) for episode in sorted(episodes)])


def filtered(expression: Expression, among: Collection[int] | None, since: int | None = None) -> Any:
    """Rows that fit, of these episodes (of all), from this key on."""
    filters = [fitting(expression)]
    if among is not None:
        filters.append(of(among))
    if since is not None:
        filters.append(Q("range", key={"gte": since}))
    return Q("bool", filter=filters)


def size(expression: Expression, most: int, among: Collection[int] | None) -> Search:
    """How many rows fit, as far as it matters: nothing is counted beyond, and a single word is looked up."""
    return Search().query(filtered(expression, among)).extra(size=0, track_total_hits=most + 1)


def counting(expression: Expression, among: Collection[int] | None, since: int | None, *, own: bool) -> Search:
    """Rows by episode; with `own` only what episodes say of themselves."""
    query = filtered(expression, among, since)
    search = Search().query(query & Q("bool", filter=[Q("term", number=0)]) if own else query)
    search = search.extra(size=0, track_total_hits=False)
    search.aggs.bucket("episodes", "terms", field="episode", size=MOST_EPISODES)
    return search


def best(wanted: Sequence[Expression], episodes: Collection[int], most: int) -> Search:
    """At most `most` rows of each of these episodes, those that fit the first expression before those of the second;
    what fits several, with the first of them.
    """
    inner = {"name": "best", "size": most, "sort": [{"_score": "desc"}, {"number": "asc"}]}
    tiers = [
        Q("constant_score", filter=fitting(expression), boost=2 ** (len(wanted) - place))
        for place, expression in enumerate(wanted)
    ]
    filters = [of(episodes), Q("range", number={"gt": 0})]
    return (
        Search()
        .query(Q("bool", must=[Q("dis_max", queries=tiers)], filter=filters))
        .extra(size=max(1, len(episodes)), collapse={"field": "episode", "inner_hits": inner}, _source=False)
    )
