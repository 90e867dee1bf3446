"""What editors have to look after, the most pressing first."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core import checks
from django.db import OperationalError, connection
from django.utils import timezone

from reporting import actions, due, health
from reporting.checks import call_tests
from reporting.due import Reason
from reporting.models import Channel
from siniar.health import Verdict

pytestmark = pytest.mark.django_db
DAYS = 90


def police(**values: object) -> Channel:
    channel = Channel.objects.get(value="110")
    for name, value in values.items():
        setattr(channel, name, value)
    channel.save()
    return channel


def reason(value: str = "110") -> str | None:
    return next((each.reason for each in due.now() if each.value == value), None)


def tried(ago: int, *, answered: bool = True) -> None:
    day = timezone.localdate() - timedelta(days=ago)
    actions.record_call_test(Channel.objects.get(value="110"), answered=answered, by=None, on=day)


def all_tried() -> None:
    for channel in Channel.objects.verified():
        actions.record_call_test(channel, answered=True, by=None)


@pytest.mark.parametrize(
    ("ago", "answered", "expected"),
    [
        (0, True, None),
        (DAYS - 15, True, None),
        (DAYS - 14, True, Reason.SOON),
        (DAYS, True, Reason.SOON),
        (DAYS + 1, True, Reason.EXPIRED),
        (0, False, Reason.UNANSWERED),
    ],
)
def test_a_call_is_due_again_in_time(ago: int, answered: bool, expected: Reason | None) -> None:
    tried(ago, answered=answered)
    assert reason() == expected


def test_a_number_that_nobody_tried_is_due() -> None:
    police(last_seen="", verified_on=timezone.localdate())
    assert reason() == Reason.UNTRIED


def test_a_number_whose_source_is_old_is_due_for_that() -> None:
    police(last_seen="2024-01", verified_on=None)
    assert reason() == Reason.OLD_SOURCE


def test_what_is_not_public_is_not_due() -> None:
    police(verified=False)
    assert reason() is None


def test_the_most_pressing_comes_first() -> None:
    tried(1, answered=False)
    reasons = [Reason.values.index(each.reason) for each in due.now()]
    assert (due.now()[0].value, reasons) == ("110", sorted(reasons))


def test_what_is_stored_is_what_is_due() -> None:
    tried(DAYS + 1)
    assert due.stored() == due.now()


@pytest.mark.parametrize(
    ("seen", "latest"),
    [
        ("2025/2026", date(2026, 12, 31)),
        ("2025-06", date(2025, 6, 30)),
        ("2025-12", date(2025, 12, 31)),
        ("2025-06-27", date(2025, 6, 27)),
        ("", date.min),
    ],
)
def test_a_source_counts_from_the_latest_day_that_it_may_mean(seen: str, latest: date) -> None:
    assert due._latest(seen) == latest


# Where operators read of it --------------------------------------------------------------------------------------


def test_check_deploy_asks_for_the_calls_that_are_missing() -> None:
    (warning,) = call_tests()
    assert (warning.id, warning.level) == ("reporting.W001", checks.WARNING)
    assert "110" in warning.msg


def test_check_deploy_is_silent_when_all_were_tried() -> None:
    all_tried()
    assert call_tests() == []


def test_check_runs_without_a_database() -> None:
    def fails(*arguments: object) -> None:
        raise OperationalError("gone")

    with connection.execute_wrapper(fails):
        assert [each.id for each in call_tests()] == ["reporting.W002"]


def test_the_doctor_warns_of_missing_calls() -> None:
    assert health.numbers().verdict is Verdict.WARNING


def test_the_doctor_is_content_when_all_were_tried() -> None:
    all_tried()
    assert health.numbers().verdict is Verdict.GOOD


def test_the_doctor_says_when_there_is_nobody_to_call_in_danger() -> None:
    for channel in Channel.objects.filter(service__kind="emergency"):
        channel.verified = False
        channel.save()
    assert health.numbers().verdict is Verdict.BAD
