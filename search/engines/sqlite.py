"""The engine that every installation has: FTS5 tables in Siniar's own SQLite database.

An index is a table of words and one of episodes. Rows are found newest first and never scored, so that a very common
word costs no more than the rows that are counted. Writes join the transaction that they are called in.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError, connection, transaction

from search.document import EPISODE_BITS, MOST_PASSAGES, NUMBER_BITS, Passage, key
from search.engines.protocol import Clause, Count, Counts, Entry, Expression, Unavailable, stored
from search.query import Kind, Way

_EPISODE = f"(rowid >> {NUMBER_BITS} & {(1 << EPISODE_BITS) - 1})"
_NUMBER = f"(rowid & {MOST_PASSAGES - 1})"
_PREFIX = "siniar_search_"


class SqliteEngine:
    name = "sqlite"

    def serving(self) -> str | None:
        return self._index("serving")

    def building(self) -> str | None:
        return self._index("NOT serving")

    def begin(self) -> str:
        with _guarded(), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_searchindex (serving) VALUES (0)")
            index = f"{_PREFIX}{cursor.lastrowid}"
            cursor.execute(
                f"CREATE VIRTUAL TABLE {index} USING fts5(surface, stem, bridge, start UNINDEXED, stop UNINDEXED,"
                " speaker UNINDEXED, said UNINDEXED, tokenize='ascii', columnsize=0)"
            )
            cursor.execute(
                f"CREATE TABLE {index}_episodes (episode INTEGER PRIMARY KEY, place INTEGER, fingerprint TEXT)"
            )
        return index

    def serve(self, index: str) -> None:
        number = int(index.removeprefix(_PREFIX))
        with _guarded(), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT number FROM search_searchindex WHERE number <> %s", [number])
            for (old,) in cursor.fetchall():
                cursor.execute(f"DROP TABLE IF EXISTS {_PREFIX}{old}")
                cursor.execute(f"DROP TABLE IF EXISTS {_PREFIX}{old}_episodes")
            cursor.execute("DELETE FROM search_searchindex WHERE number <> %s", [number])
            cursor.execute("UPDATE search_searchindex SET serving = 1 WHERE number = %s", [number])

    def put(self, index: str, entries: Iterable[Entry]) -> None:
        for entry in entries:
            with _guarded(), transaction.atomic(), connection.cursor() as cursor:
                _forget(cursor, index, [entry.episode])
                cursor.executemany(
                    f"INSERT INTO {index} (rowid, surface, stem, bridge, start, stop, speaker, said)"  # noqa: S608
                    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
                    list(_values(entry)),
                )
                cursor.execute(
                    f"INSERT INTO {index}_episodes VALUES (%s, %s, %s)",  # noqa: S608
                    [entry.episode, entry.place, entry.fingerprint],
                )

    def remove(self, index: str, episodes: Collection[int]) -> None:
        with _guarded(), transaction.atomic(), connection.cursor() as cursor:
            _forget(cursor, index, episodes)

    def contents(self, index: str, episodes: Collection[int] | None = None) -> Mapping[int, str]:
        asked = "" if episodes is None else " WHERE episode IN (SELECT value FROM json_each(%s))"
        return dict(
            _rows(
                f"SELECT episode, fingerprint FROM {index}_episodes{asked}",  # noqa: S608
                *([] if episodes is None else [_list(episodes)]),
            )
        )

    def counts(
        self, wanted: Sequence[Expression], *, most: int, among: Collection[int] | None = None
    ) -> Sequence[Counts]:
        index = self._serving()
        asked = "" if among is None else f" AND {_EPISODE} IN (SELECT value FROM json_each(%s))"  # noqa: S608
        found = []
        for expression in wanted:
            rows = _rows(
                f"SELECT {_EPISODE}, count(*), min({_NUMBER}) = 0 FROM (SELECT rowid FROM {index}"  # noqa: S608
                f" WHERE {index} MATCH %s{asked} ORDER BY rowid DESC LIMIT %s) GROUP BY 1",
                match(expression),
                *([] if among is None else [_list(among)]),
                most,
            )
            counts = {episode: Count(count, bool(own)) for episode, count, own in rows}
            found.append(Counts(counts, sum(count.rows for count in counts.values()) >= most))
        return found

    def passages(
        self, wanted: Sequence[Expression], episodes: Collection[int], *, most: int
    ) -> Mapping[int, Sequence[Passage]]:
        index = self._serving()
        places = _rows(
            f"SELECT episode, place FROM {index}_episodes"  # noqa: S608
            " WHERE episode IN (SELECT value FROM json_each(%s))",
            _list(episodes),
        )
        matches = [match(expression) for expression in wanted]
        return {episode: self._of(index, matches, place, most) for episode, place in places}

    def alive(self) -> bool:
        try:
            self.serving()
        except Unavailable:
            return False
        return True

    def vocabulary(self, least: int = 1) -> Mapping[str, int]:
        """The words that are said in public, as engines know them, with the number of passages, from `least` on."""
        index = self.serving()
        if index is None:
            return {}
        with _guarded(), connection.cursor() as cursor:
            cursor.execute(
                f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.{index}_vocabulary USING fts5vocab(main, {index}, 'col')"
            )
            cursor.execute(
                f"SELECT term, doc FROM temp.{index}_vocabulary WHERE col = 'surface' AND doc >= %s",  # noqa: S608
                [least],
            )
            found = dict(cursor.fetchall())
            cursor.execute(f"DROP TABLE temp.{index}_vocabulary")
        return found

    def _of(self, index: str, matches: Sequence[str], place: int, most: int) -> Sequence[Passage]:
        found: dict[int, Passage] = {}
        for expression in matches:
            for number, *values in _rows(
                f"SELECT {_NUMBER}, start, stop, speaker, said FROM {index}"  # noqa: S608
                f" WHERE {index} MATCH %s AND rowid BETWEEN %s AND %s ORDER BY rowid LIMIT %s",
                expression,
                key(place, 1),
                key(place, MOST_PASSAGES - 1),
                most,
            ):
                if len(found) < most:
                    found.setdefault(number, Passage(number, *values))
            if len(found) >= most:
                break
        return list(found.values())

    def _index(self, condition: str) -> str | None:
        rows = _rows(f"SELECT number FROM search_searchindex WHERE {condition} ORDER BY number DESC LIMIT 1")  # noqa: S608
        return f"{_PREFIX}{rows[0][0]}" if rows else None

    def _serving(self) -> str:
        index = self.serving()
        if index is None:
            raise Unavailable("no index serves yet")
        return index


def match(expression: Expression) -> str:
    """The expression as FTS5 wants it. Words are ASCII letters and digits (search.words): nothing in them is syntax."""
    told = [_said(expression, clause, bridge=True) for clause in expression.clauses]
    text = f"({(' OR ' if expression.either else ' AND ').join(told)})"
    if expression.rooted:
        own = (_said(expression, clause, bridge=False) for clause in expression.clauses)
        text = f"({text} AND ({' OR '.join(own)}))"
    for clause in expression.excluded:
        text = f"({text} NOT {_said(expression, clause, bridge=False)})"
    return text


def _said(expression: Expression, clause: Clause, *, bridge: bool) -> str:
    return f"({' OR '.join(_way(way, bridge and expression.bridged(way)) for way in clause)})"


def _way(way: Way, bridge: bool) -> str:
    column = "surface" if way.kind is Kind.SURFACE else "{stem bridge}" if bridge else "stem"
    return f'{column} : "{" ".join(stored(way))}"'


def _values(entry: Entry) -> Iterator[tuple[int | float | str, ...]]:
    for row in entry.rows:
        said = row.passage
        words = (" ".join(row.surfaces), " ".join(row.stems), " ".join(row.bridge))
        yield key(entry.place, said.number), *words, said.start, said.end, said.speaker, said.text


def _forget(cursor: Any, index: str, episodes: Collection[int]) -> None:
    asked = "WHERE episode IN (SELECT value FROM json_each(%s))"
    cursor.execute(f"SELECT place FROM {index}_episodes {asked}", [_list(episodes)])  # noqa: S608
    for (place,) in cursor.fetchall():
        cursor.execute(
            f"DELETE FROM {index} WHERE rowid BETWEEN %s AND %s",  # noqa: S608
            [key(place, 0), key(place, MOST_PASSAGES - 1)],
        )
    cursor.execute(f"DELETE FROM {index}_episodes {asked}", [_list(episodes)])  # noqa: S608


def _list(episodes: Collection[int]) -> str:
    return json.dumps(sorted(episodes))


def _rows(statement: str, *parameters: int | str) -> list[Any]:
    with _guarded(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()


@contextmanager
def _guarded() -> Iterator[None]:
    try:
        yield
    except DatabaseError as error:
        raise Unavailable(str(error)) from error
