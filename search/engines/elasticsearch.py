"""Elasticsearch 8 as a search engine: one document per row. Knows no Django; needs requirements/search.txt.

The server analyses nothing: words come as search.words writes them and are cut at blanks (`whitespace`). Indexes have
names of their own; the alias says which serves. Nothing here needs a module or plugin beside the server's core.

An episode's row 0 (its header) holds its fingerprint. It is empty from before its other rows are touched until after.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from elasticsearch import Elasticsearch, helpers
from elasticsearch.dsl import Q, Search

from search.document import Passage, key
from search.engines import elastic_queries
from search.engines.elastic_queries import MOST_EPISODES
from search.engines.elastic_wire import Node, guarded, plain
from search.engines.protocol import Cause, Count, Counts, Entry, Expression, Unavailable

PATIENCE = 3.0  # seconds for an answer to a search
LONGEST_WRITE = 60.0  # seconds
CHUNK = 2_500  # rows of one bulk request
GROUP = 10_000  # rows of episodes that are stored together
RETRIES = 4  # of what the server was too busy for
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
    "sort.field": "key",  # the newest of very many are found without looking at the others
    "sort.order": "desc",
    "max_result_window": DEEPEST,
}


class ElasticsearchEngine:
    name = "elasticsearch"

    def __init__(self, url: str, alias: str = "siniar") -> None:
        """Raises ValueError if this is no address, or has no port; connects to nobody."""
        self._alias = alias
        retried: dict[str, Any] = {"max_retries": RETRIES, "retry_on_status": (429, 502, 503, 504)}
        self._reader = Elasticsearch(url, node_class=Node, request_timeout=PATIENCE, max_retries=0)
        self._writer = Elasticsearch(url, node_class=Node, request_timeout=LONGEST_WRITE, **retried)

    def serving(self) -> str | None:
        with guarded():
            return self._named(serving=True)

    def building(self) -> str | None:
        with guarded():
            return self._named(serving=False)

    def begin(self) -> str:
        index = f"{self._alias}-{time.time_ns()}"
        with guarded():
            self._writer.indices.create(index=index, settings=SETTINGS, mappings=MAPPINGS)
        return index

    def serve(self, index: str) -> None:
        """In one segment what is sorted needs no sorting: common words are several times as fast. Without it all the
        same, so nothing waits longer for it than for a write.
        """
        with suppress(Unavailable), guarded():
            self._writer.indices.forcemerge(index=index, max_num_segments=1)
        with guarded():
            others = [name for name in self._all() if name != index]
            actions: list[dict[str, Any]] = [{"remove_index": {"index": name}} for name in others]
            self._writer.indices.update_aliases(actions=[{"add": {"index": index, "alias": self._alias}}, *actions])

    def put(self, index: str, entries: Iterable[Entry]) -> None:
        """Rows of several episodes in a few requests."""
        self._refresh(index)  # what somebody who was killed has left behind must be seen
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
        self._refresh(index)

    def remove(self, index: str, episodes: Collection[int]) -> None:
        """The headers go last: whoever comes after a kill sees that something is left."""
        self._refresh(index)
        with guarded():
            lengths = self._lengths(index, episodes)
            self._bulk(_emptied(index, episode) for episode in lengths)
            self._refresh(index)
            self._bulk(_deletions(index, {episode: (1, length) for episode, length in lengths.items()}))
            self._bulk(_deletions(index, dict.fromkeys(lengths, (0, 1))))
        self._refresh(index)

    def contents(self, index: str, episodes: Collection[int] | None = None) -> Mapping[int, str]:
        found: dict[int, str] = {}
        with guarded():
            for hit in self._heads(index, episodes):
                found[int(hit["fields"]["episode"][0])] = hit["fields"]["fingerprint"][0]
        return found

    def counts(
        self, wanted: Sequence[Expression], *, most: int, among: Collection[int] | None = None
    ) -> Sequence[Counts]:
        with guarded():
            asked = [elastic_queries.size(each, most, among) for each in wanted]
            sizes = [_total(answer) for answer in self._asked(asked)]
            since = self._ends([place for place, size in enumerate(sizes) if size > most], wanted, most, among)
            asked = [
                elastic_queries.counting(expression, among, since.get(place), own=own)
                for own in (False, True)
                for place, expression in enumerate(wanted)
            ]
            answers = self._asked(asked)
            pairs = zip(answers[: len(wanted)], answers[len(wanted) :], sizes, strict=True)
            return [Counts(_counted(every, own), size >= most) for every, own, size in pairs]

    def passages(
        self, wanted: Sequence[Expression], episodes: Collection[int], *, most: int
    ) -> Mapping[int, Sequence[Passage]]:
        with guarded():
            hits = self._asked([elastic_queries.best(wanted, episodes, most)])[0]["hits"]["hits"]
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
        with guarded():
            lengths = self._lengths(index, [entry.episode for entry in entries])
            rest = {entry.episode: (len(entry.rows), lengths.get(entry.episode, 0)) for entry in entries}
            self._bulk(_header(index, entry, "") for entry in entries)
            if lengths:  # whoever looks must not believe the old fingerprint from now on
                self._refresh(index)
            self._bulk(_rows(index, entries))
            self._bulk(_deletions(index, rest))
            self._bulk(_header(index, entry, entry.fingerprint) for entry in entries)

    def _refresh(self, index: str) -> None:
        with guarded():
            self._writer.indices.refresh(index=index)

    def _bulk(self, actions: Iterable[dict[str, Any]]) -> None:
        wanted = list(actions)
        told = 0
        for ok, answer in helpers.streaming_bulk(
            self._writer, wanted, chunk_size=CHUNK, max_retries=RETRIES, initial_backoff=0.2, raise_on_error=False
        ):
            told += 1
            status = next(iter(answer.values()))["status"]
            if not ok and status != 404:  # what is to be deleted may be gone
                raise Unavailable(f"a row was not stored: {status}")
        if told != len(wanted):
            raise Unavailable(f"{len(wanted)} rows were sent, {told} were answered", Cause.STRANGE)

    def _lengths(self, index: str, episodes: Collection[int]) -> dict[int, int]:
        """How many rows are stored of each of these episodes: one more than the highest number."""
        search = Search().query(elastic_queries.of(episodes)).extra(size=0)
        search.aggs.bucket("episodes", "terms", field="episode", size=MOST_EPISODES).metric(
            "last", "max", field="number"
        )
        answer = self._writer.search(index=index, **search.to_dict())
        buckets = answer["aggregations"]["episodes"]["buckets"]
        return {int(bucket["key"]): int(bucket["last"]["value"]) + 1 for bucket in buckets}

    def _heads(self, index: str, episodes: Collection[int] | None) -> Iterator[dict[str, Any]]:
        filters = [Q("term", number=0), *([] if episodes is None else [elastic_queries.of(episodes)])]
        search = Search().query(Q("bool", filter=filters)).sort("episode")
        search = search.extra(size=WINDOW, docvalue_fields=["episode", "fingerprint"], _source=False)
        asked = self._writer if episodes is None else self._reader  # of some: a listener waits
        hits = asked.search(index=index, **search.to_dict())["hits"]["hits"]
        yield from hits
        while len(hits) == WINDOW:
            search = search.extra(search_after=hits[-1]["sort"])
            hits = asked.search(index=index, **search.to_dict())["hits"]["hits"]
            yield from hits

    def _ends(
        self, places: Sequence[int], wanted: Sequence[Expression], most: int, among: Collection[int] | None
    ) -> dict[int, int]:
        """The key of the last of the newest `most` rows that fit, for the expressions of which there are more.

        None of an expression that fits fewer by now, since somebody removes rows: all of them can be counted.
        """
        searches = [
            Search()
            .query(elastic_queries.filtered(wanted[place], among))
            .sort({"key": "desc"})
            .extra(from_=most - 1, size=1, _source=False, track_total_hits=False)
            for place in places
        ]
        answers = zip(places, self._asked(searches), strict=True)
        return {place: hits[0]["sort"][0] for place, answer in answers if (hits := answer["hits"]["hits"])}

    def _asked(self, searches: Sequence[Search]) -> list[dict[str, Any]]:
        if not searches:
            return []
        parts: list[dict[str, Any]] = []
        for search in searches:
            parts += [{"index": self._alias}, search.to_dict()]
        answers: list[dict[str, Any]] = self._reader.msearch(searches=parts)["responses"]
        if len(answers) != len(searches):
            raise Unavailable(f"{len(searches)} questions, {len(answers)} answers", Cause.STRANGE)
        for answer in answers:
            if "error" in answer:
                raise Unavailable(plain(answer["error"]["type"]))
        return answers

    def _all(self) -> list[str]:
        return sorted(self._reader.indices.get(index=f"{self._alias}-*", expand_wildcards="open"))

    def _named(self, *, serving: bool) -> str | None:
        found = self._reader.indices.get_alias(index=f"{self._alias}-*")
        names = sorted(name for name, told in found.items() if (self._alias in told["aliases"]) is serving)
        return names[-1] if names else None


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


def _header(index: str, entry: Entry, fingerprint: str) -> dict[str, Any]:
    document = _document(index, entry, entry.rows[0])
    document["_source"]["fingerprint"] = fingerprint
    return document


def _emptied(index: str, episode: int) -> dict[str, Any]:
    """The header of an episode that is to go."""
    source = {"episode": str(episode), "number": 0, "fingerprint": ""}
    return {"_op_type": "index", "_index": index, "_id": f"{episode}-0", "_source": source}


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
