"""What becomes of what the machine hears."""

from __future__ import annotations

from dataclasses import replace

import pytest

from episodes.models import AudioFile
from tests import factories
from transcripts import actions
from transcripts.models import TranscribedWindow, Transcript, Version
from transcripts.windows import Window

pytestmark = pytest.mark.django_db


def window(index: int) -> Window:
    return Window(index, index * 10.0, index * 10.0 + 10.0, pcm=None)  # type: ignore[arg-type]


def keep(audio: AudioFile, fingerprint: str = "f1") -> Transcript | None:
    return actions.keep_machine_text(audio, language="id", engine="mesin", fingerprint=fingerprint)


def texts(transcript: Transcript) -> list[str]:
    return [segment.text for segment in transcript.segments.all()]


def test_windows_are_joined_in_order_to_paragraphs_with_their_words() -> None:
    audio = factories.audio()
    actions.keep_window(audio, "f1", window(1), [factories.heard("Apa kabar?", 20.0)])
    actions.keep_window(audio, "f1", window(0), [factories.heard("Halo semua.", 0.0), factories.heard("Baik?", 1.0)])
    made = keep(audio)
    assert made
    assert texts(made) == ["Halo semua. Baik?", "Apa kabar?"]
    assert made.segments.all()[1].words[0] == ["Apa", 20.0, 20.4, 0.9]


def test_windows_are_forgotten_once_joined() -> None:
    factories.transcript()
    assert TranscribedWindow.objects.count() == 0


def test_the_same_window_again_overwrites_itself() -> None:
    audio = factories.audio()
    for text in ("pertama", "kedua"):
        actions.keep_window(audio, "f1", window(0), [factories.heard(text, 0.0)])
    assert [row.segments[0]["text"] for row in TranscribedWindow.objects.all()] == ["kedua"]


def test_windows_of_other_options_are_not_mixed_in() -> None:
    audio = factories.audio()
    actions.keep_window(audio, "old", window(0), [factories.heard("lama", 0.0)])
    actions.keep_window(audio, "new", window(0), [factories.heard("baru", 0.0)])
    made = keep(audio, "new")
    assert made
    assert texts(made) == ["baru"]


def test_doubts_are_kept_with_the_seconds_that_they_are_about() -> None:
    made = factories.transcript(None, "ulang ulang", doubts=("repeated",))
    assert made.segments.get().doubts == [["repeated", 0.0, 0.9]]


def test_what_is_repeated_across_the_border_of_two_windows_is_doubted() -> None:
    audio = factories.audio()
    for index in range(3):
        actions.keep_window(audio, "f1", window(index), [factories.heard("Sama lagi.", index * 10.0)])
    made = keep(audio)
    assert made
    assert all(segment.open_doubts() for segment in made.segments.all())


def test_names_that_a_text_beside_the_recording_tells_are_notes() -> None:
    audio = factories.audio()
    said = [
        replace(factories.heard("Halo.", 0.0), speaker="Dara"),
        replace(factories.heard("Hai.", 9.0), speaker="Nur"),
    ]
    actions.keep_window(audio, "f1", window(0), said)
    made = keep(audio)
    assert made
    assert [(each.number, each.note, each.person) for each in made.speakers.all()] == [
        (1, "Dara", None),
        (2, "Nur", None),
    ]
    assert [segment.speaker and segment.speaker.number for segment in made.segments.all()] == [1, 2]


def test_what_the_machine_wrote_stays_as_its_first_version() -> None:
    version = factories.transcript(None, "Halo.").versions.get()
    assert (version.number, version.reason, [each.text for each in version.paragraphs()]) == (
        1,
        Version.Reason.HEARD,
        ["Halo."],
    )


def test_no_word_of_the_machine_passes_for_a_persons() -> None:
    made = factories.transcript(None, "Pasti benar.", probability=1.0)
    assert all(word[3] < 1 for word in made.segments.get().words)


def test_the_machine_may_write_anew_what_nobody_has_touched() -> None:
    made = factories.transcript(None, "Lama.")
    actions.keep_window(made.audio_file, "f2", window(0), [factories.heard("Baru.", 0.0)])
    again = keep(made.audio_file, "f2")
    assert again
    assert (texts(again), again.versions.count()) == (["Baru."], 2)


def test_the_machine_never_overwrites_what_a_person_has_touched() -> None:
    made = factories.transcript(None, "Sudah benar.")
    speaker = actions.add_speaker(made)
    actions.name_speaker(speaker, factories.person(), by=None)
    actions.keep_window(made.audio_file, "f2", window(0), [factories.heard("Salah lagi.", 0.0)])
    assert keep(made.audio_file, "f2") is None
    assert (texts(made), TranscribedWindow.objects.count()) == (["Sudah benar."], 0)


def test_the_machine_never_overwrites_what_a_person_has_approved() -> None:
    made = factories.transcript(None, "Sudah benar.")
    actions.approve(made, by=None)
    actions.keep_window(made.audio_file, "f2", window(0), [factories.heard("Salah lagi.", 0.0)])
    assert keep(made.audio_file, "f2") is None
