"""Recording, without a synthesiser: a tone stands for each sentence, a small program for eSpeak NG."""

import sys
from pathlib import Path

import av
import numpy as np
import pytest

from demo import record, script, sound
from demo.record import assemble, main, write
from demo.script import Voice
from demo.sound import AudioSegment
from demo.speech import Speaker, SpeechError

STAND_IN = """#!{python}
import sys, wave
text = sys.stdin.read()
if "--version" in sys.argv:
    print("eSpeak NG text-to-speech: 9.8.7  Data at: /somewhere")
elif "gagal" in text:
    sys.exit("no such voice")
elif "bisu" not in text:
    with wave.open(sys.argv[sys.argv.index("-w") + 1], "wb") as sound:
        sound.setparams((1, 2, 22050, 0, "NONE", ""))
        sound.writeframes(bytes(4410) + bytes([0, 32, 0, 224]) * 11025 + bytes(4410))
"""
VOICE = Voice(variant="f3", speed=150, pitch=40, level=-20.0, pan=0.0)


def tone(sentence: str, voice: Voice) -> AudioSegment:
    """A tone of 20 milliseconds a letter, at the voice's level."""
    return sound.level(sine(0.02 * len(sentence)), voice.level)


def sine(seconds: float) -> AudioSegment:
    wave = 16_000 * np.sin(2 * np.pi * 300 * np.arange(round(seconds * sound.RATE)) / sound.RATE)
    return AudioSegment(wave.astype("<i2").tobytes(), sample_width=2, frame_rate=sound.RATE, channels=1)


@pytest.fixture
def espeak(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    program = tmp_path / "espeak-ng"
    program.write_text(STAND_IN.format(python=sys.executable), "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    return program


@pytest.fixture(params=["flac", "opus", "m4a"])
def written(request: pytest.FixtureRequest) -> script.Script:
    return next(each for each in script.scripts() if each.master == request.param)


def test_each_sentence_takes_the_time_it_was_spoken_in(written: script.Script) -> None:
    _, account = assemble(written, tone, "a tone")
    for turn in account.turns:
        for sentence in turn.sentences:
            assert sentence.end - sentence.start == pytest.approx(0.02 * len(sentence.text), abs=0.002)


def test_the_account_is_as_long_as_the_sound(written: script.Script) -> None:
    tape, account = assemble(written, tone, "a tone")
    assert account.duration == pytest.approx(sound.seconds(tape), abs=0.001)


def test_a_new_chapter_is_set_off_by_a_longer_pause(written: script.Script) -> None:
    _, account = assemble(written, tone, "a tone")
    for chapter in account.chapters[1:]:
        before = max(turn.end for turn in account.turns if turn.end < chapter.start)
        assert chapter.start - before == pytest.approx(record.BETWEEN_CHAPTERS / 1000, abs=0.002)


def test_the_master_can_be_decoded_and_lasts_as_long_as_the_account(written: script.Script, tmp_path: Path) -> None:
    tape, account = assemble(written, tone, "a tone")
    path = write(written, tape, account, tmp_path)
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        length = sum(frame.samples for frame in container.decode(stream)) / stream.rate
        assert length == pytest.approx(account.duration, abs=0.06)
        assert stream.channels == record.FORMATS[written.master].channels


def test_the_same_sound_gives_the_same_bytes(written: script.Script, tmp_path: Path) -> None:
    tape, account = assemble(written, tone, "a tone")
    first = write(written, tape, account, tmp_path).read_bytes()
    assert write(written, tape, account, tmp_path).read_bytes() == first


def test_the_ffmpeg_of_the_package_stands_in_for_a_missing_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert Path(record.ffmpeg()).is_file()


def test_levels_are_met_but_no_peak_passes_the_ceiling() -> None:
    assert sound.level(sine(0.5), -20.0).dBFS == pytest.approx(-20.0, abs=0.2)
    assert sound.level(sine(0.5), 0.0).max_dBFS == pytest.approx(sound.CEILING, abs=0.2)


def test_silence_before_and_after_a_sentence_is_cut_off(espeak: Path) -> None:
    spoken = Speaker().say("Halo.", VOICE)
    assert sound.seconds(spoken) == pytest.approx(1.0, abs=0.02)
    assert spoken.dBFS == pytest.approx(VOICE.level, abs=0.2)


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Telepon 129.", "Telepon satu dua sembilan."),
        ("Polisi, 110!", "Polisi, satu satu nol!"),
        ("Teman kita", "[[t@m'an]] kita"),
        ("cepat-cepat", "cepat-cepat"),
    ],
)
def test_words_are_told_how_to_sound(espeak: Path, written: str, spoken: str) -> None:
    assert Speaker().spelling(written) == spoken


def test_the_version_is_told_without_folders_of_the_machine(espeak: Path) -> None:
    assert Speaker().version == "eSpeak NG 9.8.7"


@pytest.mark.parametrize(("sentence", "told"), [("gagal", "no such voice"), ("bisu", "wrote no sound")])
def test_a_synthesiser_that_fails_is_named(espeak: Path, sentence: str, told: str) -> None:
    with pytest.raises(SpeechError, match=told):
        Speaker().say(sentence, VOICE)


def test_a_missing_synthesiser_is_named_with_its_cure(monkeypatch, capsys) -> None:
    monkeypatch.setenv("PATH", "")
    assert main([]) == 1
    assert "apt-get install espeak-ng" in capsys.readouterr().err


def test_an_unknown_script_is_answered_with_the_known_ones(capsys) -> None:
    assert main(["nothing"]) == 1
    assert "teman-baik" in capsys.readouterr().err


def test_the_command_records_what_it_is_asked_for(espeak: Path, monkeypatch, tmp_path: Path, capsys) -> None:
    monkeypatch.setattr(record, "MASTERS", tmp_path)
    assert main(["teman-baik"]) == 0
    assert (tmp_path / "teman-baik.flac").is_file()
    assert "teman-baik.flac" in capsys.readouterr().out
