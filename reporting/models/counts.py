"""How often the help page was opened and people were handed over: sums, never a row for one person or one moment.

No row crosses a day with a region, and none says an hour. Only reporting.counting.disclosure says what may be shown.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    """What the server itself did, so that it knows; a tap on a telephone number or a plain link it never sees."""

    OPENED = "opened", _("the help page was opened")
    REGION = "region", _("a region was chosen on it")
    LINK = "link", _("handed over by a plain link")
    TOKEN = "token", _("handed over with a signed token")
    CODE = "code", _("handed over with a one-time code")
    ARRIVED = "arrived", _("the reporting module fetched what was handed over")
    DOWN = "down", _("the help page was opened while the reporting module was down")

    @property
    def regional(self) -> bool:
        """Whether a region may be known of it."""
        return self not in {Outcome.OPENED, Outcome.DOWN}


class Entry(models.TextChoices):
    """By which way somebody came to the help page. The codes are those of the hand-off, where it has them."""

    WEB = "web", _("pages of the site")
    PLAYER = "player", _("the player’s button")
    FEED = "rss", _("a podcast app")
    CARD = "qr", _("a printed card or poster")
    SCHOOL = "sekolah", _("a session at a school")

    @classmethod
    def of(cls, word: str) -> str:
        """The way that this word means; empty if none."""
        return word if word in cls.values else ""


class DailyCount(models.Model):
    """How often something happened in the whole province on one day, by topic and way in."""

    wagtail_reference_index_ignore = True

    day = models.DateField()
    topic = models.CharField(max_length=40, blank=True, help_text="A topic’s code; empty: none.")
    entry = models.CharField(max_length=8, choices=Entry, blank=True, help_text="Empty: not known.")
    outcome = models.CharField(max_length=8, choices=Outcome)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("figures of the help page")
        verbose_name_plural = _("figures of the help page")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["day", "topic", "entry", "outcome"], name="one_count_a_day_and_kind")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.outcome}"  # never the number


class QuarterlyCount(models.Model):
    """How often something happened in one region in one quarter of a year."""

    wagtail_reference_index_ignore = True

    quarter = models.DateField(help_text="The quarter’s first day.")
    region = models.CharField(max_length=40, blank=True, help_text="A region’s id; empty: none was chosen.")
    outcome = models.CharField(max_length=8, choices=Outcome)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("figures of a region")
        verbose_name_plural = _("figures of regions")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["quarter", "region", "outcome"], name="one_count_a_quarter_and_region")
        ]

    def __str__(self) -> str:
        return f"{self.quarter} {self.region} {self.outcome}"  # never the number


class UncountedDay(models.Model):
    """A day on which more happened than was counted."""

    wagtail_reference_index_ignore = True

    class Reason(models.TextChoices):
        FLOOD = "flood", _("Far more was asked for than people do: probably a program.")
        NOT_WRITTEN = "not_written", _("Numbers could not be written in time.")

    day = models.DateField()
    reason = models.CharField(max_length=12, choices=Reason)

    class Meta:
        default_permissions = ()
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["day", "reason"], name="one_reason_a_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.reason}"
