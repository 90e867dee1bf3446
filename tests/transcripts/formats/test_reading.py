"""Files of any kind: taken for what they hold, or refused with a code and a line."""

from __future__ import annotations

import codecs
import contextlib
import io
import time
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from transcripts.formats import html, plain, podcast_json, srt, webvtt
from transcripts.formats.cue import Cue
from transcripts.formats.errors import FormatError
from transcripts.formats.reading import MOST_BYTES, kind, read
from transcripts.formats.timeline import MOST_CUES, MOST_LINES

CUES = [Cue(1, 2, "Selamat pagi, Café", "Ibu Rini"), Cue(2, 3, "Pagi --> siang", "Ibu Rini")]
WRITERS: dict[str, Callable[[list[Cue]], str]] = {
    "webvtt": webvtt.write,
    "srt": srt.write,
    "json": podcast_json.write,
    "html": html.write,
    "plain": plain.write,
}


def refused(data: bytes, *, length: float | None = None) -> tuple[str, int]:
    with pytest.raises(FormatError) as error:
        read(data, length=length)
    return error.value.code, error.value.line


@pytest.mark.parametrize("name", WRITERS)
def test_what_we_write_is_known_by_its_content(name: str) -> None:
    assert kind(WRITERS[name](CUES)) == name


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_utf_8_and_utf_16_are_read_with_a_byte_order_mark(name: str, encoding: str) -> None:
    text = WRITERS[name](CUES).removeprefix("\ufeff")
    assert read(text.encode(encoding)) == read(text.encode())
    assert read(text.encode())[0].text == "Selamat pagi, Café"


def test_utf_16_of_both_orders_is_read() -> None:
    text = webvtt.write(CUES)
    assert read(codecs.BOM_UTF16_BE + text.encode("utf-16-be")) == read(codecs.BOM_UTF16_LE + text.encode("utf-16-le"))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("name", WRITERS)
def test_lines_may_end_in_any_way(name: str, end: str) -> None:
    text = WRITERS[name](CUES).replace("\r\n", "\n").replace("\n", end)
    assert [cue.start for cue in read(text.encode())] == [1, 2]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("\n\nWEBVTT\n", "webvtt"),
        (" \n{", "json"),
        ('[{"a": 1}]', "json"),
        ("[00:01] a", "plain"),
        ("\n<!DOCTYPE html><time>0:01</time>", "html"),
        ("1\n00:01,000 --> 00:02,000\na", "srt"),
        ("00:01,000 --> 00:02,000\na", "srt"),
        ("Transkrip\n\n1\n00:0x,000 --> 00:02,000\na", "srt"),
        ("[00:01] lihat --> sini", "plain"),
        ("Rini 0:01\nlihat --> sini", "plain"),
    ],
)
def test_files_of_others_are_known_by_their_content(text: str, name: str) -> None:
    assert kind(text) == name


@pytest.mark.parametrize("data", [b"", b" \n\r\n\t", b"\xef\xbb\xbf"])
def test_an_empty_file_is_called_empty(data: bytes) -> None:
    assert refused(data) == (FormatError.EMPTY, 1)


def docx() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("word/document.xml", "<w:t>00:01 Halo</w:t>")
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "pdf"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "jpeg"),
        (docx(), "zip"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"ID3\x04\x00", "mp3"),
        (b"\x00\x00\x00\x20ftypM4A ", "mp4"),
        (b"{\\rtf1\\ansi 00:01 Halo}", "rtf"),
    ],
)
def test_a_file_of_another_kind_is_called_by_its_kind(data: bytes, name: str) -> None:
    with pytest.raises(FormatError) as error:
        read(data)
    assert (error.value.code, error.value.details) == (FormatError.OTHER_FILE, {"kind": name})


@pytest.mark.parametrize(
    "page",
    [
        b"<!DOCTYPE html>\n<html><head><title>404 Not Found</title></head><body><p>Halaman tidak ada</p></body></html>",
        b"Kepada Yth. Ibu Rini,\nterlampir transkrip episode 3.\n",
        b'<?xml version="1.0"?><tt><p begin="1s">a</p></tt>',
    ],
)
def test_text_without_any_time_is_no_transcript(page: bytes) -> None:
    assert refused(page) == (FormatError.UNKNOWN_FORMAT, 1)


@pytest.mark.parametrize("data", [b"WEBVTT", b"WEBVTT\n\n00:01.000 --> 00:02.000\n", b'{"segments": []}'])
def test_a_transcript_in_which_nobody_speaks_is_refused(data: bytes) -> None:
    assert refused(data) == (FormatError.NO_CUES, 1)


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_a_wrong_encoding_is_named_by_the_line_of_its_first_byte(end: bytes) -> None:
    lines = [b"WEBVTT", b"", b"00:01.000 --> 00:02.000", "Café".encode("cp1252"), b""]
    assert refused(end.join(lines)) == (FormatError.WRONG_ENCODING, 4)


def test_utf_16_without_its_mark_is_a_wrong_encoding() -> None:
    assert refused(webvtt.write(CUES).encode("utf-16-le")) == (FormatError.WRONG_ENCODING, 1)


def test_half_a_sign_at_the_end_of_utf_16_is_a_wrong_encoding() -> None:
    data = "WEBVTT\n\n\n".encode("utf-16") + b"\x00"
    assert refused(data) == (FormatError.WRONG_ENCODING, 4)


def test_a_zero_byte_is_named_by_its_line() -> None:
    assert refused(b"WEBVTT\n\n00:01.000 --> 00:02.000\na\x00b") == (FormatError.WRONG_ENCODING, 4)


def test_a_file_of_more_than_ten_megabytes_is_refused_unread() -> None:
    assert refused(b"\xff" * (MOST_BYTES + 1)) == (FormatError.TOO_LARGE, 1)


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n"])
def test_a_file_of_too_many_lines_is_refused_at_the_first_too_many(end: bytes) -> None:
    assert refused(b"[0:01] a" + end * (MOST_LINES + 1)) == (FormatError.TOO_LONG, MOST_LINES + 1)


def test_a_file_of_too_many_tags_is_refused_where_they_are_too_many() -> None:
    assert refused(b"<time>0:01</time>\n\n" + b"<p>" * MOST_LINES) == (FormatError.TOO_LONG, 3)


@pytest.mark.parametrize(
    ("name", "line"),
    [("webvtt", 9), ("srt", 10), ("json", 4), ("html", 12), ("plain", 7)],
)
def test_a_file_of_a_longer_recording_is_refused_at_its_first_cue_after_the_end(name: str, line: int) -> None:
    text = WRITERS[name]([Cue(1, 2, "a", "A"), Cue(2, 4, "b", "A"), Cue(60, 62, "c", "A")])
    assert refused(text.encode(), length=30) == (FormatError.BEYOND_LENGTH, line)
    assert len(read(text.encode(), length=60)) == 3


CROWDS = {
    "WEBVTT\n\n": "00:01.000 --> 00:01.000\na\n\n",
    "": "1\n00:00:01,000 --> 00:00:01,000\na\n\n",
    '{"segments": [{}\n'.replace("{}", '{"startTime": 1}'): ', {"startTime": 1, "endTime": 1, "body": "a"}\n',
    "<html>\n": "<time>0:01</time>\n<p>a</p>\n",
    "\n": "[0:01]\na\n\n",
}


@pytest.mark.parametrize("beginning", CROWDS)
def test_a_hundred_thousand_cues_are_refused_at_the_first_too_many(beginning: str) -> None:
    block = CROWDS[beginning]
    code, line = refused((beginning + block * 2 * MOST_CUES).encode())
    assert code == FormatError.TOO_MANY_CUES
    assert 0 <= line - (beginning + block * MOST_CUES).count("\n") <= 2


# What has brought parsers down: a run of one sign, or of one beginning that never ends.
RUNS = [
    *("<", "&", "a", "a ", " ", "\n", "\r", '"', "\\", "[", "\u200b"),
    *("<v ", "<p>", "<!--", "</time>", "<cite>", "<script>", "<v A>b", '<time datetime="', "datetime= "),
    *("-->", "-->\n", "\n-->", "1\n", "NOTE\n\n", "{\\", "{\\an", "A: ", "0:01 ", "0:01\n", '{"a":'),
    *("&#9", "&#99999999", "&#x"),
]
BEGINNINGS = {
    "webvtt": "WEBVTT\n\n00:01.000 --> 00:02.000\n",
    "srt": "1\n00:00:01,000 --> 00:00:02,000\n",
    "json": '{"version": "1.0.0", "segments": [{"startTime": 1, "body": "',
    "html": "<time>0:01</time><p>",
    "plain": "[0:01]\n",
}


def seconds(data: bytes) -> float:
    began = time.process_time()
    with contextlib.suppress(FormatError):
        read(data)
    return time.process_time() - began


@pytest.mark.parametrize("name", BEGINNINGS)
def test_no_run_of_signs_takes_more_than_time_in_step_with_its_length(name: str) -> None:
    """Ten times as much may take thirty times as long; what is quadratic takes a hundred, and seconds."""
    for run in RUNS:
        short, long = ((BEGINNINGS[name] + run * (size // len(run))).encode() for size in (5_000, 50_000))
        assert seconds(long) < max(1.0, 40 * seconds(short)), run


@settings(deadline=None, max_examples=150)
@given(some.binary())
def test_whatever_the_bytes_they_are_read_or_refused(data: bytes) -> None:
    try:
        assert read(data)
    except FormatError as error:
        assert error.line >= 1


pieces = some.sampled_from(
    [
        *BEGINNINGS.values(),
        *RUNS,
        "00:03.000 --> 00:04.000\n",
        "Rini: ",
        "<time>",
        '"},{"startTime":2}',
        "]}",
        "</p>",
        "NaN",
        "\x00",
    ]
)


@settings(deadline=None, max_examples=200)
@given(some.lists(pieces | some.text(max_size=5), max_size=12).map("".join))
@example("WEBVTT\n\n00:02.000 --> 00:01.000\n<v A>a<v B>b")
@example("[0:01]\n[-0:01] a")
def test_whatever_the_text_it_is_read_or_refused_with_a_line_that_it_has(text: str) -> None:
    data = text.encode("utf-8", "replace")
    try:
        read(data, length=3600)
    except FormatError as error:
        assert 1 <= error.line <= len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))


@pytest.mark.parametrize("parse", [webvtt.parse, srt.parse, podcast_json.parse, html.parse, plain.parse])
def test_every_parser_refuses_or_reads_any_text(parse: Callable[[str], list[Cue]]) -> None:
    @settings(deadline=None, max_examples=50)
    @given(some.lists(pieces | some.text(max_size=5), max_size=12).map("".join))
    def reads(text: str) -> None:
        try:
            parse(text)
        except FormatError as error:
            assert error.line >= 1

    reads()
