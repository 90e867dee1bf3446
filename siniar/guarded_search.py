"""Wagtail's own search, for the admin alone, made safe against queries that its SQLite backend answers with an error.

A quote, NUL or nothing but blanks ended in 500 (wagtail/wagtail #13227). On other databases Wagtail's backend stands
as it is.
"""

from __future__ import annotations

from copy import copy
from typing import Any

from django.db import connection
from modelsearch.backends.database import SearchBackend as DatabaseSearchBackend
from modelsearch.query import MatchAll, Not, Phrase, PlainText, SearchQuery

_HARMLESS = str.maketrans({'"': " ", "\x00": " "})


def harmless(query: SearchQuery) -> SearchQuery:
    """Returns the query without the signs that FTS5 takes for syntax; one that asks for nothing finds nothing."""
    if not isinstance(query, PlainText | Phrase):
        return query
    text = " ".join(query.query_string.translate(_HARMLESS).split())
    if not text:
        return Not(MatchAll())
    cleaned = copy(query)
    cleaned.query_string = text
    return cleaned


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
