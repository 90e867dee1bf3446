"""Episode: one programme of a show, with its people, chapters and warnings, and how it must look where others may see
it.
"""

from __future__ import annotations

import base64
import uuid
from datetime import datetime
from decimal import Decimal
from typing import Self

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from episodes import covers, sensitive_parts, visibility
from episodes.models.audio import Rendition
from episodes.models.parts import EpisodePerson
from episodes.models.show import Show
from episodes.models.taxonomy import AgeRating, Topic
from episodes.panels import ChaptersLinkPanel, RecordingPanel
from siniar import texts


class EpisodeQuerySet(PageQuerySet):
    def public(self, at: datetime | None = None) -> Self:
        """What everybody may see and hear now (`at` that moment); see episodes.visibility."""
        return visibility.public(self, at)

    def newest_first(self) -> Self:
        return self.order_by("-first_published_at", "-pk")

    def with_cards(self) -> Self:
        """With what lists show of each episode, in a fixed number of queries."""
        return self.select_related("audio", "age_rating").prefetch_related("topics")


class Episode(Page):
    class Kind(models.TextChoices):
        FULL = "full", _("full episode")
        TRAILER = "trailer", _("trailer")
        BONUS = "bonus", _("bonus")

    guid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    audio = models.ForeignKey(
        "episodes.AudioFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="episodes",
        verbose_name=_("recording"),
    )
    number = models.PositiveIntegerField(_("number"), null=True, blank=True)
    season = models.PositiveIntegerField(_("season"), null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.FULL)
    summary = models.CharField(_("in one or two sentences"), max_length=400, blank=True)
    notes = RichTextField(
        _("episode notes"),
        blank=True,
        features=["bold", "italic", "link", "ul", "ol"],
        help_text=_("Everybody reads them, on the page and in podcast apps. Write no internal remarks here."),
    )
    language = models.CharField(
        _("spoken language"), max_length=8, choices=[("id", _("Indonesian")), ("en", _("English"))], default="id"
    )
    topics = ParentalManyToManyField(Topic, blank=True, related_name="episodes", verbose_name=_("topics"))
    age_rating = models.ForeignKey(
        AgeRating, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("age rating")
    )
    recorded_on = models.DateField(_("recorded on"), null=True, blank=True)
    cover = models.ForeignKey(
        "wagtailimages.Image",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cover of its own"),
        help_text=_("Square, 1400 to 3000 pixels, RGB. Not shown for sensitive topics. Empty: the show's cover."),
    )
    imported_guid = models.CharField(max_length=500, blank=True, editable=False, help_text="Its id in an earlier feed.")

    objects = PageManager.from_queryset(EpisodeQuerySet)()

    content_panels = [
        RecordingPanel(heading=_("Recording")),
        FieldPanel("title", classname="title"),  # Wagtail's own title panel would look for a slug field to fill
        FieldPanel("summary"),
        FieldPanel("notes"),
        MultiFieldPanel(
            [
                FieldPanel("number"),
                FieldPanel("season"),
                FieldPanel("kind"),
                FieldPanel("language"),
                FieldPanel("recorded_on"),
            ],
            heading=_("Order and language"),
        ),
        FieldPanel(
            "topics",
            widget=forms.CheckboxSelectMultiple,
            help_text=_("They decide what others may see on a listener's screen, and which warnings are needed."),
        ),
        InlinePanel("warnings", heading=_("Content warnings"), label=_("warning")),
        FieldPanel("age_rating"),
        InlinePanel("people", heading=_("People"), label=_("person")),
        FieldPanel("cover"),
        MultiFieldPanel([ChaptersLinkPanel(), InlinePanel("chapters", label=_("chapter"))], heading=_("Chapters")),
        InlinePanel("soundbites", heading=_("Soundbites"), label=_("soundbite")),
    ]
    promote_panels: list[object] = []  # slug and tab title are made by the machine, so that they cannot tell a topic
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("notes")]
    parent_page_types = ["episodes.Show"]
    subpage_types: list[str] = []
    # A copy is another episode, and needs its own recording.
    exclude_fields_in_copy = ["guid", "imported_guid", "audio", "number"]
    private_page_options: list[str] = []  # a password form would tell that something is there
    template = "episodes/episode.html"

    recordings_to_forget: list[uuid.UUID]  # only while it is being deleted

    class Meta:
        verbose_name = _("episode")
        verbose_name_plural = _("episodes")

    @property
    def short_id(self) -> str:
        """Eight letters and digits of the guid: the address of the page, which tells nothing."""
        return base64.b32encode(self.guid.bytes).decode()[:8].lower()

    @property
    def feed_guid(self) -> str:
        """What podcast apps know it by, for ever: its id in the feed that it came from, else its own."""
        return self.imported_guid or str(self.guid)

    @cached_property
    def show(self) -> Show:
        """The show that it belongs to."""
        return Show.objects.get(path=self.path[: -self.steplen])

    @cached_property
    def discreet(self) -> bool:
        """Whether every surface that others may see must be neutral: a sensitive topic, or none said yet."""
        return not self._topics or bool(self._sensitive_topics)

    @property
    def surface_title(self) -> str:
        """The title for tab, card, lock screen and file tags: the real one only where it endangers nobody."""
        if not self.discreet:
            return self.title
        name = gettext("Episode %(number)d") % {"number": self.number} if self.number else gettext("Episode")
        return f"{name} · {self._sensitive_topics[0].neutral_label}" if self._sensitive_topics else name

    @cached_property
    def _topics(self) -> list[Topic]:
        return list(self.topics.all())

    @property
    def _sensitive_topics(self) -> list[Topic]:
        return [topic for topic in self._topics if topic.sensitivity in Topic.Sensitivity.discreet()]

    def full_clean(self, *args: object, **kwargs: object) -> None:
        """Makes address and texts what they must be before anything is checked."""
        self._tidy()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        """The same for drafts, which Wagtail holds to title and slug alone."""
        self._tidy()
        super().minimal_clean()

    def clean(self) -> None:
        """Refuses a number that another episode of the show has, and a cover that directories would refuse."""
        super().clean()
        covers.require(self.cover, "cover")
        if self.number and self.path and self._siblings().filter(number=self.number).exists():
            raise ValidationError({"number": _("Another episode of this show has this number.")})

    def _tidy(self) -> None:
        """Sets the slug before Wagtail would make one of the title, and removes control characters, which XML cannot
        carry. No two episodes of this site are called the same in an address, whatever show they belong to.
        """
        while self._state.adding and Episode.objects.filter(slug=self.short_id).exists():
            self.guid = uuid.uuid4()
        self.slug = self.short_id
        for name in ("title", "draft_title", "summary"):
            setattr(self, name, texts.on_one_line(getattr(self, name)))
        self.notes = texts.without_controls(self.notes)

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """The page's context: `warnings`; `parts`, what they are about, from where to where, if not all of it; and
        `sound`, the renditions with their addresses, by kind.
        """
        from episodes import media

        context = super().get_context(request, *args, **kwargs)
        warnings = list(self.warnings.all())
        context["warnings"] = warnings
        context["parts"] = sensitive_parts.joined((row.start, row.end) for row in warnings if row.start is not None)
        context["sound"] = {each.kind: {"rendition": each, "url": media.path(self, each)} for each in self._sounds()}
        return context

    def _sounds(self) -> list[Rendition]:
        """What can be heard of it; found along with it by episodes.pages, else asked for."""
        main = getattr(self, "main_sound", None)
        if main is None:
            return list(self.audio.renditions.all()) if self.audio else []
        return [each for each in (main, getattr(self, "small_sound", None)) if each]

    def _siblings(self) -> models.QuerySet[Episode]:
        return Episode.objects.sibling_of(self, inclusive=False)

    def told_chapters(self) -> list[tuple[Decimal, str]]:
        """Start and title of its chapters, with neutral ones for the parts that its warnings are about."""
        parts = [(row.start, row.end) for row in self.warnings.all() if row.start is not None and row.end is not None]
        chapters = [(chapter.start, chapter.title) for chapter in self.chapters.all()]
        return sensitive_parts.among(chapters, parts, sensitive_parts.words(self.language))

    def public_people(self) -> list[EpisodePerson]:
        """Who may be named: only people who agreed to it."""
        return [credit for credit in self.people.all() if credit.person.consents_to_be_named]
