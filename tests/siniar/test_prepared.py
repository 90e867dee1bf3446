"""A question whose SQL is written once answers as the query does, for each text and at each moment."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.db.models import Q, QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from siniar.models import User
from siniar.prepared import Question

pytestmark = pytest.mark.django_db


class Asked:
    """Asks for the names of users who joined before now, and counts how often its query was made."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, name: str, moment: datetime) -> QuerySet[User, tuple[str, str]]:
        self.times += 1
        fitting = User.objects.filter(Q(username=name) | Q(first_name=name), date_joined__lt=moment)
        return fitting.exclude(last_name="gone").order_by("pk").values_list("username", "first_name")


def _joined(name: str, seconds: float, **fields: str) -> None:
    User.objects.create(username=name, date_joined=timezone.now() + timedelta(seconds=seconds), **fields)


def test_each_text_gets_its_own_answer_though_the_query_is_made_once() -> None:
    asked = Asked()
    question = Question(asked)
    _joined("ani", -1, first_name="Ani")
    _joined("budi", -1, first_name="100%s")
    _joined("gone", -1, last_name="gone")
    assert [question.first(text) for text in ("ani", "100%s", "gone", "", "' OR 1=1 --", "ani")] == [
        ("ani", "Ani"),
        ("budi", "100%s"),
        None,
        None,
        None,
        ("ani", "Ani"),
    ]
    assert asked.times == 1


def test_the_moment_is_that_of_the_asking(monkeypatch: pytest.MonkeyPatch) -> None:
    question = Question(Asked())
    _joined("ani", 60)
    assert question.first("ani") is None
    later = timezone.now() + timedelta(seconds=61)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert question.first("ani") == ("ani", "")


def test_it_costs_one_query_of_one_row() -> None:
    question = Question(Asked())
    _joined("ani", -2)
    _joined("budi", -1, first_name="ani")
    with CaptureQueriesContext(connection) as captured:
        assert question.first("ani") == ("ani", "")
    assert len(captured) == 1
    assert "LIMIT 1" in captured[0]["sql"]
