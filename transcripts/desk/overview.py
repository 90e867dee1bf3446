"""All transcripts that an editor may work on: first those that wait for a person."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from episodes.models import Episode
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
    episodes = Episode.objects.public().filter(audio__in=[each.audio_file_id for each in page])
    public = set(episodes.values_list("audio_id", flat=True))
    context = {
        "page": page,
        "rows": [_row(each, public) for each in page],
        "states": Transcript.State.choices,
        "state": state,
        "page_title": _("Transcripts"),
    }
    return render(request, "transcripts/desk/overview.html", context)


def _row(transcript: Transcript, public: set[object]) -> dict[str, object]:
    """One line: a text is read by everybody if it is approved and its recording is the one of a public episode."""
    shown = transcript.approved_id is not None and transcript.audio_file_id in public
    return {"transcript": transcript, "episode": transcript.audio_file.episode, "public": shown}


def _visible(request: HttpRequest) -> QuerySet[Transcript]:
    order = [Transcript.State.CORRECTED, Transcript.State.MACHINE, Transcript.State.APPROVED]
    place = Case(
        *(When(state=state, then=Value(number)) for number, state in enumerate(order)), output_field=IntegerField()
    )
    audio = visible_recordings(request.user).values("pk")
    found = Transcript.objects.filter(audio_file__in=audio).select_related("audio_file__uploaded_for", "changed_by")
    return found.prefetch_related("audio_file__episodes").order_by(place, "-created_at", "-pk")
