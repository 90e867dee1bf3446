"""Every engine that there is, each empty, to be asked the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from search.engines.protocol import Engine
from search.engines.sqlite import SqliteEngine
from tests import search_servers
from tests.search_servers import Elasticsearch

ENGINES = ("sqlite", "postgres", "elasticsearch")


@pytest.fixture(scope="session")
def elasticsearch_server() -> Iterator[Elasticsearch]:
    pytest.importorskip("elasticsearch", reason="requirements/search.txt is not installed")
    if not search_servers.elasticsearch_is_there():
        pytest.skip(search_servers.NO_ELASTICSEARCH)
    with search_servers.elasticsearch() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    pytest.importorskip("psycopg", reason="requirements/search.txt is not installed")
    if search_servers.postgres_program("initdb") is None:
        pytest.skip(search_servers.NO_POSTGRES)
    with search_servers.postgres() as url:
        yield url


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "engine" in metafunc.fixturenames:
        groups = [pytest.param(name, marks=pytest.mark.xdist_group("search-engines")) for name in ENGINES]
        metafunc.parametrize("engine", groups, indirect=True)


@pytest.fixture
def engine(request: pytest.FixtureRequest, db: None) -> Iterator[Engine]:
    """An engine that holds no index."""
    made: Any
    if request.param == "sqlite":
        yield SqliteEngine()
        return
    if request.param == "postgres":
        from search.engines.postgres import PostgresEngine

        made = PostgresEngine(request.getfixturevalue("postgres_url"))
    else:
        from search.engines.elasticsearch import ElasticsearchEngine

        made = ElasticsearchEngine(request.getfixturevalue("elasticsearch_server").url)
    yield made
    made.serve(made.begin())  # all others go
    while index := made.serving():
        _drop(made, index)
    made.close()


def _drop(made: Any, index: str) -> None:
    if made.name == "postgres":
        with made._writing() as connection:
            connection.execute(f"DROP TABLE {index}, {index}_episodes")
            connection.execute("DELETE FROM siniar_search_indexes")
    else:
        made._writer.indices.delete(index=index)
