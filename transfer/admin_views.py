"""The editors' pages of imports: a feed is looked at, then started, then watched. Thin: actions write."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from siniar.jobs.models import Job
from siniar.models import User
from transfer import actions, matching, scoping
from transfer.forms import OriginForm, StartForm
from transfer.models import FeedImport, ImportedItem
from transfer.origin import known_show

PER_PAGE = 100  # episodes, and imports


def _user(request: HttpRequest) -> User:
    """Who asks; nobody who may not import anything gets beyond here."""
    user = request.user
    if not isinstance(user, User) or not scoping.may_import(user):
        raise PermissionDenied
    return user


def _import(request: HttpRequest, import_id: uuid.UUID) -> FeedImport:
    """The import, if this editor may see it; else it does not exist."""
    return get_object_or_404(scoping.visible_imports(_user(request)).select_related("show"), pk=import_id)


def _startable(request: HttpRequest, import_id: uuid.UUID) -> FeedImport:
    feed_import = _import(request, import_id)
    if not scoping.may_start(request.user, feed_import):
        raise PermissionDenied
    return feed_import


Deed = Callable[[HttpRequest, uuid.UUID], HttpResponse]


def _on_post(deed: Deed) -> Deed:
    """Lets whoever comes by a link, such as after a log-in, see the import itself instead of doing anything."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(deed)
    def answer(request: HttpRequest, import_id: uuid.UUID) -> HttpResponse:
        return deed(request, import_id) if request.method == "POST" else redirect("import", import_id)

    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """The form that begins an import, and all imports so far."""
    user = _user(request)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = OriginForm(*sent, user=user)
    if form.is_valid():
        return redirect("import", _look(form, user).pk)
    page = Paginator(scoping.visible_imports(user).select_related("show"), PER_PAGE).get_page(request.GET.get("p"))
    context = {"form": form, "page": page, "page_title": _("Import")}
    return render(request, "transfer/imports.html", context, status=422 if form.errors else 200)


def _look(form: OriginForm, user: User) -> FeedImport:
    show, address = form.cleaned_data["show"], form.cleaned_data["address"]
    if address:
        feed_import = actions.open_import(address, show=show, user=user)
        actions.have_read(feed_import)
        return feed_import
    feed_import = actions.open_import(form.cleaned_data["file"].name[:255], show=show, user=user)
    assert form.feed  # noqa: S101 - read when the form was cleaned
    actions.keep_feed(feed_import, form.feed, known_show(form.feed, feed_import.source, user))
    return feed_import


@require_safe
def feed_import(request: HttpRequest, import_id: uuid.UUID) -> HttpResponse:
    """One import: what it would do, what it does, what it has done."""
    found = _import(request, import_id)
    return render(request, "transfer/import.html", _context(request, found))


@require_safe
def progress(request: HttpRequest, import_id: uuid.UUID) -> HttpResponse:
    """The moving part alone, for the script that keeps it fresh; the header says when nothing moves any more."""
    context = _context(request, _import(request, import_id))
    response = render(request, "transfer/progress.html", context)
    response["X-Settled"] = "1" if context["settled"] else "0"
    return response


def _context(request: HttpRequest, found: FeedImport, form: StartForm | None = None) -> dict[str, Any]:
    job = Job.objects.of(found.pk).current().last()
    page = Paginator(found.items.select_related("episode").order_by("-place"), PER_PAGE).get_page(request.GET.get("p"))
    ready = found.state == FeedImport.State.READY
    if ready and form is None:
        form = StartForm(feed_import=found, user=request.user)
    return {
        "feed_import": found,
        "job": job,
        "settled": job is None or job.state in Job.ENDED,
        "form": form if ready and scoping.may_start(request.user, found) else None,
        "counts": found.items.tally(),
        "rows": _rows(list(page), found, ready),
        "page": page,
        "page_title": str(found),
    }


def _rows(items: list[ImportedItem], found: FeedImport, ready: bool) -> list[dict[str, Any]]:
    """Each item with what is said of it; before the start, with what would become of it."""
    if not ready:
        return [{"item": item, "said": item.reason} for item in items]
    outlook = matching.outlook([item.told for item in items], found.show)
    return [
        {"item": item, "said": reason or _("would be taken")}
        for item, (_told, reason) in zip(items, outlook, strict=True)
    ]


@_on_post
def start(request: HttpRequest, import_id: uuid.UUID) -> HttpResponse:
    """Starts what has been looked at."""
    found = _startable(request, import_id)
    if found.state != FeedImport.State.READY:
        return redirect("import", found.pk)  # a second click
    form = StartForm(request.POST, feed_import=found, user=request.user)
    if not form.is_valid():
        return render(request, "transfer/import.html", _context(request, found, form), status=422)
    values = form.cleaned_data
    actions.start(
        found,
        topics=list(values["topics"]),
        age_rating=values["age_rating"],
        publish=values.get("publish", False),
        limit=values["limit"],
    )
    messages.success(request, _("The import has started. You need not wait for it here."))
    return redirect("import", found.pk)


@_on_post
def retry(request: HttpRequest, import_id: uuid.UUID) -> HttpResponse:
    """Takes an import up again, with what has failed."""
    found = _startable(request, import_id)
    actions.retry(found)
    messages.success(request, _("The import goes on."))
    return redirect("import", found.pk)


@_on_post
def stop(request: HttpRequest, import_id: uuid.UUID) -> HttpResponse:
    """Stops an import; it can be taken up again."""
    found = _startable(request, import_id)
    name = request.user.get_full_name() or request.user.get_username()  # type: ignore[union-attr]
    if actions.stop(found, _("Stopped by %(name)s.") % {"name": name}):
        messages.success(request, _("The import is stopped. What has been taken so far is kept."))
    return redirect("import", found.pk)


@_on_post
def forget(request: HttpRequest, import_id: uuid.UUID) -> HttpResponse:
    """Forgets an import; its episodes stay."""
    actions.discard(_startable(request, import_id))
    messages.success(request, _("The import is forgotten. Its episodes stay."))
    return redirect("imports")
