"""Texts that come to the desk and go from it as files, and the text of the recording that was replaced."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from transcripts import actions
from transcripts.actions.supplying import NotEarlier, OtherWords
from transcripts.desk.access import editor, recording_of, transcript_of
from transcripts.files import FORMATS, working_file
from transcripts.formats.errors import FormatError
from transcripts.formats.reading import MOST_BYTES, read
from transcripts.models import Transcript
from transcripts.refusals import sentence

LONGEST_ID = 18  # digits


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, audio_id: uuid.UUID) -> HttpResponse:
    """Takes a text in any of the formats, whole or not at all."""
    audio = recording_of(request, audio_id)
    transcript = Transcript.objects.filter(audio_file=audio).first()
    refusal = ""
    if request.method == "POST":
        file = request.FILES.get("text")
        try:
            if file is None:
                raise FormatError(FormatError.EMPTY)
            cues = read(file.read(MOST_BYTES + 1), length=audio.duration)
        except FormatError as error:
            refusal = sentence(error)
        else:
            language = audio.episode.language if audio.episode else "id"
            actions.supply(audio, language, cues, by=editor(request))
            messages.success(request, _("The text is taken. Check it beside the sound; it is not public yet."))
            return redirect("transcript-desk", audio_id)
    context = {
        "audio": audio,
        "episode": audio.episode,
        "transcript": transcript,
        "formats": FORMATS,
        "refusal": refusal,
        "tab": "upload",
        "page_title": _("Files"),
    }
    return render(request, "transcripts/desk/upload.html", context, status=422 if refusal else 200)


@require_POST
def carry(request: HttpRequest, audio_id: uuid.UUID) -> HttpResponse:
    """Takes over the text of an earlier recording of the same episode."""
    transcript = transcript_of(request, audio_id)
    episode, wanted = transcript.audio_file.episode, request.POST.get("earlier", "")
    if episode is None or not wanted.isdecimal() or len(wanted) > LONGEST_ID:
        raise Http404
    earlier = get_object_or_404(Transcript.objects.of_episode(episode), pk=wanted)
    try:
        share = actions.carry_over(earlier, transcript, by=editor(request))
    except NotEarlier:
        messages.error(request, _("People have worked on this text already, so nothing was taken over."))
    except OtherWords as error:
        text = _("Only %(share)d %% of the words are the same in both recordings: the text was not taken over.")
        messages.error(request, text % {"share": round(error.share * 100)})
    else:
        text = _("The text is taken over; %(share)d %% of its words were found in the new recording. Check the rest.")
        messages.success(request, text % {"share": round(share * 100)})
    return redirect("transcript-desk", audio_id)


@require_safe
def download(request: HttpRequest, audio_id: uuid.UUID, suffix: str) -> HttpResponse:
    """The working text as a file, for editors."""
    if suffix not in FORMATS:
        raise Http404
    media_type, text = working_file(transcript_of(request, audio_id), suffix)
    response = HttpResponse(text, content_type=f"{media_type}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="siniar.{suffix}"'
    return response
