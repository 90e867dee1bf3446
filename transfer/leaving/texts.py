"""The texts of an episode as files: what the public may read, word by word and in all formats, and the working text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import F

from episodes.models import Episode
from transcripts import files
from transcripts.models import Transcript, Version
from transcripts.models.stored import words_to_json
from transcripts.visibility import public_version
from transcripts.voices import public_names
from transfer.leaving.describing import VERSION

Names = tuple[tuple[object, str], ...]  # what voices are called, by number

WORKING_FORMATS = ("vtt",)  # for people; the JSON beside it is complete


def approved(episode: Episode, *, everything: bool) -> Version | None:
    """The approved text that may be taken along: only with everything also that of an episode that is not public."""
    if not everything:
        return public_version(episode)
    versions = Version.objects.filter(transcript__audio_file=episode.audio_id, transcript__approved__pk=F("pk"))
    return versions.select_related("transcript").first() if episode.audio_id else None


def formats(version: Version, names: Names) -> Iterator[tuple[str, bytes]]:
    """Suffix and content of each file that the public may download."""
    for suffix in files.FORMATS:
        yield suffix, files.PublicFile(version.pk, version.made_at, names, suffix).write(packed=False)


def called(version: Version) -> Names:
    """What the public may call the voices of a text, asked once for all its files."""
    return tuple(public_names(version).items())


def words(version: Version, names: Names) -> dict[str, Any]:
    """An approved text with the time of every word, seconds."""
    speakers = dict(names)
    return {
        "format": "siniar-words",
        "version": VERSION,
        "language": version.transcript.language,
        "approved": version.made_at.isoformat(),
        "paragraphs": [
            {
                "start": row["start"],
                "end": row["end"],
                "speaker": speakers[row["speaker"]],
                "words": [word[:3] for word in row["words"]],
            }
            for row in version.content
        ],
    }


def transcript(episode: Episode) -> Transcript | None:
    """The text that editors work on, of the recording that the episode has now."""
    return Transcript.objects.filter(audio_file=episode.audio_id).first() if episode.audio_id else None


def working(of: Transcript) -> dict[str, Any]:
    """The working text: words with times and probability, the machine's doubts, and whose voices editors know."""
    speakers = of.speakers.select_related("person")
    return {
        "format": "siniar-working-text",
        "version": VERSION,
        "language": of.language,
        "state": of.state,
        "engine": of.engine,
        "changed": of.changed_at.isoformat() if of.changed_at else None,
        "speakers": [
            {"number": each.number, "person": each.person.name if each.person else None, "note": each.note}
            for each in speakers
        ],
        "paragraphs": [
            {
                "start": each.start,
                "end": each.end,
                "speaker": each.speaker,
                "words": words_to_json(each.words),
                "doubts": [list(doubt) for doubt in each.doubts],
            }
            for each in of.paragraphs()
        ],
    }


def working_files(of: Transcript) -> Iterator[tuple[str, bytes]]:
    """Suffix and content of the working text for people."""
    for suffix in WORKING_FORMATS:
        yield suffix, files.working_file(of, suffix)[1].encode()
