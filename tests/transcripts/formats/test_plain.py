"""Plain text that people read, correct and send back."""

from __future__ import annotations

import pytest

from transcripts.formats.cue import Cue
from transcripts.formats.errors import FormatError
from transcripts.formats.plain import parse, write


def said(text: str) -> list[tuple[float, str | None, str]]:
    return [(cue.start, cue.speaker, cue.text) for cue in parse(text)]


def test_a_paragraph_has_a_line_with_time_and_speaker_and_its_text_below() -> None:
    assert write([Cue(0, 9.5, "Selamat\npagi", "Ibu Rini"), Cue(3609.5, 3612, "Pagi")]) == (
        "\ufeff[00:00:00] Ibu Rini:\r\nSelamat pagi\r\n\r\n[01:00:09]\r\nPagi\r\n"
    )


def test_paragraphs_end_where_the_next_begin() -> None:
    assert [(cue.start, cue.end) for cue in parse("[0:01]\na\n\n[0:05]\n" + "b" * 30)] == [(1, 5), (5, 7)]


@pytest.mark.parametrize(
    "text",
    [
        "[00:00:09] Ibu Rini:\nHalo semua",
        "[00:00:09] Ibu Rini: Halo semua",
        "00:09 Ibu Rini: Halo semua",
        "(0:09) - Ibu Rini: Halo\nsemua",
        "Ibu Rini 0:09\nHalo semua",
        "Ibu Rini  [00:00:09]:\n\nHalo semua\n",
    ],
)
def test_times_and_speakers_are_read_as_people_put_them(text: str) -> None:
    assert [(start, speaker, said.replace("\n", " ")) for start, speaker, said in said(text)] == [
        (9, "Ibu Rini", "Halo semua")
    ]


def test_a_list_of_times_and_texts_is_read() -> None:
    assert said("0:00\nsatu\n0:05\ndua\n0:09 tiga") == [(0, None, "satu"), (5, None, "dua"), (9, None, "tiga")]


def test_the_line_below_time_and_name_is_text_whatever_it_looks_like() -> None:
    assert said("[0:01] Rini:\n[0:05] Catatan: penting\n\n[0:09]\nBudi: a") == [
        (1, "Rini", "[0:05] Catatan: penting"),
        (9, None, "Budi: a"),
    ]


def test_a_clock_time_inside_a_sentence_is_text() -> None:
    assert said("[0:01] Rini: Kami mulai jam 10:30 pagi.\nSampai 11:00.") == [
        (1, "Rini", "Kami mulai jam 10:30 pagi.\nSampai 11:00.")
    ]


def test_text_before_the_first_time_is_named() -> None:
    with pytest.raises(FormatError) as refused:
        parse("\n\nTranskrip\n[0:01] a")
    assert (refused.value.code, refused.value.line) == (FormatError.MISSING_TIME, 3)


def test_nothing_is_nothing() -> None:
    assert (write([]), parse("")) == ("\ufeff", [])
