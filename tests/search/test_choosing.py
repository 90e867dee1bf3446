"""Which engine answers, as the settings say; the database's own whenever that one cannot even be loaded."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.conf import LazySettings

from search import choosing
from search.engines.protocol import Unavailable

ADDRESSES = {"postgres": "postgresql://siniar@127.0.0.1:9/siniar", "elasticsearch": "http://127.0.0.1:9"}


@pytest.fixture(autouse=True)
def _made_anew() -> Iterator[None]:
    choosing._made.cache_clear()
    yield
    choosing._made.cache_clear()


def use(settings: LazySettings, name: str) -> None:
    settings.CONFIG = replace(settings.CONFIG, search_engine=name, search_url=ADDRESSES.get(name, ""))


def test_without_a_setting_the_database_answers_alone() -> None:
    assert choosing.chosen() is choosing.database()
    assert choosing.kept() == [choosing.database()]
    assert not choosing.missing()


@pytest.mark.parametrize(("name", "client"), [("postgres", "psycopg"), ("elasticsearch", "elasticsearch")])
class TestAnother:
    def test_it_is_chosen_and_the_databases_own_is_kept_beside_it(
        self, settings: LazySettings, name: str, client: str
    ) -> None:
        pytest.importorskip(client)
        use(settings, name)
        assert choosing.chosen().name == name
        assert [engine.name for engine in choosing.kept()] == ["sqlite", name]
        assert not choosing.missing()

    def test_one_that_is_not_there_says_so_in_the_words_of_the_protocol(
        self, settings: LazySettings, name: str, client: str
    ) -> None:
        pytest.importorskip(client)
        use(settings, name)
        engine = choosing.chosen()
        assert not engine.alive()
        with pytest.raises(Unavailable):
            engine.serving()

    def test_without_its_client_the_database_answers(
        self, settings: LazySettings, name: str, client: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        use(settings, name)
        monkeypatch.setitem(sys.modules, client, None)
        monkeypatch.delitem(sys.modules, f"search.engines.{name}", raising=False)
        assert choosing.chosen() is choosing.database()
        assert "requirements/search.txt" in choosing.missing()

    @pytest.mark.parametrize("url", ["", "http://geheim/", "https://[::/geheim", "postgresql://siniar:geheim@[::/x"])
    def test_without_an_address_of_its_own_kind_the_database_answers(
        self, settings: LazySettings, name: str, client: str, url: str
    ) -> None:
        pytest.importorskip(client)
        settings.CONFIG = replace(settings.CONFIG, search_engine=name, search_url=url)
        assert choosing.chosen() is choosing.database()
        assert "SINIAR_SEARCH_URL" in choosing.missing()
        assert "geheim" not in choosing.missing()


def test_an_address_alone_chooses_no_engine(settings: LazySettings) -> None:
    settings.CONFIG = replace(settings.CONFIG, search_url=ADDRESSES["elasticsearch"])
    assert choosing.chosen() is choosing.database()
    assert not choosing.missing()
