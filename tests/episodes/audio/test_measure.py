"""A master is measured once; what is odd about it is told, what cannot be mended is refused."""

import json
from pathlib import Path

import numpy as np
import pytest

from episodes.audio import decoded
from episodes.audio.downmix import Channels, Downmix
from episodes.audio.loudness import Loudness, read_summary
from episodes.audio.measure import Measured, measure
from episodes.audio.refusals import Caution, RefusalCode, Refused, Setback
from tests import sounds
from tests.episodes.audio.conftest import Made, inspected, measured

VOICE = sounds.voice(3)


def test_the_loudness_is_that_of_the_mono_mix_as_a_plain_meter_reads_it(
    talk: Path, each_ffmpeg: Path, tmp_path: Path
) -> None:
    mono = sounds.write_wav(tmp_path / "mono.wav", sounds.voice(6) * 0.9)
    found = measured(talk, tmp_path, each_ffmpeg).loudness
    integrated, true_peak = sounds.plain_meter(mono, each_ffmpeg)
    assert found.integrated == pytest.approx(integrated, abs=0.1)
    assert found.true_peak == pytest.approx(true_peak, abs=0.5)  # the cut below 5 Hz moves it a little


def test_a_mono_master_and_the_same_on_both_sides_are_equally_loud(ffmpeg: Path, tmp_path: Path) -> None:
    one = measured(sounds.write_wav(tmp_path / "one.wav", VOICE), tmp_path, ffmpeg)
    two = measured(sounds.write_wav(tmp_path / "two.wav", VOICE, VOICE), tmp_path, ffmpeg)
    assert one.loudness == two.loudness


def test_the_decoded_length_is_counted_in_samples(talk: Path, ffmpeg: Path, tmp_path: Path) -> None:
    assert measured(talk, tmp_path, ffmpeg).decoded_seconds == pytest.approx(6.0, abs=0.001)


def test_without_limiter_the_gain_is_the_difference(talk: Path, ffmpeg: Path, tmp_path: Path) -> None:
    found = measured(talk, tmp_path, ffmpeg)
    assert found.gain == pytest.approx(-16.0 - found.loudness.integrated, abs=0.01)


def test_where_the_limiter_takes_loudness_the_gain_makes_up_for_it(ffmpeg: Path, tmp_path: Path) -> None:
    claps = VOICE * 0.3
    claps[::11025] = 0.9
    found = measured(sounds.write_wav(tmp_path / "a.wav", np.repeat(claps, 1)), tmp_path, ffmpeg)
    assert found.gain > -16.0 - found.loudness.integrated - 0.2


def test_what_was_measured_survives_being_stored_as_json(talk: Path, ffmpeg: Path, tmp_path: Path) -> None:
    found = measured(talk, tmp_path, ffmpeg)
    assert Measured.from_json(json.loads(json.dumps(found.as_json()))) == found


def test_measuring_twice_gives_the_same(talk: Path, each_ffmpeg: Path, tmp_path: Path) -> None:
    assert measured(talk, tmp_path, each_ffmpeg) == measured(talk, tmp_path, each_ffmpeg)


def test_digital_silence_is_refused(ffmpeg: Path, tmp_path: Path) -> None:
    path = sounds.write_wav(tmp_path / "a.wav", sounds.silence(3))
    with pytest.raises(Refused) as refused:
        measured(path, tmp_path, ffmpeg)
    assert refused.value.code is RefusalCode.SILENT


def test_faint_hiss_is_refused_as_silence(ffmpeg: Path, tmp_path: Path) -> None:
    hiss = np.random.default_rng(2).standard_normal(3 * sounds.RATE) * 3e-4
    with pytest.raises(Refused) as refused:
        measured(sounds.write_wav(tmp_path / "a.wav", hiss), tmp_path, ffmpeg)
    assert refused.value.code is RefusalCode.SILENT


def test_a_whisper_gets_no_more_than_the_largest_gain_and_that_is_told(ffmpeg: Path, tmp_path: Path) -> None:
    found = measured(sounds.write_wav(tmp_path / "a.wav", VOICE * 0.025), tmp_path, ffmpeg)
    assert (found.gain, found.cautions) == (36.0, (Caution.VERY_QUIET,))


def test_the_aim_of_a_whisper_is_what_the_largest_gain_reaches(ffmpeg: Path, tmp_path: Path) -> None:
    found = measured(sounds.write_wav(tmp_path / "a.wav", VOICE * 0.025), tmp_path, ffmpeg)
    assert found.aim == pytest.approx(found.loudness.integrated + 36.0)


def test_an_inverted_channel_is_turned_round_and_that_is_told(ffmpeg: Path, tmp_path: Path) -> None:
    found = measured(sounds.write_wav(tmp_path / "a.wav", VOICE, -VOICE), tmp_path, ffmpeg)
    assert (found.weights, found.cautions) == ((0.5, -0.5), (Caution.INVERTED_CHANNEL,))


def test_an_inverted_channel_costs_no_loudness(ffmpeg: Path, tmp_path: Path) -> None:
    upright = measured(sounds.write_wav(tmp_path / "a.wav", VOICE, VOICE), tmp_path, ffmpeg)
    inverted = measured(sounds.write_wav(tmp_path / "b.wav", VOICE, -VOICE), tmp_path, ffmpeg)
    assert inverted.loudness.integrated == pytest.approx(upright.loudness.integrated, abs=0.1)


def test_a_silent_side_is_told(ffmpeg: Path, tmp_path: Path) -> None:
    found = measured(sounds.write_wav(tmp_path / "a.wav", VOICE, VOICE * 0), tmp_path, ffmpeg)
    assert found.cautions == (Caution.ONE_SIDED,)


def test_an_overdriven_recording_is_told(ffmpeg: Path, tmp_path: Path) -> None:
    found = measured(sounds.write_wav(tmp_path / "a.wav", VOICE * 12), tmp_path, ffmpeg)
    assert found.cautions == (Caution.CLIPPED,)


def test_nobody_of_six_is_lost(ffmpeg: Path, tmp_path: Path) -> None:
    word = sounds.voice(1.1)
    for speaker in range(6):
        mikes = [word if place == speaker else word * 0 for place in range(6)]
        found = measured(sounds.write_wav(tmp_path / "a.wav", *mikes), tmp_path, ffmpeg)
        assert found.loudness.integrated > -45


def test_a_constant_offset_does_not_count_as_sound(ffmpeg: Path, tmp_path: Path) -> None:
    plain = measured(sounds.write_wav(tmp_path / "a.wav", VOICE), tmp_path, ffmpeg)
    offset = measured(sounds.write_wav(tmp_path / "b.wav", VOICE * 0.5 + 0.3), tmp_path, ffmpeg)
    assert offset.loudness.integrated == pytest.approx(plain.loudness.integrated - 6.0, abs=0.3)


def test_a_third_of_a_second_has_a_loudness(each_ffmpeg: Path, tmp_path: Path) -> None:
    found = measured(sounds.write_wav(tmp_path / "a.wav", sounds.voice(0.3)), tmp_path, each_ffmpeg)
    assert -35 < found.loudness.integrated < -15


def test_what_decodes_to_much_less_than_promised_is_refused(made: Made, ffmpeg: Path, tmp_path: Path) -> None:
    data = bytearray(made("a.mp3", "-b:a", "64k").read_bytes())
    data[len(data) // 3 :] = bytes(len(data) - len(data) // 3)  # the card rotted
    (tmp_path / "a.mp3").write_bytes(data)
    recording = inspected(made("a.mp3", "-b:a", "64k"))
    with pytest.raises(Refused) as refused:
        measure(tmp_path / "a.mp3", recording, tmp_path, ffmpeg=ffmpeg)
    assert refused.value.code is RefusalCode.DAMAGED


def test_what_ffmpeg_cannot_decode_at_all_is_damaged_for_good(talk: Path, each_ffmpeg: Path, tmp_path: Path) -> None:
    recording = inspected(talk)
    (tmp_path / "a.wav").write_bytes(b"RIFF" + bytes(2000))
    with pytest.raises(Refused) as refused:
        measure(tmp_path / "a.wav", recording, tmp_path, ffmpeg=each_ffmpeg)
    assert refused.value.code is RefusalCode.DAMAGED


def test_a_master_that_vanished_is_a_setback(talk: Path, ffmpeg: Path, tmp_path: Path) -> None:
    with pytest.raises(Setback) as setback:
        measure(tmp_path / "gone.wav", inspected(talk), tmp_path, ffmpeg=ffmpeg)
    assert setback.value.code is RefusalCode.MISSING


def test_a_refused_recording_leaves_no_half_made_file(talk: Path, ffmpeg: Path, tmp_path: Path) -> None:
    work = tmp_path / "work"
    work.mkdir()
    (tmp_path / "a.wav").write_bytes(b"RIFF" + bytes(2000))
    with pytest.raises(Refused):
        measure(tmp_path / "a.wav", inspected(talk), work, ffmpeg=ffmpeg)
    assert list(work.iterdir()) == []


def test_progress_rises_to_one(talk: Path, ffmpeg: Path, tmp_path: Path) -> None:
    told: list[float] = []
    measure(talk, inspected(talk), tmp_path, ffmpeg=ffmpeg, progress=told.append)
    assert (told == sorted(told), told[-1]) == (True, 1.0)


@pytest.mark.parametrize(("promised", "decoded_"), [(100.0, 98.1), (4000.0, 3998.1), (1.0, 0.9)])
def test_a_little_less_than_promised_is_no_damage(promised: float, decoded_: float) -> None:
    decoded.compare(decoded_, promised)


@pytest.mark.parametrize(("promised", "decoded_"), [(100.0, 97.9), (4000.0, 3997.9), (1.0, 0.8)])
def test_more_than_two_percent_or_two_seconds_less_is_damage(promised: float, decoded_: float) -> None:
    with pytest.raises(Refused):
        decoded.compare(decoded_, promised)


def test_blocks_may_end_anywhere() -> None:
    data = np.random.default_rng(5).integers(-20_000, 20_000, 6000).astype("<i2").tobytes()
    whole, pieces = Channels(3, 48_000), Channels(3, 48_000)
    whole.feed(data)
    for start in range(0, len(data), 77):
        pieces.feed(data[start : start + 77])
    assert (pieces.frames, pieces.downmix()) == (whole.frames, whole.downmix())


def test_channels_that_differ_keep_their_polarity() -> None:
    noise = np.random.default_rng(6).integers(-20_000, 20_000, 20_000).astype("<i2")
    channels = Channels(2, 48_000)
    channels.feed(noise.tobytes())
    assert channels.downmix() == Downmix.plain(2)


def test_a_summary_of_silence_is_a_number() -> None:
    log = "Summary:\n\n  Integrated loudness:\n    I:         -70.0 LUFS\n  True peak:\n    Peak:       -inf dBFS\n"
    assert read_summary(log) == Loudness(-70.0, -70.0, 0.0)


def test_a_log_without_summary_is_a_setback() -> None:
    with pytest.raises(Setback):
        read_summary("Conversion failed!")
