"""WebVTT that every reader takes, and in which text stays text."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from transcripts.formats.cues import Cue
from transcripts.formats.timestamps import shown as timestamp
from transcripts.formats.webvtt import write

TIMING = re.compile(r"(\d{2,}):([0-5]\d):([0-5]\d)\.(\d{3}) --> (\d{2,}):([0-5]\d):([0-5]\d)\.(\d{3})")


def blocks(text: str) -> list[list[str]]:
    """The blocks of a file as a reader splits them: at empty lines, after taking CR, LF and CRLF for line ends."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found: list[list[str]] = [[]]
    for line in lines:
        if line:
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return [block for block in found if block]


def written(text: str, speaker: str | None = None) -> str:
    """The lines of the only cue of a file made of `text`."""
    header, cue = blocks(write([Cue(1, 2, text, speaker)]))
    assert header == ["WEBVTT"]
    assert TIMING.fullmatch(cue[0])
    return "\n".join(cue[1:])


def test_a_file_has_a_header_and_one_block_for_each_cue() -> None:
    assert write([Cue(0, 1.5, "Selamat datang"), Cue(3723.25, 3725, "dua\nbaris", "Ibu Rini")]) == (
        "WEBVTT\n"
        "\n00:00:00.000 --> 00:00:01.500\nSelamat datang\n"
        "\n01:02:03.250 --> 01:02:05.000\n<v Ibu Rini>dua\nbaris\n"
    )


def test_no_cues_make_a_valid_empty_file() -> None:
    assert write([]) == "WEBVTT\n"


@pytest.mark.parametrize(
    ("milliseconds", "shown"),
    [(0, "00:00:00.000"), (59_999, "00:00:59.999"), (3_600_000, "01:00:00.000"), (360_000_001, "100:00:00.001")],
)
def test_times_have_hours_and_thousandths(milliseconds: int, shown: str) -> None:
    assert timestamp(milliseconds) == shown


def test_a_time_just_below_a_second_is_rounded_up_to_it_and_not_to_1000_thousandths() -> None:
    assert "00:00:01.000 --> 00:01:00.000" in write([Cue(0.9999, 59.9996, "a")])


def test_a_cue_without_length_lasts_a_thousandth_or_readers_would_drop_it() -> None:
    assert "00:00:01.000 --> 00:00:01.001" in write([Cue(1, 1, "a")])


def test_cues_are_written_in_the_order_of_time() -> None:
    text = write([Cue(5, 6, "kedua"), Cue(1, 2, "pertama")])
    assert text.index("pertama") < text.index("kedua")


def test_a_cue_without_text_is_left_out() -> None:
    assert write([Cue(1, 2, " \n\x00\n", "Rini")]) == "WEBVTT\n"


def test_markup_in_a_text_is_text() -> None:
    assert written("<script>alert(1)</script> & <b>") == "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;"


def test_an_arrow_in_a_text_makes_no_cue() -> None:
    assert "-->" not in written("00:00:05.000 --> 00:00:06.000")


def test_an_empty_line_in_a_text_ends_no_cue() -> None:
    assert written("satu\n\n\n00:00:05.000 --> 00:00:06.000\ndua") == ("satu\n00:00:05.000 --&gt; 00:00:06.000\ndua")


@pytest.mark.parametrize("end", ["\r", "\r\n", "\n\r", "\n \n", "\n\t\n"])
def test_no_other_line_end_makes_an_empty_line_either(end: str) -> None:
    assert written(f"satu{end}{end}dua") == "satu\ndua"


@pytest.mark.parametrize("sign", ["\x00", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029", "\ud800"])
def test_signs_that_some_readers_take_for_line_ends_or_cannot_write_become_blanks(sign: str) -> None:
    assert written(f"satu{sign}dua") == "satu dua"


@pytest.mark.parametrize("text", ["NOTE rahasia", "STYLE\n::cue { color: red }", "REGION\nid:x", "WEBVTT"])
def test_a_text_that_begins_like_a_block_is_shown(text: str) -> None:
    assert written(text) == text


def test_a_speaker_s_name_cannot_close_its_tag() -> None:
    assert written("Halo", "Rini> <b>jahat</b>") == "<v Rini&gt; &lt;b&gt;jahat&lt;/b&gt;>Halo"


def test_a_speaker_s_name_cannot_break_the_line() -> None:
    assert written("Halo", "Rini\n\n00:00:09.000 --> 00:00:10.000") == "<v Rini 00:00:09.000 --&gt; 00:00:10.000>Halo"


@pytest.mark.parametrize("name", ["", "  ", "\n"])
def test_a_speaker_without_a_name_gets_no_tag(name: str) -> None:
    assert written("Halo", name) == "Halo"


def test_letters_of_all_scripts_and_pictures_are_kept() -> None:
    assert written("Café – السلام 你好 👩‍👧") == "Café – السلام 你好 👩‍👧"


@given(some.text(), some.none() | some.text())
@example("-->\r\n\r\nNOTE", "<v x>")
@example("a\x85\x85b --> c", "&gt;\r")
def test_whatever_the_text_there_is_one_cue_that_reads_back_as_it(text: str, speaker: str | None) -> None:
    found = blocks(write([Cue(1, 2, text, speaker)]))[1:]
    assert len(found) <= 1
    if found:
        payload = "\n".join(found[0][1:])
        shown = re.sub(r"^<v [^<>]+>", "", payload)
        assert "<" not in shown
        assert ">" not in shown
        words = re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]", " ", text).split()
        assert html.unescape(shown).split() == words
        payload.encode("utf-8")


def test_a_hundred_thousand_cues_are_written() -> None:
    text = write(Cue(at, at + 1, f"kata {at}") for at in range(100_000))
    assert text.count(" --> ") == 100_000
