"""Joins this app to Wagtail's admin: addresses, menu, people, and the rule what may be published."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from episodes import admin_views
from episodes.models import Episode, Person, Show
from episodes.publishing import hindrances


class PersonViewSet(SnippetViewSet):
    model = Person
    icon = "user"
    menu_label = _("People")
    menu_order = 310
    add_to_admin_menu = True
    list_display = ["name", "consents_to_be_named"]
    panels = [FieldPanel("name"), FieldPanel("consents_to_be_named"), FieldPanel("about")]


register_snippet(PersonViewSet)


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    """The editors' pages of recordings."""
    return [
        path("recordings/", admin_views.recordings, name="recordings"),
        path("recordings/new/", admin_views.upload, name="upload"),
        path("recordings/new/<int:show_id>/", admin_views.upload, name="upload-to-show"),
        path("recordings/replace/<int:episode_id>/", admin_views.replace, name="replace-recording"),
        path("recordings/retry/<int:job_id>/", admin_views.retry, name="retry-step"),
        path("recordings/<uuid:audio_id>/", admin_views.recording, name="recording"),
        path("recordings/<uuid:audio_id>/steps/", admin_views.steps, name="recording-steps"),
        path("recordings/<uuid:audio_id>/<slug:kind>/", admin_views.listen, name="recording-sound"),
    ]


@hooks.register("register_admin_menu_item")
def new_episode_item() -> MenuItem:
    return MenuItem(_("New episode"), reverse("upload"), icon_name="upload", order=90)


@hooks.register("register_admin_menu_item")
def recordings_item() -> MenuItem:
    return MenuItem(_("Recordings"), reverse("recordings"), icon_name="media", order=95)


@hooks.register("before_create_page")
def begin_with_recording(request: HttpRequest, parent: Page, page_class: type[Page]) -> HttpResponse | None:
    """“Add child page” below a show leads to the one way in which episodes begin."""
    return redirect("upload-to-show", parent.pk) if page_class is Episode else None


@hooks.register("before_serve_page", order=-1)
def only_what_is_public(page: Page, request: HttpRequest, args: object, kwargs: object) -> None:
    """Says 404 for what is not public, before Wagtail could ask for a password and tell that something is there."""
    if isinstance(page, Episode | Show) and not type(page).objects.public().filter(pk=page.pk).exists():
        raise Http404


@hooks.register("before_publish_page")
def hold_back(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuses a publication that breaks a rule; the draft is kept, and the reasons are shown."""
    episode = page.specific
    if not isinstance(episode, Episode):
        return None
    reasons = hindrances(episode)
    if not reasons:
        return None
    episode.save_revision(user=request.user)
    for reason in reasons:
        messages.error(request, reason)
    return redirect("wagtailadmin_pages:edit", page.pk)
