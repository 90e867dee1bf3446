"""The steps on a recording's sound, as the job system calls them: pure functions first, then one short action."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from episodes import actions, refusals, tagging
from episodes.audio import encode as encoding_sound
from episodes.audio import measure as measuring
from episodes.audio.ffmpeg import find_ffmpeg
from episodes.audio.files import hash_file
from episodes.audio.tags import tag_mp3, tag_opus
from episodes.models import AudioFile, Episode, Rendition
from episodes.storage import work_folder
from siniar.jobs.errors import TryLater
from siniar.jobs.progress import Progress


def measure(subject: str, progress: Progress) -> None:
    """Decodes the master once and measures it."""
    audio = AudioFile.objects.get(pk=subject)
    with refusals.in_words():
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
    with refusals.in_words():
        encoding = encoding_sound.encode(
            Path(audio.file.path),
            measuring.Measured.from_json(audio.measured),
            work_folder(audio.pk),
            ffmpeg=find_ffmpeg(settings.CONFIG.ffmpeg),
            progress=progress,
        )
    actions.keep_encoded(audio, encoding)


def tag(subject: str, progress: Progress) -> None:
    """Writes the published episode's tags into both files; what has them already is left alone."""
    episode = Episode.objects.live().filter(audio_id=subject).first()
    if episode is None or episode.audio is None:
        return  # withdrawn meanwhile: nothing to tag
    tags, fingerprint = tagging.tags(episode), tagging.fingerprint(episode)
    # The main file last: it alone is asked whether the episode may be public, and answers for both.
    for rendition in episode.audio.renditions.exclude(tags_hash=fingerprint).order_by("kind"):
        tagged = work_folder(subject) / f"{rendition.kind}-{fingerprint[:16]}"
        write = tag_mp3 if rendition.kind == Rendition.Kind.MAIN else tag_opus
        with refusals.in_words():
            write(Path(rendition.file.path), tagged, tags, rendition.duration)
        rendition.tags_hash, rendition.tags_neutral = fingerprint, episode.discreet
        rendition.size = tagged.stat().st_size
        actions.replace_file(rendition, tagged, hash_file(tagged))
        progress(0.5)
