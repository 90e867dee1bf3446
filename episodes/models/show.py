"""Show: a podcast. Its page lists its episodes; its fields are what directories ask of a feed's channel."""

from __future__ import annotations

import uuid
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.urls import resolve
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from episodes import covers, visibility
from siniar import paging, texts
from siniar.addresses import is_ours


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

    class Kind(models.TextChoices):
        EPISODIC = "episodic", _("episodes stand alone, the newest first")
        SERIAL = "serial", _("a series, to be heard from the beginning")

    class Frequency(models.TextChoices):
        """How often something new comes; the value is a rule of RFC 5545, as podcast:updateFrequency wants it."""

        UNSAID = "", _("not said")
        DAILY = "FREQ=DAILY", _("every day")
        WEEKLY = "FREQ=WEEKLY", _("every week")
        FORTNIGHTLY = "FREQ=WEEKLY;INTERVAL=2", _("every two weeks")
        MONTHLY = "FREQ=MONTHLY", _("every month")

    class License(models.TextChoices):
        """Slugs of the list that podcast:license names (SPDX, lower case)."""

        UNSAID = "", _("not said")
        CC_BY = "cc-by-4.0", "CC BY 4.0"
        CC_BY_SA = "cc-by-sa-4.0", "CC BY-SA 4.0"
        CC_BY_NC = "cc-by-nc-4.0", "CC BY-NC 4.0"
        CC_BY_NC_ND = "cc-by-nc-nd-4.0", "CC BY-NC-ND 4.0"
        CC0 = "cc0-1.0", "CC0 1.0"

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
    kind = models.CharField(_("order"), max_length=8, choices=Kind, default=Kind.EPISODIC)
    license = models.CharField(_("licence"), max_length=20, choices=License, blank=True, default=License.UNSAID)
    update_frequency = models.CharField(
        _("how often"), max_length=30, choices=Frequency, blank=True, default=Frequency.UNSAID
    )
    complete = models.BooleanField(_("complete"), default=False, help_text=_("No more episodes will come."))
    in_directories = models.BooleanField(
        _("may be listed in podcast directories"),
        default=True,
        help_text=_("If not, directories are asked to leave the show out. Who knows its address can still subscribe."),
    )
    import_locked = models.BooleanField(
        _("locked against import"),
        default=True,
        help_text=_("Asks other podcast hosts not to import the show. Switch it off while you move."),
    )
    apple_verification = models.CharField(
        _("Apple's verification code"),
        max_length=200,
        blank=True,
        help_text=_("From Apple Podcasts Connect; proves that the show is yours."),
    )
    ai_content = models.CharField(
        _("use of artificial intelligence"),
        max_length=400,
        blank=True,
        help_text=_("In one sentence, if voices, music or texts were made by a machine."),
    )
    neutral_title = models.CharField(
        _("neutral name"),
        max_length=120,
        blank=True,
        help_text=_("Name of the neutral feed in a listener's app. It must not tell the topic."),
    )
    neutral_cover = models.ForeignKey(
        "wagtailimages.Image",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("neutral cover"),
        help_text=_("Cover of the neutral feed. Square, 1400 to 3000 pixels, RGB. It must not tell the topic."),
    )
    moved_to = models.URLField(
        _("has moved to"),
        blank=True,
        max_length=500,
        help_text=_("Address of the show's feed at its new home. Subscribers are led there from now on."),
    )
    arrived = models.BooleanField(
        default=False, editable=False, help_text="It came from another host: its feed tells that this is its address."
    )

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
                FieldPanel("license"),
                FieldPanel("kind"),
                FieldPanel("update_frequency"),
                FieldPanel("complete"),
                FieldPanel("in_directories"),
                FieldPanel("apple_verification"),
                FieldPanel("ai_content"),
            ],
            heading=_("For podcast directories"),
        ),
        MultiFieldPanel(
            [FieldPanel("neutral_title"), FieldPanel("neutral_cover")],
            heading=_("For listeners who do not want to be seen listening"),
        ),
        InlinePanel("podroll", heading=_("Recommended podcasts"), label=_("podcast")),
        MultiFieldPanel([FieldPanel("import_locked"), FieldPanel("moved_to")], heading=_("Moving to another host")),
    ]
    promote_panels = [
        HelpPanel(_("The slug stands in every address of the show, also on screens that others may see.")),
        *Page.promote_panels,
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
        """Removes control characters, which XML cannot carry, and refuses what would harm listeners or subscribers:
        covers that directories refuse, a neutral name that tells, another show's address, a move that leads nowhere.
        """
        super().clean()
        for name in ("title", "summary", "author", "owner_name", "copyright", "neutral_title", "ai_content"):
            setattr(self, name, texts.on_one_line(getattr(self, name)))
        self.description = texts.without_controls(self.description)
        covers.require(self.cover, "cover")
        covers.require(self.neutral_cover, "neutral_cover")
        self._require_neutral_title()
        self._require_address()
        self._require_new_home()

    def _require_neutral_title(self) -> None:
        from episodes.models.taxonomy import Topic

        name = f" {self.neutral_title.casefold()} "
        telling = Topic.objects.discreet().values_list("code", "label_id", "label_en")
        words = [self.title, *(word for row in telling for word in row)] if self.neutral_title else []
        if any(f" {word.casefold()} " in name for word in words):
            raise ValidationError({"neutral_title": _("This name tells what the show is about. Choose another one.")})

    def _require_address(self) -> None:
        if self.slug and resolve(f"/{self.slug}/").url_name != "wagtail_serve":
            raise ValidationError({"slug": _("This site uses this address itself. Choose another one.")})
        # `former_slugs` are kept by the feeds, for subscribers who know a show by the name that it once had.
        if Show.objects.filter(former_slugs__slug=self.slug).exclude(pk=self.pk).exists():
            raise ValidationError({"slug": _("Another show was once at this address, and its subscribers still are.")})

    def _require_new_home(self) -> None:
        if self.moved_to and not self.moved_to.lower().startswith("https://"):
            raise ValidationError({"moved_to": _("The address must begin with https://.")})
        if is_ours(self.moved_to):
            raise ValidationError(
                {"moved_to": _("This is an address of this site. Enter the one that the new host gave you.")}
            )

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """The page's context: `episodes`, the public ones, newest first, in parts (siniar.paging)."""
        from episodes.models.episode import Episode

        context = super().get_context(request, *args, **kwargs)
        context |= paging.part(request, Episode.objects.public().child_of(self).newest_first().with_cards())
        context["episodes"] = context["part"].object_list
        return context

    @property
    def surface_title(self) -> str:
        """What the show is called where others may see it."""
        return self.neutral_title or gettext("Podcast")

    @property
    def new_home(self) -> str:
        """Where subscribers are led, if anywhere. Never to this site: apps would go round in circles."""
        return "" if is_ours(self.moved_to) else self.moved_to


class PodrollEntry(Orderable):
    """Another podcast that this show recommends (podcast:podroll)."""

    show = ParentalKey(Show, related_name="podroll")
    title = models.CharField(_("name"), max_length=120)
    feed_guid = models.UUIDField(_("podcast:guid"), help_text=_("As its feed tells it."))
    feed_url = models.URLField(_("address of its feed"), blank=True, max_length=500)

    def __str__(self) -> str:
        return self.title
