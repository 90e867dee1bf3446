"""Every master ends at the same loudness, below the same peak, in the same two formats, byte by byte the same."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest

from episodes.audio import decoded
from episodes.audio.encode import Encoding, Kind, encode
from episodes.audio.measure import measure
from episodes.audio.refusals import Caution, RefusalCode, Refused
from tests import sounds
from tests.episodes.audio.conftest import inspected, measured
from tests.episodes.audio.test_ffmpeg import on_small_disk, small_disk  # noqa: F401  (a fixture)

VOICE = sounds.voice(2.8)
CLAPS = (np.arange(len(VOICE)) % 22_050 < 200) * np.random.default_rng(3).standard_normal(len(VOICE)) * 0.4

SOURCES: dict[str, Callable[[Path], Path]] = {
    "stereo": lambda path: sounds.write_wav(path, VOICE, VOICE * 0.6),
    "mono": lambda path: sounds.write_wav(path, VOICE),
    "quiet": lambda path: sounds.write_wav(path, VOICE * 0.06),
    "loud and clipped": lambda path: sounds.write_wav(path, VOICE * 12),
    "a second and a half": lambda path: sounds.write_wav(path, VOICE[:66_150]),
    "telephone": lambda path: sounds.write_wav(path, sounds.voice(2.8, rate=8000), rate=8000),
    "six channels": lambda path: sounds.write_wav(path, *[VOICE * (0.3 + place / 10) for place in range(6)]),
    "out of phase": lambda path: sounds.write_wav(path, VOICE, -VOICE),
    "constant offset": lambda path: sounds.write_wav(path, VOICE * 0.5 + 0.3),
    "claps": lambda path: sounds.write_wav(path, VOICE * 0.1 + CLAPS),
    "long silence": lambda path: sounds.write_wav(path, np.concatenate([VOICE, sounds.silence(6)])),
}


def made(path: Path, folder: Path, ffmpeg: Path) -> Encoding:
    return encode(path, measured(path, folder, ffmpeg), folder, ffmpeg=ffmpeg)


def hashes(encoding: Encoding) -> list[str]:
    return [hashlib.sha256(rendition.path.read_bytes()).hexdigest() for rendition in encoding.renditions]


def loudness_and_peaks(name: str, ffmpeg: Path, folder: Path) -> tuple[list[float], list[float]]:
    encoding = made(SOURCES[name](folder / "master.wav"), folder, ffmpeg)
    figures = [sounds.plain_meter(rendition.path, ffmpeg) for rendition in encoding.renditions]
    return [integrated for integrated, _ in figures], [true_peak for _, true_peak in figures]


@pytest.mark.parametrize("name", SOURCES)
def test_loudness_and_peak_are_right_by_a_plain_meter(name: str, ffmpeg: Path, tmp_path: Path) -> None:
    loudness, peaks = loudness_and_peaks(name, ffmpeg, tmp_path)
    assert (loudness, max(peaks) <= -1.0) == (pytest.approx([-16.0, -16.0], abs=0.5), True)


@pytest.mark.parametrize("name", ["stereo", "claps"])
def test_loudness_and_peak_are_right_with_every_ffmpeg(name: str, each_ffmpeg: Path, tmp_path: Path) -> None:
    loudness, peaks = loudness_and_peaks(name, each_ffmpeg, tmp_path)
    assert (loudness, max(peaks) <= -1.0) == (pytest.approx([-16.0, -16.0], abs=0.5), True)


def test_a_third_of_a_second_is_as_loud_as_if_it_went_on(each_ffmpeg: Path, tmp_path: Path) -> None:
    encoding = made(sounds.write_wav(tmp_path / "a.wav", sounds.voice(0.3)), tmp_path, each_ffmpeg)
    loudness = [rendition.loudness.integrated for rendition in encoding.renditions]
    assert loudness == pytest.approx([-16.0, -16.0], abs=0.5)


def test_the_figures_that_are_returned_are_those_of_the_file(finished: Encoding, ffmpeg: Path) -> None:
    for rendition in finished.renditions:
        loudness = (rendition.loudness.integrated, rendition.loudness.true_peak)
        assert loudness == sounds.plain_meter(rendition.path, ffmpeg)


def test_a_peak_is_kept_down_even_where_the_loudness_cannot_be_reached(ffmpeg: Path, tmp_path: Path) -> None:
    clicks = (np.arange(len(VOICE)) % sounds.RATE == 100) * 0.9
    encoding = made(sounds.write_wav(tmp_path / "a.wav", clicks), tmp_path, ffmpeg)
    peaks = [rendition.loudness.true_peak for rendition in encoding.renditions]
    assert (max(peaks) <= -1.0, encoding.cautions) == (True, (Caution.OFF_TARGET,))


def test_the_main_rendition_is_a_constant_mono_mp3(finished: Encoding) -> None:
    with av.open(str(finished.renditions[0].path)) as file:
        context = file.streams.audio[0].codec_context
        sizes = {packet.size for packet in file.demux(audio=0) if packet.size}
        assert (context.sample_rate, context.channels) == (44_100, 1)
        assert sizes <= {313, 314}  # 96 kbit/s, with and without padding


def test_the_main_rendition_opens_with_an_info_header(finished: Encoding) -> None:
    data = finished.renditions[0].path.read_bytes()
    assert (data[:2], b"Info" in data[:64]) == (b"\xff\xfb", True)


def test_hemat_is_mono_opus_in_ogg_of_about_24_kbit(finished: Encoding) -> None:
    hemat = finished.renditions[1]
    with av.open(str(hemat.path)) as file:
        context = file.streams.audio[0].codec_context
        assert (file.format.name, context.name, context.channels) == ("ogg", "opus", 1)
    assert hemat.bitrate == pytest.approx(24_000, rel=0.2)


def test_size_and_hash_are_those_of_the_files(finished: Encoding) -> None:
    assert [rendition.sha256 for rendition in finished.renditions] == hashes(finished)
    assert [rendition.size for rendition in finished.renditions] == [
        rendition.path.stat().st_size for rendition in finished.renditions
    ]


def test_both_renditions_are_as_long_as_the_master(finished: Encoding, ffmpeg: Path) -> None:
    for rendition in finished.renditions:
        assert len(sounds.decode(rendition.path, ffmpeg)) / 48_000 == pytest.approx(6.0, abs=0.05)


def test_the_sound_is_where_it_was(finished: Encoding, talk: Path, ffmpeg: Path) -> None:
    """Chapters and transcripts point into the rendition by time."""
    before = sounds.decode(talk, ffmpeg).astype(float)
    for rendition in finished.renditions:
        after = sounds.decode(rendition.path, ffmpeg).astype(float)
        span = slice(48_000, 5 * 48_000)
        shifts = range(-960, 961, 48)
        likeness = [np.dot(before[span], np.roll(after, -shift)[span]) for shift in shifts]
        assert abs(shifts[int(np.argmax(likeness))]) <= 48  # a millisecond


def test_there_are_400_bars_from_0_to_255(finished: Encoding) -> None:
    assert (len(finished.bars), min(finished.bars) >= 0, max(finished.bars)) == (400, True, 255)


def test_silence_has_no_bars_and_voice_has(ffmpeg: Path, tmp_path: Path) -> None:
    path = sounds.write_wav(tmp_path / "a.wav", np.concatenate([VOICE, sounds.silence(2.8)]))
    bars = made(path, tmp_path, ffmpeg).bars
    assert (max(bars[210:]), max(bars[:190])) == (0, 255)


def test_the_same_master_gives_the_same_bytes(talk: Path, each_ffmpeg: Path, tmp_path: Path) -> None:
    folders = [tmp_path / "first", tmp_path / "second"]
    for folder in folders:
        folder.mkdir()
    assert hashes(made(talk, folders[0], each_ffmpeg)) == hashes(made(talk, folders[1], each_ffmpeg))


def test_without_the_decoded_sound_the_bytes_are_the_same(
    talk: Path, finished: Encoding, ffmpeg: Path, tmp_path: Path
) -> None:
    values = measured(talk, tmp_path, ffmpeg)
    decoded.path_in(tmp_path).unlink()
    assert hashes(encode(talk, values, tmp_path, ffmpeg=ffmpeg)) == hashes(finished)


def test_half_of_the_decoded_sound_is_not_taken_for_the_whole(
    talk: Path, finished: Encoding, ffmpeg: Path, tmp_path: Path
) -> None:
    values = measured(talk, tmp_path, ffmpeg)
    os.truncate(decoded.path_in(tmp_path), 100_000)
    assert hashes(encode(talk, values, tmp_path, ffmpeg=ffmpeg)) == hashes(finished)


def test_a_master_that_was_swapped_for_a_shorter_one_is_refused(talk: Path, ffmpeg: Path, tmp_path: Path) -> None:
    values = measured(talk, tmp_path, ffmpeg)
    decoded.path_in(tmp_path).unlink()
    shorter = sounds.write_wav(tmp_path / "b.wav", VOICE, VOICE)
    with pytest.raises(Refused) as refused:
        encode(shorter, values, tmp_path, ffmpeg=ffmpeg)
    assert refused.value.code is RefusalCode.DAMAGED


def test_no_part_is_left_when_all_went_well(finished: Encoding) -> None:
    names = {path.name for path in finished.renditions[0].path.parent.iterdir()}
    assert names == {"main.mp3", "hemat.opus", decoded.path_in(Path()).name}


def test_progress_rises_to_one(talk: Path, ffmpeg: Path, tmp_path: Path) -> None:
    told: list[float] = []
    encode(talk, measured(talk, tmp_path, ffmpeg), tmp_path, ffmpeg=ffmpeg, progress=told.append)
    assert (told == sorted(told), told[-1]) == (True, 1.0)


class CalledOff(Exception):
    """What a job system raises to end a step."""


def test_work_that_is_called_off_leaves_nothing(talk: Path, ffmpeg: Path, tmp_path: Path) -> None:
    def call_off(share: float) -> None:
        if share > 0.3:
            raise CalledOff

    values = measured(talk, tmp_path, ffmpeg)
    with pytest.raises(CalledOff):
        encode(talk, values, tmp_path, ffmpeg=ffmpeg, progress=call_off)
    assert [path.name for path in tmp_path.iterdir()] == [decoded.path_in(tmp_path).name]


def test_a_disk_that_fills_up_is_a_setback_and_nothing_half_made_stays(
    talk: Path,
    each_ffmpeg: Path,
    small_disk: Path,  # noqa: F811
    tmp_path: Path,
) -> None:
    values = measured(talk, tmp_path, each_ffmpeg)
    (tmp_path / "measured.json").write_text(json.dumps(values.as_json()))
    said = on_small_disk(
        small_disk,
        f"""
        import json, os
        from pathlib import Path
        from episodes.audio import decoded
        from episodes.audio.encode import encode
        from episodes.audio.measure import Measured
        from episodes.audio.refusals import Setback
        values = Measured.from_json(json.loads(Path({str(tmp_path / "measured.json")!r}).read_text()))
        folder = Path("/mnt")
        Path("/mnt", decoded.path_in(folder).name).symlink_to({str(decoded.path_in(tmp_path))!r})
        Path("/mnt/ballast").write_bytes(bytes(260_000))
        try:
            encode(Path({str(talk)!r}), values, folder, ffmpeg=Path({str(each_ffmpeg)!r}))
        except Setback as setback:
            print(setback.code, sorted(set(os.listdir("/mnt")) - {{"ballast", "decoded.f32"}}))
        """,
    )
    assert said == "out_of_space []"


def test_a_step_that_was_killed_ends_the_same_when_it_is_run_again(
    talk: Path, finished: Encoding, ffmpeg: Path, tmp_path: Path
) -> None:
    values = measured(talk, tmp_path, ffmpeg)
    code = f"""
        import json
        from pathlib import Path
        from episodes.audio.encode import encode
        from episodes.audio.measure import Measured
        values = Measured.from_json(json.loads({json.dumps(values.as_json())!r}))
        encode(Path({str(talk)!r}), values, Path({str(tmp_path)!r}), ffmpeg=Path({str(ffmpeg)!r}))
    """
    worker = subprocess.Popen([sys.executable, "-c", textwrap.dedent(code)])
    end = time.monotonic() + 10
    while not list(tmp_path.glob(".main*")) and time.monotonic() < end:
        time.sleep(0.005)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    assert not list(tmp_path.glob("main*"))
    assert hashes(encode(talk, values, tmp_path, ffmpeg=ffmpeg)) == hashes(finished)


def test_a_phone_recording_in_m4a_goes_the_whole_way(talk: Path, ffmpeg: Path, tmp_path: Path) -> None:
    arguments = ["-ac", "1", "-ar", "48000", "-b:a", "64k"]
    phone = sounds.convert(talk, tmp_path / "a.m4a", *arguments, ffmpeg=ffmpeg)
    encoding = made(phone, tmp_path, ffmpeg)
    assert (encoding.cautions, encoding.decoded_seconds) == ((), pytest.approx(6.0, abs=0.1))


def test_an_old_vbr_mp3_goes_the_whole_way(talk: Path, ffmpeg: Path, tmp_path: Path) -> None:
    old = sounds.convert(talk, tmp_path / "a.mp3", "-q:a", "7", "-ar", "22050", ffmpeg=ffmpeg)
    assert made(old, tmp_path, ffmpeg).cautions == ()


def test_another_target_is_reached_as_well(talk: Path, ffmpeg: Path, tmp_path: Path) -> None:
    values = measure(talk, inspected(talk), tmp_path, ffmpeg=ffmpeg, target=-20.0)
    encoding = encode(talk, values, tmp_path, ffmpeg=ffmpeg)
    assert encoding.renditions[0].kind is Kind.MAIN
    assert [rendition.loudness.integrated for rendition in encoding.renditions] == pytest.approx([-20, -20], abs=0.5)
