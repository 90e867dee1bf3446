"""The editors' pages of feeds: addresses, state, “build now”, and the keys of reviewers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from episodes.models import Show
from feeds import actions, overview
from feeds.forms import ReviewKeyForm
from feeds.models import ReviewKey
from siniar.addresses import absolute


def _show(request: HttpRequest, show_id: int) -> Show:
    """The show, if this editor may change it; else it does not exist."""
    return get_object_or_404(overview.editable_shows(request.user), pk=show_id)


@require_safe
def feeds(request: HttpRequest) -> HttpResponse:
    """All feeds of all shows that this editor may change."""
    context = {
        "shows": [overview.of(show) for show in overview.editable_shows(request.user)],
        "list_address": absolute(reverse("feeds-opml")),
        "page_title": _("Feeds"),
    }
    return render(request, "feeds/admin/feeds.html", context)


@require_POST
def build(request: HttpRequest, show_id: int) -> HttpResponse:
    """Has the worker build the feeds of a show, and tell hubs of them, whatever was tried before."""
    show = _show(request, show_id)
    actions.mark([show.pk])
    messages.success(request, _("The feeds of “%(show)s” will be built in a moment.") % {"show": show.title})
    return redirect("feeds")


@require_http_methods(["GET", "HEAD", "POST"])
def review_keys(request: HttpRequest, show_id: int) -> HttpResponse:
    """The keys of a show. A new one stands in this very answer and nowhere else: not even in the session."""
    show = _show(request, show_id)
    form = ReviewKeyForm(request.POST if request.method == "POST" else None)
    key = ""
    if form.is_valid():
        key = actions.make_review_key(show, form.cleaned_data["label"], author=request.user)  # type: ignore[arg-type]
    context = {
        "show": show,
        "form": ReviewKeyForm() if key else form,
        "key": key,
        "key_for": form.cleaned_data["label"] if key else "",
        "keys": ReviewKey.objects.filter(show=show).select_related("made_by"),
        "address": overview.review_address(show),
        "page_title": _("Review keys"),
    }
    return render(request, "feeds/admin/review_keys.html", context, status=422 if form.errors else 200)


@require_POST
def revoke(request: HttpRequest, key_id: int) -> HttpResponse:
    """Ends a key at once."""
    key = get_object_or_404(ReviewKey, pk=key_id, show__in=overview.editable_shows(request.user))
    actions.revoke_review_key(key)
    messages.success(request, _("The key for “%(name)s” is revoked.") % {"name": key.label})
    return redirect("review-keys", key.show_id)
