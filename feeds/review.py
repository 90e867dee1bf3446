"""/<show>/tinjau.xml and the sound in it: for reviewers who bring a key of the show as their password.

Whoever brings none is asked for one, whatever the address: the answer does not tell which shows there are.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from episodes.models import Show
from feeds import drafts, keys
from feeds.formats import rss
from feeds.models import ReviewKey
from siniar import files

Asked = ParamSpec("Asked")
REALM = 'Basic realm="Siniar", charset="UTF-8"'
CACHE = "private, no-store"


def for_reviewers(
    view: Callable[Concatenate[HttpRequest, Show, Asked], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Hands the show to a view, if the request brings one of its keys; each request is asked anew."""

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, slug: str, *args: Asked.args, **kwargs: Asked.kwargs) -> HttpResponseBase:
        show = _opened(slug, request.headers.get("Authorization", ""))
        if show is not None:
            return view(request, show, *args, **kwargs)
        return HttpResponse(
            _("Only for reviewers who have a key."),
            status=401,
            content_type="text/plain; charset=utf-8",
            headers={"WWW-Authenticate": REALM, "Cache-Control": CACHE},
        )

    return answer


def _opened(slug: str, header: str) -> Show | None:
    """The show of this name, or of this former name, that the key in the header opens."""
    key = keys.password(header)
    if key is None:
        return None
    named = Q(show__slug=slug) | Q(show__former_slugs__slug=slug)
    for each in ReviewKey.objects.filter(named, revoked_at=None).select_related("show__locale", "show__cover"):
        if keys.is_the(key, each.key_hash):
            return each.show
    return None


@for_reviewers
def feed(request: HttpRequest, show: Show) -> HttpResponseBase:
    """The feed of a show's drafts, made for each request: few ask, and a revoked key must end at once."""
    return HttpResponse(
        rss.write(drafts.channel(show)),
        content_type=f"{rss.MEDIA_TYPE}; charset=utf-8",
        headers={"Cache-Control": CACHE},
    )


@for_reviewers
def sound(request: HttpRequest, show: Show, guid: uuid.UUID, name: str) -> HttpResponseBase:
    """The sound of a draft as it is now. Nobody counts who hears it."""
    draft = drafts.find(show, guid)
    if draft is None or name != draft.file_name:
        raise Http404
    try:
        return files.serve(
            request,
            Path(draft.sound.file.path),
            content_type=draft.sound.content_type,
            name=name,
            etag=f'"{draft.sound.sha256}"',
            cache=CACHE,
        )
    except FileNotFoundError as error:
        raise Http404 from error
