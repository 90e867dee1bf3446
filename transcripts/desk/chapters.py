"""The desk's page of chapters: set in the episode's draft, by hand or from what the transcript suggests."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from episodes import actions, chapters, moments
from episodes.audio import peaks
from episodes.audio.ffmpeg import find_ffmpeg
from episodes.audio.refusals import Setback
from episodes.chapters import Mark
from episodes.models import AudioFile, Episode, Rendition
from episodes.storage import waveform_path
from siniar import files
from transcripts.desk import chapter_forms
from transcripts.desk.access import editor, recording_of
from transcripts.models import Transcript
from transcripts.text.shifts import Suggestion, suggested

NEAR = 20  # seconds; where a chapter begins, another one so close is no suggestion

REASONS = {
    "topic": gettext_lazy("new words"),
    "pause": gettext_lazy("a pause before it"),
    "speaker": gettext_lazy("somebody else speaks"),
    "question": gettext_lazy("a question"),
}


@dataclass(frozen=True)
class Conflict:
    """The chapters that somebody else has set while this editor was writing."""

    chapters: Sequence[Mark]
    who: str


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, audio_id: uuid.UUID) -> HttpResponse:
    """Shows the chapters of the draft. POST saves the form, with a suggestion if the button of one was pressed."""
    audio = recording_of(request, audio_id)
    episode = get_object_or_404(Episode, pk=audio.episode and audio.episode.pk)
    draft = episode.get_latest_revision_as_object()
    if draft.audio_id != audio.pk:
        return _to_the_drafts_recording(request, audio, draft.audio)
    if request.method == "POST":
        return _save(request, audio, episode)
    locked = episode.permissions_for_user(request.user).page_locked()
    form = chapter_forms.showing(chapters.marks(draft), audio.duration, locked=locked)
    return _show(request, audio, episode, form)


def _save(request: HttpRequest, audio: AudioFile, episode: Episode) -> HttpResponse:
    if episode.permissions_for_user(request.user).page_locked():
        raise PermissionDenied
    form = chapter_forms.sent(request.POST, audio.duration)
    if not form.is_valid():
        messages.error(request, _("Nothing is saved yet: see the fields that are marked."))
        return _show(request, audio, episode, form, status=422)
    wanted = sorted([*form.marks(), *_accepted(request, audio)])
    try:
        chapters.set_in_draft(episode, wanted, seen=request.POST.get("seen", ""), user=editor(request))
    except chapters.ChangedMeanwhile:
        messages.error(request, _("Somebody else has changed the chapters: yours are not saved. Compare below."))
        return _show(request, audio, episode, chapter_forms.showing(wanted, audio.duration), conflict=True, status=409)
    if request.POST.get("do") == "publish":
        _publish(request, episode)
    else:
        messages.success(request, _("Saved in the draft."))
    return redirect("transcript-chapters", audio.pk)


def _to_the_drafts_recording(request: HttpRequest, audio: AudioFile, other: AudioFile | None) -> HttpResponse:
    """Chapters belong to the recording that the draft has; another one of the episode has none of its own."""
    if other is None or other.episode != audio.episode:
        raise Http404
    messages.info(request, _("The episode has another recording by now. These are the chapters of that one."))
    return redirect("transcript-chapters", other.pk)


def _accepted(request: HttpRequest, audio: AudioFile) -> list[Mark]:
    """The suggestion whose button was pressed."""
    return [each.mark for each in _suggestions(audio) if str(each.mark.start) == request.POST.get("accept")]


def _publish(request: HttpRequest, episode: Episode) -> None:
    """Makes the saved chapters public, if that makes nothing else public with them."""
    if not episode.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    if not chapters.nothing_else_waits(episode):
        messages.warning(
            request, _("Saved in the draft. Other changes wait there too: publish them in the page's form.")
        )
        return
    try:
        actions.publish(Episode.objects.get(pk=episode.pk), user=editor(request))
    except actions.NotPublishable as error:
        messages.warning(request, _("Saved in the draft, but not published:"))
        for reason in error.hindrances:
            messages.error(request, reason)
    else:
        messages.success(request, _("Saved and published. The sound files get the chapters in a moment."))


@dataclass(frozen=True)
class _Suggested:
    """A suggestion as the page shows it: the chapter that it would be, and why."""

    mark: Mark
    reasons: tuple[str, ...]


def _suggestions(audio: AudioFile, present: Sequence[Mark] = ()) -> list[_Suggested]:
    """What the transcript suggests beside the chapters that are there. Found once for each state of its text."""
    transcript = Transcript.objects.filter(audio_file=audio).first()
    if transcript is None:
        return []
    key = f"chapters-{transcript.pk}-{transcript.revision}-{transcript.fingerprint}"
    found = cache.get_or_set(key, lambda: suggested(transcript.paragraphs(), audio.duration)) or []
    return [_shown(each) for each in found if all(abs(each.start - float(mark.start)) >= NEAR for mark in present)]


def _shown(suggestion: Suggestion) -> _Suggested:
    start = Decimal(str(suggestion.start)).quantize(moments.MILLISECOND)
    title = suggestion.title or _("New chapter")  # nothing that is said there will do
    return _Suggested(Mark(start, title), tuple(str(REASONS[reason]) for reason in suggestion.why))


def _show(
    request: HttpRequest, audio: AudioFile, episode: Episode, form: Any, *, conflict: bool = False, status: int = 200
) -> HttpResponse:
    episode.refresh_from_db()
    permissions = episode.permissions_for_user(request.user)
    present = chapters.marks(episode.get_latest_revision_as_object())
    # A form with faults keeps the seal that it came with: what it holds was written on top of that state.
    seen = request.POST.get("seen", "") if form.is_bound else chapters.seal(present)
    context = {
        "audio": audio,
        "episode": episode,
        "form": form,
        "seen": seen,
        "conflict": _conflict(episode, present) if conflict else None,
        "waiting": episode.live and present != chapters.marks(episode),
        "locked": permissions.page_locked(),
        "may_publish": permissions.can_publish() and chapters.nothing_else_waits(episode),
        "suggestions": _suggestions(audio, present),
        "transcript": Transcript.objects.filter(audio_file=audio).first(),
        "has_sound": audio.renditions.filter(kind=Rendition.Kind.MAIN).exists(),
        "per_second": peaks.PER_SECOND,
        "most": chapters.MOST,
        "longest_title": chapter_forms.LONGEST_TITLE,
        "tab": "chapters",
        "page_title": _("Chapters"),
    }
    return render(request, "transcripts/desk/chapters.html", context, status=status)


def _conflict(episode: Episode, present: Sequence[Mark]) -> Conflict:
    revision = episode.get_latest_revision()
    return Conflict(present, str(revision.user or _("Somebody")))


@require_safe
def waveform(request: HttpRequest, audio_id: uuid.UUID) -> HttpResponseBase:
    """The fine waveform, a byte for each twentieth of a second. Drawn here for recordings that have none yet."""
    audio = recording_of(request, audio_id)
    path = waveform_path(audio.pk)
    if not path.exists():
        main = audio.renditions.filter(kind=Rendition.Kind.MAIN).first()
        if main is None:
            raise Http404
        draw = partial(peaks.listen, ffmpeg=find_ffmpeg(settings.CONFIG.ffmpeg), seconds=main.duration)
        try:
            actions.keep_waveform(audio, draw(Path(main.file.path)))
        except Setback as error:
            raise Http404 from error
    serve = partial(files.serve, content_type="application/octet-stream", name="waveform")
    return serve(request, path, etag=f'"{audio.sha256}"')
