"""What Siniar itself knows of its search: the facts of each document, what is stale, and which FTS5 tables serve."""

from __future__ import annotations

from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import Max
from django.db.models.functions import Now
from django.utils import timezone


class SearchDocumentQuerySet(models.QuerySet["SearchDocument"]):
    def edition(self) -> tuple[int, int]:
        """Two numbers that change whenever any document does; one query."""
        found = self.aggregate(count=models.Count("pk"), last=Max("serial"))
        return found["count"], found["last"] or 0


class SearchDocument(models.Model):
    """A public episode as the search knows it, without its words: what results are narrowed by. Texts and names are
    not stored here; they are asked for when they are shown.
    """

    episode_id = models.BigIntegerField(primary_key=True)
    show_id = models.BigIntegerField(db_index=True)
    fingerprint = models.CharField(max_length=64)
    serial = models.BigIntegerField(help_text="Grows with every change of any document.")
    place = models.BigIntegerField(help_text="Sorts by publication; see search.document.")
    until = models.DateTimeField(null=True, help_text="When the clock ends that it is public.")
    topics = models.JSONField(default=list, help_text="Codes.")
    people = models.JSONField(default=list, help_text="Primary keys of people who agreed to be named.")
    year = models.PositiveSmallIntegerField()
    age = models.CharField(max_length=32, blank=True, help_text="Code of the age rating.")
    seconds = models.FloatField()
    language = models.CharField(max_length=8)

    objects = SearchDocumentQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.episode_id)


#: How long a change may wait for its job before `manage.py doctor` says so.
LATE = timedelta(minutes=5)


class SearchMarkQuerySet(models.QuerySet["SearchMark"]):
    def of(self, engine: str) -> Self:
        """What one engine does not know yet."""
        return self.filter(engine=engine)

    def late(self) -> Self:
        """What has waited so long that somebody should know."""
        return self.filter(since__lt=timezone.now() - LATE)


class SearchMark(models.Model):
    """Something of a show changed that an engine may not know yet. Written in the transaction of the change."""

    engine = models.CharField(max_length=20)
    show_id = models.BigIntegerField()
    number = models.PositiveBigIntegerField(default=1, help_text="Grows with every change.")
    since = models.DateTimeField(default=timezone.now)

    objects = SearchMarkQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["engine", "show_id"], name="one_mark_per_engine")]

    def __str__(self) -> str:
        return f"{self.engine}: {self.show_id}"


class SearchEngine(models.Model):
    """An engine beside the database's own that has been told of every change since this row was written. Without one an
    engine may have missed something, and nobody asks it.
    """

    name = models.CharField(max_length=20, primary_key=True)
    address = models.CharField(max_length=64, help_text="Hash of where it is.")

    def __str__(self) -> str:
        return self.name


class SearchIndex(models.Model):
    """One index of the engine `sqlite`; the number names its tables. One serves, another may be in the making."""

    number = models.AutoField(primary_key=True)
    serving = models.BooleanField(default=False)
    made_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return str(self.number)
