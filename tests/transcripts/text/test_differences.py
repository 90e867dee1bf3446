"""How two versions of a text are compared for people."""

from __future__ import annotations

from collections.abc import Sequence

from transcripts.engines.protocol import Word
from transcripts.text.benchmark import misheard, spoken
from transcripts.text.differences import Passage, Piece, differences
from transcripts.text.paragraphs import Paragraph


def version(*texts: str, speakers: Sequence[int | None] = ()) -> list[Paragraph]:
    """A paragraph of ten seconds for each of `texts`."""
    return [
        Paragraph(
            number * 10.0,
            number * 10.0 + 9,
            speakers[number] if speakers else None,
            tuple(Word(word, number * 10.0, number * 10.0 + 1, 0.9) for word in text.split()),
        )
        for number, text in enumerate(texts)
    ]


def shown(passage: Passage) -> str:
    """The pieces as one line: [-gone-], {+new+}, …7… for seven words that are folded."""
    signs = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
    return " ".join(
        f"…{piece.words}…" if piece.change == "folded" else signs[piece.change].format(piece.text)
        for piece in passage.pieces
    )


def compared(old: list[Paragraph], new: list[Paragraph]) -> list[tuple[float, str]]:
    return [(passage.start, shown(passage)) for passage in differences(old, new)]


def test_versions_that_are_the_same_have_no_differences() -> None:
    assert differences(version("halo semua", "apa kabar"), version("halo semua", "apa kabar")) == []


def test_what_is_gone_stands_before_what_is_new() -> None:
    old, new = version("kasus kamyerti itu berat"), version("kasus KDRT itu berat")
    assert compared(old, new) == [(0.0, "kasus [-kamyerti-] {+KDRT+} itu berat")]


def test_case_and_signs_are_differences_too() -> None:
    assert compared(version("halo dara"), version("Halo, dara")) == [(0.0, "[-halo-] {+Halo,+} dara")]


def test_only_paragraphs_with_a_change_are_shown() -> None:
    assert compared(version("satu dua", "tiga empat"), version("satu dua", "tiga lima"))[0][0] == 10.0


def test_long_stretches_that_are_the_same_are_folded() -> None:
    words = " ".join(f"kata{n}" for n in range(40))
    made = differences(version(f"{words} salah {words}"), version(f"{words} benar {words}"))[0].pieces
    assert [(piece.change.value, piece.words) for piece in made] == [
        ("folded", 34), ("same", 6), ("gone", 1), ("new", 1), ("same", 6), ("folded", 34),
    ]  # fmt: skip
    assert made[1] == Piece(made[1].change, "kata34 kata35 kata36 kata37 kata38 kata39", 6)


def test_a_paragraph_that_is_gone_is_shown_where_it_was() -> None:
    old, new = version("satu dua", "tiga empat", "lima enam"), version("satu dua", "lima enam")
    assert compared(old, new) == [(10.0, "[-tiga empat-]")]


def test_a_paragraph_that_is_new_is_shown_whole() -> None:
    assert compared(version("satu dua"), version("satu dua", "tiga empat")) == [(10.0, "{+tiga empat+}")]


def test_the_end_of_a_paragraph_is_missed_in_that_paragraph() -> None:
    old, new = version("satu dua tiga", "empat lima"), version("satu dua", "empat lima")
    assert compared(old, new) == [(0.0, "satu dua [-tiga-]")]


def test_the_beginning_of_a_paragraph_is_missed_in_that_paragraph() -> None:
    old, new = version("satu dua", "eh tiga empat"), version("satu dua", "tiga empat")
    assert compared(old, new) == [(10.0, "[-eh-] tiga empat")]


def test_parting_a_paragraph_is_no_difference() -> None:
    assert differences(version("satu dua tiga empat"), version("satu dua", "tiga empat")) == []


def test_another_speaker_is_a_difference() -> None:
    old, new = version("satu dua", "tiga", speakers=(1, 1)), version("satu dua", "tiga", speakers=(1, 2))
    assert [(passage.start, passage.speaker_before, passage.speaker) for passage in differences(old, new)] == [
        (10.0, 1, 2)
    ]


def test_a_text_that_is_gone_altogether_is_shown_as_it_was() -> None:
    assert compared(version("satu", "dua"), []) == [(0.0, "[-satu-]"), (10.0, "[-dua-]")]


def test_only_what_has_changed_in_a_long_text_is_shown_as_new() -> None:
    truth = spoken(3_000)
    heard = misheard(truth, share=0.05)
    old = [Paragraph(0, 1, None, tuple(heard[first : first + 60])) for first in range(0, len(heard), 60)]
    new = [Paragraph(0, 1, None, tuple(truth[first : first + 60])) for first in range(0, len(truth), 60)]
    told = [piece for passage in differences(old, new) for piece in passage.pieces if piece.change == "new"]
    assert 0 < sum(piece.words for piece in told) < 300
