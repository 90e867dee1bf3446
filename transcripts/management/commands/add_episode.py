"""`manage.py add_episode`: the path of one recording from a terminal.

It lives here because it needs episodes and transcripts.
"""

from __future__ import annotations

import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils.translation import gettext as _

from episodes import actions, media, refusals, uploads
from episodes.models import Episode, Rendition, Show, Topic
from episodes.visibility import is_public
from siniar import texts
from siniar.addresses import absolute
from siniar.health import Verdict, worker
from siniar.jobs.models import Job
from siniar.jobs.watching import follow
from transcripts import actions as transcript_actions
from transcripts.engines import supplied
from transcripts.formats.errors import FormatError
from transcripts.formats.reading import read
from transcripts.models import Transcript
from transcripts.refusals import sentence
from transcripts.visibility import public_version

PATIENCE = 24 * 3600  # seconds


class Command(BaseCommand):
    help = "Takes a recording and makes an episode of it. With --publish the exit status is 0 only if it is public."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the recording; a .vtt, .srt or .json of that name is its text")
        parser.add_argument("--show", required=True, metavar="SLUG", help="the show's slug")
        parser.add_argument("--title", required=True)
        parser.add_argument("--topic", action="append", default=[], metavar="CODE", help="a topic's code; repeatable")
        parser.add_argument("--publish", action="store_true", help="publish it; public as soon as its sound is ready")
        parser.add_argument(
            "--approve-transcript", action="store_true", help="approve the machine's text unread: for trials"
        )
        parser.add_argument("--wait", action="store_true", help="do the steps here and now, with a progress bar")
        parser.add_argument("--again", action="store_true", help="also if the same recording is there already")

    def handle(
        self,
        *,
        file: Path,
        show: str,
        title: str,
        topic: list[str],
        publish: bool,
        wait: bool,
        again: bool,
        **options: object,
    ) -> None:
        approve = bool(options["approve_transcript"])
        if (publish or approve) and not wait:
            self.stderr.write(_("Without --wait the steps are left to the worker."))
        if publish and not topic:
            raise CommandError(_("Publishing needs at least one topic: --topic CODE."))  # before anything is kept
        episode = self._receive(file, _show(show), _title(title), _topics(topic), again=again)
        assert episode.audio is not None  # noqa: S101 - received just now
        if publish:
            self._publish(episode)
        failed = follow(str(episode.audio.pk), self.stdout) if wait else []
        approved = self._approve(episode) if approve else True
        self._print_addresses(episode)
        for job in failed:
            self.stderr.write(f"{job.definition.label}: {job.reason}")
        if publish:
            self._make_sure_it_is_public(episode, wait_for_worker=not wait)
        if not approved:
            raise CommandError(_("There is no transcript to approve."))

    def _receive(self, file: Path, show: Show, title: str, topics: list[Topic], *, again: bool) -> Episode:
        try:
            examined = uploads.examine(file)
            text = _text_beside(file, examined.duration)
            episode = actions.begin(show, title, file, examined, file.name, topics=topics, again=again)
        except uploads.Unacceptable as error:
            raise CommandError(str(error)) from error
        except actions.AlreadyReceived as error:
            hint = _("With --again it is taken all the same.")
            raise CommandError(f"{actions.describe_duplicate(error.earlier)} {hint}") from error
        except OSError as error:
            raise CommandError(_("The recording could not be kept: %(error)s") % {"error": error}) from error
        for note in refusals.notes(examined.cautions):
            self.stdout.write(note)
        if text and episode.audio:
            supplied.keep(Path(episode.audio.file.path), text)
            self.stdout.write(_("The text beside the recording is taken with it."))
        return episode

    def _publish(self, episode: Episode) -> None:
        try:
            actions.publish(episode)
        except actions.NotPublishable as error:
            raise CommandError("\n".join(error.hindrances)) from error

    def _approve(self, episode: Episode) -> bool:
        transcript = Transcript.objects.filter(audio_file=episode.audio_id).first()
        if transcript:
            transcript_actions.approve(transcript, by=None, doubts_checked=True)
        return transcript is not None

    def _make_sure_it_is_public(self, episode: Episode, *, wait_for_worker: bool) -> None:
        if wait_for_worker:
            self._until_public(episode)
        elif not is_public(episode):
            raise CommandError(_("The episode is not public."))
        self.stdout.write(_("The episode is public."))

    def _until_public(self, episode: Episode) -> None:
        self.stdout.write(_("Waiting for the worker …"))
        if worker().verdict is not Verdict.GOOD:
            self.stderr.write(f"{worker().text} {worker().remedy}")
        end = time.monotonic() + PATIENCE
        while not is_public(episode):
            failed = Job.objects.of(episode.audio_id).filter(state=Job.State.FAILED).exclude(step="transcribe").first()
            if failed or time.monotonic() > end:
                raise CommandError(failed.reason if failed else _("The episode is not public."))
            time.sleep(1)

    def _print_addresses(self, episode: Episode) -> None:
        fresh = Episode.objects.get(pk=episode.pk)
        path = fresh.get_url_parts()
        lines = {
            _("Page"): absolute(path[2]) if path else "",
            _("Feed"): absolute(reverse("feed", args=[fresh.show.slug])),
            _("Sound"): _sound(fresh),
            _("Transcript"): _transcript(fresh),
        }
        width = max(map(len, lines))
        for name, value in lines.items():
            self.stdout.write(f"{name:<{width}}  {value}")


def _text_beside(file: Path, length: float) -> bytes:
    """The VTT, SRT or JSON that has the recording's name, read and found good before anything is kept; else nothing."""
    path = supplied.beside(file)
    if path is None:
        return b""
    data = path.read_bytes()
    try:
        read(data, length=length)
    except FormatError as error:
        raise CommandError(f"{path.name}: {sentence(error)}") from error
    return data


def _sound(episode: Episode) -> str:
    rendition = Rendition.objects.filter(audio_file=episode.audio_id, kind=Rendition.Kind.MAIN).first()
    return media.address(episode, rendition) if rendition else _("not ready")


def _transcript(episode: Episode) -> str:
    if public_version(episode):
        return absolute(reverse("transcript-file", args=[episode, "vtt"]))
    transcript = Transcript.objects.filter(audio_file=episode.audio_id).first()
    if transcript is None:
        return _("none yet")
    review = absolute(reverse("transcript-desk", args=[episode.audio_id]))
    return _("%(state)s, not public; to be read and approved at %(address)s") % {
        "state": transcript.get_state_display(),
        "address": review,
    }


def _show(slug: str) -> Show:
    try:
        return Show.objects.get(slug=slug)
    except Show.DoesNotExist as error:
        known = ", ".join(Show.objects.values_list("slug", flat=True)) or "–"
        raise CommandError(
            _("There is no show “%(slug)s”. There are: %(known)s") % {"slug": slug, "known": known}
        ) from error


def _title(text: str) -> str:
    title = texts.on_one_line(text)
    if not title:
        raise CommandError(_("A title is needed."))
    return title


def _topics(codes: list[str]) -> list[Topic]:
    topics = {topic.code: topic for topic in Topic.objects.filter(code__in=codes)}
    unknown = [code for code in codes if code not in topics]
    if unknown:
        known = ", ".join(Topic.objects.values_list("code", flat=True))
        raise CommandError(
            _("There is no topic “%(code)s”. There are: %(known)s") % {"code": ", ".join(unknown), "known": known}
        )
    return [topics[code] for code in codes]
