"""Joins this app to Wagtail's admin: addresses, menu, people, and the rule what may be published."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import Model
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
from episodes.visibility import is_public


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
        path("recordings/stop/<int:job_id>/", admin_views.stop, name="stop-step"),
        path("recordings/<uuid:audio_id>/", admin_views.recording, name="recording"),
        path("recordings/<uuid:audio_id>/again/", admin_views.make_again, name="make-sound-again"),
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


@hooks.register("before_copy_page")
def refuse_alias(request: HttpRequest, page: Page) -> HttpResponse | None:
    """An alias would carry the identity that feeds and addresses know its original by; a copy gets its own."""
    if not request.POST.get("alias") or not isinstance(page.specific, Episode | Show):
        return None
    messages.error(request, _("Shows and episodes cannot be mirrored. Make a copy instead."))
    return redirect("wagtailadmin_pages:copy", page.pk)


@hooks.register("before_edit_page")
def tell_of_the_move(request: HttpRequest, page: Page) -> None:
    """Says above the form of a show that its subscribers are led away; the field that says so is far below."""
    show = page.specific
    if request.method == "GET" and isinstance(show, Show) and show.new_home:
        messages.info(
            request, _("This show has moved: podcast apps are led to %(address)s.") % {"address": show.new_home}
        )


@hooks.register("before_delete_page")
def warn_before_deletion(request: HttpRequest, page: Page) -> None:
    """Says on the page that asks “are you sure?” what is lost for good."""
    if request.method == "GET" and isinstance(page.specific, Episode | Show):
        messages.warning(request, _("Its recordings and transcripts are deleted too, and cannot be brought back."))


@hooks.register("before_publish_page")
def hold_back(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuses a publication that breaks a rule; the draft has been saved before, and the reasons are shown."""
    episode = page.specific
    reasons = hindrances(episode) if isinstance(episode, Episode) else []
    for reason in reasons:
        messages.error(request, reason)
    return redirect("wagtailadmin_pages:edit", page.pk) if reasons else None


@hooks.register("after_publish_page")
def tell_what_it_waits_for(request: HttpRequest, page: Page) -> None:
    """Wagtail says “published” and links the page; until the sound is ready that link leads nowhere yet."""
    episode = page.specific
    if isinstance(episode, Episode) and not is_public(episode):
        messages.info(request, _("Published; appears as soon as its sound is ready."))


@hooks.register("before_bulk_action")
def hold_back_several(request: HttpRequest, action: str, rows: Sequence[Model], view: Any) -> HttpResponse | None:
    """The same for several pages at once and what is below them: if one breaks a rule, none is published."""
    pages = [row for row in rows if isinstance(row, Page)]
    if action != "publish" or not pages:
        return None
    chosen = Episode.objects.filter(pk__in=[page.pk for page in pages])
    if view.cleaned_form.cleaned_data.get("include_descendants"):
        for page in pages:
            chosen |= Episode.objects.descendant_of(page).filter(live=False)
    refused = [
        (each.draft_title, reason) for each in chosen for reason in hindrances(each.get_latest_revision_as_object())
    ]
    for title, reason in refused:
        messages.error(request, f"{title}: {reason}")
    return redirect(view.next_url) if refused else None
