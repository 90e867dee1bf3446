"""Cards and posters can be scanned, say nothing on their front, and hold only numbers that are sure."""

from __future__ import annotations

from datetime import timedelta

import pypdfium2
import pytest
import zxingcpp
from django.utils import timezone
from django.utils.formats import date_format
from hypothesis import given, settings
from hypothesis import strategies as st

from episodes.models import Topic
from reporting import actions, paper, printing
from reporting.models import Channel
from reporting.paper import Line, Sheet

CODE = tuple(tuple((x * y) % 3 == 0 for x in range(29)) for y in range(29))
TELLING = ("lapor", "kekerasan", "kdrt", "sapa", "korban")


def texts(document: bytes) -> list[str]:
    """The text of each page."""
    return [" ".join(page.get_textpage().get_text_range().split()) for page in pypdfium2.PdfDocument(document)]


def codes(document: bytes) -> list[list[str]]:
    """What a phone reads on each page."""
    pages = [page.render(scale=1.5).to_pil() for page in pypdfium2.PdfDocument(document)]
    return [[code.text for code in zxingcpp.read_barcodes(page)] for page in pages]


def sheet(*lines: Line, valid: str = "Berlaku.") -> Sheet:
    return Sheet("Siniar", "Rumah", "Pindai:", "Nomor penting", lines, valid, "contoh.go.id/b", CODE)


# What is drawn ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", list(printing.KINDS))
def test_the_same_values_give_the_same_bytes(kind: str) -> None:
    draw = printing.KINDS[kind]
    assert draw(sheet(Line("Polisi", ("110",)))) == draw(sheet(Line("Polisi", ("110",))))


@settings(max_examples=25, deadline=None)
@given(
    numbers=st.lists(st.integers(10**3, 10**13).map(str), min_size=1, max_size=14, unique=True),
    name=st.sampled_from(["Polisi", "UPTD PPA / dinas pengampu Kabupaten Tanjung Jabung Timur"]),
)
def test_every_number_is_whole_and_on_the_page(numbers: list[str], name: str) -> None:
    document = paper.card(sheet(*(Line(name, (number,)) for number in numbers)))
    back = pypdfium2.PdfDocument(document)[1].get_textpage()
    words = back.get_text_range().split()
    assert [number for number in numbers if number not in words] == []
    assert all(back.get_charbox(place)[1] > 0 for place in range(back.count_chars()))


# What it says ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "expected"), [("card", [1, 0]), ("cards", [4, 0]), ("poster", [1])])
def test_a_phone_reads_the_short_address(db: None, kind: str, expected: list[int]) -> None:
    read = codes(printing.KINDS[kind](printing.sheet(None)))
    assert [len(page) for page in read] == expected
    assert {text for page in read for text in page} == {"http://127.0.0.1:8000/b/"}


def test_the_front_of_every_topic_is_neutral(db: None) -> None:
    for topic in Topic.objects.all():
        front = texts(paper.card(printing.sheet(topic)))[0]
        assert topic.neutral_label in front
        assert [word for word in TELLING if word in front.lower()] == []


def test_topics_differ_in_their_neutral_label_and_in_nothing_else(db: None) -> None:
    first, second = (printing.sheet(each) for each in Topic.objects.order_by("order")[:2])
    assert first.subtitle != second.subtitle
    assert (first.code, first.address, first.lines) == (second.code, second.address, second.lines)


def test_only_sure_numbers_stand_on_paper_but_those_for_danger_always(db: None) -> None:
    old = timezone.localdate() - timedelta(days=91)
    for value in ("129", "110"):
        channel = Channel.objects.get(value=value, verified=True)
        actions.record_call_test(channel, answered=True, by=None, on=old)
    numbers = {number for line in printing.sheet(None).lines for number in line.numbers}
    assert "110" in numbers
    assert "129" not in numbers


def test_no_number_stands_on_paper_that_nobody_vouches_for(db: None) -> None:
    Channel.objects.get(value="119", verified=True).delete()
    hidden = set(Channel.objects.filter(verified=False).values_list("value", flat=True)) | {"119"}
    assert {number for line in printing.sheet(None, "kerinci").lines for number in line.numbers} & hidden == set()


def test_a_region_has_its_own_numbers_on_paper(db: None) -> None:
    assert printing.sheet(None, "kota-jambi").lines[0].numbers == ("112",)
    assert all("112" not in line.numbers for line in printing.sheet(None).lines)


def test_paper_says_until_when_it_holds(db: None) -> None:
    today = timezone.localdate()
    for place, channel in enumerate(Channel.objects.verified()):
        actions.record_call_test(channel, answered=True, by=None, on=today - timedelta(days=place))
    tested = Channel.objects.filter(service__kind__in=["emergency", "violence_support", "mental_health"])
    first = min(each.tested_on for each in tested if each.tested_on and each.value != "112")
    assert date_format(first + timedelta(days=90), "j F Y") in printing.sheet(None).valid


@pytest.mark.parametrize(("answered", "days"), [(False, 0), (True, 120)], ids=["not answered", "long ago"])
def test_paper_calls_nothing_checked_that_is_not(answered: bool, days: int, db: None) -> None:
    today = timezone.localdate()
    for channel in Channel.objects.verified():
        actions.record_call_test(channel, answered=True, by=None, on=today)
    danger = Channel.objects.get(value="110", verified=True)
    actions.record_call_test(danger, answered=answered, by=None, on=today - timedelta(days=days))
    said = printing.sheet(None)
    assert "110" in {number for line in said.lines for number in line.numbers}
    assert date_format(today + timedelta(days=90), "j F Y") not in said.valid
    assert date_format(today, "j F Y") in said.valid


def test_paper_says_if_numbers_were_never_tried(db: None) -> None:
    assert date_format(timezone.localdate(), "j F Y") in printing.sheet(None).valid


def test_what_helps_in_a_city_alone_says_so_on_paper(db: None) -> None:
    assert "Kota Jambi" in printing.sheet(None, "kota-jambi").lines[0].name


def test_paper_says_where_a_number_does_not_hold(db: None) -> None:
    (ambulance,) = (line for line in printing.sheet(None).lines if line.numbers == ("119",))
    assert "Kota Jambi" in ambulance.note


@pytest.mark.parametrize("kind", list(printing.KINDS))
def test_the_file_says_nothing_of_itself_but_the_name(kind: str) -> None:
    said = pypdfium2.PdfDocument(printing.KINDS[kind](sheet())).get_metadata_dict(skip_empty=True)
    words = {value for name, value in said.items() if "Date" not in name}
    assert words == {"Siniar"}
