"""All transcripts that an editor may work on: first those that wait for a person."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from episodes.scoping import visible_recordings
from transcripts.models import Transcript

PER_PAGE = 30


@require_safe
def transcripts(request: HttpRequest) -> HttpResponse:
    """The list, with ?state= only those in one state."""
    state = request.GET.get("state", "")
    found = _visible(request)
    if state in Transcript.State.values:
        found = found.filter(state=state)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "page": page,
        "rows": [{"transcript": each, "episode": each.audio_file.episode} for each in page],
        "states": Transcript.State.choices,
        "state": state,
        "page_title": _("Transcripts"),
    }
    return render(request, "transcripts/desk/overview.html", context)


def _visible(request: HttpRequest) -> QuerySet[Transcript]:
    order = [Transcript.State.CORRECTED, Transcript.State.MACHINE, Transcript.State.APPROVED]
    place = Case(
        *(When(state=state, then=Value(number)) for number, state in enumerate(order)), output_field=IntegerField()
    )
    audio = visible_recordings(request.user).values("pk")
    found = Transcript.objects.filter(audio_file__in=audio).select_related("audio_file__uploaded_for", "changed_by")
    return found.prefetch_related("audio_file__episodes").order_by(place, "-created_at", "-pk")
