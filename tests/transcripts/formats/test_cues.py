"""Cues that can be read in time."""

from __future__ import annotations

import math
import sys
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from transcripts.engines.protocol import Segment, Word
from transcripts.formats import srt
from transcripts.formats.cue import Cue
from transcripts.formats.cues import NARROW, Rules, conversation, cues


def said(text: str, start: float = 0.0, pace: float = 14.0) -> Segment:
    """`text` spoken without a pause, `pace` characters a second."""
    words, at = [], start
    for word in text.split():
        end = at + (len(word) + 1) / pace
        words.append(Word(word, at, end, 0.9))
        at = end
    return Segment(start, at, text, tuple(words))


LONG = (
    "Kekerasan terhadap perempuan dan anak bukan urusan rumah tangga saja karena setiap orang yang melihatnya dapat "
    "menolong, dan menolong tidak selalu berarti datang ke sana. Kadang satu panggilan cukup. Simpan nomornya di "
    "tempat yang aman, lalu ceritakan kepada orang yang Anda percaya bahwa Anda membutuhkan bantuan."
)


def texts(*segments: Segment, rules: Rules | None = None) -> list[str]:
    return [cue.text for cue in cues(segments, rules=rules or Rules())]


def test_no_speech_makes_no_cue() -> None:
    assert cues([]) == []


def test_a_short_sentence_is_one_cue_of_one_line() -> None:
    assert cues([said("Selamat datang di Siniar.")], speaker="Rini")[0].text == "Selamat datang di Siniar."


def test_the_speaker_stands_on_every_cue() -> None:
    assert {cue.speaker for cue in cues([said(LONG)], speaker="Rini")} == {"Rini"}


def test_no_line_is_longer_than_42_characters_and_no_cue_has_more_than_two() -> None:
    lines = [text.split("\n") for text in texts(said(LONG))]
    assert max(len(line) for both in lines for line in both) <= 42
    assert max(map(len, lines)) == 2


def test_every_word_is_there_once_and_in_order() -> None:
    assert " ".join(texts(said(LONG))).split() == LONG.split()


def test_a_cue_ends_with_its_sentence_where_it_can() -> None:
    assert texts(said("Ini kalimat yang pertama di sini. Lalu ada kalimat kedua yang agak lebih panjang sedikit.")) == [
        "Ini kalimat yang pertama di sini.",
        "Lalu ada kalimat kedua\nyang agak lebih panjang sedikit.",
    ]


def test_a_line_breaks_before_a_conjunction() -> None:
    assert texts(said("Mereka berjalan jauh sekali karena takut pulang malam")) == [
        "Mereka berjalan jauh sekali\nkarena takut pulang malam"
    ]


def test_a_name_is_not_broken() -> None:
    (text,) = texts(said("Kami berbicara hari ini dengan Ratna Sari Dewi dari Jambi"))
    assert "Ratna Sari Dewi" in text.split("\n")[0] or "Ratna Sari Dewi" in text.split("\n")[1]


def test_a_pause_ends_a_cue() -> None:
    assert texts(said("Satu dua tiga empat lima."), said("Enam tujuh delapan.", start=5)) == [
        "Satu dua tiga empat lima.",
        "Enam tujuh delapan.",
    ]


def test_no_cue_stays_longer_than_seven_seconds() -> None:
    made = cues([said(LONG, pace=4.0)])
    assert len(made) > 5
    assert all(cue.end - cue.start <= 7.0 + 1e-9 for cue in made)


def test_a_word_that_seems_to_last_a_minute_stays_seven_seconds() -> None:
    (cue,) = cues([Segment(0, 60, "Ya", (Word("Ya", 0, 60, 0.2),))])
    assert (cue.start, cue.end) == (0, 7)


def test_a_cue_too_short_to_be_read_stays_longer() -> None:
    (cue,) = cues([said("Ya.", start=3.0)])
    assert cue.end == pytest.approx(4.0)


def test_fast_speech_stays_for_17_characters_a_second_when_there_is_room() -> None:
    (cue,) = cues([said("Cepat sekali dia berbicara malam itu", pace=30)])
    assert len(cue.text) / (cue.end - cue.start) == pytest.approx(17.0)


def test_a_cue_that_stays_longer_ends_where_the_next_begins() -> None:
    first, second = cues([said("Ya.", start=1.0, pace=20), said("Tidak begitu.", start=1.85)])
    assert (first.start, first.end, second.start) == (1.0, 2.0, 2.0)


def test_fast_words_borrow_time_from_slow_ones_after_them() -> None:
    fast, slow = conversation(
        [("A", said("Cepat sekali dia berbicara di sana.", pace=25)), ("B", said("Lalu diam.", start=1.44, pace=4))]
    )
    assert fast.end == slow.start == pytest.approx(1.94)  # half a second late at most


def test_fast_words_borrow_no_time_from_fast_ones() -> None:
    made = cues([said(LONG, pace=25)])
    assert all(cue.start == pytest.approx(round(cue.start * 25) / 25) for cue in made[1:-1])


def test_a_setting_of_32_characters_is_kept() -> None:
    lines = [line for text in texts(said(LONG), rules=Rules(line=32)) for line in text.split("\n")]
    assert max(map(len, lines)) <= 32


def test_one_line_can_be_asked_for() -> None:
    assert all("\n" not in text for text in texts(said(LONG), rules=Rules(lines=1)))


def test_a_word_wider_than_a_line_is_broken() -> None:
    (text,) = texts(Segment(0, 4, "a" * 60, (Word("a" * 60, 0, 4, 0.1),)))
    assert text == "a" * 42 + "\n" + "a" * 18


def test_a_segment_without_words_gets_its_time_spread_over_its_text() -> None:
    _first, second = cues([Segment(0, 9, "Ini kalimat pertama kami hari ini. " + "Dan inilah kalimat kedua kami")])
    assert second.text == "Dan inilah kalimat kedua kami"
    assert second.start == pytest.approx(9 * 29 / 54)


def test_words_that_overlap_make_no_overlapping_cues() -> None:
    made = cues([said("Satu dua tiga empat lima enam tujuh."), said("Delapan sembilan sepuluh.", start=1.0)])
    assert all(before.end <= after.start for before, after in pairwise(made))


@pytest.mark.parametrize("times", [(-1, 2), (3, 2), (math.nan, 2), (0, math.inf)])
def test_a_cue_refuses_times_that_are_none(times: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="no times"):
        Cue(*times, "a")


@pytest.mark.parametrize("lead", range(12))
@pytest.mark.parametrize("name", ["sri wahyuni", "uptd ppa kota jambi", "0811 7451 129", "15 tahun"])
def test_a_name_or_number_stands_on_one_line_wherever_it_falls(name: str, lead: int) -> None:
    text = "ada " * lead + "orang yang bernama " + name + " datang ke kantor kami pagi ini untuk melapor"
    for rules in (Rules(), NARROW):
        made = cues([said(text)], names=["Sri Wahyuni", "UPTD PPA Kota Jambi"], rules=rules)
        assert any(name in line for cue in made for line in cue.text.split("\n"))


def test_a_name_is_not_parted_by_a_pause_either() -> None:
    words = (Word("Sri", 0, 0.5, 1), Word("Wahyuni", 1.5, 2, 1))
    assert [cue.text for cue in cues([Segment(0, 2, "", words)], names=["Sri Wahyuni"])] == ["Sri Wahyuni"]


def test_a_name_wider_than_a_line_is_broken_and_nothing_is_lost() -> None:
    name = "Dinas Pemberdayaan Perempuan Perlindungan Anak dan Pengendalian Penduduk"
    made = cues([said(f"kami dari {name} hadir")], names=[name])
    assert " ".join(cue.text for cue in made).split() == f"kami dari {name} hadir".split()
    assert max(len(line) for cue in made for line in cue.text.split("\n")) <= 42


def test_no_cue_holds_two_speakers() -> None:
    made = conversation(
        [("Rini", said("Apa kabar?")), ("Budi", said("Baik.", start=0.8)), ("Rini", said("Ya", start=2))]
    )
    assert [(cue.speaker, cue.text) for cue in made] == [("Rini", "Apa kabar?"), ("Budi", "Baik."), ("Rini", "Ya")]


def test_nobody_and_an_empty_name_are_the_same() -> None:
    (cue,) = conversation([("", said("Halo")), (None, said("semua", start=0.5))])
    assert (cue.speaker, cue.text) == (None, "Halo semua")


def test_what_is_said_over_somebody_else_is_shown_after_it() -> None:
    first, second = conversation([("Rini", said("Selamat pagi semuanya")), ("Budi", said("Pagi", start=0.5))])
    assert second.start >= first.end > 1.5


def test_a_cue_between_two_speakers_that_is_too_short_makes_the_next_begin_late() -> None:
    before, short, after = conversation(
        [("Rini", said("Begitu ya Pak?")), ("Budi", said("Ya.", start=1.08)), ("Rini", said(LONG, start=1.4))]
    )[:3]
    assert before.end <= short.start
    assert short.end - short.start == pytest.approx(1.9 - short.start)
    assert after.start == pytest.approx(1.9)  # half a second late at most


def test_a_cue_before_another_speaker_that_is_too_short_begins_early() -> None:
    made = conversation([("Rini", said("Ya.", start=5.0, pace=20)), ("Budi", said(LONG, start=5.2, pace=17))])
    assert made[0].end - made[0].start == pytest.approx(1.0)
    assert 4.5 <= made[0].start < 5.0


def test_a_cue_never_begins_before_the_recording() -> None:
    made = conversation([("Rini", said("Ya.", pace=20)), ("Budi", said(LONG, start=0.2, pace=17))])
    assert made[0].start == 0


def test_speech_faster_than_can_be_read_loses_no_word_and_no_time() -> None:
    made = cues([said(LONG, pace=25)])
    assert " ".join(cue.text for cue in made).split() == LONG.split()
    assert all(before.end == pytest.approx(after.start) for before, after in pairwise(made))


def test_in_srt_the_name_of_a_new_speaker_has_its_room_on_the_first_line() -> None:
    file = srt.write(conversation([("Ibu Sri Wahyuni", said(LONG)), ("Budi", said(LONG, start=30))], rules=NARROW))
    lines = [block.split("\n")[2:] for block in file.rstrip("\n").split("\n\n")]
    assert max(len(line) for cue in lines for line in cue) <= 32
    assert max(map(len, lines)) == 2
    assert file.count("Ibu Sri Wahyuni: ") == 1


def test_a_long_name_takes_the_first_of_two_lines() -> None:
    made = conversation([("Hj. Sri Wahyuni, S.H., M.H.", said(LONG))], rules=NARROW)
    assert [cue.text.count("\n") for cue in made[:2]] == [0, 1]


word_texts = some.text(some.characters(exclude_categories=["Z", "C"]), min_size=1, max_size=60)
spoken = some.lists(some.tuples(word_texts, some.floats(0, 20), some.floats(0, 5)), max_size=60)


@settings(deadline=None, max_examples=60)
@given(spoken)
def test_whatever_is_said_cues_fit_follow_each_other_and_lose_nothing(parts: list[tuple[str, float, float]]) -> None:
    segments, at = [], 0.0
    for text, pause, length in parts:
        at += pause
        segments.append(Segment(at, at + length, text, (Word(text, at, at + length, 0.5),)))
        at += length
    made = cues(segments)
    assert all(len(line) <= 42 for cue in made for line in cue.text.split("\n"))
    assert all(cue.text.count("\n") <= 1 and cue.end - cue.start <= 7.0 + 1e-6 for cue in made)
    assert all(before.end <= after.start + 1e-6 for before, after in pairwise(made))
    assert "".join("".join(cue.text.split()) for cue in made) == "".join(text for text, _, _ in parts)


@settings(deadline=None, max_examples=60)
@given(
    some.lists(some.tuples(some.sampled_from([None, "A", "Ibu B"]), word_texts, some.floats(0, 3), some.floats(0, 3)))
)
def test_whoever_speaks_cues_follow_each_other_in_lines_that_fit(
    parts: list[tuple[str | None, str, float, float]],
) -> None:
    turns, at = [], 0.0
    for speaker, text, pause, length in parts:
        at += pause
        turns.append((speaker, Segment(at, at + length, text)))
        at += length / 2
    made = conversation(turns, rules=NARROW)
    assert all(before.end <= after.start + 1e-6 for before, after in pairwise(made))
    assert all(cue.end - cue.start <= 7.0 + 1e-6 for cue in made)
    assert all(len(line) <= 32 for cue in made for line in cue.text.split("\n"))
    assert "".join("".join(cue.text.split()) for cue in made) == "".join("".join(part[1].split()) for part in parts)


def test_the_work_grows_in_step_with_the_length() -> None:
    """Counted, not timed: what a break costs is asked once for each pair of words, and little is tried for each."""

    def steps(sentences: int) -> int:
        calls = 0

        def count(*_: object) -> None:
            nonlocal calls
            calls += 1

        segments = [said(LONG, start=number * 24.0) for number in range(sentences)]
        sys.setprofile(count)
        try:
            cues(segments)
        finally:
            sys.setprofile(None)
        return calls

    assert steps(20) < 2.2 * steps(10)
