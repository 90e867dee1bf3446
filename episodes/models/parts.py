"""What an episode consists of beside its own fields: credits, warnings, chapters and soundbites, edited on its page."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from episodes.models.person import Person
from episodes.models.taxonomy import ContentWarning
from episodes.moment_fields import MomentField
from siniar import texts

SHORTEST_PART = 1  # second; anything shorter is a slip
SOUNDBITE_MIN, SOUNDBITE_MAX = 15, 120  # seconds; the podcast namespace's rule for podcast:soundbite


class EpisodePerson(Orderable):
    class Role(models.TextChoices):
        """Roles of the Podcasting 2.0 taxonomy that the studio has."""

        HOST = "host", _("host")
        GUEST = "guest", _("guest")
        NARRATOR = "narrator", _("narrator")
        PRODUCER = "producer", _("producer")
        EDITOR = "editor", _("editor")
        WRITER = "author", _("writer")

    episode = ParentalKey("episodes.Episode", related_name="people")
    person = models.ForeignKey(Person, models.PROTECT, related_name="credits", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.GUEST)

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["episode", "person", "role"], name="one_credit_per_role")]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_role_display()})"


class EpisodeWarning(Orderable):
    class Level(models.IntegerChoices):
        """The depths of content_warnings.json."""

        MENTIONED = 0, _("mentioned")
        DISCUSSED = 1, _("discussed")
        DESCRIBED = 2, _("described")
        DETAILED = 3, _("told in detail")

    episode = ParentalKey("episodes.Episode", related_name="warnings")
    warning = models.ForeignKey(ContentWarning, models.PROTECT, related_name="+", verbose_name=_("warning"))
    level = models.PositiveSmallIntegerField(_("depth"), choices=Level, default=Level.DISCUSSED)
    start = MomentField(
        _("from"),
        null=True,
        blank=True,
        help_text=_("Where the part begins that this is about, as minutes:seconds. Empty: the whole episode."),
    )
    end = MomentField(
        _("to"), null=True, blank=True, help_text=_("Where it ends. Listeners may skip the part between both.")
    )

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["episode", "warning"], name="one_row_per_warning"),
            models.CheckConstraint(
                condition=models.Q(start=None, end=None)
                | models.Q(start__isnull=False, end__isnull=False, start__gte=0, end__gt=models.F("start")),
                name="warning_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.warning} ({self.get_level_display()})"

    def clean(self) -> None:
        """Refuses half a part, and one that ends before it begins."""
        super().clean()
        if (self.start is None) != (self.end is None):
            missing = "start" if self.start is None else "end"
            raise ValidationError({missing: _("Say both where the part begins and where it ends, or neither.")})
        if self.start is not None and self.end is not None and self.start >= self.end:
            raise ValidationError({"end": _("The part ends before it begins.")})
        if self.start is not None and self.end is not None and self.end - self.start < SHORTEST_PART:
            raise ValidationError({"end": _("The part is shorter than a second. Write times as minutes:seconds.")})


class Chapter(models.Model):
    episode = ParentalKey("episodes.Episode", related_name="chapters")
    start = MomentField(_("starts at"), help_text=_("As minutes:seconds from the beginning."))
    title = models.CharField(_("title"), max_length=120)

    class Meta:
        ordering = ["start"]
        constraints = [models.CheckConstraint(condition=models.Q(start__gte=0), name="chapter_starts_in_sound")]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Removes control characters, which XML and ID3 cannot carry."""
        super().clean()
        self.title = texts.on_one_line(self.title)


class Soundbite(models.Model):
    """A short stretch that apps may play to give a taste of the episode."""

    episode = ParentalKey("episodes.Episode", related_name="soundbites")
    start = MomentField(_("starts at"), help_text=_("As minutes:seconds from the beginning."))
    duration = models.DecimalField(_("length"), max_digits=6, decimal_places=3, help_text=_("Seconds, from 15 to 120."))
    title = models.CharField(_("title"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("soundbite")
        verbose_name_plural = _("soundbites")
        ordering = ["start"]

    def __str__(self) -> str:
        return self.title or str(self.start)

    def clean(self) -> None:
        """Refuses what apps would not play, and removes control characters from the title."""
        super().clean()
        self.title = texts.on_one_line(self.title)
        if self.start is not None and self.start < 0:
            raise ValidationError({"start": _("A soundbite starts inside the recording.")})
        if self.duration is not None and not SOUNDBITE_MIN <= self.duration <= SOUNDBITE_MAX:
            raise ValidationError({"duration": _("A soundbite is 15 to 120 seconds long.")})
