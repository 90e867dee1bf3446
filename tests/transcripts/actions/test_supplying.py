"""Texts from files, and the text of the recording that was replaced."""

from __future__ import annotations

import pytest

from episodes.actions import replace_recording
from episodes.models import AudioFile
from tests import factories
from transcripts import actions
from transcripts.actions.correcting import Change, seal_of
from transcripts.actions.supplying import NotEarlier, OtherWords
from transcripts.formats.cue import Cue
from transcripts.models import Segment, Transcript, Version

pytestmark = pytest.mark.django_db

CUES = [Cue(0.0, 2.0, "Halo, ini\nDara.", "Dara"), Cue(2.0, 4.0, "Dan saya Nur.", "Nur"), Cue(4.0, 5.0, "Ya.", "Dara")]


def test_a_file_becomes_a_corrected_text_with_word_times() -> None:
    made = actions.supply(factories.audio(), "id", CUES, by=None)
    assert made.state == Transcript.State.CORRECTED
    assert [segment.text for segment in made.segments.all()] == ["Halo, ini Dara.", "Dan saya Nur.", "Ya."]
    starts = [word[1] for segment in made.segments.all() for word in segment.words]
    assert starts == sorted(starts)
    assert max(starts) < 5


def test_names_in_a_file_are_notes_and_name_nobody() -> None:
    made = actions.supply(factories.audio(), "id", CUES, by=None)
    assert [(each.number, each.note, each.person) for each in made.speakers.all()] == [
        (1, "Dara", None),
        (2, "Nur", None),
    ]
    assert [segment.speaker and segment.speaker.number for segment in made.segments.all()] == [1, 2, 1]


def test_the_text_that_a_file_replaces_stays_a_version() -> None:
    made = factories.transcript(None, "Mesin.")
    row = made.segments.get()
    actions.save(made, [Change(row.pk, seal_of(row), "Orang.")], by=factories.user())
    actions.supply(made.audio_file, "id", CUES, by=None)
    assert [version.reason for version in made.versions.all()] == [
        Version.Reason.SUPPLIED,
        Version.Reason.SAVED,
        Version.Reason.HEARD,
    ]


def test_the_same_names_are_the_same_speakers_when_a_file_comes_again() -> None:
    audio = factories.audio()
    actions.supply(audio, "id", CUES, by=None)
    made = actions.supply(audio, "id", CUES, by=None)
    assert made.speakers.count() == 2


def test_speakers_of_whom_nothing_is_left_go_with_the_text_that_they_spoke() -> None:
    made = factories.transcript(None, "satu")
    row = made.segments.get()
    actions.save(made, [Change(row.pk, seal_of(row), row.text, -1)], by=None)
    actions.supply(made.audio_file, "id", CUES, by=None)
    assert [each.note for each in made.speakers.all()] == ["Dara", "Nur"]


def test_the_words_of_a_file_are_checked_like_a_machines() -> None:
    made = actions.supply(factories.audio(), "id", CUES, by=None)
    assert all(word[3] < 1 for segment in made.segments.all() for word in segment.words)


def remastered(old: str, new: str) -> tuple[Transcript, Transcript]:
    """A corrected text, and what the machine wrote of the recording that took its place."""
    episode = factories.episode()
    AudioFile.objects.update(uploaded_for=episode)
    earlier = factories.transcript(episode, "salah semua ini")
    row = earlier.segments.get()
    actions.save(earlier, [Change(row.pk, seal_of(row), old, -1)], by=None)
    sound = factories.audio()
    replace_recording(episode, sound)
    episode.get_latest_revision().publish()
    episode.refresh_from_db()
    return earlier, factories.transcript(episode, new)


def test_a_new_recording_makes_the_old_text_stale() -> None:
    earlier, later = remastered("benar", "benar")
    assert (earlier.stale, later.stale) == (True, False)
    assert list(Transcript.objects.stale()) == [earlier]


def test_a_text_of_a_draft_recording_is_not_stale() -> None:
    made = factories.transcript(factories.episode())
    assert not made.stale


def test_the_corrected_text_is_taken_over_with_the_times_of_the_new_recording() -> None:
    earlier, later = remastered("Ini kasus KDRT di Jambi.", "ini kasus kadeerte di jambi")
    share = actions.carry_over(earlier, later, by=None)
    row = later.segments.get()
    heard = [word[1] for word in later.versions.get(number=1).content[0]["words"]]
    assert (row.text, row.speaker and row.speaker.number) == ("Ini kasus KDRT di Jambi.", 1)
    assert share == pytest.approx(0.8)
    assert [word[1] for word in row.words] == pytest.approx(heard, abs=0.2)


def test_the_text_of_another_talk_is_not_taken_over() -> None:
    earlier, later = remastered("Ini kasus KDRT di Jambi.", "resep rendang untuk lebaran nanti")
    with pytest.raises(OtherWords):
        actions.carry_over(earlier, later, by=None)
    assert later.segments.get().text == "resep rendang untuk lebaran nanti"


def test_nothing_can_be_taken_over_to_a_recording_in_which_nothing_was_heard() -> None:
    earlier, later = remastered("Ini kasus KDRT di Jambi.", "x")
    later.segments.all().delete()
    with pytest.raises(OtherWords):
        actions.carry_over(earlier, later, by=None)


def test_a_voice_that_was_named_is_not_taken_for_a_label_in_the_next_file() -> None:
    audio, sari = factories.audio(), factories.person(consents_to_be_named=True)
    first = actions.supply(audio, "id", [Cue(0.0, 2.0, "Halo.", "SPEAKER_01")], by=None)
    actions.name_speaker(first.speakers.get(), sari, by=None)
    made = actions.supply(audio, "id", [Cue(0.0, 2.0, "Saya korban.", "SPEAKER_01")], by=None)
    row = made.segments.select_related("speaker__person").get()
    assert row.speaker
    assert row.speaker.person is None


def test_what_people_have_worked_on_is_not_replaced_by_an_earlier_text() -> None:
    earlier, later = remastered("Ini kasus KDRT di Jambi.", "ini kasus kadeerte di jambi")
    row = later.segments.get()
    actions.save(later, [Change(row.pk, seal_of(row), "Sudah diperiksa.")], by=None)
    with pytest.raises(NotEarlier):
        actions.carry_over(earlier, later, by=None)


def test_a_text_is_not_taken_over_from_itself() -> None:
    made = factories.transcript(None, "satu", doubts=("no_speech",))
    with pytest.raises(NotEarlier):
        actions.carry_over(made, made, by=None)
    assert made.segments.get().open_doubts()


def test_doubts_are_taken_over_with_their_paragraph() -> None:
    earlier, later = remastered("Ini kasus KDRT di Jambi.", "ini kasus kadeerte di jambi")
    unsure = [[*word[:3], 0.4] for word in earlier.segments.get().words]
    Segment.objects.filter(transcript=earlier).update(words=unsure, doubts=[["no_speech", 0.0, 9.0]])
    actions.carry_over(earlier, later, by=None)
    assert later.segments.get().open_doubts()
