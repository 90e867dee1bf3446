"""Approval, versions and the way back, and what the public sees of them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

from episodes.models import Episode
from tests import factories
from transcripts import actions
from transcripts.actions.correcting import Change, seal_of
from transcripts.actions.judging import ChangedMeanwhile, NothingToApprove, StillDoubtful
from transcripts.models import Transcript, Version
from transcripts.visibility import public_version

pytestmark = pytest.mark.django_db


def vtt(episode: Episode) -> str:
    reply = Client().get(f"/transcript/{episode.guid}.vtt")
    return reply.content.decode() if reply.status_code == 200 else ""


def correct(transcript: Transcript, text: str, by: object = None) -> None:
    row = transcript.segments.first()
    assert row
    actions.save(transcript, [Change(row.pk, seal_of(row), text)], by=by)  # type: ignore[arg-type]


def now(transcript: Transcript) -> Transcript:
    return Transcript.objects.get(pk=transcript.pk)


def test_a_machines_text_is_not_public() -> None:
    episode = factories.episode()
    factories.transcript(episode, "Rahasia.")
    page = Client().get(episode.get_url()).content.decode()
    assert (public_version(episode), vtt(episode), "Rahasia." in page) == (None, "", False)


def test_a_corrected_text_is_not_public_before_it_is_approved() -> None:
    episode = factories.episode()
    correct(factories.transcript(episode, "Salah."), "Benar.")
    assert (public_version(episode), vtt(episode)) == (None, "")


def test_an_approved_text_is_public_with_its_episode_and_says_who_and_when() -> None:
    episode, editor = factories.episode(), factories.user()
    version = actions.approve(factories.transcript(episode, "Halo <b>semua</b>."), by=editor)
    page = Client().get(episode.get_url()).content.decode()
    assert ("Halo &lt;b&gt;semua" in vtt(episode), "Halo &lt;b&gt;semua&lt;/b&gt;." in page) == (True, True)
    assert (version.made_by, version.made_at is not None) == (editor, True)


def test_an_approved_text_goes_with_its_withdrawn_episode() -> None:
    episode = factories.episode()
    actions.approve(factories.transcript(episode), by=None)
    episode.unpublish()
    assert (public_version(Episode.objects.get(pk=episode.pk)), vtt(episode)) == (None, "")


def test_changing_an_approved_text_leaves_the_approved_one_public() -> None:
    episode = factories.episode()
    made = factories.transcript(episode, "Lama.")
    actions.approve(made, by=None)
    correct(made, "Baru.")
    assert now(made).state == Transcript.State.CORRECTED
    assert "Lama." in vtt(episode)
    assert "Baru." not in vtt(episode)


def test_approving_the_changed_text_replaces_it() -> None:
    episode = factories.episode()
    made = factories.transcript(episode, "Lama.")
    actions.approve(made, by=None)
    correct(made, "Baru.")
    actions.approve(made, by=None)
    assert ("Baru." in vtt(episode), "Lama." in vtt(episode)) == (True, False)


def test_an_approval_can_be_taken_back_and_is_gone_in_that_moment() -> None:
    episode = factories.episode()
    made = factories.transcript(episode, "Halo.")
    actions.approve(made, by=None)
    actions.withdraw_approval(made)
    assert (vtt(episode), now(made).state) == ("", Transcript.State.MACHINE)


def test_a_text_that_was_corrected_stays_corrected_without_its_approval() -> None:
    made = factories.transcript(None, "Salah.")
    correct(made, "Benar.")
    actions.approve(made, by=None)
    actions.withdraw_approval(made)
    assert now(made).state == Transcript.State.CORRECTED


def test_only_the_text_that_was_read_is_approved() -> None:
    made = factories.transcript(None, "Salah.")
    read = now(made).revision
    correct(made, "Diubah orang lain.")
    with pytest.raises(ChangedMeanwhile):
        actions.approve(made, by=None, revision=read)
    assert now(made).approved is None


def test_what_the_machine_doubts_is_not_approved_by_the_way() -> None:
    made = factories.transcript(None, "Terima kasih.", doubts=("repeated",))
    with pytest.raises(StillDoubtful) as error:
        actions.approve(made, by=None)
    assert [row.text for row in error.value.paragraphs] == ["Terima kasih."]
    assert actions.approve(made, by=None, doubts_checked=True)


def test_a_doubt_is_settled_when_a_person_vouches_for_the_words() -> None:
    made = factories.transcript(None, "Terima kasih.", doubts=("repeated",))
    row = made.segments.get()
    actions.save(made, [Change(row.pk, seal_of(row), row.text, checked=True)], by=None)
    assert actions.approve(made, by=None)


def test_an_empty_text_cannot_be_approved() -> None:
    made = factories.transcript(None, "Halo.")
    correct(made, "")
    with pytest.raises(NothingToApprove):
        actions.approve(made, by=None)


def test_the_querysets_speak_of_public_and_awaiting_review() -> None:
    waiting, shown, changed = (factories.transcript(None, text) for text in "abc")
    actions.approve(shown, by=None)
    actions.approve(changed, by=None)
    correct(changed, "lain")
    assert set(Transcript.objects.public()) == {shown, changed}
    assert set(Transcript.objects.awaiting_review()) == {waiting, changed}


def test_another_persons_state_is_kept_before_it_is_changed() -> None:
    first, second = factories.user(), factories.user()
    made = factories.transcript(None, "Mesin.")
    correct(made, "Oleh yang pertama.", first)
    correct(made, "Masih yang pertama.", first)
    correct(made, "Oleh yang kedua.", second)
    kept = [(version.reason, version.paragraphs()[0].text, version.made_by) for version in made.versions.all()]
    assert kept == [
        (Version.Reason.SAVED, "Masih yang pertama.", first),
        (Version.Reason.HEARD, "Mesin.", None),
    ]


def test_an_earlier_version_can_be_restored_and_nothing_is_lost() -> None:
    made = factories.transcript(None, "Mesin.")
    correct(made, "Orang.")
    actions.restore(made.versions.get(number=1), by=None)
    assert made.segments.get().text == "Mesin."
    assert [(version.reason, version.paragraphs()[0].text) for version in made.versions.all()] == [
        (Version.Reason.RESTORED, "Mesin."),
        (Version.Reason.SAVED, "Orang."),
        (Version.Reason.HEARD, "Mesin."),
    ]


def test_restoring_leaves_the_public_text_alone() -> None:
    episode = factories.episode()
    made = factories.transcript(episode, "Mesin.")
    correct(made, "Orang.")
    actions.approve(made, by=None)
    actions.restore(made.versions.get(number=1), by=None)
    assert ("Orang." in vtt(episode), now(made).state) == (True, Transcript.State.CORRECTED)


def test_restoring_brings_the_speakers_back() -> None:
    made = factories.transcript(None, "Mesin.")
    speaker, person = actions.add_speaker(made), factories.person()
    row = made.segments.get()
    actions.save(made, [Change(row.pk, seal_of(row), row.text, speaker.number)], by=None)
    actions.name_speaker(speaker, person, by=None)
    version = actions.approve(made, by=None)
    actions.name_speaker(speaker, None, by=None)
    actions.restore(version, by=None)
    assert made.speakers.get().person == person
    assert made.segments.get().speaker == speaker


def test_a_transcript_goes_whole_with_its_recording() -> None:
    made = factories.transcript(None, "Halo.")
    actions.approve(made, by=None)
    Episode.objects.update(audio=None)
    made.audio_file.delete()
    assert (Transcript.objects.count(), Version.objects.count()) == (0, 0)


def test_a_withdrawn_text_is_not_approved_again_from_an_old_page() -> None:
    made = factories.transcript(None, "Sari ada di sini.")
    actions.approve(made, by=None)
    read = now(made).revision
    actions.withdraw_approval(made)
    with pytest.raises(ChangedMeanwhile):
        actions.approve(made, by=None, revision=read)


def test_a_version_that_knows_somebody_who_was_deleted_can_be_restored() -> None:
    made, person = factories.transcript(None, "Halo."), factories.person()
    row = made.segments.get()
    actions.save(made, [Change(row.pk, seal_of(row), row.text, -1)], by=None)
    actions.name_speaker(made.speakers.get(), person, by=None)
    version = actions.approve(made, by=None)
    person.delete()
    actions.restore(version, by=None)
    assert made.speakers.get().person is None
    connection.check_constraints()
