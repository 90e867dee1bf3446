"""The step that transcribes, with the real engine on a real voice, and what it does when something is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from django.conf import LazySettings
from django.utils.translation import gettext

from episodes.models import AudioFile
from siniar.config import Config, ConfigError
from siniar.jobs.errors import GiveUp, Stopped
from siniar.jobs.progress import Progress
from siniar.jobs.runner import Outcome
from tests import factories
from tests.models import model_folder
from transcripts import actions, refusals, speech, steps
from transcripts.engines import supplied
from transcripts.engines.doubts import Doubt
from transcripts.engines.protocol import SAMPLE_RATE, EngineUnavailable, Options, Segment
from transcripts.formats.cue import Cue
from transcripts.formats.errors import FormatError
from transcripts.models import TranscribedWindow, Transcript

pytestmark = pytest.mark.django_db
VOICE = Path(__file__).resolve().parent.parent / "audio" / "real-id-common-voice-19059577.flac"


@pytest.fixture(autouse=True)
def real_model(settings: LazySettings) -> None:
    settings.CONFIG = replace(settings.CONFIG, whisper_dir=model_folder())


def spoken() -> AudioFile:
    return factories.audio(sound=VOICE.read_bytes(), duration=7.1)


def progress(**answers: bool) -> Progress:
    return Progress(lambda percent: True, lambda: answers.get("stopping", False), lambda: answers.get("crowded", False))


def test_a_real_voice_becomes_a_machines_transcript_with_word_times() -> None:
    episode = factories.episode(sound=spoken())
    assert episode.audio
    steps.transcribe(str(episode.audio.pk), progress())
    made = Transcript.objects.get(audio_file=episode.audio)
    text = " ".join(segment.text for segment in made.segments.all()).lower()
    assert (made.state, made.language, made.engine) == (Transcript.State.MACHINE, "id", "faster-whisper base")
    assert "membersihkan" in text
    words = [word for segment in made.segments.all() for word in segment.words]
    assert len(words) > 8
    assert all(0 <= start <= end <= 7.5 for _text, start, end, _probability in words)


def test_the_language_is_the_episodes() -> None:
    episode = factories.episode(sound=spoken(), language="en")
    assert episode.audio
    steps.transcribe(str(episode.audio.pk), progress())
    assert Transcript.objects.get(audio_file=episode.audio).language == "en"


def test_a_text_that_a_person_wrote_is_left_alone() -> None:
    audio = spoken()
    actions.supply(audio, "id", [Cue(0, 1, "Tulisan tangan.")], by=None)
    steps.transcribe(str(audio.pk), progress())
    assert Transcript.objects.get(audio_file=audio).segments.get().text == "Tulisan tangan."


def test_it_makes_room_after_a_window_when_others_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    audio = spoken()
    whole = steps.windows
    monkeypatch.setattr(
        steps, "windows", lambda path, resume_from: whole(path, target_seconds=2, resume_from=resume_from)
    )
    assert steps.transcribe(str(audio.pk), progress(crowded=True)) is Outcome.MAKE_ROOM
    assert TranscribedWindow.objects.filter(audio_file=audio).count() == 1
    assert steps.transcribe(str(audio.pk), progress()) is None
    assert Transcript.objects.filter(audio_file=audio).exists()


def test_it_stops_when_it_is_asked_to_and_keeps_what_is_stored() -> None:
    with pytest.raises(Stopped):
        steps.transcribe(str(spoken().pk), progress(stopping=True))


def test_what_was_done_before_an_editor_stopped_it_is_not_done_again(monkeypatch: pytest.MonkeyPatch) -> None:
    class Counting(Looping):
        def transcribe(self, pcm: object, options: Options, *, offset: float = 0.0) -> Iterator[Segment]:
            heard.append(offset)
            yield Segment(0.0, 1.0, "Halo semua.")

    heard: list[float] = []
    audio, whole = spoken(), steps.windows
    monkeypatch.setattr(
        steps, "windows", lambda path, resume_from: whole(path, target_seconds=3, resume_from=resume_from)
    )
    monkeypatch.setattr(speech, "transcriber", Counting)
    stopped = Progress(lambda percent: True, lambda: len(heard) == 2)
    with pytest.raises(Stopped):
        steps.transcribe(str(audio.pk), stopped)
    assert TranscribedWindow.objects.filter(audio_file=audio).count() == 1
    steps.transcribe(str(audio.pk), progress())
    assert heard.count(0.0) == 1
    assert len(heard) == len(set(heard)) + 1  # the window in hand alone was heard twice


def test_a_text_is_not_kept_once_somebody_has_stopped_the_step(monkeypatch: pytest.MonkeyPatch) -> None:
    audio = spoken()
    written = iter([True, False])
    monkeypatch.setattr(speech, "transcriber", lambda: Looping(always=True))
    monkeypatch.setattr("siniar.jobs.progress.INTERVAL", 60.0)  # no report but the first before the text is kept
    with pytest.raises(Stopped):
        steps.transcribe(str(audio.pk), Progress(lambda percent: next(written)))
    assert not Transcript.objects.filter(audio_file=audio).exists()
    assert TranscribedWindow.objects.filter(audio_file=audio).exists()


def test_without_a_model_it_gives_up_and_says_what_to_do(no_model: None) -> None:
    with pytest.raises(GiveUp) as error:
        steps.transcribe(str(spoken().pk), progress())
    assert "manage.py fetch_model" in error.value.reason


def test_a_file_that_is_no_sound_is_given_up_in_words() -> None:
    with pytest.raises(GiveUp) as error:
        steps.transcribe(str(factories.audio(sound=b"no sound at all").pk), progress())
    assert error.value.reason


def test_a_recording_that_is_cut_short_is_given_up_as_damaged(monkeypatch: pytest.MonkeyPatch) -> None:
    sound = VOICE.read_bytes()
    monkeypatch.setattr(speech, "transcriber", lambda: Looping(always=True))
    with pytest.raises(GiveUp) as error:
        steps.transcribe(str(factories.audio(sound=sound[: len(sound) // 2], duration=7.1).pk), progress())
    assert error.value.reason == gettext("The recording is damaged and cannot be transcribed to its end.")


@pytest.mark.parametrize("code", sorted(value for name, value in vars(EngineUnavailable).items() if name.isupper()))
def test_every_lack_of_the_engine_has_a_sentence(code: str) -> None:
    details = dict.fromkeys(
        ("package", "size", "folders", "path", "reason", "tried", "language", "known", "engine", "folder",
         "needed_bytes", "free_bytes", "name", "line"), "x"
    )  # fmt: skip
    sentence = speech.sentence(EngineUnavailable(code, **details))
    assert len(sentence) > 20
    assert code not in sentence


def test_a_text_beside_the_recording_is_used_although_there_is_a_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speech, "transcriber", pytest.fail)
    audio = spoken()
    supplied.keep(Path(audio.file.path), b"WEBVTT\n\n00:00.500 --> 00:06.000\nTom berniat membersihkan.\n")
    steps.transcribe(str(audio.pk), progress())
    made = Transcript.objects.get(audio_file=audio)
    assert (made.state, made.engine) == (Transcript.State.MACHINE, "file vtt")
    assert made.segments.get().text == "Tom berniat membersihkan."


@pytest.fixture
def no_machine(settings: LazySettings) -> None:
    settings.CONFIG = replace(settings.CONFIG, transcriber="file")


def test_without_a_machine_and_a_text_it_gives_up_and_says_where_a_text_goes(no_machine: None) -> None:
    with pytest.raises(GiveUp) as error:
        steps.transcribe(str(spoken().pk), progress())
    assert error.value.reason == speech.sentence(EngineUnavailable(EngineUnavailable.TEXT_MISSING))


def test_a_text_that_cannot_be_read_is_given_up_with_its_line(no_machine: None) -> None:
    audio = spoken()
    Path(audio.file.path).with_suffix(".vtt").write_text("WEBVTT\n\n00:03.000 --> 00:02.000\nHalo\n")
    with pytest.raises(GiveUp) as error:
        steps.transcribe(str(audio.pk), progress())
    wrong = FormatError(FormatError.END_BEFORE_START, 3, start=3.0, end=2.0)
    assert refusals.sentence(wrong) in error.value.reason


def test_a_text_of_a_longer_recording_is_given_up_in_words() -> None:
    audio = spoken()
    supplied.keep(Path(audio.file.path), b"WEBVTT\n\n00:00.500 --> 00:06.000\nHalo\n\n10:06.000 --> 10:07.000\nHalo\n")
    with pytest.raises(GiveUp) as error:
        steps.transcribe(str(audio.pk), progress())
    wrong = FormatError(FormatError.BEYOND_LENGTH, 6, start=606.0, length=7.1)
    assert refusals.sentence(wrong) in error.value.reason


def test_there_is_an_engine_for_every_name_that_the_settings_take() -> None:
    for name in speech.ENGINES:
        assert Config.read({"SINIAR_TRANSCRIBER": name}).transcriber == name
    with pytest.raises(ConfigError, match=", ".join(speech.ENGINES)):
        Config.read({"SINIAR_TRANSCRIBER": "another"})


class Looping:
    """Stands for an engine that loops with hotwords, and also without them if `always`."""

    name, model = "looping", "x"

    def __init__(self, *, always: bool = False) -> None:
        self.always, self.asked = always, list[Options]()

    def fingerprint(self, options: Options) -> str:
        return "x"

    def transcribe(self, pcm: object, options: Options, *, offset: float = 0.0) -> Iterator[Segment]:
        self.asked.append(options)
        loops = self.always or bool(options.hotwords)
        text = "Sari, Sari, Sari" if loops else "Halo semua."
        yield Segment(0.0, 2.0, text, doubts=(Doubt.COMPRESSED,) if loops else ())


@pytest.mark.parametrize(("always", "kept"), [(False, "Halo semua."), (True, "Sari, Sari, Sari")])
def test_a_window_that_loops_is_heard_again_without_hotwords(
    always: bool, kept: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, audio = Looping(always=always), spoken()
    monkeypatch.setattr(speech, "transcriber", lambda: engine)
    monkeypatch.setattr(steps, "hotwords", lambda audio: ("Sari",))
    steps.transcribe(str(audio.pk), progress())
    assert [options.hotwords for options in engine.asked] == [("Sari",), ()]
    assert Transcript.objects.get().segments.get().text == kept


def test_only_the_stretch_that_loops_is_heard_again(monkeypatch: pytest.MonkeyPatch) -> None:
    class LoopingAtTheEnd(Looping):
        def transcribe(self, pcm: object, options: Options, *, offset: float = 0.0) -> Iterator[Segment]:
            assert isinstance(pcm, np.ndarray)
            heard.append((offset, round(offset + len(pcm) / SAMPLE_RATE, 1)))
            if options.hotwords:
                yield Segment(0.0, 2.0, "Halo, Sari.")
                yield Segment(4.0, 5.0, "Sari, Sari", doubts=(Doubt.COMPRESSED,))
            else:
                yield Segment(1.0, 3.0, "Apa kabar?")

    heard: list[tuple[float, float]] = []
    audio = spoken()
    monkeypatch.setattr(speech, "transcriber", LoopingAtTheEnd)
    monkeypatch.setattr(steps, "hotwords", lambda audio: ("Sari",))
    steps.transcribe(str(audio.pk), progress())
    assert heard == [(0.0, 7.1), (2.0, 7.1)]
    assert [(word[0], word[1]) for word in Transcript.objects.get().segments.get().words][2:3] == [("Apa", 3.0)]
