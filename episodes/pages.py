"""/<show>/<eight signs>/: the page of a public episode, found with all that it shows in a few queries.

Wagtail would walk down from the root, a page and two queries a step, and ask for restrictions that episodes.visibility
has asked for already.
"""

from __future__ import annotations

import re

from django.db.models import FilteredRelation, Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from wagtail.models import Page

from episodes.models import Chapter, Episode, EpisodePerson, EpisodeWarning, Rendition, Show
from episodes.models.episode import EpisodeQuerySet

_SOUND = re.compile(rb'(<audio [^>]*src="[^"#]+)(?=")')
_MOMENT = re.compile(r"[0-9]{1,6}(\.[0-9]{1,3})?", re.ASCII)


@require_safe
def page(request: HttpRequest, show: str, signs: str) -> HttpResponse:
    """Shows the page of an episode; whatever is not public, or lies elsewhere, does not exist. Seven queries."""
    episode = complete(Episode.objects.public().filter(slug=signs)).first()
    parts = episode and episode.get_url_parts(request)
    if episode is None or not parts or parts[2] != request.path:
        raise Http404
    episode.show = Show.objects.select_related("cover", "neutral_cover").get(path=episode.path[: -Page.steplen])
    response: HttpResponse = episode.serve(request)
    return response


def complete(episodes: EpisodeQuerySet) -> EpisodeQuerySet:
    """With all that a page shows of an episode, but for its show, in five queries."""
    return (
        episodes.annotate(main_sound=_sound(Rendition.Kind.MAIN), small_sound=_sound(Rendition.Kind.HEMAT))
        .select_related("audio__transcript__approved", "age_rating", "cover", "main_sound", "small_sound")
        .defer("audio__inspected", "audio__measured")
        .prefetch_related(
            "topics",
            Prefetch("chapters", Chapter.objects.all()),
            Prefetch("people", EpisodePerson.objects.select_related("person")),
            Prefetch("warnings", EpisodeWarning.objects.select_related("warning")),
        )
    )


def _sound(kind: Rendition.Kind) -> FilteredRelation:
    return FilteredRelation("audio__renditions", condition=Q(audio__renditions__kind=kind))


def beginning(request: HttpRequest, written: bytes) -> bytes:
    """The page with its sound set to begin where `?t=` says, in seconds: so chapters lead there without a script.

    A link to the file would leave the site for the browser's own player, which plays at once and has no way out.
    """
    moment = request.GET.get("t", "")
    return _SOUND.sub(rb"\1#t=" + moment.encode(), written, count=1) if _MOMENT.fullmatch(moment) else written
