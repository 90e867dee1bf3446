"""WebVTT that every reader takes, and in which text stays text."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from transcripts.formats import signs
from transcripts.formats.cue import Cue
from transcripts.formats.errors import FormatError
from transcripts.formats.webvtt import parse, write

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


def test_a_text_of_nobody_that_begins_like_a_name_is_marked_as_text() -> None:
    assert written("Jambi: kota di Sumatra") == "<c>Jambi: kota di Sumatra</c>"
    assert written("Jambi: kota di Sumatra", "Rini") == "<v Rini>Jambi: kota di Sumatra"


@given(some.text(), some.none() | some.text())
@example("-->\r\n\r\nNOTE", "<v x>")
@example("a\x85\x85b --> c", "&gt;\r")
def test_whatever_the_text_there_is_one_cue_and_no_markup_but_ours(text: str, speaker: str | None) -> None:
    found = blocks(write([Cue(1, 2, text, speaker)]))[1:]
    assert len(found) <= 1
    for block in found:
        shown = re.sub(r"^<v [^<>]+>|^<c>|</c>$", "", "\n".join(block[1:]))
        assert not set("<>") & set(shown)
        assert html.unescape(shown) == signs.tidy(text)


def test_a_hundred_thousand_cues_are_written() -> None:
    text = write(Cue(at, at + 1, f"kata {at}") for at in range(100_000))
    assert text.count(" --> ") == 100_000


def read(body: str) -> list[tuple[str | None, str]]:
    """Who says what in a file with `body` below the header."""
    return [(cue.speaker, cue.text) for cue in parse(f"WEBVTT\n\n{body}")]


TIMES = "00:01.000 --> 00:02.000\n"


def test_a_file_of_another_program_is_read() -> None:
    file = """WEBVTT - rapat
Kind: captions
Language: id

NOTE Dibuat oleh mesin
dan tidak diperiksa

STYLE
::cue(v) { color: red }

REGION
id:kiri width:40%

pembuka
00:00.500 --> 00:01.500 align:start position:10%
<v.keras Ibu Rini>Selamat <b>pagi</b>,
<00:01.000><c.merah>semuanya</c></v>

NOTE 00:00:09.000 --> 00:00:10.000

2
01:00:00.000 --> 01:00:02.250
R&amp;D &lt;3&nbsp;&#233;"""
    assert parse(file.replace("\n", "\r\n")) == [
        Cue(0.5, 1.5, "Selamat pagi,\nsemuanya", "Ibu Rini"),
        Cue(3600, 3602.25, "R&D <3 é"),
    ]


def test_a_byte_order_mark_may_stand_first() -> None:
    assert parse("\ufeff" + write([Cue(1, 2, "a")])) == [Cue(1, 2, "a")]


@pytest.mark.parametrize("file", ["", "WEBVTTX", "webvtt", "\nWEBVTT", TIMES + "a"])
def test_without_the_word_on_top_it_is_no_webvtt(file: str) -> None:
    with pytest.raises(FormatError, match=r"^no_header \(line 1\)$"):
        parse(file)


def test_times_may_stand_right_below_the_header() -> None:
    assert parse(f"WEBVTT\n{TIMES}a") == [Cue(1, 2, "a")]


def test_what_a_comment_holds_is_not_said_even_with_times() -> None:
    assert read(f"NOTE\n{TIMES}rahasia\n\n{TIMES}a") == [(None, "a")]


def test_the_final_empty_line_may_be_missing() -> None:
    assert read(f"{TIMES}a") == read(f"{TIMES}a\n\n") == [(None, "a")]


def test_several_voices_in_a_cue_share_its_time_by_what_they_say() -> None:
    assert parse("WEBVTT\n\n00:00.000 --> 00:04.000\n<v A>tiga</v>\n<v B>tiga kali tiga</v>") == [
        Cue(0, 0.889, "tiga", "A"),
        Cue(0.889, 4, "tiga kali tiga", "B"),
    ]


def test_text_after_the_end_of_a_voice_is_nobody_s() -> None:
    assert read(f"{TIMES}<v A>satu</v> dua") == [("A", "satu"), (None, "dua")]


def test_a_name_before_a_colon_is_read_where_there_is_no_voice() -> None:
    assert read(f"{TIMES}Ibu Rini: Halo") == [("Ibu Rini", "Halo")]


def test_a_voice_never_ends_at_a_colon() -> None:
    assert read(f"{TIMES}<v A>Ibu Rini: Halo") == [("A", "Ibu Rini: Halo")]


@pytest.mark.parametrize("text", ["2 < 3 dan 4 > 3", "<3", "a <- b", "a & b", "&bukan;", "<"])
def test_signs_that_were_not_escaped_are_text_where_they_are_no_tag(text: str) -> None:
    assert read(TIMES + text) == [(None, text)]


@pytest.mark.parametrize(
    "tag", ["<ruby>a<rt>b</rt></ruby>", "<lang id>ab</lang>", "<u>a</u>b", "a<00:00:01.500>b", "<>ab"]
)
def test_the_text_inside_tags_stays(tag: str) -> None:
    assert read(TIMES + tag) == [(None, "ab")]


def test_the_line_of_a_wrong_time_is_that_of_the_file() -> None:
    with pytest.raises(FormatError) as refused:
        parse(f"WEBVTT\r\n\r\nNOTE a\r\n\r\n{TIMES}a\r\n\r\n00:03.000 --> 00:0x.000\r\nb")
    assert (refused.value.code, refused.value.line) == (FormatError.BAD_TIME, 8)
