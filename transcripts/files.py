"""Joins stored texts to the file formats: what the public may download, and what editors may."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.urls import reverse
from django.utils.translation import gettext, override

from siniar import documents
from siniar.addresses import absolute
from transcripts.engines.protocol import Segment
from transcripts.formats import html, plain, podcast_json, srt, webvtt
from transcripts.formats.cue import Cue
from transcripts.formats.cues import DEFAULT, NARROW, Rules, conversation
from transcripts.glossary import place_names
from transcripts.models import Transcript, Version
from transcripts.text.paragraphs import Paragraph
from transcripts.voices import public_names

#: To be raised when a format is written otherwise than before: clients must not keep what an older writer wrote.
REVISION = 2

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


@dataclass(frozen=True)
class PublicFile:
    """A version in one format, with the names that may be shown now; written only when it is needed."""

    version: int
    made_at: datetime
    names: tuple[tuple[object, str], ...]
    suffix: str

    @classmethod
    def of(cls, version: Version, suffix: str) -> PublicFile:
        return cls(version.pk, version.made_at, tuple(public_names(version).items()), suffix)

    @property
    def media_type(self) -> str:
        return FORMATS[self.suffix].media_type

    @property
    def etag(self) -> str:
        """Changes with everything that decides what is written: a version itself never changes."""
        parts = (REVISION, self.version, self.made_at.isoformat(), self.names, self.suffix)
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]

    def write(self, packed: bool) -> bytes:
        """The text, or the text gzipped; what was written once is given again."""
        return _packed(self) if packed else _written(self)


def public_file(version: Version, suffix: str) -> tuple[str, str]:
    """Media type and text of a version in one format."""
    file = PublicFile.of(version, suffix)
    return file.media_type, file.write(packed=False).decode()


@lru_cache(maxsize=64)
def _written(file: PublicFile) -> bytes:
    known = dict(file.names)
    version = Version.objects.select_related("transcript").get(pk=file.version)
    written = _write([(known[each.speaker], each) for each in version.paragraphs()], file.suffix)
    return _with_help(written, file.suffix, version.transcript.language).encode()


def _with_help(written: str, suffix: str, language: str) -> str:
    """The way to help, in what is read as a page or as a text of captions; by the address that tells nothing. No format
    takes it for something that was said.
    """
    with override(language):
        words, address = gettext("Useful numbers"), absolute(reverse("help-short"))
    if suffix == "html":
        return written.replace("</body>", f'<footer><a href="{address}">{words}</a></footer>\n</body>')
    return f"{written}\nNOTE {words}: {address}\n" if suffix == "vtt" else written


@lru_cache(maxsize=64)
def _packed(file: PublicFile) -> bytes:
    return documents.pack(_written(file))


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
