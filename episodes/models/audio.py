"""AudioFile: the recording as it was uploaded, never public.

Rendition: what is encoded from it, public with its episode. MirroredSound: a copy of that in the object store.
"""

from __future__ import annotations

import re
import secrets
import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from episodes.audio.inspect import Recording
from episodes.storage import master_path, masters, rendition_path, renditions

if TYPE_CHECKING:
    from episodes.models.episode import Episode


#: What objects of ours are called in the object store.
OBJECT_NAME = re.compile(r"[0-9a-f]{32}")


def new_object_name() -> str:
    """A name that tells nothing and that nobody guesses."""
    return secrets.token_hex(16)


class AudioFile(models.Model):
    class State(models.TextChoices):
        RECEIVED = "received", _("received")
        MEASURED = "measured", _("measured")
        ENCODED = "encoded", _("encoded")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.FileField(_("recording"), storage=masters, upload_to=master_path, max_length=255)
    original_name = models.CharField(_("file name"), max_length=255)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(_("size"), help_text="Bytes.")
    duration = models.FloatField(
        _("duration"), help_text="Seconds: the container's word, the decoded length once measured."
    )
    inspected = models.JSONField(help_text="episodes.audio.inspect.Recording as JSON.")
    measured = models.JSONField(null=True, help_text="episodes.audio.measure.Measured as JSON.")
    cautions = models.JSONField(default=list, help_text="Codes of episodes.audio.refusals.Caution.")
    peaks = models.JSONField(default=list, help_text="About 400 bars, 0 to 255.")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RECEIVED)
    uploaded_by = models.ForeignKey("siniar.User", models.SET_NULL, null=True, related_name="+")
    uploaded_for = models.ForeignKey(
        "episodes.Episode", models.SET_NULL, null=True, related_name="recordings", verbose_name=_("uploaded for")
    )
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)

    class Meta:
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.original_name

    @property
    def episode(self) -> Episode | None:
        """The episode that has it, or for which it waits as a draft."""
        return next(iter(self.episodes.all()), None) or self.uploaded_for

    @property
    def recording(self) -> Recording:
        """What inspection found in the file."""
        return Recording.from_json(self.inspected)


class Rendition(models.Model):
    class Kind(models.TextChoices):
        MAIN = "main", _("main (MP3)")
        HEMAT = "hemat", _("data saver (Opus)")

        @property
        def content_type(self) -> str:
            return {"main": "audio/mpeg", "hemat": "audio/ogg"}[self.value]

        @property
        def suffix(self) -> str:
            return {"main": "mp3", "hemat": "opus"}[self.value]

    audio_file = models.ForeignKey(AudioFile, models.CASCADE, related_name="renditions")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    file = models.FileField(storage=renditions, upload_to=rendition_path, max_length=255)
    sha256 = models.CharField(max_length=64, help_text="Of the file as it is now, tags included.")
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    duration = models.FloatField(help_text="Seconds, decoded.")
    bitrate = models.PositiveIntegerField(help_text="Bit/s.")
    integrated = models.FloatField(help_text="LUFS, mono measured as dual mono.")
    true_peak = models.FloatField(help_text="dBTP.")
    tags_hash = models.CharField(max_length=64, blank=True, help_text="Of the tags inside; empty while it has none.")
    tags_neutral = models.BooleanField(default=False, help_text="Whether the tags inside tell nothing of the topic.")
    encoded_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")
        constraints = [models.UniqueConstraint(fields=["audio_file", "kind"], name="one_rendition_per_kind")]

    def __str__(self) -> str:
        return f"{self.audio_file_id} {self.kind}"

    @property
    def content_type(self) -> str:
        return Rendition.Kind(self.kind).content_type


class MirroredSound(models.Model):
    """A copy in the object store. No key leads to the rendition: the object must go after that has gone."""

    store = models.CharField(max_length=300, help_text="Address of the bucket.")
    sha256 = models.CharField(max_length=64, help_text="Of the content.")
    name = models.CharField(max_length=32, unique=True, default=new_object_name, help_text="Of the object.")
    complete = models.BooleanField(default=False, help_text="Whether the object is there, whole.")

    class Meta:
        verbose_name = _("copy in the object store")
        verbose_name_plural = _("copies in the object store")
        constraints = [models.UniqueConstraint(fields=["store", "sha256"], name="one_copy_per_store")]

    def __str__(self) -> str:
        return self.name
