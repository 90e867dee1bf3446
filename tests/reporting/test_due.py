"""What editors have to look after, the most pressing first."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import checks
from django.db import OperationalError, connection
from django.utils import timezone
from django.utils.translation import override

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
    tried_129 = Channel.objects.get(value="129")
    actions.record_call_test(tried_129, answered=True, by=None, on=timezone.localdate() - timedelta(days=DAYS + 1))
    first, second, *others = due.now()
    assert [(first.value, first.reason), (second.value, second.reason)] == [("110", "unanswered"), ("129", "expired")]
    assert {each.reason for each in others} <= {Reason.UNTRIED, Reason.OLD_SOURCE}


def test_of_what_nobody_tried_the_numbers_for_danger_come_first() -> None:
    assert [each.value for each in due.now()][:5] == ["110", "112", "119", "129", "08111-129-129"]


def test_the_day_beside_a_call_in_vain_is_the_day_of_the_call() -> None:
    tried(3, answered=False)
    (only,) = (each for each in due.now() if each.value == "110")
    assert only.date == timezone.localdate() - timedelta(days=3)


def test_the_day_beside_what_is_due_soon_is_the_last_on_which_the_call_counts() -> None:
    tried(DAYS - 5)
    (only,) = (each for each in due.now() if each.value == "110")
    assert only.date == timezone.localdate() + timedelta(days=5)


def test_what_nobody_ever_called_is_said_even_if_its_source_is_old() -> None:
    police(last_seen="2024-01", verified_on=None)
    (only,) = (each for each in due.now() if each.value == "110")
    with override("en"):
        assert only.label == "Nobody has called yet, and its source is more than a year old"


def test_a_website_is_not_called() -> None:
    with override("en"):
        labels = {each.label for each in due.now() if each.type in ("web", "email")}
    assert labels
    assert not [label for label in labels if "call" in label]


def test_what_is_stored_is_what_is_due() -> None:
    tried(DAYS + 1)
    assert due.stored() == due.now()


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
