"""What is kept out of the log."""

from __future__ import annotations

import logging

import pytest

from episodes.models import Episode
from siniar.logs import VanishedRows


def logged(message: str, error: BaseException | None) -> bool:
    """Whether an error with this message and cause reaches the log."""
    cause = (type(error), error, None) if error else None
    return bool(VanishedRows().filter(logging.LogRecord("django_tasks", logging.ERROR, "", 0, message, (), cause)))


INDEX, OURS = "wagtail.tasks.update_index failed", "siniar.jobs.tasks.run_job failed"


@pytest.mark.parametrize(
    ("message", "error", "kept"),
    [
        (INDEX, Episode.DoesNotExist(), False),
        (INDEX, ValueError(), True),
        (INDEX, None, True),
        (OURS, Episode.DoesNotExist(), True),
        (OURS, ValueError(), True),
    ],
)
def test_only_an_index_task_whose_row_is_gone_is_no_error(
    message: str, error: BaseException | None, kept: bool
) -> None:
    assert logged(message, error) is kept
