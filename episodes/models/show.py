"""Show: a podcast. Its page lists its episodes; its fields are what directories ask of a feed's channel."""

from __future__ import annotations

import uuid
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from episodes import visibility
from siniar import texts

COVER_MIN, COVER_MAX = 1400, 3000  # pixels; Apple's rule for show artwork


class ShowQuerySet(PageQuerySet):
    def public(self) -> Self:
        """What everybody may see now; see episodes.visibility."""
        return visibility.public_shows(self)


class Show(Page):
    class Category(models.TextChoices):
        """Apple's names, to the letter; “A > B” is a subcategory."""

        SOCIAL_SCIENCES = "Science > Social Sciences", _("Social sciences")
        RELATIONSHIPS = "Society & Culture > Relationships", _("Relationships")
        SOCIETY = "Society & Culture", _("Society and culture")
        EDUCATION = "Education", _("Education")
        PARENTING = "Kids & Family > Parenting", _("Parenting")
        GOVERNMENT = "Government", _("Government")
        MENTAL_HEALTH = "Health & Fitness > Mental Health", _("Mental health")

    summary = models.CharField(_("in one sentence"), max_length=255, blank=True)
    description = models.TextField(_("description"), blank=True, max_length=4000)
    cover = models.ForeignKey(
        "wagtailimages.Image",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cover"),
        help_text=_("Square, 1400 to 3000 pixels, RGB."),
    )
    author = models.CharField(_("author"), max_length=120, blank=True)
    owner_name = models.CharField(_("owner"), max_length=120, blank=True)
    owner_email = models.EmailField(_("owner's e-mail"), blank=True, help_text=_("Directories write to it once."))
    category = models.CharField(_("category"), max_length=60, choices=Category, default=Category.SOCIETY)
    copyright = models.CharField(_("copyright"), max_length=120, blank=True)
    podcast_guid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)

    objects = PageManager.from_queryset(ShowQuerySet)()

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("description"),
        FieldPanel("cover"),
        MultiFieldPanel(
            [
                FieldPanel("author"),
                FieldPanel("owner_name"),
                FieldPanel("owner_email"),
                FieldPanel("category"),
                FieldPanel("copyright"),
            ],
            heading=_("For podcast directories"),
        ),
    ]
    search_fields = [*Page.search_fields, index.SearchField("description")]
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["episodes.Episode"]
    exclude_fields_in_copy = ["podcast_guid"]
    private_page_options: list[str] = []  # a password form would tell that something is there
    template = "episodes/show.html"

    class Meta:
        verbose_name = _("show")
        verbose_name_plural = _("shows")

    def clean(self) -> None:
        """Removes control characters, which XML cannot carry, and holds the cover to the directories' rule."""
        super().clean()
        for name in ("title", "summary", "author", "owner_name", "copyright"):
            setattr(self, name, texts.on_one_line(getattr(self, name)))
        self.description = texts.without_controls(self.description)
        cover = self.cover
        if cover and (cover.width != cover.height or not COVER_MIN <= cover.width <= COVER_MAX):
            raise ValidationError({"cover": _("The cover must be square, 1400 to 3000 pixels wide.")})

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """The page's context: `episodes`, the public ones, newest first."""
        from episodes.models.episode import Episode

        context = super().get_context(request, *args, **kwargs)
        context["episodes"] = Episode.objects.public().child_of(self).newest_first().with_cards()
        return context
