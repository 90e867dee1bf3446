"""FeedImport: somebody else's feed on its way into a show here.

ImportedItem: one of its episodes, and how far it is.
"""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from episodes.models import AgeRating, Episode, Show, Topic
from siniar.models import User
from transfer.values import Channel, Item


class FeedImport(models.Model):
    class State(models.TextChoices):
        READING = "reading", _("being read")
        READY = "ready", _("looked at, not started")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("nothing was taken")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.CharField(_("feed"), max_length=2000, help_text="Address, or name of the file.")
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.READING)
    show = models.ForeignKey(Show, models.CASCADE, null=True, related_name="+", verbose_name=_("show"))
    new_show = models.BooleanField(default=False, help_text="The import makes its show, or has made it.")
    channel = models.JSONField(null=True, help_text="transfer.values.Channel as JSON.")
    remarks = models.JSONField(default=list, help_text="Sentences on the feed as a whole and on its show.")
    topics: models.ManyToManyField[Topic, models.Model] = models.ManyToManyField(Topic, related_name="+")
    age_rating = models.ForeignKey(AgeRating, models.SET_NULL, null=True, related_name="+")
    publish = models.BooleanField(default=False)
    allow_private = models.BooleanField(default=False, help_text="Set by operators on the command line only.")
    started_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("started by"))
    created_at = models.DateTimeField(_("begun"), auto_now_add=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.title or self.source

    @property
    def title(self) -> str:
        """What the feed calls itself, if it has been read."""
        return self.told.title if self.channel else ""

    @property
    def told(self) -> Channel:
        """What the feed says of the show."""
        return Channel.from_json(self.channel or {"title": "", "categories": []})


class ImportedItemQuerySet(models.QuerySet["ImportedItem"]):
    def open(self) -> Self:
        """Still to be done, in order."""
        return self.filter(state__in=[ImportedItem.State.WAITING, ImportedItem.State.TAKING]).order_by("place")

    def tally(self) -> list[tuple[str, int]]:
        """What has become of how many, in words; only what there is."""
        counts = dict(self.order_by().values_list("state").annotate(models.Count("pk")))
        return [(str(state.label), counts[state]) for state in ImportedItem.State if state in counts]


class ImportedItem(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        TAKING = "running", _("running")
        DONE = "done", _("taken")
        HERE = "here", _("already here")
        SKIPPED = "stopped", _("not wanted")
        FAILED = "failed", _("given up")

    feed_import = models.ForeignKey(FeedImport, models.CASCADE, related_name="items")
    place = models.PositiveIntegerField(help_text="Oldest first.")
    guid = models.TextField(blank=True)
    title = models.CharField(_("title"), max_length=255, blank=True)
    content = models.JSONField(help_text="transfer.values.Item as JSON.")
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    reason = models.TextField(blank=True, help_text="Why it was not taken, in words for editors.")
    remarks = models.JSONField(default=list, help_text="Sentences on what was taken.")
    episode = models.ForeignKey(Episode, models.SET_NULL, null=True, related_name="+", verbose_name=_("episode"))

    objects = ImportedItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("imported episode")
        verbose_name_plural = _("imported episodes")
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["feed_import", "place"], name="one_item_per_place")]

    def __str__(self) -> str:
        return self.title or self.guid

    @property
    def told(self) -> Item:
        """What the feed says of the episode."""
        return Item.from_json(self.content)
