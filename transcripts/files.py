"""Joins stored texts to the file formats: what the public may download, and what editors may."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from transcripts.engines.protocol import Segment
from transcripts.formats import html, plain, podcast_json, srt, webvtt
from transcripts.formats.cue import Cue
from transcripts.formats.cues import DEFAULT, NARROW, Rules, conversation
from transcripts.glossary import place_names
from transcripts.models import Transcript, Version
from transcripts.text.paragraphs import Paragraph
from transcripts.voices import public_names

Spoken = tuple[str, Paragraph]


@dataclass(frozen=True)
class Format:
    """How a text is written in one format: in cues that can be read in time, or in whole paragraphs (`rules` None)."""

    media_type: str
    write: Callable[[Iterable[Cue]], str]
    rules: Rules | None


FORMATS: Mapping[str, Format] = {
    "vtt": Format(webvtt.MEDIA_TYPE, webvtt.write, DEFAULT),
    "srt": Format(srt.MEDIA_TYPE, srt.write, NARROW),
    "json": Format(podcast_json.MEDIA_TYPE, podcast_json.write, DEFAULT),
    "html": Format(html.MEDIA_TYPE, html.write, None),
    "txt": Format(plain.MEDIA_TYPE, plain.write, None),
}
"""By suffix, the podcast apps' favourite first."""


def public_file(version: Version, suffix: str) -> tuple[str, str]:
    """Media type and text of a version in one format, with the names that may be shown now."""
    names = public_names(version)
    return FORMATS[suffix].media_type, _written(version.pk, version.made_at, tuple(names.items()), suffix)


@lru_cache(maxsize=64)
def _written(version: int, made_at: datetime, names: tuple[tuple[object, str], ...], suffix: str) -> str:
    """A version never changes and names are part of the key, so what was written once may be given again."""
    known = dict(names)
    paragraphs = Version.objects.get(pk=version).paragraphs()
    return _write([(known[each.speaker], each) for each in paragraphs], suffix)


def working_file(transcript: Transcript, suffix: str) -> tuple[str, str]:
    """Media type and text of the working text in one format, with the names that editors know."""
    names: dict[object, str] = {
        speaker.number: speaker.known_as for speaker in transcript.speakers.select_related("person")
    }
    spoken = [(names.get(each.speaker, ""), each) for each in transcript.paragraphs()]
    return FORMATS[suffix].media_type, _write(spoken, suffix)


def _write(spoken: Sequence[Spoken], suffix: str) -> str:
    chosen = FORMATS[suffix]
    if chosen.rules is None:
        return chosen.write(
            Cue(each.start, each.end, " ".join(word.text for word in each.words), name or None) for name, each in spoken
        )
    timed = ((name or None, Segment(each.start, each.end, "", each.words)) for name, each in spoken)
    return chosen.write(
        conversation(timed, rules=chosen.rules, names={*place_names(), *(name for name, _each in spoken if name)})
    )
