"""Who may sit at the desk of which transcript. To everybody else it does not exist: 404, never 403."""

from __future__ import annotations

import uuid
from typing import cast

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from episodes.models import AudioFile, Episode
from episodes.scoping import visible_recordings
from siniar.models import User
from transcripts.models import Transcript


def recording_of(request: HttpRequest, audio_id: uuid.UUID) -> AudioFile:
    """A recording of an episode that the user may change. Raises Http404."""
    audio = get_object_or_404(visible_recordings(request.user), pk=audio_id)
    if audio.episode is None or not audio.episode.permissions_for_user(request.user).can_edit():
        raise Http404
    return audio


def transcript_of(request: HttpRequest, audio_id: uuid.UUID) -> Transcript:
    """The transcript of such a recording. Raises Http404."""
    return get_object_or_404(Transcript, audio_file=recording_of(request, audio_id))


def editor(request: HttpRequest) -> User:
    """The editor. Wagtail lets nobody else into its admin."""
    return cast(User, request.user)


def may_approve(user: User, episode: Episode) -> bool:
    """Whether the user may say what the public reads: whoever may publish the episode, unless its page is locked."""
    permissions = episode.permissions_for_user(user)
    return may_withdraw(user, episode) and not permissions.page_locked()


def may_withdraw(user: User, episode: Episode) -> bool:
    """Whether the user may take a text back from the public: no lock stands in the way of that."""
    return bool(episode.permissions_for_user(user).can_publish())
