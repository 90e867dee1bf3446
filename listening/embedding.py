"""/sematan/<episode>/: the player alone, for a frame on somebody else's page. Neutral throughout where an episode is
discreet: nobody knows who sees that page. It asks its own site for everything, and the page around it learns nothing.
"""

from __future__ import annotations

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import select_template
from django.views.decorators.http import require_safe

from episodes.models import Episode
from siniar.privacy import POLICY

#: The player as the page of an episode has it, and what stands in for it.
PLAYERS = ("episodes/player.html", "listening/sound.html")
#: Browsers that know this do not read X-Frame-Options.
FRAMED = POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")


@require_safe
def player(request: HttpRequest, episode: Q) -> HttpResponse:
    """The player of a public episode; every other one is not there."""
    found = Episode.objects.public().filter(episode).with_cards().first()
    if found is None:
        raise Http404
    context = found.get_context(request)
    context["player"] = select_template(PLAYERS)
    page = select_template(["listening/embed.html"]).render(context, request)
    return HttpResponse(page, headers={"Content-Security-Policy": FRAMED})
