"""What may go along, whatever is sent: closed lists, fixed shapes, and silence about the rest."""

from __future__ import annotations

from dataclasses import fields as fields_of
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.handoff import fields
from reporting.handoff.fields import Carried, Vocabulary

KNOWN = Vocabulary({"KDRT", "KSA"}, {"bungo", "tebo"})
GOOD = {
    "topic": "KDRT",
    "region": "bungo",
    "lang": "id",
    "channel": "web",
    "role": "dengar",
    "episode": "abcd2345",
    "chapter": "3",
}


def test_what_is_known_goes_along() -> None:
    assert fields.allowed(GOOD, KNOWN) == Carried(**GOOD)


@pytest.mark.parametrize("name", GOOD)
def test_each_field_can_be_left_out(name: str) -> None:
    left = {key: value for key, value in GOOD.items() if key != name}
    assert not getattr(fields.allowed(left, KNOWN), name)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("topic", "NARASI"),
        ("topic", "kdrt"),
        ("region", "jakarta"),
        ("lang", "jav"),
        ("channel", "sms"),
        ("role", "pelaku"),
        ("episode", "ABCD2345"),
        ("episode", "abcd2345\n"),
        ("episode", "abcd23456"),
        ("chapter", "0"),
        ("chapter", "1000"),
        ("chapter", "12.5"),
        ("chapter", "٣"),
        ("chapter", "3\r\nX-Evil: 1"),
    ],
)
def test_what_is_not_on_the_list_is_dropped(name: str, value: str) -> None:
    assert not getattr(fields.allowed(GOOD | {name: value}, KNOWN), name)


def test_a_chapter_without_its_episode_tells_nothing_and_stays() -> None:
    assert fields.allowed(GOOD | {"episode": ""}, KNOWN).chapter == ""


def test_the_context_says_who_sends_it_and_nothing_empty() -> None:
    assert Carried(topic="KDRT").context() == {"src": "siniar", "topic": "KDRT"}


def test_there_is_no_field_for_anything_else() -> None:
    """A new field needs a new version of the contract, and a look at what it tells."""
    assert {field.name for field in fields_of(Carried)} == set(GOOD)


@given(st.dictionaries(st.one_of(st.sampled_from([*GOOD, "name", "age", "school", "ip", "src"]), st.text()), st.text()))
def test_nothing_that_is_given_gets_through_but_by_the_list(given_: dict[str, str]) -> None:
    said = fields.allowed(given_, KNOWN).context()
    assert set(said) <= {"src", *GOOD}
    assert said.pop("src") == "siniar"
    assert all(str(value) == given_[name] for name, value in said.items())
    assert len(str(said)) < 300


# Reading the form ------------------------------------------------------------------------------------------------


def test_a_form_is_read() -> None:
    assert fields.read(urlencode(GOOD).encode()) == GOOD


def test_what_is_said_twice_is_not_said() -> None:
    assert fields.read(b"topic=KDRT&topic=KSA&lang=id") == {"lang": "id"}


@pytest.mark.parametrize(
    "body",
    [
        b"topic=KDRT&" + b"x" * fields.MOST_BYTES,
        b"&".join(b"a%d=1" % number for number in range(fields.MOST_FIELDS + 1)),
        b"topic=%ff%fe",
        "topic=é".encode("utf-16"),
        b"\xff\xfe\x00",
        b'--x\r\nContent-Disposition: form-data; name="topic"\r\n\r\nKDRT\r\n--x--',
        b'{"topic": "KDRT"}',
        b"",
    ],
    ids=["long", "many", "no UTF-8", "UTF-16", "bytes", "multipart", "JSON", "empty"],
)
def test_what_is_no_honest_form_says_nothing(body: bytes) -> None:
    assert fields.allowed(fields.read(body), KNOWN) == Carried()


@given(st.binary(max_size=4000))
def test_reading_never_fails(body: bytes) -> None:
    fields.allowed(fields.read(body), KNOWN)
