"""Which engines there are here: the one that the settings name, and the database's own, which is always kept beside it
so that there is an answer when the other gives none.
"""

from __future__ import annotations

import logging
from functools import cache
from hashlib import sha256

from django.conf import settings

from search.engines.protocol import Engine
from search.engines.sqlite import SqliteEngine

logger = logging.getLogger(__name__)


@cache
def database() -> SqliteEngine:
    """The engine within Siniar's own database."""
    return SqliteEngine()


def chosen() -> Engine:
    """The engine that answers; the database's own, if the chosen one cannot even be loaded."""
    return _made(settings.CONFIG.search_engine, settings.CONFIG.search_url) or database()


def address() -> str:
    """Of where the chosen engine is, a hash: addresses may hold a password."""
    return sha256(settings.CONFIG.search_url.encode()).hexdigest()


def kept() -> list[Engine]:
    """All engines that are told of changes, the database's own first."""
    other = chosen()
    return [database()] if other is database() else [database(), other]


def missing() -> bool:
    """Whether the chosen engine cannot be loaded: its client is not installed, or no address is set."""
    return settings.CONFIG.search_engine != database().name and chosen() is database()


@cache
def _made(name: str, url: str) -> Engine | None:
    try:
        if name == "elasticsearch" and url:
            from search.engines.elasticsearch import ElasticsearchEngine

            return ElasticsearchEngine(url)
        if name == "postgres" and url:
            import psycopg  # noqa: F401 - to learn now whether it is there

            from search.engines.postgres import PostgresEngine

            return PostgresEngine(url)
    except ImportError:
        logger.warning("the search engine %s needs requirements/search.txt; the database answers", name)
    return None
