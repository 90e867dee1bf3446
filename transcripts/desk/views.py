"""The desk itself: the page on which a text is corrected and approved, as a form or piece by piece by its script."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from episodes.models import Episode
from episodes.visibility import is_public
from siniar.jobs import runner
from siniar.jobs.models import Job
from siniar.jobs.pipeline import TRANSCRIBE
from siniar.models import User
from transcripts import actions
from transcripts.actions.correcting import Change, Saved
from transcripts.actions.judging import ChangedMeanwhile, NothingToApprove, StillDoubtful
from transcripts.desk import wire
from transcripts.desk.access import editor, may_approve, may_withdraw, recording_of, transcript_of
from transcripts.desk.showing import Conflict, Showing
from transcripts.desk.standing import people_for, standing
from transcripts.models import Segment, Transcript

LONGEST_FIND = 200  # characters


@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest, audio_id: uuid.UUID) -> HttpResponse:
    """Shows the text. POST saves the whole form, and approves or takes back if its button says so."""
    transcript = transcript_of(request, audio_id)
    if request.method != "POST":
        return _page(request, transcript)
    if request.POST.get("do") == "withdraw":
        _withdraw(request, transcript)  # first: whatever becomes of the form, the public must not read on
    try:
        changes = wire.from_form(request.POST)
        saved = actions.save(transcript, changes, by=editor(request))
    except ValueError as error:
        return HttpResponseBadRequest(str(error), content_type="text/plain; charset=utf-8")
    if saved.conflicts:
        messages.error(request, _("Some paragraphs were changed by somebody else; they are not saved. Compare below."))
        mine = {change.segment: change for change in changes if change.segment in saved.conflicts}
        return _page(request, transcript, conflicts=mine, status=409)
    if saved.shown:
        messages.success(request, _("Saved."))
    elif request.POST.get("do") == "save":
        messages.info(request, _("Nothing was changed."))
    place = _approve(request, transcript, saved) if request.POST.get("do") == "approve" else ""
    return redirect(reverse("transcript-desk", args=[audio_id]) + place)


def _withdraw(request: HttpRequest, transcript: Transcript) -> None:
    if _may(may_withdraw, request, transcript):
        actions.withdraw_approval(transcript)
        messages.success(request, _("The transcript is no longer public."))


def _may(rule: Callable[[User, Episode], bool], request: HttpRequest, transcript: Transcript) -> bool:
    episode = transcript.audio_file.episode
    allowed = episode is not None and rule(editor(request), episode)
    if not allowed:
        messages.error(request, _("Only people who may publish the episode can approve its transcript."))
    return allowed


def _approve(request: HttpRequest, transcript: Transcript, saved: Saved) -> str:
    """Approves the text, if it is the one that the page has shown; returns the place on the page to go on at."""
    if not _may(may_approve, request, transcript):
        return ""
    checked = "doubts-checked" in request.POST
    try:
        if str(saved.before) != request.POST.get("revision"):
            raise ChangedMeanwhile
        actions.approve(transcript, by=editor(request), revision=saved.revision, doubts_checked=checked)
    except ChangedMeanwhile:
        messages.error(request, _("Somebody has changed the text since you opened it. Read it again, then approve."))
    except NothingToApprove:
        messages.error(request, _("There is no text to approve."))
    except StillDoubtful as error:
        count = len(error.paragraphs)
        text = ngettext(
            "%(count)d paragraph carries a warning. Listen there, then tick the box above “Save and approve”.",
            "%(count)d paragraphs carry a warning. Listen there, then tick the box above “Save and approve”.",
            count,
        )
        messages.error(request, text % {"count": count})
        return f"#p{error.paragraphs[0].pk}"
    else:
        messages.success(request, _approved(transcript))
    return ""


def _approved(transcript: Transcript) -> str:
    """What an approval means for the public: a text is read with the recording that the episode has."""
    episode = transcript.audio_file.episode
    if episode and is_public(episode) and episode.audio_id == transcript.audio_file_id:
        return _("The transcript is approved, and everybody can read it now.")
    return _("The transcript is approved. It becomes public when its episode is published with this recording.")


@require_POST
def save(request: HttpRequest, audio_id: uuid.UUID) -> HttpResponse:
    """For the desk's script: saves some paragraphs, also none, and says what stands there now and who else is here."""
    transcript = transcript_of(request, audio_id)
    try:
        saved = actions.save(transcript, wire.from_json(request.body), by=editor(request))
    except ValueError as error:
        return JsonResponse({"error": str(error)}, status=400)
    others = actions.attend(transcript, editor(request))
    transcript.refresh_from_db()
    stands = standing(transcript, editor(request))
    showing = Showing(stands["speakers"])
    return JsonResponse(
        {
            "before": saved.before,
            "revision": transcript.revision,
            "shown": {pk: _html(request, showing, transcript, rows) for pk, rows in saved.shown.items()},
            "conflicts": {pk: _theirs(row, transcript) for pk, row in saved.conflicts.items()},
            "speakers": [{"number": each.number, "name": each.name} for each in stands["speakers"]],
            "speakers_html": render_to_string("transcripts/desk/speakers.html", stands, request),
            "state_html": render_to_string("transcripts/desk/state.html", stands, request),
            "doubtful": stands["doubtful"],
            "others": [other.get_full_name() or other.get_username() for other in others],
            "state": transcript.state,
            "saved_at": timezone.localtime().strftime("%H.%M.%S"),
        }
    )


def _html(request: HttpRequest, showing: Showing, transcript: Transcript, rows: Iterable[Segment]) -> str:
    context = {"transcript": transcript}
    return "".join(
        render_to_string("transcripts/desk/paragraph.html", {**context, "paragraph": showing.paragraph(row)}, request)
        for row in rows
    )


def _theirs(row: Segment | None, transcript: Transcript) -> dict[str, object] | None:
    if row is None:
        return None
    shown = Showing([]).paragraph(row)
    number = row.speaker.number if row.speaker else None
    return {"text": shown.text, "seen": shown.seen, "speaker": number, "who": _who_changed(transcript)}


def _who_changed(transcript: Transcript) -> str:
    return str(transcript.changed_by or _("Somebody"))


@require_POST
def leave(request: HttpRequest, audio_id: uuid.UUID) -> HttpResponse:
    """For the desk's script: the page is closed."""
    actions.leave(transcript_of(request, audio_id), editor(request))
    return HttpResponse(status=204)


@require_POST
def speakers(request: HttpRequest, audio_id: uuid.UUID) -> HttpResponse:
    """Says who the speakers are: fields person-NUMBER with the id of a person or nothing."""
    transcript = transcript_of(request, audio_id)
    people = {str(person.pk): person for person in people_for(transcript, editor(request))}
    for speaker in transcript.speakers.select_related("person"):
        chosen = request.POST.get(f"person-{speaker.number}")
        if chosen is not None:
            actions.name_speaker(speaker, people.get(chosen), by=editor(request))
    messages.success(request, _("The speakers are saved. The public reads names only of people who agreed to it."))
    return redirect("transcript-desk", audio_id)


@require_POST
def replace(request: HttpRequest, audio_id: uuid.UUID) -> HttpResponse:
    """Finds and replaces in the whole text."""
    find, put = request.POST.get("find", "")[:LONGEST_FIND], request.POST.get("put", "")[:LONGEST_FIND]
    try:
        count = actions.replace_words(
            transcript_of(request, audio_id),
            find,
            put,
            by=editor(request),
            whole_words="parts" not in request.POST,
            match_case="case" in request.POST,
        )
    except ValueError:
        messages.error(request, _("Nothing was replaced: a paragraph would become too long."))
        return redirect("transcript-desk", audio_id)
    if count:
        text = ngettext("Replaced in %(count)d place.", "Replaced in %(count)d places.", count)
        messages.success(request, text % {"count": count})
    else:
        messages.warning(request, _("“%(text)s” does not stand in this text.") % {"text": find})
    return redirect("transcript-desk", audio_id)


@require_POST
def hear_again(request: HttpRequest, audio_id: uuid.UUID) -> HttpResponse:
    """Has the machine write a text anew that nobody has touched."""
    audio = recording_of(request, audio_id)
    transcript = Transcript.objects.filter(audio_file=audio).first()
    if transcript and not transcript.untouched:
        messages.error(request, _("People have worked on this text: the machine does not write over it."))
    else:
        runner.start([TRANSCRIBE], audio.pk, audio.sha256, again=True)
        messages.success(request, _("The machine writes the transcript anew. This page shows it once it is done."))
    return redirect("recording", audio_id)


def _page(
    request: HttpRequest, transcript: Transcript, *, conflicts: Mapping[int, Change] | None = None, status: int = 200
) -> HttpResponse:
    stands = standing(transcript, editor(request))
    showing, who = Showing(stands["speakers"]), _who_changed(transcript)
    paragraphs = [
        showing.paragraph(row, Conflict(conflicts[row.pk].text, who) if conflicts and row.pk in conflicts else None)
        for row in transcript.segments.select_related("speaker")
    ]
    known = {each.segment.pk for each in paragraphs}
    context = {
        **stands,
        "paragraphs": paragraphs,
        "lost": [change.text for pk, change in (conflicts or {}).items() if pk not in known],
        "unsure": sum(each.unsure for each in paragraphs),
        "others": actions.attend(transcript, editor(request)),
        "hearing": _hearing(transcript),
        "earlier": _earlier(transcript),
        "tab": "text",
        "page_title": _("Transcript"),
    }
    return render(request, "transcripts/desk/desk.html", context, status=status)


def _hearing(transcript: Transcript) -> Job | None:
    """The step that writes this text just now."""
    jobs = Job.objects.of(transcript.audio_file_id).current()
    return jobs.filter(step=TRANSCRIBE.name, state=Job.State.RUNNING).first()


def _earlier(transcript: Transcript) -> Transcript | None:
    """A text that people have made for a recording that this one replaces."""
    episode = transcript.audio_file.episode
    if episode is None or not transcript.untouched:
        return None
    others = Transcript.objects.of_episode(episode).exclude(pk=transcript.pk)
    return others.exclude(changed_at=None).order_by("-changed_at").first()
