"""The editors' page of one transcript: read it, with the doubtful places marked, and approve it or take the approval
back.
"""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from transcripts import actions
from transcripts.models import Transcript

#: Words that the engine itself gives less than this are marked: it is over-confident, so those are likely wrong.
DOUBTFUL = 0.5


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, audio_id: uuid.UUID) -> HttpResponse:
    """Shows the text to people who may publish its episode; POST approves or takes back."""
    transcript = get_object_or_404(Transcript.objects.select_related("audio_file"), audio_file=audio_id)
    episode = transcript.audio_file.episode
    if episode is None or not episode.permissions_for_user(request.user).can_publish():
        raise Http404
    if request.method == "POST":
        if request.POST.get("verdict") == "approve":
            actions.approve(transcript, by=request.user)  # type: ignore[arg-type]
            messages.success(request, _("The transcript is approved and public with its episode."))
        else:
            actions.withdraw_approval(transcript)
            messages.success(request, _("The transcript is no longer public."))
        return redirect("transcript-review", audio_id)
    context = {
        "transcript": transcript,
        "episode": episode,
        "segments": [(segment, _marked(segment.words)) for segment in transcript.segments.all()],
        "page_title": _("Transcript"),
    }
    return render(request, "transcripts/admin/review.html", context)


def _marked(words: list[list[object]]) -> list[tuple[object, bool]]:
    return [(text, float(probability) < DOUBTFUL) for text, _start, _end, probability in words]  # type: ignore[arg-type]
