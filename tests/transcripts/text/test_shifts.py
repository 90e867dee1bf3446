"""Where chapters are suggested."""

from __future__ import annotations

import json
import time
from itertools import pairwise
from pathlib import Path
from timeit import repeat

import pytest

from transcripts.engines.protocol import Segment
from transcripts.text.paragraphs import Paragraph, joined
from transcripts.text.shifts import suggested

MASTERS = Path(__file__).parents[3] / "demo" / "masters"

SCHOOL = "Anak itu diejek di kelas. Guru melihat ejekan di kelas. Murid lain tertawa di kelas. Guru menegur murid itu."
WORK = (
    "Kontrak kerja harus tertulis. Gaji dan kontrak diperiksa dulu. Perusahaan memegang izin. Gaji dibayar perusahaan."
)


def talk(*parts: str, times: int = 8, pause: float = 0.3) -> list[Paragraph]:
    """Each of `parts` said `times` times, sentence by sentence in four seconds, and a pause behind each part."""
    now, pieces = 0.0, []
    for part in parts:
        for sentence in part.replace(".", ".|").split("|")[:-1] * times:
            pieces.append((None, Segment(now, now + 4.0, sentence.strip())))
            now += 4.3
        now += pause - 0.3
    return joined(pieces)


def length(paragraphs: list[Paragraph]) -> float:
    return paragraphs[-1].end


def test_a_chapter_may_begin_where_the_vocabulary_changes() -> None:
    made = talk(SCHOOL, WORK)
    found = suggested(made, length(made))
    assert [(each.start, "topic" in each.why) for each in found] == [(137.6, True)]


def test_a_talk_about_one_thing_has_one_chapter() -> None:
    made = talk(SCHOOL, times=20)
    assert suggested(made, length(made)) == []


def test_a_pause_speaks_for_a_chapter() -> None:
    quiet, loud = talk(SCHOOL, WORK, pause=2.0), talk(SCHOOL, WORK)
    assert suggested(quiet, length(quiet))[0].score > suggested(loud, length(loud))[0].score
    assert "pause" in suggested(quiet, length(quiet))[0].why


def test_chapters_are_not_nearer_to_each_other_than_they_may_be() -> None:
    made = talk(*[SCHOOL, WORK] * 6, times=4, pause=2.0)
    found = suggested(made, length(made))
    starts = [0.0, *(each.start for each in found), length(made)]
    assert len(found) > 1
    assert all(after - before >= 90 for before, after in pairwise(starts))


def test_a_chapter_begins_with_a_sentence_to_the_millisecond() -> None:
    made = talk(SCHOOL, WORK, pause=1.2345)
    word = next(word for part in made for word in part.words if word.start > 137)
    assert suggested(made, length(made))[0].start == round(word.start, 3)


def test_a_title_tells_what_the_part_speaks_of() -> None:
    made = talk(SCHOOL, WORK)
    assert {"Gaji", "Kontrak", "Perusahaan"} & set(suggested(made, length(made))[0].title.split(", "))


def test_a_question_makes_a_title() -> None:
    opening = talk(SCHOOL, times=8)
    moved = [*opening, *joined([(2, Segment(140.0, 143.0, "Apa isi kontrak itu?"))])]
    rest = [Segment(144.0 + 4.3 * n, 148.0 + 4.3 * n, text) for n, text in enumerate(WORK.split(". ") * 8)]
    made = [*moved, *joined((2, Segment(each.start, each.end, each.text.rstrip(".") + ".")) for each in rest)]
    assert [each.title for each in suggested(made, length(made))] == ["Apa isi kontrak itu?"]


def test_a_title_holds_no_name_and_no_word_of_the_glossary() -> None:
    part = "Lalu Sari melapor soal kekerasan dan perundungan. Korban bernama Sari menelepon kantor."
    made = talk(SCHOOL, part, times=10)
    titles = " ".join(found.title.lower() for found in suggested(made, length(made)))
    assert "menelepon" in titles
    assert not {"sari", "kekerasan", "perundungan", "korban", "melapor"} & set(titles.replace(",", " ").split())


def test_a_text_without_words_suggests_nothing() -> None:
    assert suggested([], 600.0) == []


def test_chapters_of_the_demo_are_mostly_found() -> None:
    """Within ten seconds. Its chapters are too short for CLOSEST, so that they may lie nearer here."""
    wanted, right, found = 0, 0, 0
    for path in MASTERS.glob("*.json"):
        told = json.loads(path.read_text())
        text = joined(
            (turn["speaker"], Segment(each["start"], each["end"], each["text"]))
            for turn in told["turns"]
            for each in turn["sentences"]
        )
        starts = [chapter["start"] for chapter in told["chapters"][1:]]
        made = [each.start for each in suggested(text, told["duration"], closest=20)]
        wanted, found = wanted + len(starts), found + len(made)
        right += sum(any(abs(start - moment) <= 10 for moment in made) for start in starts)
    assert right >= 8
    assert found <= wanted


@pytest.mark.parametrize("said", ["ya. ", "korban. ", "apa? "])
def test_a_talk_that_says_one_thing_for_ever_takes_time_in_step_with_its_length(said: str) -> None:
    assert quickest(monotone(said, 3_000)) < 9 * quickest(monotone(said, 750))  # four times; squared it were sixteen


def test_an_endless_row_of_chapters_takes_time_in_step_with_its_length() -> None:
    assert quickest(talk(*[SCHOOL, WORK] * 40, times=6)) < 9 * quickest(talk(*[SCHOOL, WORK] * 10, times=6))


def monotone(said: str, times: int) -> list[Paragraph]:
    return joined([(None, Segment(0.0, times * 0.5, said * times))])


def quickest(text: list[Paragraph]) -> float:
    """Seconds of the processor, the best of several runs."""
    return min(repeat(lambda: suggested(text, length(text), closest=5), timer=time.process_time, number=1, repeat=4))
