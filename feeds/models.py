"""What is known of the stored feeds. Their bytes are files (feeds.storage); these rows say which file is true, and
until when.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from episodes.models import Show


class Edition(models.Model):
    """What a show's feeds must tell by now: `wanted` grows with every change of it, in the change's own transaction."""

    show = models.OneToOneField(Show, models.CASCADE, primary_key=True, related_name="edition")
    wanted = models.PositiveBigIntegerField(
        default=0, help_text="Grows with every change; a feed built on less is stale."
    )
    built = models.BigIntegerField(default=-1, help_text="The value of `wanted` that the fields below were made for.")
    valid_until = models.DateTimeField(null=True, help_text="When the clock alone will change what is public.")
    documents = models.JSONField(default=list, help_text="Names of all documents that the show has.")
    episodes = models.PositiveIntegerField(default=0, help_text="How many episodes its feed holds.")
    left_out = models.JSONField(
        default=list, help_text="[episode's pk, code of the reason]: public, but not in the feed."
    )
    public = models.CharField(max_length=64, blank=True, help_text="Hash of which episodes were public.")
    builder = models.CharField(max_length=32, blank=True, help_text="Who is building documents of the show now.")
    builder_until = models.DateTimeField(null=True, help_text="When the builder is taken for dead.")
    announced = models.CharField(max_length=64, blank=True, help_text="Digest of the feed that hubs were last told of.")

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")

    def __str__(self) -> str:
        return f"{self.show_id}: {self.built}/{self.wanted}"

    @property
    def fresh(self) -> bool:
        """Whether what it says of the show is still true."""
        return self.built == self.wanted and not self.out_of_time

    @property
    def out_of_time(self) -> bool:
        """Whether the clock has changed what is public."""
        return self.valid_until is not None and self.valid_until <= timezone.now()


class StoredFeed(models.Model):
    """One document of a show: feed.xml, hemat-2.xml …"""

    show = models.ForeignKey(Show, models.CASCADE, related_name="stored_feeds")
    name = models.CharField(max_length=40)
    built = models.BigIntegerField(default=-1, help_text="The value of Edition.wanted that it was built for.")
    made_with = models.CharField(max_length=64, blank=True, help_text="Hash of the settings that stand in it.")
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of its bytes; also the name of its file.")
    size = models.PositiveBigIntegerField(default=0, help_text="Bytes, not packed.")
    changed_at = models.DateTimeField(null=True, help_text="When its bytes changed last.")
    built_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("stored feed")
        verbose_name_plural = _("stored feeds")
        constraints: ClassVar = [models.UniqueConstraint(fields=["show", "name"], name="one_row_per_document")]

    def __str__(self) -> str:
        return f"{self.show_id}/{self.name}"

    def is_true_for(self, edition: Edition, surroundings: str) -> bool:
        """Whether it was built for what this edition wants, with these surroundings."""
        return self.built == edition.wanted and self.made_with == surroundings


class FormerSlug(models.Model):
    """A name that a show's address once had. Feeds under it lead to the present one, for ever."""

    slug = models.SlugField(unique=True, max_length=255)
    show = models.ForeignKey(Show, models.CASCADE, related_name="former_slugs")

    def __str__(self) -> str:
        return self.slug


class ReviewKey(models.Model):
    """Lets somebody hear a show's episodes before they are public. Only a hash of the key is kept."""

    show = models.ForeignKey(Show, models.CASCADE, related_name="review_keys", verbose_name=_("show"))
    label = models.CharField(_("for whom"), max_length=120)
    key_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey("siniar.User", models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("review key")
        verbose_name_plural = _("review keys")
        ordering: ClassVar = ["-made_at"]

    def __str__(self) -> str:
        return self.label
