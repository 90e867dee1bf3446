"""The pages that belong to no app: home."""

from django.apps import apps
from django.db import models
from django.http import HttpRequest
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page


class HomePage(Page):
    """The root of the site. What is new comes from a tag in episodes, so that this app imports nothing above it."""

    introduction = models.TextField(_("introduction"), blank=True, max_length=600)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["episodes.Show"]
    max_count = 1
    template = "pages/home.html"

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """The page's context: `topics`, those of which something is public."""
        context = super().get_context(request, *args, **kwargs)
        public = apps.get_model("episodes", "Episode").objects.public()
        context["topics"] = import_string("listening.finding.topics_of")(public)
        return context
