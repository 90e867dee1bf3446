"""How things stand with a transcript: what the desk says above, below and beside the text itself."""

from __future__ import annotations

from typing import Any

from episodes.models import AudioFile, Episode, Person
from siniar.models import User
from transcripts.desk.access import may_approve
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
        "people": _people(episode),
        "doubtful": transcript.segments.exclude(doubts=[]).count(),
        "may_approve": episode is not None and may_approve(user, episode),
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


def _people(episode: Episode | None) -> list[Person]:
    """Who may be meant: first the people of the episode, then all others."""
    latest = episode.get_latest_revision_as_object() if episode else None
    credited = [credit.person_id for credit in latest.people.all()] if latest else []
    return sorted(Person.objects.all(), key=lambda person: (person.pk not in credited, person.name))
