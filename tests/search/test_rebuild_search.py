"""`manage.py rebuild_search`."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from search import choosing
from search.engines.protocol import Unavailable
from tests.search.conftest import a_talk, asked

pytestmark = pytest.mark.django_db


def test_it_makes_everything_findable_and_says_so() -> None:
    a_talk("Anak itu berani.")
    told = io.StringIO()
    call_command("rebuild_search", stdout=told)
    assert "sqlite" in told.getvalue()
    assert asked("anak").total == 1


def test_it_can_be_run_again() -> None:
    a_talk("Anak itu berani.")
    for _time in range(2):
        call_command("rebuild_search", verbosity=0)
    assert asked("anak").total == 1


def test_it_can_do_only_what_is_missing() -> None:
    a_talk("Anak itu berani.")
    call_command("rebuild_search", repair=True)
    index = choosing.database().serving()
    call_command("rebuild_search", repair=True)
    assert choosing.database().serving() == index
    assert asked("anak").total == 1


def test_an_engine_that_gives_no_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> str | None:
        raise Unavailable("down")

    monkeypatch.setattr(choosing.database(), "building", fail)
    with pytest.raises(CommandError, match="sqlite: down"):
        call_command("rebuild_search", verbosity=0)


def test_a_repair_says_how_many_episodes_it_has_repaired() -> None:
    call_command("rebuild_search", verbosity=0)
    a_talk("Anak itu berani.")
    for expected in ("1 ", "0 "):
        told = io.StringIO()
        call_command("rebuild_search", repair=True, stdout=told)
        assert told.getvalue().startswith(expected)


def test_a_repair_names_an_engine_that_gives_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> str | None:
        raise Unavailable("down")

    monkeypatch.setattr(choosing.database(), "serving", fail)
    with pytest.raises(CommandError, match=r"sqlite: down\. "):
        call_command("rebuild_search", repair=True, verbosity=0)


@pytest.mark.parametrize("repair", [False, True], ids=["anew", "repair"])
@pytest.mark.parametrize("engine", ["elasticsearch", "postgres"])
def test_an_engine_that_lacks_its_address_is_told_in_the_place_of_an_index_that_nobody_wanted(
    settings: LazySettings, engine: str, repair: bool
) -> None:
    settings.CONFIG = replace(settings.CONFIG, search_engine=engine, search_url="")
    with pytest.raises(CommandError, match="SINIAR_SEARCH_URL"):
        call_command("rebuild_search", repair=repair, verbosity=0)
    assert choosing.database().serving() is None
