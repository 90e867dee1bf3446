"""How things stand with a transcript: what the desk says above, below and beside the text itself."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from episodes.models import AudioFile, Episode, Person
from siniar.models import User
from transcripts.desk.access import may_approve, may_withdraw
from transcripts.models import Transcript, Version


def standing(transcript: Transcript, user: User) -> dict[str, Any]:
    """The context of the templates state.html, speakers.html and desk.html, in a fixed number of queries."""
    audio = transcript.audio_file
    episode = audio.episode
    return {
        "audio": audio,
        "episode": episode,
        "transcript": transcript,
        "approved": _approved(transcript),
        "speakers": list(transcript.speakers.select_related("person")),
        "people": people_for(transcript, user),
        "doubtful": transcript.segments.exclude(doubts=[]).count(),
        "may_approve": episode is not None and may_approve(user, episode),
        "may_withdraw": episode is not None and may_withdraw(user, episode),
        "stale": transcript.stale,
        "pending": _pending(audio, episode),
    }


def _approved(transcript: Transcript) -> Version | None:
    """What the public reads, without its text."""
    if transcript.approved_id is None:
        return None
    return Version.objects.defer("content", "people").select_related("made_by").get(pk=transcript.approved_id)


def _pending(audio: AudioFile, episode: Episode | None) -> bool:
    """Whether the recording waits in a draft to take the place of the one that everybody hears."""
    if episode is None or not episode.live or episode.audio_id == audio.pk:
        return False
    return bool(episode.get_latest_revision_as_object().audio_id == audio.pk)


def people_for(transcript: Transcript, user: User) -> list[Person]:
    """Who may be meant: first the people of the episode, then all others, if the user may see them at all."""
    episode = transcript.audio_file.episode
    latest = episode.get_latest_revision_as_object() if episode else None
    credited = {credit.person_id for credit in latest.people.all()} if latest else set()
    people = Person.objects.all()
    if not user.has_perm("episodes.view_person"):
        people = people.filter(Q(pk__in=credited) | Q(pk__in=transcript.speakers.values("person")))
    return sorted(people, key=lambda person: (person.pk not in credited, person.name))
