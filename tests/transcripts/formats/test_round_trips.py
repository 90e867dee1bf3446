"""What we write we read back, and others read it as we meant it."""

from __future__ import annotations

import re
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from transcripts.engines.protocol import Segment, Word
from transcripts.formats import html, names, plain, podcast_json, signs, srt, webvtt
from transcripts.formats.cue import Cue
from transcripts.formats.cues import NARROW, conversation
from transcripts.formats.reading import FORMATS, read

NAMES = [None, "Rini", "Ibu Sri Wahyuni", "dr. Sari, Sp.A.", "Penutur 2", "Siti binti Abdullah", "王芳"]
EVIL = [
    "-->",
    "<b>",
    "&amp;",
    "{\\an8}",
    "\n\n",
    "\r",
    "2024",
    "Rini: ",
    ">> ",
    "[00:01] ",
    "00:00:01,000 --> 00:00:02,000",
    "\u2028",
    "<v A>",
]

texts = some.lists(some.text(max_size=12) | some.sampled_from(EVIL), min_size=1, max_size=5).map("".join)
OBEYED = re.compile(r"<|\{|-->")
milliseconds = some.integers(0, 20_000)


@some.composite
def transcripts(draw: some.DrawFn) -> list[Cue]:
    """Cues that follow each other, tidy, by people with names; times in whole milliseconds."""
    cues, at = [], 0
    for text in draw(some.lists(texts, max_size=8)):
        start = at + draw(milliseconds)
        at = start + 1 + draw(milliseconds)
        if tidy := signs.tidy(text):
            cues.append(Cue(start / 1000, at / 1000, tidy, draw(some.sampled_from(NAMES))))
    return cues


def words(cues: list[Cue]) -> list[tuple[str | None, list[str]]]:
    return [(cue.speaker, cue.text.split()) for cue in cues]


@settings(deadline=None)
@given(transcripts())
def test_webvtt_reads_back_as_it_was(cues: list[Cue]) -> None:
    assert webvtt.parse(webvtt.write(cues)) == cues


@settings(deadline=None)
@given(transcripts())
def test_json_reads_back_as_it_was(cues: list[Cue]) -> None:
    assert podcast_json.parse(podcast_json.write(cues)) == cues


@settings(deadline=None)
@given(transcripts())
def test_srt_reads_back_times_speakers_and_texts_but_for_what_players_would_obey(cues: list[Cue]) -> None:
    found = srt.parse(srt.write(cues))
    assert [(cue.start, cue.end, cue.speaker) for cue in found] == [(cue.start, cue.end, cue.speaker) for cue in cues]
    for before, after in zip(cues, found, strict=True):
        if not OBEYED.search(before.text):
            assert after.text.split() == before.text.split()
    assert srt.write(found) == srt.write(cues)


@settings(deadline=None)
@given(transcripts())
def test_html_reads_back_starts_speakers_and_words(cues: list[Cue]) -> None:
    found = html.parse(html.write(cues))
    assert words(found) == words(cues)
    assert [cue.start for cue in found] == [cue.start for cue in cues]
    assert [cue.end for cue in found[:-1]] == [cue.start for cue in cues[1:]]


@settings(deadline=None)
@given(transcripts())
def test_plain_text_reads_back_seconds_speakers_and_words(cues: list[Cue]) -> None:
    found = plain.parse(plain.write(cues))
    assert words(found) == words(cues)
    assert [cue.start for cue in found] == [int(cue.start) for cue in cues]


anything = some.builds(
    lambda start, length, text, speaker: Cue(start, start + length, text, speaker),
    some.floats(0, 1e6),
    some.floats(0, 1e3),
    texts | some.text(),
    some.none() | some.text(max_size=20) | some.sampled_from(EVIL),
)


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_whatever_cues_are_written_the_file_is_known_and_read(form: ModuleType) -> None:
    @settings(deadline=None, max_examples=60)
    @given(some.lists(anything, max_size=6))
    def written(cues: list[Cue]) -> None:
        file = form.write(cues)
        found = form.parse(file)
        assert len(found) == sum(bool(signs.tidy(cue.text)) for cue in cues)
        if found:
            assert read(file.encode("utf-8")) == found

    written()


@pytest.mark.parametrize("name", NAMES[1:])
def test_the_names_of_these_tests_are_names(name: str) -> None:
    assert names.is_name(name)


SPOKEN = (
    "Nama saya Sri Wahyuni dari UPTD PPA. Catatan: simpan nomor 0811 7451 129 ya, <3 & jangan takut --> kami ada. "
    "Pada tahun 2024 ada 12 kasus {contoh} yang dilaporkan kepada kami karena tetangga berani menelepon."
)


def talk() -> list[tuple[str | None, Segment]]:
    """Two people and somebody unknown in turn, fourteen characters a second."""
    turns: list[tuple[str | None, Segment]] = []
    at = 0.0
    for speaker in ("Ibu Rini", "Penutur 2", None, "Ibu Rini"):
        said = []
        for word in SPOKEN.split():
            said.append(Word(word, at, at + len(word) / 14, 0.9))
            at += (len(word) + 1) / 14
        turns.append((speaker, Segment(said[0].start, at, SPOKEN, tuple(said))))
        at += 1
    return turns


@pytest.fixture
def cues() -> list[Cue]:
    return conversation(talk(), names=["Sri Wahyuni", "UPTD PPA"], rules=NARROW)


def test_another_reader_of_webvtt_reads_the_same(cues: list[Cue]) -> None:
    other = pytest.importorskip("webvtt", reason="webvtt-py is not installed")
    found = [
        (caption.start_in_seconds, caption.voice, signs.unescaped(caption.text))
        for caption in other.from_string(webvtt.write(cues))
    ]
    assert found == [(int(cue.start), cue.speaker, cue.text) for cue in cues]


def test_another_reader_of_srt_reads_the_same(cues: list[Cue]) -> None:
    other = pytest.importorskip("pysubs2", reason="pysubs2 is not installed")
    file = srt.write(cues)
    found = [(line.start, line.end, line.text.replace("\\N", "\n")) for line in other.SSAFile.from_string(file, "srt")]
    below_times = [block.split("\n", 2)[2].rstrip("\n") for block in file.split("\n\n")]
    assert [(start, end) for start, end, _ in found] == [
        (round(cue.start * 1000), round(cue.end * 1000)) for cue in cues
    ]
    assert [text for *_, text in found] == below_times
