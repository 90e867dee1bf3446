"""The editors' page of a transcript: who may see it, what it marks, what its two buttons do."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client

from episodes.models import Episode
from tests import factories
from transcripts import actions
from transcripts.models import Transcript

pytestmark = pytest.mark.django_db


def episode_with_text() -> Episode:
    episode = factories.episode()
    assert episode.audio
    row = {
        "start": 0,
        "end": 1,
        "text": "Halo <i>Sari</i>",
        "words": [["Halo", 0, 0.5, 0.9], ["<i>Sari</i>", 0.5, 1, 0.2]],
    }
    actions.write(episode.audio, "id", [row])
    return episode


def editor(**values: object) -> Client:
    client = Client()
    client.force_login(factories.user(**values))
    return client


def address(episode: Episode) -> str:
    return f"/admin/transcripts/{episode.audio_id}/"


def test_strangers_are_sent_to_the_login() -> None:
    assert Client().get(address(episode_with_text())).status_code == 302


def test_an_account_without_rights_on_the_episode_learns_nothing() -> None:
    reply = editor().get(address(episode_with_text()))
    assert reply.status_code in (302, 404)
    assert "Sari" not in reply.content.decode()


def test_a_recording_without_transcript_has_no_page() -> None:
    assert editor(is_superuser=True).get(f"/admin/transcripts/{uuid.uuid4()}/").status_code == 404


def test_doubtful_words_are_marked_and_hostile_text_stays_text() -> None:
    page = editor(is_superuser=True).get(address(episode_with_text())).content.decode()
    assert '<span class="siniar-doubtful">&lt;i&gt;Sari&lt;/i&gt;</span>' in page
    assert '<span class="siniar-doubtful">Halo' not in page


def test_approving_and_taking_back() -> None:
    episode, client = episode_with_text(), editor(is_superuser=True)
    client.post(address(episode), {"verdict": "approve"})
    approved = Transcript.objects.get()
    client.post(address(episode), {"verdict": "withdraw"})
    assert (approved.state, Transcript.objects.get().state) == (Transcript.State.APPROVED, Transcript.State.CORRECTED)
    assert approved.approved_by


def test_a_get_changes_nothing() -> None:
    episode = episode_with_text()
    editor(is_superuser=True).get(address(episode) + "?verdict=approve")
    assert Transcript.objects.get().state == Transcript.State.CORRECTED
