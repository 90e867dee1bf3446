"""What `manage.py doctor` says of the search."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.conf import LazySettings
from django.utils import timezone

from search import actions, choosing, health
from search.engines.protocol import Cause, Unavailable
from search.models import LATE, SearchMark
from siniar.health import Verdict
from tests.search.conftest import a_talk, indexed

pytestmark = pytest.mark.django_db


def test_nothing_is_indexed_at_first() -> None:
    finding = health.listeners()
    assert (finding.verdict, finding.remedy) == (Verdict.WARNING, "manage.py rebuild_search")


def test_an_engine_that_knows_everything_is_good() -> None:
    a_talk("Anak.")
    indexed()
    finding = health.listeners()
    assert finding.verdict is Verdict.GOOD
    assert "sqlite, 1 " in finding.text


def test_a_show_that_waits_for_long_is_told() -> None:
    episode = a_talk("Anak.")
    indexed()
    actions.mark([episode.show.pk])
    assert health.listeners().verdict is Verdict.GOOD
    SearchMark.objects.update(since=timezone.now() - 2 * LATE)
    assert health.listeners().verdict is Verdict.WARNING


@pytest.mark.parametrize("engine", ["elasticsearch", "postgres"])
def test_an_engine_without_an_address_is_told_and_the_database_answers(settings: LazySettings, engine: str) -> None:
    settings.CONFIG = replace(settings.CONFIG, search_engine=engine)
    assert choosing.kept() == [choosing.database()]
    finding = health.listeners()
    assert finding.verdict is Verdict.BAD
    assert "SINIAR_SEARCH_URL" in finding.remedy


def test_why_an_engine_gives_no_answer_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> str | None:
        raise Unavailable("OperationalError", Cause.DATABASE)

    monkeypatch.setattr(choosing.database(), "serving", fail)
    finding = health.listeners()
    assert finding.verdict is Verdict.WARNING
    assert str(health.why(Unavailable("", Cause.DATABASE))) in finding.text


@pytest.mark.parametrize("cause", list(Cause), ids=lambda cause: cause.name)
def test_every_cause_has_words_of_its_own(cause: Cause) -> None:
    others = {health.why(Unavailable("x", other)) for other in Cause if other is not cause}
    assert health.why(Unavailable("x", cause)) not in others


def test_an_episode_that_is_stored_in_part_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    a_talk("Anak.")
    indexed()
    monkeypatch.setattr(choosing.database(), "contents", lambda index: {1: "whole", 2: ""})
    assert "sqlite, 1 " in health.listeners().text


def test_the_editors_search_answers() -> None:
    assert health.engine().verdict is Verdict.GOOD
