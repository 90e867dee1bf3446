"""How segments become paragraphs and cues."""

from __future__ import annotations

import pytest

from tests import factories
from transcripts import actions
from transcripts.models import Segment
from transcripts.subtitles import webvtt
from transcripts.turns import LONGEST, turns


def segment(start: float, text: str, speaker: str = "") -> Segment:
    return Segment(start=start, end=start + 2, text=text, speaker=speaker)


def test_what_one_person_says_in_a_row_is_one_turn() -> None:
    made = turns([segment(0, "Satu.", "Dara"), segment(2, "Dua.", "Dara"), segment(4, "Tiga.", "Nur")])
    assert [(turn.speaker, turn.text) for turn in made] == [("Dara", "Satu. Dua."), ("Nur", "Tiga.")]


def test_a_long_speech_is_broken_into_paragraphs() -> None:
    made = turns([segment(0, "Awal."), segment(LONGEST, "Lanjut.")])
    assert [turn.start for turn in made] == [0, LONGEST]


def test_no_segments_are_no_turns() -> None:
    assert turns([]) == ()


@pytest.mark.django_db
def test_each_cue_names_its_speaker() -> None:
    rows = [
        {"start": 0.0, "end": 2.0, "speaker": "Dara", "text": "Halo & selamat datang."},
        {"start": 2.5, "end": 4.0, "speaker": "", "text": "Tanpa nama."},
    ]
    text = webvtt(actions.write(factories.audio(), "id", rows))
    assert "<v Dara>Halo &amp; selamat datang." in text
    assert "\nTanpa nama." in text
