"""`manage.py demo`: the demo show, its recordings sent through the real pipeline.

Once done it leaves the site alone.
"""

from __future__ import annotations

import uuid
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.core.files.images import ImageFile
from django.core.management.base import BaseCommand
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage

from demo import content, script
from episodes import actions, uploads
from episodes.models import (
    AgeRating,
    AudioFile,
    Chapter,
    ContentWarning,
    Episode,
    EpisodePerson,
    EpisodeWarning,
    Person,
    Show,
    Topic,
)
from siniar.jobs.watching import follow
from siniar.pages.models import HomePage
from transcripts import actions as transcript_actions
from transcripts.formats.cue import Cue
from transcripts.models import Transcript

SPACE = uuid.UUID("6d0b6f7a-64a4-4d1c-9b2e-3f3c3c5d1a52")  # of the demo's fixed ids
UNREVIEWED = 3  # the episode whose text stays as the machine wrote it, so that editors see how that looks


class Command(BaseCommand):
    help = "Adds the show “Studio Siniar” with three episodes, unless that was done before."

    def handle(self, *args: object, **options: object) -> None:
        done = settings.DATA_DIR / "demo-done"
        if done.exists():
            return
        show = _show()
        for episode in content.episodes():
            self.stdout.write(
                _("Demo episode %(number)d: %(title)s") % {"number": episode.number, "title": episode.title}
            )
            self._add(show, episode)
        done.touch()

    def _add(self, show: Show, source: content.DemoEpisode) -> None:
        guid = uuid.uuid5(SPACE, source.name)
        episode = Episode.objects.filter(guid=guid).first() or _draft(show, source, guid)
        if not episode.live:
            actions.publish(episode)
        failed = follow(str(episode.audio_id), self.stdout)
        for job in failed:
            self.stderr.write(f"{job.definition.label}: {job.reason}")
        if source.number != UNREVIEWED and episode.audio:
            _approve_script(episode.audio, source)


def _show() -> Show:
    source, guid = content.show(), uuid.uuid5(SPACE, "show")
    existing = Show.objects.filter(podcast_guid=guid).first()
    if existing:
        return existing
    show = Show(
        title=source.title,
        slug=source.slug,
        summary=source.summary,
        description=source.description,
        author=source.author,
        cover=_picture(source.title, source.cover),
        podcast_guid=guid,
        copyright="CC BY 4.0",
        license=source.license,
        update_frequency=source.update_frequency,
        ai_content=source.ai_content,
        neutral_title=source.neutral_title,
        neutral_cover=_picture(source.neutral_title, source.neutral_cover),
    )
    HomePage.objects.get().add_child(instance=show)
    show.save_revision().publish()
    return show


def _picture(title: str, path: Path) -> AbstractImage:
    with path.open("rb") as file:
        return get_image_model().objects.create(title=title, file=ImageFile(file, name=path.name))


def _draft(show: Show, source: content.DemoEpisode, guid: uuid.UUID) -> Episode:
    examined = uploads.examine(source.master)
    earlier = AudioFile.objects.filter(sha256=examined.sha256, episodes=None).first()  # an interrupted demo left it
    audio = earlier or actions.receive(source.master, examined, source.master.name, again=True)
    topics = list(Topic.objects.filter(code__in=source.topics))
    episode = actions.draft(show, source.title, audio, topics=topics, guid=guid)
    episode.summary = source.summary
    episode.notes = str(format_html_join("", "<p>{}</p>", ((paragraph,) for paragraph in source.notes)))
    episode.age_rating = AgeRating.objects.get(code=source.age_rating)
    episode.warnings.set([_warning(source, warning) for warning in source.content_warnings])
    episode.people.set([_credit(person) for person in source.people])
    episode.chapters.set([Chapter(start=_moment(chapter.start), title=chapter.title) for chapter in source.chapters])
    episode.save()
    episode.save_revision()
    return episode


def _warning(source: content.DemoEpisode, written: script.ContentWarning) -> EpisodeWarning:
    part = source.part(written)
    start, end = map(_moment, part) if part else (None, None)
    warning = ContentWarning.objects.get(code=written.code)
    return EpisodeWarning(warning=warning, level=written.level, start=start, end=end)


def _moment(seconds: float) -> Decimal:
    return Decimal(str(round(seconds, 3)))


def _credit(source: content.Person) -> EpisodePerson:
    # Invented people: they may be named.
    person, _created = Person.objects.get_or_create(
        name=source.name, defaults={"about": source.about, "consents_to_be_named": True}
    )
    return EpisodePerson(person=person, role=source.role)


def _approve_script(audio: AudioFile, source: content.DemoEpisode) -> None:
    """The script that was read is the corrected text: written by people, so it may be approved."""
    if Transcript.objects.public().filter(audio_file=audio).exists():
        return
    cues = [
        Cue(sentence.start, sentence.end, sentence.text, turn.speaker)
        for turn in source.turns
        for sentence in turn.sentences
    ]
    transcript = transcript_actions.supply(audio, "id", cues, by=None)
    for speaker in transcript.speakers.all():
        person = Person.objects.filter(name=speaker.note).first()
        transcript_actions.name_speaker(speaker, person, by=None)
    transcript_actions.approve(transcript, by=None)
