"""Every code has its sentence, and every sentence gets what it needs."""

from __future__ import annotations

import re

import pytest

from transfer import refusals
from transfer.refused import TEMPORARY, Code, Refused
from transfer.values import Channel, Doubt, Feed, Item

DETAILS: dict[str, dict[str, str | int]] = {
    Code.FORBIDDEN_ADDRESS: {"host": "x.example"},
    Code.UNKNOWN_HOST: {"host": "x.example"},
    Code.NOT_FOUND: {"status": 404},
    Code.SERVER_ERROR: {"status": 503},
    Code.TOO_LARGE: {"most": 20_000_000},
    Code.TOO_MANY_ITEMS: {"most": 5000},
}


@pytest.mark.parametrize("code", Code)
def test_each_code_has_a_sentence(code: Code) -> None:
    said = refusals.sentence(Refused(code, **DETAILS.get(code, {})))
    assert said.endswith(".")
    assert not re.search(r"%\(", said)


def test_a_limit_of_bytes_is_told_in_megabytes() -> None:
    assert "20 MB" in refusals.sentence(Refused(Code.TOO_LARGE, most=20_000_000))


def test_what_may_be_mended_by_trying_again_is_told_from_what_may_not() -> None:
    assert Refused(Code.NO_ANSWER).temporary
    assert not Refused(Code.FORBIDDEN_ADDRESS, host="x").temporary
    assert set(Code) >= TEMPORARY


@pytest.mark.parametrize("code", [value for name, value in vars(Doubt).items() if name.isupper()])
def test_each_doubt_has_a_sentence(code: str) -> None:
    assert len(refusals.doubts((code,))) == 1


def test_a_good_feed_needs_no_remark() -> None:
    assert refusals.remarks(Feed(Channel("x"), (Item("a", "A", "https://x.org/a"),))) == []


@pytest.mark.parametrize(
    "feed",
    [
        Feed(Channel("x"), (), damaged=True),
        Feed(Channel("x"), (), again=2),
        Feed(Channel("x", people=1), ()),
        Feed(Channel("x"), (Item("a", "A", "", people=1),)),
        Feed(Channel("x", locked=True), ()),
    ],
)
def test_what_is_odd_about_a_feed_is_remarked(feed: Feed) -> None:
    assert len(refusals.remarks(feed)) == 1
