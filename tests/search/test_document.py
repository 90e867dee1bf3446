"""What is stored of an episode: nothing that is withheld, and the same keys each time."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from search import compounds, document, words
from search.document import Passage, Turn
from tests.search.making import FIRST, a_document, passages
from transcripts import reading


def said(text: str, start: float = 0.0) -> list[list[object]]:
    """Words one second apart, each half a second long."""
    return [[word, start + place, start + place + 0.5] for place, word in enumerate(text.split())]


def made(*turns: Turn, withheld: tuple[tuple[float, float], ...] = ()) -> list[Passage]:
    return list(document.passages(turns, reading.lines, withheld))


def test_a_passage_is_a_line_as_it_is_read_along() -> None:
    long = "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas. Lalu yang kedua."
    first, second = made(Turn("Sari", said(long)))
    assert (first.text, first.start, first.end) == (" ".join(long.split()[:11]), 0.0, 10.5)
    assert (second.text, second.start, second.end, second.speaker) == ("Lalu yang kedua.", 11.0, 13.5, "Sari")
    assert (first.number, second.number) == (1, 2)


def test_words_within_a_withheld_range_are_in_no_passage() -> None:
    found = made(Turn("", said("nama saya Siti Aminah dari Jambi")), withheld=((2.0, 3.6),))
    assert [passage.text for passage in found] == ["nama saya", "dari Jambi"]


def test_a_word_that_only_reaches_into_a_withheld_range_is_withheld_as_well() -> None:
    assert [each.text for each in made(Turn("", said("satu dua tiga")), withheld=((1.4, 1.45),))] == ["satu", "tiga"]


def test_nothing_is_known_across_a_withheld_range() -> None:
    found = made(Turn("", said("nama saya Siti dari Jambi")), withheld=((2.0, 2.6),))
    rows = list(document.rows(a_document(), found))
    assert [row.bridge for row in rows] == [(), (), ()]


@given(st.lists(st.tuples(st.floats(0, 40), st.floats(0, 40)), max_size=4))
def test_no_withheld_word_is_ever_stored(ranges: list[tuple[float, float]]) -> None:
    withheld = tuple((min(each), max(each)) for each in ranges)
    text = " ".join(f"k{number}" for number in range(40))
    found = {word for passage in made(Turn("", said(text)), withheld=withheld) for word in passage.text.split()}
    for word, start, end in said(text):
        hidden = any(start < until and end > since for since, until in withheld)  # type: ignore[operator]
        assert (word in found) is not hidden


def test_a_row_knows_the_beginning_of_the_next() -> None:
    rows = list(document.rows(a_document(about="Judul"), passages("itu bukan salah", "korban ya")))
    assert rows[0].surfaces == ("judul",)
    said = "itu bukan salah korban ya"
    assert rows[1].bridge == (
        *words.stems(said),
        *compounds.looked_for(("salah", "korban")),
        *map(words.written, said.split()),
    )
    assert rows[2].bridge == ()


def test_keys_sort_by_publication_then_as_it_is_said() -> None:
    old, new = a_document(9, published=FIRST), a_document(1, published=FIRST + timedelta(days=1))
    keys = [document.key(each.place, number) for each in (old, new) for number in (0, 1, 65_535)]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)
    assert max(keys) < 2**63


def test_a_fingerprint_tells_each_part() -> None:
    assert document.fingerprint("a", 1) == document.fingerprint("a", 1) != document.fingerprint("a", 2)


def test_what_is_made_depends_on_the_modules_that_make_it() -> None:
    folder = Path(document.__file__).parent
    for name in ("document.py", "gathering.py", "words.py", "compounds.py", "../transcripts/data/glossary.json"):
        assert any(folder / name in folder.glob(pattern) for pattern in document.MAKERS)
