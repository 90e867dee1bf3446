"""Keeps the object store equal to what is public: copies in, and everything else out.

The files here remain the truth; the store may be lost or emptied at any time. Who may hear is not asked here but at the
media address, for each request.
"""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery

from episodes.models import Episode, MirroredSound, Rendition
from episodes.models.audio import OBJECT_NAME
from siniar import object_store
from siniar.jobs import pipeline, runner
from siniar.jobs.progress import Progress
from siniar.object_store import ObjectStore

#: What the job works on: the whole store, so that one worker at a time changes it.
SUBJECT = "object-store"


def store() -> ObjectStore | None:
    """The object store; None if there is none."""
    return object_store.configured(settings.CONFIG)


def wanted() -> None:
    """Starts the step, if there is a store: something that is public changed, or an hour has passed."""
    if store():
        runner.start(pipeline.SOUND_CHANGED, SUBJECT, "", again=True)


def name_of_copy(of: ObjectStore, sha256: OuterRef) -> Subquery:
    """What the store calls its copy of exactly this content, as part of a query; NULL if it has none."""
    return Subquery(_copies(of).filter(sha256=sha256, complete=True).values("name")[:1])


def mirror(to: ObjectStore, progress: Progress) -> None:
    """Makes the store equal to what is public, withdrawals first. Raises object_store.Failed; can be run again.

    A copy has its row before it has an object, and loses it after the object: whatever a kill leaves behind is known,
    or is found in the list of objects.
    """
    _remove_unwanted(to)
    there = set(to.names())  # before the rows are read: what comes later has a row
    rows = {row.name: row for row in _copies(to)}
    for name in there - rows.keys():
        if OBJECT_NAME.fullmatch(name):  # somebody else's are left alone
            to.remove(name)
    complete = {row.sha256 for name, row in rows.items() if row.complete and name in there}
    missing = [sha256 for sha256 in _public().values_list("sha256", flat=True) if sha256 not in complete]
    for count, sha256 in enumerate(missing):
        progress(count / len(missing))
        _remove_unwanted(to)  # a withdrawal does not wait until all others are copied
        rendition = _public().filter(sha256=sha256).first()
        if rendition:
            _copy(to, rendition)


def _copy(to: ObjectStore, rendition: Rendition) -> None:
    row, _created = _copies(to).update_or_create(
        sha256=rendition.sha256, defaults={"complete": False}, create_defaults={"store": to.address}
    )
    try:
        to.put(row.name, Path(rendition.file.path), rendition.content_type)
    except FileNotFoundError:
        return  # replaced meanwhile: what replaced it has its own job
    MirroredSound.objects.filter(pk=row.pk).update(complete=True)


def _remove_unwanted(to: ObjectStore) -> None:
    """Removes the copies of what is not public any more, or was replaced or deleted."""
    for row in _copies(to).exclude(sha256__in=_public().values("sha256")):
        MirroredSound.objects.filter(pk=row.pk).update(complete=False)  # it may be public again before it is copied
        to.remove(row.name)
        MirroredSound.objects.filter(pk=row.pk).delete()


def _public() -> QuerySet[Rendition]:
    return Rendition.objects.filter(audio_file__in=Episode.objects.public().values("audio")).order_by("pk")


def _copies(of: ObjectStore) -> QuerySet[MirroredSound]:
    return MirroredSound.objects.filter(store=of.address)
