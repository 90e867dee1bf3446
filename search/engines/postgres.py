"""PostgreSQL as a search engine, over a connection of its own. Knows no Django; needs requirements/search.txt.

A row's words are one tsvector that this module writes itself, so that no parser of the server cuts them otherwise:
surfaces begin with “a”, stems with “b”, the bridge with “c”. An index is two tables; the table of indexes says which
serves.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from search.document import Passage, Row, key
from search.engines.limits import limited
from search.engines.protocol import Cause, Clause, Count, Counts, Entry, Expression, Unavailable, stored
from search.query import Kind, Way

if TYPE_CHECKING:
    from psycopg import Connection

PATIENCE = 3  # seconds for a connection, and for an answer to a search
LONGEST_WRITE = 60  # seconds for an episode
SLACK = 0.5  # seconds that the server's own limit may come first, which leaves the connection usable
LINE = {  # a line that broke without a word is noticed
    "keepalives": 1,
    "keepalives_idle": 30,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}
MOST_POSITIONS = 5_000  # a tsvector knows 16,383, and three lists follow one another
_PREFIX = "siniar_search_"


class PostgresEngine:
    name = "postgres"

    def __init__(self, url: str) -> None:
        """Raises ImportError without psycopg, ValueError if this is no address; connects to nobody."""
        import psycopg.conninfo  # optional: whoever does not choose this engine need not have it

        try:
            psycopg.conninfo.conninfo_to_dict(url)
        except psycopg.Error:
            raise ValueError("no address of a PostgreSQL server") from None  # its sentence repeats the address
        self._url = url
        self._own = threading.local()

    def serving(self) -> str | None:
        return self._index("serving")

    def building(self) -> str | None:
        return self._index("NOT serving")

    def begin(self) -> str:
        with self._writing() as connection:
            number = _rows(connection, "INSERT INTO siniar_search_indexes DEFAULT VALUES RETURNING number")[0][0]
            index = f"{_PREFIX}{number}"
            connection.execute(
                f"CREATE TABLE {index} (key bigint PRIMARY KEY, episode integer, number integer, start float8,"
                " stop float8, speaker text, said text, words tsvector)"
            )
            connection.execute(f"CREATE INDEX ON {index} USING gin (words) WITH (fastupdate = off)")
            connection.execute(f"CREATE INDEX ON {index} (episode, number)")
            connection.execute(f"CREATE TABLE {index}_episodes (episode integer PRIMARY KEY, fingerprint text)")
        return index

    def serve(self, index: str) -> None:
        number = int(index.removeprefix(_PREFIX))
        with self._writing() as connection:
            for (old,) in _rows(connection, "SELECT number FROM siniar_search_indexes WHERE number <> %s", number):
                connection.execute(f"DROP TABLE IF EXISTS {_PREFIX}{old}, {_PREFIX}{old}_episodes")
            connection.execute("DELETE FROM siniar_search_indexes WHERE number <> %s", [number])
            connection.execute("UPDATE siniar_search_indexes SET serving = true WHERE number = %s", [number])

    def put(self, index: str, entries: Iterable[Entry]) -> None:
        for entry in entries:
            with self._writing() as connection:
                _forget(connection, index, [entry.episode])
                cursor = connection.cursor()
                with cursor.copy(
                    f"COPY {index} (key, episode, number, start, stop, speaker, said, words) FROM STDIN"
                ) as copy:
                    for row in entry.rows:
                        said = row.passage
                        values = (said.number, said.start, said.end, _text(said.speaker), _text(said.text))
                        copy.write_row((key(entry.place, said.number), entry.episode, *values, vector(row)))
                connection.execute(
                    f"INSERT INTO {index}_episodes VALUES (%s, %s)",  # noqa: S608
                    [entry.episode, entry.fingerprint],
                )

    def remove(self, index: str, episodes: Collection[int]) -> None:
        with self._writing() as connection:
            _forget(connection, index, episodes)

    def contents(self, index: str, episodes: Collection[int] | None = None) -> Mapping[int, str]:
        asked = "" if episodes is None else " WHERE episode = ANY(%s)"
        with self._reading() as connection:
            return dict(
                _rows(
                    connection,
                    f"SELECT episode, fingerprint FROM {index}_episodes{asked}",  # noqa: S608
                    *([] if episodes is None else [sorted(episodes)]),
                )
            )

    def counts(
        self, wanted: Sequence[Expression], *, most: int, among: Collection[int] | None = None
    ) -> Sequence[Counts]:
        index = self._serving()
        asked = "" if among is None else " AND episode = ANY(%s)"
        found = []
        with self._reading() as connection:
            for expression in wanted:
                # MATERIALIZED: else the planner walks the primary key from its end until enough rows fit.
                rows = _rows(
                    connection,
                    f"WITH fit AS MATERIALIZED (SELECT key, episode, number FROM {index}"  # noqa: S608
                    f" WHERE words @@ %s::tsquery{asked}), newest AS (SELECT * FROM fit ORDER BY key DESC LIMIT %s)"
                    " SELECT episode, count(*), min(number) = 0 FROM newest GROUP BY episode",
                    match(expression),
                    *([] if among is None else [sorted(among)]),
                    most,
                )
                counts = {episode: Count(count, own) for episode, count, own in rows}
                found.append(Counts(counts, sum(count.rows for count in counts.values()) >= most))
        return found

    def passages(
        self, wanted: Sequence[Expression], episodes: Collection[int], *, most: int
    ) -> Mapping[int, Sequence[Passage]]:
        index = self._serving()
        found: dict[int, dict[int, Passage]] = {episode: {} for episode in episodes}
        with self._reading() as connection:
            for expression in wanted:
                for episode, number, *values in _rows(
                    connection,
                    "SELECT episode, number, start, stop, speaker, said FROM (SELECT *, row_number() OVER"  # noqa: S608
                    f" (PARTITION BY episode ORDER BY number) AS place FROM {index} WHERE words @@ %s::tsquery"
                    " AND episode = ANY(%s) AND number > 0) AS fit WHERE place <= %s ORDER BY episode, number",
                    match(expression),
                    sorted(episodes),
                    most,
                ):
                    if len(found[episode]) < most:
                        found[episode].setdefault(number, Passage(number, *values))
        return {episode: list(passages.values()) for episode, passages in found.items() if passages}

    def alive(self) -> bool:
        try:
            self.serving()
        except Unavailable:
            return False
        return True

    def close(self) -> None:
        """Gives up this thread's connection."""
        connection: Connection | None = getattr(self._own, "connection", None)
        if connection is not None:
            connection.close()
            self._own.connection = None

    def _index(self, condition: str) -> str | None:
        with self._reading() as connection:
            rows = _rows(
                connection,
                f"SELECT number FROM siniar_search_indexes WHERE {condition} ORDER BY number DESC LIMIT 1",  # noqa: S608
            )
        return f"{_PREFIX}{rows[0][0]}" if rows else None

    def _serving(self) -> str:
        index = self.serving()
        if index is None:
            raise Unavailable("no index serves yet")
        return index

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._guarded(PATIENCE) as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._guarded(LONGEST_WRITE) as connection, connection.transaction():
            connection.execute(f"SET LOCAL statement_timeout = '{LONGEST_WRITE}s'")
            yield connection

    @contextmanager
    def _guarded(self, seconds: float) -> Iterator[Connection]:
        import psycopg

        try:
            connection = self._connected()
            with limited(connection.fileno(), seconds + SLACK):
                yield connection
        except (psycopg.Error, OSError) as error:
            self.close()
            raise Unavailable(type(error).__name__, _cause(error)) from error

    def _connected(self) -> Connection:
        import psycopg

        connection: Connection | None = getattr(self._own, "connection", None)
        if connection is None or connection.closed:
            connection = psycopg.connect(self._url, autocommit=True, connect_timeout=PATIENCE, **LINE)
            self._own.connection = connection
            with limited(connection.fileno(), PATIENCE + SLACK):
                connection.execute(f"SET statement_timeout = '{PATIENCE}s'")
                connection.execute("SET client_min_messages = 'warning'")
                connection.execute(
                    "CREATE TABLE IF NOT EXISTS siniar_search_indexes"
                    " (number serial PRIMARY KEY, serving boolean NOT NULL DEFAULT false)"
                )
        return connection


_SENTENCES = {  # of a connection that is refused there is nothing but a sentence: no number, no class of its own
    r'database ".*" does not exist': Cause.DATABASE,
    r'password|role ".*" does not exist|pg_hba|authentication failed': Cause.LOGIN,
    r"invalid integer value|invalid port": Cause.ADDRESS,
    r"invalid response|expected authentication": Cause.STRANGE,
}


def _cause(error: Exception) -> Cause:
    import psycopg

    if isinstance(error, (TimeoutError, psycopg.errors.ConnectionTimeout, psycopg.errors.QueryCanceled)):
        return Cause.LATE
    if not isinstance(error, psycopg.OperationalError) or error.sqlstate is not None:
        return Cause.OTHER
    sentence = str(error)
    causes = (cause for pattern, cause in _SENTENCES.items() if re.search(pattern, sentence))
    return next(causes, Cause.UNREACHABLE)


def vector(row: Row) -> str:
    """The words of a row as a tsvector. A gap keeps phrases from reaching from one kind of words to the next."""
    parts, position = [], 1
    for sign, words in (("a", row.surfaces), ("b", row.stems), ("c", row.bridge)):
        for word in words[:MOST_POSITIONS]:
            parts.append(f"'{sign}{word}':{position}")
            position += 1
        position += 10
    return " ".join(parts)


def match(expression: Expression) -> str:
    """The expression as a tsquery. Words are ASCII letters and digits (search.words): nothing in them is syntax."""
    told = [_said(expression, clause, bridge=True) for clause in expression.clauses]
    text = f"({(' | ' if expression.either else ' & ').join(told)})"
    if expression.rooted:
        text += f" & ({' | '.join(_said(expression, clause, bridge=False) for clause in expression.clauses)})"
    for clause in expression.excluded:
        text += f" & !{_said(expression, clause, bridge=False)}"
    return text


def _said(expression: Expression, clause: Clause, *, bridge: bool) -> str:
    ways = [_phrase(stored(way), sign) for way in clause for sign in _signs(way, bridge and expression.bridged(way))]
    return f"({' | '.join(ways)})"


def _signs(way: Way, bridge: bool) -> str:
    return "a" if way.kind is Kind.SURFACE else "bc" if bridge else "b"


def _phrase(tokens: Sequence[str], sign: str) -> str:
    quoted = (f"'{sign}{token}'" for token in tokens)
    return f"({' <-> '.join(quoted)})"


def _forget(connection: Connection, index: str, episodes: Collection[int]) -> None:
    for table in (index, f"{index}_episodes"):
        connection.execute(f"DELETE FROM {table} WHERE episode = ANY(%s)", [sorted(episodes)])  # noqa: S608


def _text(text: str) -> str:
    return text.replace("\x00", "")


def _rows(connection: Connection, statement: str, *parameters: object) -> list[Any]:
    return connection.execute(statement, parameters).fetchall()
