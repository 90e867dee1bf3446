"""/sematan/<episode>/: the player alone, for a frame on somebody else's page.

Of a discreet episode the heading is neutral as well: nobody knows who sees that page. It asks its own site for
everything, and the page around it learns nothing.
"""

from __future__ import annotations

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import select_template
from django.views.decorators.http import require_safe

from episodes.models import Episode
from siniar import privacy

#: The player as the page of an episode has it, and what stands in for it.
PLAYERS = ("episodes/player.html", "listening/sound.html")
POLICY = privacy.POLICY.replace("frame-ancestors 'none'", privacy.FRAMED)


@require_safe
def player(request: HttpRequest, episode: Q) -> HttpResponse:
    """The player of a public episode; every other one is not there."""
    found = Episode.objects.public().filter(episode).with_cards().first()
    if found is None:
        raise Http404
    context = found.get_context(request)
    context["player"] = select_template(PLAYERS)
    page = select_template(["listening/embed.html"]).render(context, request)
    return HttpResponse(page, headers={"Content-Security-Policy": POLICY})
