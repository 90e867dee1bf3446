"""How times stay with words that people change."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transcripts.engines.protocol import Word
from transcripts.text.alignment import carried, realigned, realigned_paragraphs
from transcripts.text.benchmark import by_difflib, late, misheard, spoken


def words(text: str, *, start: float = 10.0, each: float = 0.5, gap: float = 0.0) -> tuple[Word, ...]:
    """The words of `text`, one after another, all of them half a second long."""
    return tuple(
        Word(word, start + place * (each + gap), start + place * (each + gap) + each, 0.7)
        for place, word in enumerate(text.split())
    )


def times(made: tuple[Word, ...]) -> list[tuple[float, float]]:
    return [(word.start, word.end) for word in made]


def test_a_text_that_nobody_changed_keeps_its_very_words() -> None:
    heard = words("Selamat datang di Studio Siniar")
    assert realigned(heard, "Selamat datang di Studio Siniar") == heard


def test_words_that_are_the_same_keep_their_times() -> None:
    made = realigned(words("ibu itu melapor kemarin"), "ibu itu sudah pergi melapor kemarin")
    assert times(made)[-1] == (11.5, 12.0)
    assert times(made)[0] == (10.0, 10.5)


def test_case_and_signs_change_no_time() -> None:
    heard = words("selamat datang dara")
    assert times(realigned(heard, "Selamat datang, Dara!")) == times(heard)


def test_a_comma_that_a_person_adds_vouches_for_nothing() -> None:
    assert realigned(words("selamat datang"), "selamat, datang")[0].probability == 0.7


@pytest.mark.parametrize("spelt", ["Selamat", "selamet", "selamatan"])
def test_a_word_that_a_person_spells_anew_is_vouched_for(spelt: str) -> None:
    assert realigned(words("selamat datang"), f"{spelt} datang")[0].probability == 1.0


def test_a_misheard_word_gives_its_time_to_the_right_one() -> None:
    assert times(realigned(words("kantor kamyerti itu"), "kantor KDRT itu"))[1] == (10.5, 11.0)


def test_a_split_word_is_one_again() -> None:
    assert times(realigned(words("kami men dampingi ibu"), "kami mendampingi ibu"))[1] == (10.5, 11.5)


def test_two_words_share_by_letters_what_was_heard_as_one() -> None:
    made = realigned(words("kami rumahaman ibu", each=0.9), "kami rumah aman ibu")
    assert times(made)[1:3] == [(10.9, 11.4), (11.4, 11.8)]


def test_a_word_among_others_finds_the_one_that_it_resembles() -> None:
    made = realigned(words("lalu entah apa mendampingy ibu"), "lalu mendampingi ibu")
    assert made[1].start == 11.5


def test_a_missing_word_gets_the_hole_that_it_left() -> None:
    heard = (Word("ibu", 10.0, 10.4, 0.9), Word("melapor", 10.9, 11.5, 0.9))
    assert times(realigned(heard, "ibu sudah melapor"))[1] == (10.4, 10.9)


def test_a_missing_word_takes_back_what_its_neighbour_was_heard_too_long() -> None:
    heard = (*words("kami pergi", each=0.3), Word("ibu", 10.6, 11.4, 0.9), *words("melapor juga", start=11.4))
    made = realigned(heard, "kami pergi ibu sudah melapor juga")
    assert made[3].start == pytest.approx(10.9, abs=0.01)
    assert made[4].start == 11.4


def test_a_new_word_between_two_without_room_takes_a_little_of_both() -> None:
    made = realigned(words("ibu tadi"), "ibu sudah tadi")
    assert 10.3 < made[0].end == made[1].start < made[1].end == made[2].start < 10.7


def test_a_new_word_does_not_fill_a_long_pause() -> None:
    heard = (*words("ibu itu"), *words("lalu pergi", start=20.0))
    assert realigned(heard, "ibu itu sudah lalu pergi")[2].end < 12.0


def test_a_new_sentence_begins_after_the_pause() -> None:
    heard = (*words("ibu itu."), *words("lalu pergi", start=20.0))
    assert realigned(heard, "ibu itu. Dan lalu pergi")[2].start > 19.0


def test_words_before_the_first_and_after_the_last_stay_within_the_paragraph() -> None:
    made = realigned(words("ibu pergi"), "nah, ibu pergi sekarang juga", within=(9.0, 12.0))
    assert made[0].start >= 9.0
    assert made[-1].end <= 12.0
    assert times(made)[1:3] == [(10.0, 10.5), (10.5, 11.0)]


def test_a_text_that_is_all_new_is_spread_over_the_time_by_letters() -> None:
    assert times(realigned(words("xx yy"), "kota ba", within=(10.0, 11.0))) == [(10.0, 10.667), (10.667, 11.0)]


def test_a_text_without_any_word_has_none() -> None:
    assert realigned(words("ibu pergi"), " \n ") == ()


def test_a_text_without_words_before_needs_a_range() -> None:
    assert [word.text for word in realigned((), "satu dua", within=(3.0, 4.0))] == ["satu", "dua"]
    with pytest.raises(ValueError, match="neither"):
        realigned((), "satu dua")


def test_more_words_than_milliseconds_still_come_in_order() -> None:
    made = realigned((Word("ya", 1.0, 1.0, 0.9),), "ya " * 50)
    assert all(before.start < before.end <= after.start for before, after in pairwise(made))


@given(
    old=st.lists(st.sampled_from(["a", "ibu", "ibu.", "melapor", "DP3AP2", "–", "é"]), min_size=1, max_size=12),
    new=st.lists(st.sampled_from(["a", "ibu", "Ibu,", "lapor", "DP3AP2", "…", "pergi"]), max_size=12),
    steps=st.lists(st.integers(0, 900), min_size=24, max_size=24),
)
@settings(max_examples=60, deadline=None)
def test_whatever_is_changed_times_stay_in_order_and_within(old: list[str], new: list[str], steps: list[int]) -> None:
    moments = [sum(steps[: place + 1]) / 1000 for place in range(24)]
    heard = [Word(text, moments[2 * place], moments[2 * place + 1], 0.5) for place, text in enumerate(old)]
    made = realigned(heard, " ".join(new), within=(0.0, 30.0))
    assert [word.text for word in made] == new
    assert all(word.start < word.end for word in made)
    assert all(before.end <= after.start for before, after in pairwise(made))
    assert not made or (made[0].start >= 0.0 and made[-1].end <= 30.0)


def test_blank_lines_part_paragraphs() -> None:
    made = realigned_paragraphs(words("satu dua tiga empat"), "Satu dua\n \n\ntiga\nempat\n")
    assert [[word.text for word in part] for part in made] == [["Satu", "dua"], ["tiga", "empat"]]
    assert [part[0].start for part in made] == [10.0, 11.0]


def test_a_text_that_is_gone_leaves_no_paragraph() -> None:
    assert realigned_paragraphs(words("satu dua"), "\n\n \n") == []


def test_a_text_goes_over_to_another_recording_word_for_word() -> None:
    old = words("Ibu Siti melapor ke DP3AP2", start=3.0)
    new = words("halo ibu siti melapor ke tipetika", start=50.0)
    made, share = carried(old, new)
    assert [(word.text, word.start) for word in made] == [
        ("Ibu", 50.5), ("Siti", 51.0), ("melapor", 51.5), ("ke", 52.0), ("DP3AP2", 52.5),
    ]  # fmt: skip
    assert {word.probability for word in made} == {0.7}
    assert share == 0.8


def test_a_text_of_another_talk_shares_little() -> None:
    assert carried(words("ibu siti melapor"), words("cuaca hari ini cerah"))[1] == 0.0


def test_an_empty_text_goes_over_as_nothing() -> None:
    assert carried((), words("ada")) == ((), 0.0)


def test_starts_stay_within_a_tenth_of_a_second_of_the_truth() -> None:
    """99 of 100 words of 5,000, after every eighth place was misheard, merged, split, left out or added."""
    truth = spoken(5_000)
    heard, text = misheard(truth), " ".join(word.text for word in truth)
    error = late([word.start for word in realigned(heard, text)], truth)
    assert error <= 100
    assert error < late(by_difflib(heard, text), truth) / 3
