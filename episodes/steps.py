"""The steps on a recording's sound, as the job system calls them: pure functions first, then one short action."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from episodes import actions, mirroring, refusals, tagging
from episodes.audio import encode as encoding_sound
from episodes.audio import measure as measuring
from episodes.audio.ffmpeg import find_ffmpeg
from episodes.audio.files import hash_file
from episodes.audio.tags import tag_mp3, tag_opus
from episodes.models import AudioFile, Episode, Rendition
from episodes.storage import work_folder
from siniar.jobs.errors import GiveUp, TryLater
from siniar.jobs.progress import Progress
from siniar.object_store import Failed


def measure(subject: str, progress: Progress) -> None:
    """Decodes the master once and measures it."""
    audio = AudioFile.objects.get(pk=subject)
    with _tidy(audio), refusals.in_words():
        measured = measuring.measure(
            Path(audio.file.path),
            audio.recording,
            work_folder(audio.pk),
            ffmpeg=find_ffmpeg(settings.CONFIG.ffmpeg),
            progress=progress,
        )
    actions.keep_measured(audio, measured)


def encode(subject: str, progress: Progress) -> None:
    """Brings the sound to the target loudness and encodes both renditions and the waveform."""
    audio = AudioFile.objects.get(pk=subject)
    if audio.measured is None:
        raise TryLater(_("The measured values are missing."))
    with _tidy(audio), refusals.in_words():
        encoding = encoding_sound.encode(
            Path(audio.file.path),
            measuring.Measured.from_json(audio.measured),
            work_folder(audio.pk),
            ffmpeg=find_ffmpeg(settings.CONFIG.ffmpeg),
            progress=progress,
        )
    actions.keep_encoded(audio, encoding)


@contextmanager
def _tidy(audio: AudioFile) -> Iterator[None]:
    """Empties the work folder of a recording that is refused for good: it may hold gigabytes."""
    try:
        yield
    except GiveUp:
        shutil.rmtree(work_folder(audio.pk), ignore_errors=True)
        raise


def tag(subject: str, progress: Progress) -> None:
    """Writes the published episode's tags into both files; what has them already is left alone."""
    episode = Episode.objects.live().filter(audio_id=subject).first()
    if episode is None or episode.audio is None:
        return  # withdrawn meanwhile: nothing to tag
    tags, fingerprint = tagging.tags(episode), tagging.fingerprint(episode)
    # The main file last: without its tags the episode is not public.
    for rendition in episode.audio.renditions.exclude(tags_hash=fingerprint).order_by("kind"):
        tagged = work_folder(subject) / f"{rendition.kind}-{fingerprint[:16]}"
        write = tag_mp3 if rendition.kind == Rendition.Kind.MAIN else tag_opus
        with refusals.in_words():
            write(Path(rendition.file.path), tagged, tags, rendition.duration)
        if not _still_true(episode, fingerprint):
            tagged.unlink()
            return  # a newer publication has its own job
        rendition.tags_hash, rendition.tags_neutral = fingerprint, episode.discreet
        rendition.size = tagged.stat().st_size
        actions.replace_file(rendition, tagged, hash_file(tagged))
        progress(0.5)


def _still_true(episode: Episode, fingerprint: str) -> bool:
    """Whether what is about to be stored is still what the published episode says."""
    fresh = Episode.objects.live().filter(pk=episode.pk, audio=episode.audio).first()
    return fresh is not None and tagging.fingerprint(fresh) == fingerprint


def mirror(subject: str, progress: Progress) -> None:
    """Makes the object store equal to what is public; nothing to do without one."""
    store = mirroring.store()
    if store is None:
        return
    try:
        mirroring.mirror(store, progress)
    except Failed as error:
        if error.code:
            raise TryLater(_("The object store refuses: %(code)s.") % {"code": error.code}) from error
        raise TryLater(_("The object store gives no answer.")) from error
