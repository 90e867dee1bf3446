"""/sematan/<episode>/: the player alone, for a frame on somebody else's page.

Of a discreet episode the heading is neutral as well: nobody knows who sees that page. It asks its own site for
everything, and the page around it learns nothing.
"""

from __future__ import annotations

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from episodes import pages
from episodes.models import Episode
from siniar import privacy

POLICY = privacy.POLICY.replace("frame-ancestors 'none'", privacy.FRAMED)


@require_safe
def player(request: HttpRequest, episode: Q) -> HttpResponse:
    """The player of a public episode; every other one is not there."""
    found = pages.complete(Episode.objects.public().filter(episode)).first()
    if found is None:
        raise Http404
    page: HttpResponse = render(request, "listening/embed.html", found.get_context(request))
    page.content = pages.beginning(request, page.content)
    page["Content-Security-Policy"] = POLICY
    return page
