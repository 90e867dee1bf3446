"""The versions of a transcript: what changed from one to the next, and the way back."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from transcripts import actions
from transcripts.desk.access import editor, transcript_of
from transcripts.models import Transcript, Version
from transcripts.text.differences import differences

LONGEST_NUMBER = 9  # digits


@require_safe
def versions(request: HttpRequest, audio_id: uuid.UUID) -> HttpResponse:
    """The list, newest first, without the texts themselves."""
    transcript = transcript_of(request, audio_id)
    listed = transcript.versions.defer("content", "people").select_related("made_by")
    return render(request, "transcripts/desk/history.html", {**_context(transcript), "versions": listed})


@require_http_methods(["GET", "HEAD", "POST"])
def version(request: HttpRequest, audio_id: uuid.UUID, number: int) -> HttpResponse:
    """One version beside the working text, or beside the one in ?against=; POST makes it the working text."""
    transcript = transcript_of(request, audio_id)
    shown = get_object_or_404(transcript.versions.select_related("made_by"), number=number)
    if request.method == "POST":
        actions.restore(shown, by=editor(request))
        messages.success(request, _("Version %(number)d is the working text again.") % {"number": number})
        return redirect("transcript-desk", audio_id)
    other = _other(request, transcript)
    after = other.paragraphs() if other else transcript.paragraphs()
    places = dict(transcript.segments.values_list("start", "pk"))
    context = {
        **_context(transcript),
        "version": shown,
        "other": other,
        "choices": transcript.versions.exclude(number=number).defer("content", "people"),
        "differences": [(each, places.get(each.start)) for each in differences(shown.paragraphs(), after)],
    }
    return render(request, "transcripts/desk/version.html", context)


def _other(request: HttpRequest, transcript: Transcript) -> Version | None:
    number = request.GET.get("against", "")
    if not number.isdecimal():
        return None
    if len(number) > LONGEST_NUMBER:
        raise Http404
    return get_object_or_404(transcript.versions, number=int(number))


def _context(transcript: Transcript) -> dict[str, object]:
    return {
        "audio": transcript.audio_file,
        "episode": transcript.audio_file.episode,
        "transcript": transcript,
        "tab": "history",
        "page_title": _("Versions"),
    }
