"""What `manage.py doctor` says of the search."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.conf import LazySettings
from django.utils import timezone

from search import actions, choosing, health
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
    assert health.listeners().verdict is Verdict.BAD


def test_the_editors_search_answers() -> None:
    assert health.engine().verdict is Verdict.GOOD
