"""What becomes of stretches in which hotwords misled the engine."""

from __future__ import annotations

import pytest

from transcripts.engines.doubts import Doubt
from transcripts.engines.mixing import is_lost, mixed
from transcripts.engines.protocol import Segment


def said(start: float, end: float, text: str = "Kalimat biasa.", *doubts: Doubt) -> Segment:
    return Segment(start, end, text, doubts=doubts)


class Ear:
    """Hears what a test says, and remembers what it was asked for."""

    def __init__(self, *heard: Segment) -> None:
        self.heard, self.asked = list(heard), list[tuple[float, float]]()

    def __call__(self, since: float, until: float) -> list[Segment]:
        self.asked.append((since, until))
        return self.heard


LOOP = said(10, 40, "Sari, Sari, Sari", Doubt.COMPRESSED)


@pytest.mark.parametrize("doubt", [Doubt.COMPRESSED, Doubt.REPEATED, Doubt.ECHO])
def test_loops_and_recitals_are_lost(doubt: Doubt) -> None:
    assert is_lost(said(0, 1, "x", doubt))


@pytest.mark.parametrize("doubt", sorted(set(Doubt) - {Doubt.COMPRESSED, Doubt.REPEATED, Doubt.ECHO}))
def test_another_doubt_is_no_reason_to_hear_again(doubt: Doubt) -> None:
    assert not is_lost(said(0, 1, "x", doubt))


def test_where_nothing_is_lost_nothing_is_heard_again() -> None:
    ear, helped = Ear(), [said(0, 10), said(10, 20)]
    assert (mixed(helped, ear, start=0, end=60), ear.asked) == (helped, [])


def test_silence_is_not_heard_again() -> None:
    ear = Ear()
    assert (mixed([], ear, start=0, end=60), ear.asked) == ([], [])


def test_a_lost_stretch_is_heard_again_and_what_stands_beside_it_stays() -> None:
    before, after, again = said(0, 8), said(45, 60), said(11, 39, "Yang benar.")
    assert mixed([before, LOOP, after], Ear(again), start=0, end=60) == [before, again, after]


def test_a_stretch_reaches_from_neighbour_to_neighbour() -> None:
    ear = Ear()
    mixed([said(0, 8), LOOP, LOOP, said(45, 60)], ear, start=0, end=60)
    assert ear.asked == [(8, 45)]


def test_a_stretch_at_both_ends_reaches_to_the_borders_of_the_window() -> None:
    ear = Ear()
    mixed([LOOP], ear, start=240.0, end=480.0)
    assert ear.asked == [(240.0, 480.0)]


def test_two_stretches_are_heard_by_themselves() -> None:
    ear = Ear()
    mixed([LOOP, said(41, 42), LOOP], ear, start=0, end=60)
    assert ear.asked == [(0, 41), (42, 60)]


def test_what_is_lost_as_long_without_hotwords_stays_as_it_was() -> None:
    assert mixed([LOOP], Ear(said(5, 40, "ya ya", Doubt.COMPRESSED)), start=0, end=60) == [LOOP]


def test_what_is_lost_for_less_time_is_taken() -> None:
    again = [said(10, 30), said(30, 40, "ya ya", Doubt.REPEATED)]
    assert mixed([LOOP], Ear(*again), start=0, end=60) == again


def test_where_nothing_is_heard_without_hotwords_the_doubtful_text_stays_to_be_seen() -> None:
    assert mixed([LOOP], Ear(), start=0, end=60) == [LOOP]
