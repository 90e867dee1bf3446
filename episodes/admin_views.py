"""The editors' pages of recordings: upload, steps as they go, sound, retry. Thin: forms examine, actions write."""

from __future__ import annotations

import uuid
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from episodes import actions, mending, refusals
from episodes.forms import NewEpisodeForm, ReplaceRecordingForm
from episodes.models import AudioFile, Episode, Rendition
from episodes.scoping import open_shows, visible_recordings
from episodes.visibility import is_public
from siniar import files
from siniar.jobs import runner
from siniar.jobs.models import Job
from siniar.jobs.pipeline import STEPS

PER_PAGE = 50  # recordings


def _recording(request: HttpRequest, audio_id: uuid.UUID) -> AudioFile:
    """The recording, if this editor may see it; else it does not exist."""
    return get_object_or_404(visible_recordings(request.user), pk=audio_id)


def upload(request: HttpRequest, show_id: int | None = None) -> HttpResponse:
    """A new episode begins with its recording."""
    shows = open_shows(request.user)
    if not shows:
        raise PermissionDenied
    initial = {"show": show_id or shows.first()}
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = NewEpisodeForm(*sent, user=request.user, shows=shows, initial=initial)
    if form.is_valid() and (episode := form.save(request.user)):  # type: ignore[arg-type]
        _tell(request, form)
        messages.success(request, _("The recording has arrived. You can fill in the form while it is processed."))
        return _done(request, reverse("wagtailadmin_pages:edit", args=[episode.pk]))
    return _form(request, form, _("New episode"))


def replace(request: HttpRequest, episode_id: int) -> HttpResponse:
    """Another recording for an episode; the public keeps hearing the old one until this one is published."""
    episode = get_object_or_404(Episode, pk=episode_id)
    may = episode.permissions_for_user(request.user)
    if not may.can_edit() or may.page_locked():
        raise PermissionDenied
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ReplaceRecordingForm(*sent, user=request.user, episode=episode)  # type: ignore[arg-type]
    if form.is_valid() and (audio := form.receive(request.user)):  # type: ignore[arg-type]
        _tell(request, form)
        if form.loss:
            messages.success(request, _("The recording is back in its place. Missing sound is being made again."))
            return _done(request, reverse("recording", args=[audio.pk]))
        actions.replace_recording(episode, audio, user=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The new recording has arrived. Publish the episode when it is ready."))
        return _done(request, reverse("wagtailadmin_pages:edit", args=[episode.pk]))
    return _form(request, form, _("New recording for “%(title)s”") % {"title": episode.draft_title})


def _tell(request: HttpRequest, form: ReplaceRecordingForm) -> None:
    for note in refusals.notes(form.examined.cautions):
        messages.info(request, note)


def _done(request: HttpRequest, url: str) -> HttpResponse:
    """Sends the browser on; to the upload script as a header, because it cannot see where a redirect leads."""
    if request.headers.get("X-Upload") == "1":
        return HttpResponse(status=204, headers={"X-Go-To": url})
    return redirect(url)


def _form(request: HttpRequest, form: ReplaceRecordingForm, title: str) -> HttpResponse:
    status = 422 if form.errors else 200
    context = {"form": form, "page_title": title, "most_mb": settings.CONFIG.max_upload_mb}
    return render(request, "episodes/admin/upload.html", context, status=status)


@require_safe
def recordings(request: HttpRequest) -> HttpResponse:
    """All recordings that this editor may see, newest first, with how far they are."""
    found = visible_recordings(request.user).select_related("uploaded_for").prefetch_related("episodes")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
    jobs = Job.objects.by_subject([audio.pk for audio in page])
    rows = [{"audio": audio, "episode": audio.episode, "jobs": jobs[str(audio.pk)]} for audio in page]
    return render(
        request, "episodes/admin/recordings.html", {"rows": rows, "page": page, "page_title": _("Recordings")}
    )


@require_safe
def recording(request: HttpRequest, audio_id: uuid.UUID) -> HttpResponse:
    """One recording: what it is, its steps, its sound."""
    audio = _recording(request, audio_id)
    episode = audio.episode
    context = {
        "audio": audio,
        "episode": episode,
        "public": bool(episode and is_public(episode)),
        "notes": refusals.notes(audio.cautions),
        "renditions": audio.renditions.order_by("-kind"),
        "page_title": audio.original_name,
        **_steps_context(audio),
    }
    return render(request, "episodes/admin/recording.html", context)


@require_safe
def steps(request: HttpRequest, audio_id: uuid.UUID) -> HttpResponse:
    """The list of steps alone, for the script that keeps it fresh; the header says when nothing moves any more."""
    audio = _recording(request, audio_id)
    context = _steps_context(audio)
    response = render(
        request, "episodes/admin/steps.html", {"audio": audio, "retry_form": "retry" in request.GET, **context}
    )
    response["X-Settled"] = "1" if context["settled"] else "0"
    return response


def _steps_context(audio: AudioFile) -> dict[str, object]:
    jobs = list(Job.objects.of(audio.pk).current())
    loss = mending.loss_of(audio)
    with_original = loss is None or not loss.original
    return {
        "jobs": jobs,
        "settled": all(job.state in Job.ENDED or job.blockers() for job in jobs),
        "loss": loss,
        "can_be_made_again": with_original
        and (loss is not None or mending.was_given_up(audio))
        and not mending.being_made(audio),
    }


@require_POST
def retry(request: HttpRequest, job_id: int) -> HttpResponse:
    """Gives a step new attempts, now."""
    job = get_object_or_404(Job, pk=job_id)
    audio = _recording(request, _recording_of(job))
    if runner.retry(job):
        messages.success(request, _("The step is tried again."))
    return redirect("recording", audio.pk)


def _recording_of(job: Job) -> uuid.UUID:
    """The recording that a job works on; jobs on other things have their own pages."""
    try:
        return uuid.UUID(job.subject)
    except ValueError as error:
        raise Http404 from error


@require_POST
def make_again(request: HttpRequest, audio_id: uuid.UUID) -> HttpResponse:
    """Makes the sound of a recording once more, because it is gone or was never made."""
    audio = _recording(request, audio_id)
    mending.make_again(audio)
    messages.success(request, _("The sound is made again from the original. The steps below show how far it is."))
    return redirect("recording", audio.pk)


@require_POST
def stop(request: HttpRequest, job_id: int) -> HttpResponse:
    """Stops a step that can be taken up again where it was; all others end in a minute anyway."""
    job = get_object_or_404(Job, pk=job_id)
    audio = _recording(request, _recording_of(job))
    name = request.user.get_full_name() or request.user.get_username()  # type: ignore[union-attr]
    if job.step in STEPS and job.definition.polite and runner.stop(job, _("Stopped by %(name)s.") % {"name": name}):
        messages.success(request, _("The step is stopped. What is done so far is kept."))
    return redirect("recording", audio.pk)


def listen(request: HttpRequest, audio_id: uuid.UUID, kind: str) -> HttpResponseBase:
    """The sound of a recording for editors, public or not: a rendition, or the master as it was uploaded."""
    audio = _recording(request, audio_id)
    if kind == "master":
        return _serve(request, audio.file, "application/octet-stream", audio.sha256, "master")
    rendition = get_object_or_404(Rendition.objects.exclude(file=""), audio_file=audio, kind=kind)
    name = f"siniar.{Rendition.Kind(rendition.kind).suffix}"
    return _serve(request, rendition.file, rendition.content_type, rendition.sha256, name)


def _serve(request: HttpRequest, file: FieldFile, content_type: str, sha256: str, name: str) -> HttpResponseBase:
    try:
        return files.serve(request, Path(file.path), content_type=content_type, etag=f'"{sha256}"', name=name)
    except FileNotFoundError as error:
        raise Http404 from error
