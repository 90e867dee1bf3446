"""The field's words for an episode: topics, content warnings and age ratings. Their rows come from episodes/data."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Coded(models.Model):
    """A row with a code that never changes and a label in both languages."""

    code = models.CharField(_("code"), max_length=32, unique=True)
    label_id = models.CharField(_("label (Indonesian)"), max_length=120)
    label_en = models.CharField(_("label (English)"), max_length=120)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering: ClassVar = ["order"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The label in the reader's language; Indonesian for everyone but readers of English."""
        return self.label_en if get_language() == "en" else self.label_id


class TopicQuerySet(models.QuerySet["Topic"]):
    def discreet(self) -> TopicQuerySet:
        """Topics whose episodes must look neutral on every surface that others may see."""
        return self.filter(sensitivity__in=Topic.Sensitivity.discreet())


class Topic(Coded):
    class Sensitivity(models.TextChoices):
        LOW = "rendah", _("low")
        MEDIUM = "sedang", _("medium")
        HIGH = "tinggi", _("high")

        @classmethod
        def discreet(cls) -> frozenset[str]:
            """The sensitivities that ask for neutral surfaces."""
            return frozenset({cls.MEDIUM, cls.HIGH})

    neutral_label_id = models.CharField(_("neutral label (Indonesian)"), max_length=120)
    neutral_label_en = models.CharField(_("neutral label (English)"), max_length=120)
    description_id = models.TextField(_("description (Indonesian)"), blank=True)
    description_en = models.TextField(_("description (English)"), blank=True)
    sensitivity = models.CharField(_("sensitivity"), max_length=8, choices=Sensitivity)
    default_age_rating = models.ForeignKey("AgeRating", models.PROTECT, related_name="+")
    default_warnings: models.ManyToManyField[ContentWarning, Any] = models.ManyToManyField(
        "ContentWarning", related_name="+"
    )
    report_cta = models.BooleanField(_("leads to Lapor Sekarang"), default=False)
    mapping = models.JSONField(_("proposed mapping to SIMFONI and KLA"), default=dict)

    objects = TopicQuerySet.as_manager()

    class Meta(Coded.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    @property
    def neutral_label(self) -> str:
        """What stands in tabs, cards, lock screens and file tags instead of the label."""
        return self.neutral_label_en if get_language() == "en" else self.neutral_label_id


class AgeRating(Coded):
    min_age = models.PositiveSmallIntegerField(_("from age"))
    max_age = models.PositiveSmallIntegerField(_("to age"), null=True)
    note = models.TextField(blank=True)

    class Meta(Coded.Meta):
        verbose_name = _("age rating")
        verbose_name_plural = _("age ratings")


class ContentWarning(Coded):
    text_id = models.CharField(_("sentence (Indonesian)"), max_length=200)
    text_en = models.CharField(_("sentence (English)"), max_length=200)
    min_ratings = models.JSONField(_("lowest age rating at each depth"), default=list, help_text="Codes, depth 0 to 3.")

    class Meta(Coded.Meta):
        verbose_name = _("content warning")
        verbose_name_plural = _("content warnings")

    @property
    def text(self) -> str:
        """The one neutral sentence that listeners see."""
        return self.text_en if get_language() == "en" else self.text_id
