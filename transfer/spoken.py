"""Transcripts that a feed names: found, read, and laid beside the recording. They are public only once a person has
approved them.
"""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext as _

from episodes.models import Episode
from siniar.jobs.models import Job
from siniar.models import User
from transcripts import actions as transcript_actions
from transcripts.engines import supplied
from transcripts.formats.errors import FormatError
from transcripts.formats.reading import MOST_BYTES, read
from transcripts.models import Transcript
from transcripts.refusals import sentence
from transfer import refusals
from transfer.fetching import Documents
from transfer.refused import Refused
from transfer.values import Item

MOST_TRIED = 8  # transcripts of one item


def find(told: Item, length: float, documents: Documents, remarks: list[str]) -> bytes:
    """The first transcript of an item that can be read, for a recording of `length` seconds; b"" if there is none.

    Why one was not taken is added to `remarks`, if no other one was.
    """
    reasons = []
    for text in told.texts[:MOST_TRIED]:
        try:
            data = documents.fetch(text.address, most=MOST_BYTES)
            read(data, length=length)
        except Refused as error:
            reasons.append(refusals.sentence(error))
        except FormatError as error:
            reasons.append(sentence(error))
        else:
            return data
    remarks += [_("A transcript is not taken: %(reason)s") % {"reason": reason} for reason in reasons]
    return b""


def keep(episode: Episode, data: bytes, by: User | None) -> str:
    """Makes it the recording's text, and says so. Doing it again changes nothing."""
    audio = episode.audio
    assert audio is not None  # noqa: S101 - it was begun with one
    path = Path(audio.file.path)
    text = Transcript.objects.filter(audio_file=audio).first()
    if supplied.beside(path) is None and (text is None or text.untouched):
        if Job.objects.of(audio.pk).filter(step="transcribe", state=Job.State.WAITING).exists():
            supplied.keep(path, data, length=audio.duration)
        else:  # the machine has begun to listen, or has done so: the import was interrupted here
            transcript_actions.supply(audio, episode.language, read(data, length=audio.duration), by=by)
    return _("Its transcript came with it. Nobody sees it until it has been read and approved.")
