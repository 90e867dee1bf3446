"""Editors before the desk."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from transcripts.models import Transcript


@pytest.fixture
def address() -> Callable[..., str]:
    """The address of a transcript's desk, and of what lies below it."""
    return lambda transcript, *rest: f"/admin/transcripts/{transcript.audio_file_id}/{'/'.join(rest)}"


@pytest.fixture
def client_of() -> Callable[..., Client]:
    """A browser in which somebody is logged in."""

    def make(user: object) -> Client:
        client = Client()
        client.force_login(user)  # type: ignore[arg-type]
        return client

    return make


def reload(transcript: Transcript) -> Transcript:
    """The row as it is now."""
    return Transcript.objects.get(pk=transcript.pk)
