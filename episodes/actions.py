"""Every write that a person or a worker can cause to episodes and their sound, as plain verbs."""

from __future__ import annotations

import logging
import shutil
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from episodes import changes, tagging
from episodes.audio.encode import Encoded, Encoding
from episodes.audio.files import sync, sync_folder
from episodes.audio.inspect import Recording
from episodes.audio.measure import Measured
from episodes.models import AgeRating, AudioFile, Episode, EpisodeWarning, Rendition, Show, Topic
from episodes.publishing import hindrances
from episodes.storage import master_path, masters, renditions, waveform_path, work_folder
from siniar import texts
from siniar.jobs import pipeline, runner
from siniar.models import User

logger = logging.getLogger(__name__)


class AlreadyReceived(Exception):
    """This very recording was uploaded before; `earlier` is it."""

    def __init__(self, earlier: AudioFile) -> None:
        super().__init__(str(earlier))
        self.earlier = earlier


class NotPublishable(Exception):
    """The episode may not go public as it stands; `hindrances` are sentences for editors."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("\n".join(reasons))
        self.hindrances = list(reasons)


def begin(
    show: Show,
    title: str,
    path: Path,
    recording: Recording,
    name: str,
    *,
    topics: Sequence[Topic] = (),
    author: User | None = None,
    again: bool = False,
    details: Mapping[str, Any] | None = None,
) -> Episode:
    """Keeps an inspected recording and adds the draft of its episode: both or neither. Raises AlreadyReceived.

    `details` are values for its other fields, as for `draft`.
    """
    with _kept(path, recording, name, again=again) as audio, transaction.atomic():
        _register(audio, author, again=again)
        return draft(show, title, audio, topics=topics, author=author, details=details)


def receive(
    path: Path, recording: Recording, name: str, *, uploader: User | None = None, again: bool = False
) -> AudioFile:
    """Keeps an inspected recording as a new AudioFile and starts its steps: file, row and jobs, or nothing.

    Raises AlreadyReceived if the same bytes are there already, unless `again`.
    """
    with _kept(path, recording, name, again=again) as audio, transaction.atomic():
        _register(audio, uploader, again=again)
    return audio


@contextmanager
def _kept(path: Path, recording: Recording, name: str, *, again: bool) -> Iterator[AudioFile]:
    """A copy of the file in its place, with a row that is not saved yet; without the copy if what follows fails.

    Copying may take long and therefore stays outside of every transaction.
    """
    _refuse_duplicate(recording.sha256, again=again)
    audio = AudioFile(
        original_name=texts.on_one_line(name)[:255],
        sha256=recording.sha256,
        size=recording.size,
        duration=recording.duration,
        inspected=recording.as_json(),
        cautions=list(recording.cautions),
    )
    try:
        with path.open("rb") as file:
            audio.file.save("master", File(file), save=False)
        sync(Path(audio.file.path))
        sync_folder(Path(audio.file.path).parent)
        yield audio
    except BaseException:
        masters().delete(master_path(audio, name))  # also what a full disk left half-written, which has no name yet
        with suppress(OSError):
            Path(masters().path(master_path(audio, name))).parent.rmdir()
        raise


def _register(audio: AudioFile, uploader: User | None, *, again: bool) -> None:
    """Saves the row with its jobs; the second of two uploads at once is told here."""
    _refuse_duplicate(audio.sha256, again=again)
    audio.uploaded_by = uploader
    audio.save(force_insert=True)
    runner.start(pipeline.RECORDING_RECEIVED, audio.pk, audio.sha256)


def _refuse_duplicate(sha256: str, *, again: bool) -> None:
    earlier = AudioFile.objects.filter(sha256=sha256).first()
    if earlier and not again:
        raise AlreadyReceived(earlier)


def draft(
    show: Show,
    title: str,
    audio: AudioFile | None = None,
    *,
    topics: Sequence[Topic] = (),
    author: User | None = None,
    guid: uuid.UUID | None = None,
    details: Mapping[str, Any] | None = None,
) -> Episode:
    """Adds an unpublished episode to a show, with the next number, and the warnings and age that its topics suggest.

    `details` are values for its other fields, chapters and such included; they come before what is said here.
    """
    told = {"guid": guid or uuid.uuid4(), "language": show.locale.language_code, **(details or {})}
    episode = Episode(title=texts.on_one_line(title)[:255], audio=audio, live=False, owner=author, **told)
    with transaction.atomic():
        if "number" not in told:
            highest = Episode.objects.child_of(show).aggregate(highest=Max("number"))["highest"] or 0
            episode.number = highest + 1
        show.add_child(instance=episode)
        if audio:
            AudioFile.objects.filter(pk=audio.pk).update(uploaded_for=episode)
        classify(episode, topics)
        episode.save_revision(user=author)
    return episode


def classify(episode: Episode, topics: Sequence[Topic]) -> None:
    """Sets the topics, and what follows from them where nothing is said yet: warnings (discussed) and the highest
    age.
    """
    episode.topics.set(topics)
    if topics and not episode.warnings.all():
        warnings = {warning.pk: warning for topic in topics for warning in topic.default_warnings.all()}
        episode.warnings.set([EpisodeWarning(warning=warning) for warning in warnings.values()])
    if topics and episode.age_rating is None:
        needed = [topic.default_age_rating for topic in topics]
        for row in episode.warnings.all():
            needed += AgeRating.objects.filter(code__in=row.warning.min_ratings[row.level : row.level + 1])
        episode.age_rating = max(needed, key=lambda rating: rating.order)
    episode.save()


def replace_recording(episode: Episode, audio: AudioFile, *, user: User | None = None) -> None:
    """Gives an episode another recording, as a draft: the public keeps hearing the old one until it is published."""
    with transaction.atomic():
        AudioFile.objects.filter(pk=audio.pk).update(uploaded_for=episode)
        latest = episode.get_latest_revision_as_object()
        latest.audio = audio
        latest.save_revision(user=user)
        if not episode.live:
            Episode.objects.filter(pk=episode.pk).update(audio=audio)


def publish(episode: Episode, *, user: User | None = None) -> None:
    """Publishes the latest version of an episode; raises NotPublishable if something stands against it.

    It is public as soon as its sound is ready; see episodes.visibility.
    """
    latest = episode.get_latest_revision_as_object()
    reasons = hindrances(latest)
    if reasons:
        raise NotPublishable(reasons)
    try:
        latest.full_clean()
    except ValidationError as error:
        raise NotPublishable(error.messages) from error
    latest.save_revision(user=user).publish(user=user)


def withdraw(episode: Episode, *, user: User | None = None) -> None:
    """Takes an episode back: page, sound and feed entry are gone when this returns."""
    episode.unpublish(user=user)


def published(episode: Episode) -> None:
    """Starts what follows a publication. Called by the signal, in its transaction.

    A topic that became sensitive needs no care here: until the files are neutral, the episode is not public.
    """
    if episode.audio is None:
        return
    fingerprint = tagging.fingerprint(episode)
    # A step that ran while the episode was withdrawn or waited for its hour has written nothing, and counts as done.
    unwritten = episode.audio.renditions.exclude(tags_hash=fingerprint).exists()
    runner.start(pipeline.EPISODE_PUBLISHED, episode.audio.pk, fingerprint, again=unwritten)


def retag(episodes: Iterable[Episode], *, hide: bool = False) -> None:
    """Starts new tags for those live episodes whose files say something that is no longer true.

    With `hide` the files that say it are not public from now on until they are written anew.
    """
    for episode in episodes:
        if hide and episode.audio:
            fingerprint = tagging.fingerprint(episode)
            episode.audio.renditions.exclude(tags_hash=fingerprint).update(tags_hash="")
        published(episode)


def recordings_of(episode: Episode) -> list[uuid.UUID]:
    """The recordings that an episode has, or that were uploaded for it."""
    mine = Q(episodes=episode) | Q(uploaded_for=episode)
    return list(AudioFile.objects.filter(mine).values_list("pk", flat=True).distinct())


def forget(recordings: Sequence[uuid.UUID]) -> None:
    """Forgets recordings that no episode has any more: rows now, in the transaction of the deletion, files after it.

    Deleting is how somebody's voice is really taken back; to take it only from the public there is `withdraw`. Files
    that a kill leaves behind have no row then, and go with `storage.remove_leftovers`.
    """
    for audio in AudioFile.objects.filter(pk__in=recordings, episodes=None):
        folders = [
            Path(root) / str(audio.pk) for root in (settings.MASTERS_DIR, settings.RENDITIONS_DIR, settings.WORK_DIR)
        ]
        runner.forget(audio.pk)
        audio.delete()
        transaction.on_commit(partial(_remove, folders))


def _remove(folders: Sequence[Path]) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def keep_measured(audio: AudioFile, measured: Measured) -> None:
    """Stores what the measuring found."""
    AudioFile.objects.filter(pk=audio.pk).update(
        measured=measured.as_json(),
        duration=measured.decoded_seconds,
        cautions=_joined(audio.cautions, measured.cautions),
        state=AudioFile.State.MEASURED,
    )


def keep_encoded(audio: AudioFile, encoding: Encoding) -> None:
    """Puts the encoded files in their places and stores them; a live episode's files are tagged anew."""
    for encoded in encoding.renditions:
        _keep_rendition(audio, encoded)
    if encoding.waveform:
        keep_waveform(audio, encoding.waveform)
    with transaction.atomic():
        AudioFile.objects.filter(pk=audio.pk).update(
            peaks=list(encoding.bars),
            cautions=_joined(audio.cautions, encoding.cautions),
            state=AudioFile.State.ENCODED,
        )
        for episode in Episode.objects.filter(audio=audio).live():
            runner.start(pipeline.EPISODE_PUBLISHED, audio.pk, tagging.fingerprint(episode), again=True)
    shutil.rmtree(work_folder(audio.pk), ignore_errors=True)


def keep_waveform(audio: AudioFile, waveform: bytes) -> None:
    """Puts the fine waveform in its place, whole or not at all."""
    path = waveform_path(audio.pk)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}-{uuid.uuid4().hex}.part")
    try:
        part.write_bytes(waveform)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _joined(known: Sequence[str], new: Sequence[str]) -> list[str]:
    return list(dict.fromkeys([*known, *map(str, new)]))


def _keep_rendition(audio: AudioFile, encoded: Encoded) -> None:
    rendition, _created = Rendition.objects.get_or_create(
        audio_file=audio,
        kind=encoded.kind,
        defaults={"size": 0, "duration": 0, "bitrate": 0, "integrated": 0, "true_peak": 0},
    )
    rendition.size, rendition.duration, rendition.bitrate = encoded.size, encoded.duration, encoded.bitrate
    rendition.integrated, rendition.true_peak = encoded.loudness.integrated, encoded.loudness.true_peak
    rendition.tags_hash, rendition.tags_neutral = "", False
    replace_file(rendition, encoded.path, encoded.sha256)


def replace_file(rendition: Rendition, path: Path, sha256: str) -> None:
    """Makes `path` the file of the rendition: moved to its place first, then named by the row, then the old one
    deleted.
    """
    old = rendition.file.name
    rendition.sha256 = sha256
    name = rendition.file.field.generate_filename(rendition, path.name)
    target = Path(renditions().path(name))
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(path, target)
    rendition.file.name = name
    with transaction.atomic():
        rendition.save()
        changes.of_recording(rendition.audio_file_id)
    if old and old != name:
        renditions().delete(old)


def describe_duplicate(earlier: AudioFile, *, visible: bool = True) -> str:
    """Tells an editor where this recording is already, in a sentence; names nothing of it unless it is `visible`."""
    if not visible:
        return _("This recording is already there; it belongs to somebody else.")
    episode = earlier.episode
    if episode is None:
        return _("This recording was uploaded before as “%(name)s”.") % {"name": earlier.original_name}
    return _("This recording is already there: it belongs to the episode “%(title)s”.") % {"title": episode.draft_title}
