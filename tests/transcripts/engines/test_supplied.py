"""Texts that lie beside recordings."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from transcripts.engines.protocol import MOST_PROBABLE, SAMPLE_RATE, EngineUnavailable, Options, Pcm, Segment
from transcripts.engines.supplied import Supplied, beside, keep
from transcripts.formats.errors import FormatError

VTT = """WEBVTT

00:01.000 --> 00:03.000
<v Dara>Halo semua di rumah.

00:05.000 --> 00:11.000
<v Nur>Selamat pagi, Dara.

00:12.000 --> 00:14.000
Sampai jumpa.
"""
SRT = "1\n00:00:01,000 --> 00:00:02,000\nHalo.\n"
JSON = '{"version": "1.0.0", "segments": [{"startTime": 1.0, "endTime": 2.0, "body": "Halo."}]}'


def seconds(length: float) -> Pcm:
    return np.zeros(int(length * SAMPLE_RATE), np.float32)


@pytest.fixture
def audio(tmp_path: Path) -> Path:
    """A recording as it is stored: without a suffix."""
    return tmp_path / "master"


def read(audio: Path, text: str = VTT, *, start: float = 0.0, length: float = 60.0) -> list[Segment]:
    return list(Supplied(keep(audio, text.encode())).transcribe(seconds(length), Options(), offset=start))


@pytest.mark.parametrize(("text", "name"), [(VTT, "master.vtt"), (SRT, "master.srt"), (JSON, "master.json")])
def test_a_text_is_kept_under_the_recordings_name_and_found_there(audio: Path, text: str, name: str) -> None:
    assert keep(audio, text.encode()) == beside(audio) == audio.with_name(name)


def test_a_text_that_an_editor_laid_beside_a_recording_is_found(tmp_path: Path) -> None:
    (tmp_path / "talk.srt").write_text(SRT)
    assert beside(tmp_path / "talk.mp3") == tmp_path / "talk.srt"


def test_plain_text_beside_a_recording_may_be_anything_and_is_not_looked_at(tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text("Notes")
    assert beside(tmp_path / "talk.mp3") is None


def test_a_recording_may_have_no_text(audio: Path) -> None:
    assert beside(audio) is None


def test_a_new_text_takes_the_place_of_another_whatever_its_format(audio: Path) -> None:
    keep(audio, VTT.encode())
    keep(audio, SRT.encode())
    assert beside(audio) == audio.with_suffix(".srt")


@pytest.mark.parametrize("text", ["", "no transcript", "WEBVTT\n\n00:02.000 --> 00:01.000\nHalo\n"])
def test_what_is_no_transcript_is_not_kept_and_the_old_one_stays(audio: Path, text: str) -> None:
    keep(audio, VTT.encode())
    with pytest.raises(FormatError):
        keep(audio, text.encode())
    assert audio.with_suffix(".vtt").read_text() == VTT


def test_a_text_in_another_format_is_kept_where_it_is_found_again(audio: Path) -> None:
    kept = keep(audio, b"00:01 Dara: Halo semua.\n00:05 Nur: Selamat pagi.\n")
    assert beside(audio) == kept
    assert [each.text for each in Supplied(kept).transcribe(seconds(60), Options())] == ["Halo semua.", "Selamat pagi."]


def test_a_text_of_a_longer_recording_is_not_kept(audio: Path) -> None:
    with pytest.raises(FormatError) as caught:
        keep(audio, VTT.encode(), length=6.0)
    assert (caught.value.code, caught.value.line) == (FormatError.BEYOND_LENGTH, 9)


def test_cues_become_segments(audio: Path) -> None:
    assert [(each.start, each.end, each.text) for each in read(audio)] == [
        (1.0, 3.0, "Halo semua di rumah."),
        (5.0, 11.0, "Selamat pagi, Dara."),
        (12.0, 14.0, "Sampai jumpa."),
    ]


def test_speakers_are_told(audio: Path) -> None:
    assert [each.speaker for each in read(audio)] == ["Dara", "Nur", ""]


def test_the_time_of_a_cue_is_spread_over_its_words(audio: Path) -> None:
    words = read(audio)[0].words
    assert [word.text for word in words] == ["Halo", "semua", "di", "rumah."]
    assert 1.0 == words[0].start < words[1].start < words[2].start < words[3].start < words[3].end == 3.0


def test_nobody_here_vouches_for_the_words(audio: Path) -> None:
    assert {word.probability for each in read(audio) for word in each.words} == {MOST_PROBABLE}


def test_a_text_that_people_made_is_not_doubted(audio: Path) -> None:
    assert not any(each.doubts for each in read(audio, "WEBVTT\n\n00:01.000 --> 00:40.000\nYa…\n"))


def test_a_stretch_gets_what_begins_in_it_on_its_own_clock(audio: Path) -> None:
    assert [(each.start, each.end) for each in read(audio, start=4.0, length=8.0)] == [(1.0, 7.0)]


def test_every_cue_is_in_exactly_one_of_two_neighbours(audio: Path) -> None:
    texts = [each.text for start in (0.0, 5.0, 12.0) for each in read(audio, start=start, length=7.0 if start else 5.0)]
    assert texts == ["Halo semua di rumah.", "Selamat pagi, Dara.", "Sampai jumpa."]


def test_another_text_has_another_fingerprint(audio: Path) -> None:
    first = Supplied(keep(audio, VTT.encode())).fingerprint(Options())
    assert Supplied(keep(audio, SRT.encode())).fingerprint(Options()) != first


def test_a_text_that_is_gone_is_missing(audio: Path) -> None:
    with pytest.raises(EngineUnavailable, match="text_missing"):
        Supplied(audio.with_suffix(".vtt")).fingerprint(Options())


def test_a_text_that_cannot_be_read_is_told_with_its_line(audio: Path) -> None:
    path = audio.with_suffix(".vtt")
    path.write_text("WEBVTT\n\n00:03.000 --> 00:02.000\nHalo\n")
    with pytest.raises(EngineUnavailable) as caught:
        list(Supplied(path).transcribe(seconds(9), Options()))
    assert (caught.value.code, caught.value.details["line"]) == (EngineUnavailable.TEXT_UNREADABLE, "3")
