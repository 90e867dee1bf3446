"""/episode/, /topik-<signs>/ and /orang/<signs>/: lists of public episodes in pages. The number of queries is fixed."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from episodes.models import Episode, Topic
from listening import finding, signs
from listening.finding import Choosing
from siniar import paging


@require_safe
def all_episodes(request: HttpRequest) -> HttpResponse:
    """All public episodes, or those that fit a choice."""
    choosing = Choosing(request.GET)
    found = paging.part(request, choosing.found().with_cards(), choosing.chosen)
    context = {"choosing": choosing, "topics": choosing.topics, "hidden": bool(choosing.chosen)}
    return _listed(request, "listening/episodes.html", found, choosing.chosen, context)


@require_safe
def topic(request: HttpRequest, wanted: str) -> HttpResponse:
    """The public episodes about a topic. Without any there is no page, and no answer tells whether there is a topic."""
    found = finding.with_signs(Topic.objects.all(), wanted, signs.of_topic)
    if found is None:
        raise Http404
    episodes = finding.about(Episode.objects.public(), found).newest_first()
    list_ = paging.part(request, episodes.with_cards())
    if not list_["part"].paginator.count:
        raise Http404
    discreet = found.sensitivity in Topic.Sensitivity.discreet()
    context = {
        "topic": found,
        "surface_title": found.neutral_label if discreet else found.label,
        "hidden": discreet,
    }
    return _listed(request, "listening/topic.html", list_, {}, context)


@require_safe
def person(request: HttpRequest, wanted: str) -> HttpResponse:
    """The public episodes of somebody who agreed to be named; with the agreement the page is gone.

    The tab tells the name only of people who are heard in an episode that may be seen: the others may be somebody whose
    name alone tells enough.
    """
    public = Episode.objects.public()
    found = finding.with_signs(finding.named_people(public), wanted, signs.of_person)
    if found is None:
        raise Http404
    episodes = public.filter(people__person=found).distinct()
    open_ = finding.tellable(episodes).exists()
    context = {"person": found, "surface_title": found.name if open_ else "", "hidden": not open_}
    list_ = paging.part(request, episodes.newest_first().with_cards())
    return _listed(request, "listening/person.html", list_, {}, context)


def _listed(
    request: HttpRequest, template: str, list_: dict[str, Any], chosen: dict[str, str], context: dict[str, Any]
) -> HttpResponse:
    """A list as a page. `hidden` in the context: search engines are asked to leave it out."""
    return render(request, template, {**list_, "episodes": list_["part"].object_list, "chosen": chosen, **context})
