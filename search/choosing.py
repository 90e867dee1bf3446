"""Which engines there are here: the one that the settings name, and the database's own, which is always kept beside it
so that there is an answer when the other gives none.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from enum import Enum, auto
from functools import cache
from hashlib import sha256

from django.conf import settings
from django.utils.translation import gettext as _

from search.engines.protocol import Engine
from search.engines.sqlite import SqliteEngine
from search.models import SearchEngine

logger = logging.getLogger(__name__)


class Lack(Enum):
    """Why the engine that the settings name cannot be made."""

    URL = auto()  # none is set
    ADDRESS = auto()  # it cannot be read as one of such a server
    CLIENT = auto()  # its client is not installed


@cache
def database() -> SqliteEngine:
    """The engine within Siniar's own database."""
    return SqliteEngine()


def chosen() -> Engine:
    """The engine that answers; the database's own, if the chosen one cannot even be made."""
    config = settings.CONFIG
    made = None if config.search_engine == database().name else _made(config.search_engine, config.search_url)
    return database() if made is None or isinstance(made, Lack) else made


def address() -> str:
    """Of where the chosen engine is, a hash: addresses may hold a password."""
    return sha256(settings.CONFIG.search_url.encode()).hexdigest()


def told(engine: Engine) -> bool:
    """Whether an engine beside the database's own is told of every change; one that is not may have missed some."""
    return SearchEngine.objects.filter(name=engine.name, address=address()).exists()


def kept() -> list[Engine]:
    """All engines that are told of changes, the database's own first."""
    other = chosen()
    return [database()] if other is database() else [database(), other]


def missing() -> str:
    """What the chosen engine lacks, so that it cannot even be made, as a sentence; empty if it can."""
    config = settings.CONFIG
    if config.search_engine == database().name:
        return ""
    lack, name = _made(config.search_engine, config.search_url), {"name": config.search_engine}
    if lack is Lack.URL:
        return _("SINIAR_SEARCH_URL is empty: set the address of “%(name)s”") % name
    if lack is Lack.ADDRESS:
        return _("SINIAR_SEARCH_URL is no address of “%(name)s”") % name
    return _("“%(name)s” needs what is in requirements/search.txt") % name if lack is Lack.CLIENT else ""


@cache
def _made(name: str, url: str) -> Engine | Lack:
    if not url:
        return Lack.URL
    try:
        return _MAKERS[name](url)
    except ImportError:
        logger.warning("the search engine %s needs requirements/search.txt; the database answers", name)
        return Lack.CLIENT
    except ValueError:
        logger.warning("SINIAR_SEARCH_URL is no address of %s; the database answers", name)
        return Lack.ADDRESS


def _elasticsearch(url: str) -> Engine:
    from search.engines.elasticsearch import ElasticsearchEngine

    return ElasticsearchEngine(url)


def _postgres(url: str) -> Engine:
    from search.engines.postgres import PostgresEngine

    return PostgresEngine(url)


_MAKERS: dict[str, Callable[[str], Engine]] = {"elasticsearch": _elasticsearch, "postgres": _postgres}
