"""SubRip, in which only conventions tell text from speakers and numbers."""

from __future__ import annotations

import pytest

from transcripts.formats.cue import Cue
from transcripts.formats.errors import FormatError
from transcripts.formats.srt import parse, write


def said(*texts: str) -> list[tuple[str | None, str]]:
    """Who says what in a file of these texts."""
    file = "\n\n".join(f"{at}\n00:00:{at:02},000 --> 00:00:{at + 1:02},000\n{text}" for at, text in enumerate(texts, 1))
    return [(cue.speaker, cue.text) for cue in parse(file)]


def texts(*cues: tuple[str | None, str]) -> list[str]:
    """What is written below the times."""
    file = write(Cue(at, at + 1, text, speaker) for at, (speaker, text) in enumerate(cues))
    return [block.split("\n", 2)[2].rstrip("\n") for block in file.split("\n\n")]


def test_a_file_has_numbers_commas_and_names_where_the_speaker_changes() -> None:
    cues = [Cue(0, 1.5, "Selamat pagi", "Ibu Rini"), Cue(1.5, 3, "semuanya", "Ibu Rini"), Cue(3, 4, "Pagi", "Budi")]
    assert write(cues) == (
        "1\n00:00:00,000 --> 00:00:01,500\nIbu Rini: Selamat pagi\n"
        "\n2\n00:00:01,500 --> 00:00:03,000\nsemuanya\n"
        "\n3\n00:00:03,000 --> 00:00:04,000\nBudi: Pagi\n"
    )


def test_somebody_without_a_name_after_somebody_with_one_is_told_as_captions_do() -> None:
    assert texts((None, "satu"), ("Rini", "dua"), (None, "tiga"), (None, "empat")) == [
        "satu",
        "Rini: dua",
        ">> tiga",
        "empat",
    ]


def test_a_text_that_begins_like_a_name_gets_its_speaker_once_more() -> None:
    assert texts(("Rini", "a"), ("Rini", "Jambi: kota"), (None, "Jambi: kota"), (None, "Jambi: kota")) == [
        "Rini: a",
        "Rini: Jambi: kota",
        ">> Jambi: kota",
        ">> Jambi: kota",
    ]


def test_a_name_that_leaves_no_room_for_a_line_stands_above_it() -> None:
    assert texts(("Hj. Sri Wahyuni, S.H., M.H.", "Selamat pagi semuanya")) == [
        "Hj. Sri Wahyuni, S.H., M.H.:\nSelamat pagi semuanya"
    ]


def test_a_speaker_goes_on_until_another_is_named() -> None:
    assert said("Rini: satu", "dua", "Budi: tiga", ">> empat", "lima") == [
        ("Rini", "satu"),
        ("Rini", "dua"),
        ("Budi", "tiga"),
        (None, "empat"),
        (None, "lima"),
    ]


def test_what_people_announce_is_nobody_s_name() -> None:
    assert said("Catatan: penting", "Nomornya: 129") == [(None, "Catatan: penting"), (None, "Nomornya: 129")]


def test_tags_and_commands_of_players_are_left_out() -> None:
    assert said('{\\an8}<i>Halo</i> <font color="red">Bu</font> <b>Rini</B>') == [(None, "Halo Bu Rini")]


@pytest.mark.parametrize("text", ["2 < 3 dan 4 > 3", "saya <3 kamu", "{kurung}", "AT&T &amp; lain"])
def test_signs_that_are_no_tag_are_text(text: str) -> None:
    assert said(text) == [(None, text)]


@pytest.mark.parametrize(
    "times", ["00:00:01.500 --> 00:00:02.500", "0:00:01,5 --> 0:00:02,50", "00:01,500-->00:02,500 X1:0"]
)
def test_dots_short_times_and_positions_are_read(times: str) -> None:
    assert parse(f"1\n{times}\nHalo") == [Cue(1.5, 2.5, "Halo")]


def test_an_arrow_is_written_as_a_sign_that_makes_no_cue() -> None:
    assert texts((None, "00:00:05,000 --> 00:00:06,000")) == ["00:00:05,000 → 00:00:06,000"]


def test_a_line_of_digits_joins_the_line_above_or_readers_would_take_it_for_a_number() -> None:
    assert texts((None, "Tahun\n2024\n12"), (None, "2024")) == ["Tahun 2024 12", "2024"]


def test_a_wrong_time_is_named_by_its_line() -> None:
    with pytest.raises(FormatError) as refused:
        parse("1\n00:00:01,000 --> 00:00:02,000\na\n\n2\n00:00:0x,000 --> 00:00:03,000\nb")
    assert (refused.value.code, refused.value.line) == (FormatError.BAD_TIME, 6)


def test_nothing_is_an_empty_file() -> None:
    assert (write([]), parse("")) == ("", [])
