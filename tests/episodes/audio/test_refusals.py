"""Codes tell what went wrong and whether trying again can help."""

import errno
import pickle

import pytest

from episodes.audio.refusals import RETRYABLE, RefusalCode, Refused, Setback, setback


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, RefusalCode.OUT_OF_SPACE),
        (errno.EDQUOT, RefusalCode.OUT_OF_SPACE),
        (errno.ENOMEM, RefusalCode.OUT_OF_MEMORY),
        (errno.ENOENT, RefusalCode.MISSING),
        (errno.EIO, RefusalCode.CRASHED),
    ],
)
def test_an_error_of_the_system_becomes_a_code_that_may_be_retried(number: int, code: RefusalCode) -> None:
    found = setback(OSError(number, "x"))
    assert (found.code, found.code in RETRYABLE) == (code, True)


def test_what_lies_in_the_recording_is_not_retried() -> None:
    assert not {RefusalCode.EMPTY, RefusalCode.DAMAGED, RefusalCode.SILENT, RefusalCode.TRUNCATED} & RETRYABLE


@pytest.mark.parametrize("kind", [Refused, Setback])
def test_an_error_passes_from_process_to_process(kind: type[Refused]) -> None:
    found = pickle.loads(pickle.dumps(kind(RefusalCode.TOO_LARGE, bytes=5)))
    assert (type(found), found.code, found.detail) == (kind, RefusalCode.TOO_LARGE, {"bytes": 5})


def test_the_code_and_the_figures_are_in_the_log_line() -> None:
    assert str(Refused(RefusalCode.TOO_LARGE, bytes=5)) == "too_large {'bytes': 5}"
