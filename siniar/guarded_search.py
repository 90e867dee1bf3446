"""Wagtail's own search, for the admin alone, made safe against queries that its SQLite backend answers with an error.

A quote, NUL, nothing but blanks (wagtail/wagtail #13227) or some hundred words ended in 500. On other databases
Wagtail's backend stands as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from typing import Any

from django.db import connection
from modelsearch.backends.database import SearchBackend as DatabaseSearchBackend
from modelsearch.query import And, MatchAll, Not, Or, Phrase, PlainText, SearchQuery

# Each word and each part makes the SQL expression a level deeper, parts much more so; SQLite's parser has an end.
WORDS, PARTS = 40, 8
_HARMLESS = str.maketrans({'"': " ", "\x00": " "})
_NOTHING = Not(MatchAll())


def harmless(query: SearchQuery) -> SearchQuery:
    """Returns the query without the signs that FTS5 takes for syntax, without words beyond `WORDS` and parts beyond
    `PARTS`; one that asks for nothing finds nothing.
    """
    return _cleaned(query, iter(range(PARTS)))


def _cleaned(query: SearchQuery, room: Iterator[int]) -> SearchQuery:
    cleaned = copy(query)
    if isinstance(query, And | Or):
        parts = (_cleaned(part, room) for part in query.subqueries)
        cleaned.subqueries = [part for part in parts if part is not _NOTHING]
        return cleaned if cleaned.subqueries else _NOTHING
    if not isinstance(query, PlainText | Phrase):
        return query
    words = query.query_string.translate(_HARMLESS).split()[:WORDS]
    cleaned.query_string = " ".join(words)
    return cleaned if words and next(room, None) is not None else _NOTHING


def _guarded(compiler: Any) -> Any:
    class Guarded(compiler):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.query: SearchQuery = harmless(self.query)

    return Guarded


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802 - the name that Wagtail looks for
    """Returns the search backend for the database in use."""
    backend = DatabaseSearchBackend(params)
    if connection.vendor == "sqlite":
        backend.query_compiler_class = _guarded(backend.query_compiler_class)
        backend.autocomplete_query_compiler_class = _guarded(backend.autocomplete_query_compiler_class)
    return backend
