"""Elasticsearch 8 as a search engine: one document per row. Knows no Django; needs requirements/search.txt.

The server analyses nothing: words come as search.words writes them and are cut at blanks (`whitespace`). Indexes have
names of their own; the alias says which serves. Nothing here needs a module or plugin beside the server's core.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from elasticsearch import ApiError, Elasticsearch, TransportError, helpers
from elasticsearch.dsl import Q, Search

from search.document import Passage, key
from search.engines.protocol import Clause, Count, Counts, Entry, Expression, Unavailable
from search.query import Kind, Way

PATIENCE = 3.0  # seconds for an answer to a search
LONGEST_WRITE = 60.0  # seconds
CHUNK = 2_500  # rows of one bulk request
GROUP = 10_000  # rows of episodes that are stored together
RETRIES = 4  # of what the server was too busy for
MOST_EPISODES = 50_000
WINDOW = 10_000  # what the server gives at once
DEEPEST = 100_000  # rows that can be counted one by one

_WORDS = {"type": "text", "analyzer": "whitespace", "norms": False}
_UNSEARCHED = {"type": "keyword", "index": False, "doc_values": False}
MAPPINGS = {
    "dynamic": "strict",
    "_source": {"excludes": ["surface", "stem", "bridge"]},
    "properties": {
        "key": {"type": "long"},
        "episode": {"type": "keyword"},  # counted by ordinals: several times as fast as numbers
        "number": {"type": "integer"},
        "surface": _WORDS,
        "stem": _WORDS,
        "bridge": _WORDS,
        "start": {"type": "double", "index": False, "doc_values": False},
        "end": {"type": "double", "index": False, "doc_values": False},
        "speaker": _UNSEARCHED,
        "text": _UNSEARCHED,
        "fingerprint": {"type": "keyword", "index": False},
    },
}
SETTINGS = {
    "number_of_shards": 1,
    "number_of_replicas": 0,
    "refresh_interval": "-1",
    "max_result_window": DEEPEST,
}


class ElasticsearchEngine:
    name = "elasticsearch"

    def __init__(self, url: str, alias: str = "siniar") -> None:
        self._alias = alias
        retried: dict[str, Any] = {"max_retries": RETRIES, "retry_on_status": (429, 502, 503, 504)}
        self._reader = Elasticsearch(url, request_timeout=PATIENCE, max_retries=0)
        self._writer = Elasticsearch(url, request_timeout=LONGEST_WRITE, retry_on_timeout=True, **retried)

    def serving(self) -> str | None:
        with _guarded():
            return self._named(serving=True)

    def building(self) -> str | None:
        with _guarded():
            return self._named(serving=False)

    def begin(self) -> str:
        index = f"{self._alias}-{time.time_ns()}"
        with _guarded():
            self._writer.indices.create(index=index, settings=SETTINGS, mappings=MAPPINGS)
        return index

    def serve(self, index: str) -> None:
        with _guarded():
            others = [name for name in self._all() if name != index]
            actions: list[dict[str, Any]] = [{"remove_index": {"index": name}} for name in others]
            self._writer.indices.update_aliases(actions=[{"add": {"index": index, "alias": self._alias}}, *actions])

    def put(self, index: str, entries: Iterable[Entry]) -> None:
        """Rows of all in a few requests; fingerprints last, so that a kill leaves no episode that seems whole."""
        with _guarded():
            self._writer.indices.refresh(index=index)  # what somebody who was killed has left behind must be seen
            kept: list[Entry] = []
            rows = 0
            for entry in entries:
                kept.append(entry)
                rows += len(entry.rows)
                if rows >= GROUP:
                    self._put(index, kept)
                    kept, rows = [], 0
            if kept:
                self._put(index, kept)
            self._writer.indices.refresh(index=index)

    def remove(self, index: str, episodes: Collection[int]) -> None:
        with _guarded():
            lengths = self._lengths(index, episodes)
            self._bulk(_deletions(index, {episode: (0, length) for episode, length in lengths.items()}))
            self._writer.indices.refresh(index=index)

    def contents(self, index: str, episodes: Collection[int] | None = None) -> Mapping[int, str]:
        found: dict[int, str] = {}
        with _guarded():
            for hit in self._heads(index, episodes):
                found[int(hit["fields"]["episode"][0])] = hit["fields"]["fingerprint"][0]
        return found

    def counts(
        self, wanted: Sequence[Expression], *, most: int, among: Collection[int] | None = None
    ) -> Sequence[Counts]:
        with _guarded():
            sizes = [_total(answer) for answer in self._asked([_size(each, most, among) for each in wanted])]
            since = self._ends([place for place, size in enumerate(sizes) if size > most], wanted, most, among)
            asked = [
                _counting(expression, among, since.get(place), own=own)
                for own in (False, True)
                for place, expression in enumerate(wanted)
            ]
            answers = self._asked(asked)
        pairs = zip(answers[: len(wanted)], answers[len(wanted) :], sizes, strict=True)
        return [Counts(_counted(every, own), size >= most) for every, own, size in pairs]

    def passages(
        self, wanted: Sequence[Expression], episodes: Collection[int], *, most: int
    ) -> Mapping[int, Sequence[Passage]]:
        inner = {"name": "best", "size": most, "sort": [{"_score": "desc"}, {"number": "asc"}]}
        tiers = [
            Q("constant_score", filter=query(expression), boost=2 ** (len(wanted) - place))
            for place, expression in enumerate(wanted)
        ]
        search = (
            Search()
            .query(
                Q("bool", should=tiers, minimum_should_match=1, filter=[_of(episodes), Q("range", number={"gt": 0})])
            )
            .extra(size=max(1, len(episodes)), collapse={"field": "episode", "inner_hits": inner}, _source=False)
        )
        with _guarded():
            hits = self._asked([search])[0]["hits"]["hits"]
            return {
                int(hit["fields"]["episode"][0]): [
                    _passage(each["_source"]) for each in hit["inner_hits"]["best"]["hits"]["hits"]
                ]
                for hit in hits
            }

    def alive(self) -> bool:
        try:
            self.serving()
        except Unavailable:
            return False
        return True

    def close(self) -> None:
        """Gives up all connections."""
        self._reader.close()
        self._writer.close()

    def _put(self, index: str, entries: Sequence[Entry]) -> None:
        lengths = self._lengths(index, [entry.episode for entry in entries])
        rest = {entry.episode: (len(entry.rows), lengths.get(entry.episode, 0)) for entry in entries}
        self._bulk(_rows(index, entries))
        self._bulk(_deletions(index, rest))
        self._bulk(_headers(index, entries))

    def _bulk(self, actions: Iterable[dict[str, Any]]) -> None:
        for ok, answer in helpers.streaming_bulk(
            self._writer, actions, chunk_size=CHUNK, max_retries=RETRIES, initial_backoff=0.2, raise_on_error=False
        ):
            if not ok and next(iter(answer.values()))["status"] != 404:  # what is to be deleted may be gone
                raise Unavailable(str(answer)[:500])

    def _lengths(self, index: str, episodes: Collection[int]) -> dict[int, int]:
        """How many rows are stored of each of these episodes: one more than the highest number."""
        search = Search().query(_of(episodes)).extra(size=0)
        search.aggs.bucket("episodes", "terms", field="episode", size=MOST_EPISODES).metric(
            "last", "max", field="number"
        )
        answer = self._writer.search(index=index, **search.to_dict())
        buckets = answer["aggregations"]["episodes"]["buckets"]
        return {int(bucket["key"]): int(bucket["last"]["value"]) + 1 for bucket in buckets}

    def _heads(self, index: str, episodes: Collection[int] | None) -> Iterator[dict[str, Any]]:
        filters = [Q("term", number=0), *([] if episodes is None else [_of(episodes)])]
        search = Search().query(Q("bool", filter=filters)).sort("episode")
        search = search.extra(size=WINDOW, docvalue_fields=["episode", "fingerprint"], _source=False)
        while hits := self._writer.search(index=index, **search.to_dict())["hits"]["hits"]:
            yield from hits
            search = search.extra(search_after=hits[-1]["sort"])

    def _ends(
        self, places: Sequence[int], wanted: Sequence[Expression], most: int, among: Collection[int] | None
    ) -> dict[int, int]:
        """The key of the last of the newest `most` rows that fit, for the expressions of which there are more."""
        searches = [
            Search()
            .query(_filtered(wanted[place], among))
            .sort({"key": "desc"})
            .extra(from_=most - 1, size=1, _source=False, track_total_hits=False)
            for place in places
        ]
        lasts = [answer["hits"]["hits"][0]["sort"][0] for answer in self._asked(searches)]
        return dict(zip(places, lasts, strict=True))

    def _asked(self, searches: Sequence[Search]) -> list[dict[str, Any]]:
        if not searches:
            return []
        parts: list[dict[str, Any]] = []
        for search in searches:
            parts += [{"index": self._alias}, search.to_dict()]
        answers: list[dict[str, Any]] = self._reader.msearch(searches=parts)["responses"]
        for answer in answers:
            if "error" in answer:
                raise Unavailable(str(answer["error"])[:500])
        return answers

    def _all(self) -> list[str]:
        return sorted(self._reader.indices.get(index=f"{self._alias}-*", expand_wildcards="open"))

    def _named(self, *, serving: bool) -> str | None:
        found = self._reader.indices.get_alias(index=f"{self._alias}-*")
        names = sorted(name for name, told in found.items() if (self._alias in told["aliases"]) is serving)
        return names[-1] if names else None


def query(expression: Expression) -> Any:
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
    if len(way.tokens) == 1:
        return Q("term", **{name: way.tokens[0]})
    return Q("match_phrase", **{name: " ".join(way.tokens)})


def _of(episodes: Collection[int]) -> Any:
    return Q("terms", episode=[str(episode) for episode in sorted(episodes)])


def _filtered(expression: Expression, among: Collection[int] | None, since: int | None = None) -> Any:
    filters = [query(expression)]
    if among is not None:
        filters.append(_of(among))
    if since is not None:
        filters.append(Q("range", key={"gte": since}))
    return Q("bool", filter=filters)


def _size(expression: Expression, most: int, among: Collection[int] | None) -> Search:
    """How many rows fit, as far as it matters: nothing is counted beyond, and a single word is looked up."""
    return Search().query(_filtered(expression, among)).extra(size=0, track_total_hits=most + 1)


def _counting(expression: Expression, among: Collection[int] | None, since: int | None, *, own: bool) -> Search:
    """Rows by episode; with `own` only what episodes say of themselves."""
    query = _filtered(expression, among, since)
    search = Search().query(query & Q("bool", filter=[Q("term", number=0)]) if own else query)
    search = search.extra(size=0, track_total_hits=False)
    search.aggs.bucket("episodes", "terms", field="episode", size=MOST_EPISODES)
    return search


def _total(answer: Mapping[str, Any]) -> int:
    return int(answer["hits"]["total"]["value"])


def _counted(every: Mapping[str, Any], own: Mapping[str, Any]) -> dict[int, Count]:
    themselves = {bucket["key"] for bucket in own["aggregations"]["episodes"]["buckets"]}
    return {
        int(bucket["key"]): Count(bucket["doc_count"], bucket["key"] in themselves)
        for bucket in every["aggregations"]["episodes"]["buckets"]
    }


def _passage(source: Mapping[str, Any]) -> Passage:
    return Passage(source["number"], source["start"], source["end"], source["speaker"], source["text"])


def _rows(index: str, entries: Iterable[Entry]) -> Iterator[dict[str, Any]]:
    for entry in entries:
        for row in entry.rows[1:]:
            yield _document(index, entry, row)


def _headers(index: str, entries: Iterable[Entry]) -> Iterator[dict[str, Any]]:
    for entry in entries:
        document = _document(index, entry, entry.rows[0])
        document["_source"]["fingerprint"] = entry.fingerprint
        yield document


def _document(index: str, entry: Entry, row: Any) -> dict[str, Any]:
    said = row.passage
    return {
        "_op_type": "index",
        "_index": index,
        "_id": f"{entry.episode}-{said.number}",
        "_source": {
            "key": key(entry.place, said.number),
            "episode": str(entry.episode),
            "number": said.number,
            "surface": " ".join(row.surfaces),
            "stem": " ".join(row.stems),
            "bridge": " ".join(row.bridge),
            "start": said.start,
            "end": said.end,
            "speaker": said.speaker,
            "text": said.text,
        },
    }


def _deletions(index: str, numbers: Mapping[int, tuple[int, int]]) -> Iterator[dict[str, Any]]:
    for episode, (first, end) in numbers.items():
        for number in range(first, end):
            yield {"_op_type": "delete", "_index": index, "_id": f"{episode}-{number}"}


@contextmanager
def _guarded() -> Iterator[None]:
    try:
        yield
    except (ApiError, TransportError, helpers.BulkIndexError) as error:
        raise Unavailable(f"{type(error).__name__}: {str(error)[:200]}") from error
