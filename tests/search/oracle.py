"""An engine that does to the letter what search.engines.protocol says, on lists, to compare real ones with."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from search.document import Passage, Row, key
from search.engines.protocol import Clause, Count, Counts, Entry, Expression
from search.query import Kind, Way


class Oracle:
    name = "oracle"

    def __init__(self) -> None:
        self._entries: dict[int, Entry] = {}

    def serving(self) -> str | None:
        return "it"

    def building(self) -> str | None:
        return None

    def begin(self) -> str:
        return "it"

    def serve(self, index: str) -> None: ...

    def put(self, index: str, entries: Iterable[Entry]) -> None:
        self._entries |= {entry.episode: entry for entry in entries}

    def remove(self, index: str, episodes: Collection[int]) -> None:
        self._entries = {key: entry for key, entry in self._entries.items() if key not in episodes}

    def contents(self, index: str, episodes: Collection[int] | None = None) -> Mapping[int, str]:
        return {key: each.fingerprint for key, each in self._entries.items() if episodes is None or key in episodes}

    def counts(
        self, wanted: Sequence[Expression], *, most: int, among: Collection[int] | None = None
    ) -> Sequence[Counts]:
        return [self._counts(expression, most, among) for expression in wanted]

    def passages(
        self, wanted: Sequence[Expression], episodes: Collection[int], *, most: int
    ) -> Mapping[int, Sequence[Passage]]:
        found: dict[int, dict[int, Passage]] = {}
        for expression in wanted:
            for entry in (self._entries[episode] for episode in episodes if episode in self._entries):
                for row in entry.rows[1:]:
                    kept = found.setdefault(entry.episode, {})
                    if fits(expression, row) and len(kept) < most:
                        kept.setdefault(row.passage.number, row.passage)
        return {episode: list(kept.values()) for episode, kept in found.items() if kept}

    def alive(self) -> bool:
        return True

    def _counts(self, expression: Expression, most: int, among: Collection[int] | None) -> Counts:
        rows = sorted(
            (
                (key(entry.place, row.passage.number), entry.episode, row.passage.number)
                for entry in self._entries.values()
                if among is None or entry.episode in among
                for row in entry.rows
                if fits(expression, row)
            ),
            reverse=True,
        )[:most]
        numbers: dict[int, list[int]] = {}
        for _key, episode, number in rows:
            numbers.setdefault(episode, []).append(number)
        counts = {episode: Count(len(found), min(found) == 0) for episode, found in numbers.items()}
        return Counts(counts, len(rows) >= most)


def fits(expression: Expression, row: Row) -> bool:
    """Whether a row says what is wanted."""
    said = [_says(expression, clause, row, bridge=True) for clause in expression.clauses]
    own = [_says(expression, clause, row, bridge=False) for clause in expression.clauses]
    wanted = any(said) if expression.either else all(said)
    excluded = any(_says(expression, clause, row, bridge=False) for clause in expression.excluded)
    return wanted and (any(own) or not expression.rooted) and not excluded


def _says(expression: Expression, clause: Clause, row: Row, *, bridge: bool) -> bool:
    return any(
        _within(way.tokens, words)
        for way in clause
        for words in _lists(way, row, bridge=bridge and expression.bridged(way))
    )


def _lists(way: Way, row: Row, *, bridge: bool) -> list[tuple[str, ...]]:
    if way.kind is Kind.SURFACE:
        return [row.surfaces]
    return [row.stems, row.bridge] if bridge else [row.stems]


def _within(tokens: tuple[str, ...], words: tuple[str, ...]) -> bool:
    return any(words[place : place + len(tokens)] == tokens for place in range(len(words)))
