"""Decoding what editors upload, and saying when it is damaged."""

from __future__ import annotations

import struct
import wave
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from transcripts.engines.protocol import SAMPLE_RATE, Pcm
from transcripts.engines.recordings import RecordingDamaged, decoded

RATE = 44_100


def tone(seconds: float, channels: int = 1) -> np.ndarray:
    """A tone of 440 Hz, half as loud as can be, as 16-bit samples of `channels` channels."""
    wave_form = np.sin(2 * np.pi * 440 * np.arange(round(seconds * RATE)) / RATE) * 16_000
    return np.repeat(wave_form.astype("<i2")[:, None], channels, axis=1)


def write_wav(path: Path, samples: np.ndarray, rate: int = RATE) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(samples.shape[1])
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.tobytes())
    return path


#: LAME at a variable bit rate: what the switch -q:a 4 asks for.
VARIABLE = {"flags": "+qscale", "global_quality": str(4 * 118)}


def encode(path: Path, codec: str, samples: np.ndarray, quality: dict[str, str] | None = None, **options: str) -> Path:
    """`samples` as `codec` in the container that the name of `path` asks for."""
    layout = "mono" if samples.shape[1] == 1 else "stereo"
    with av.open(str(path), "w", options=options) as container:
        stream = container.add_stream(codec, rate=RATE, layout=layout, options=quality or {})
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples.reshape(1, -1)), format="s16", layout=layout)
        frame.sample_rate, frame.pts, frame.time_base = RATE, 0, Fraction(1, RATE)
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            container.mux(packet)
    return path


def whole(path: Path) -> Pcm:
    return np.concatenate([np.zeros(0, np.float32), *decoded(path)])


@pytest.mark.parametrize(
    ("name", "codec", "options"),
    [
        ("a.mp3", "libmp3lame", {}),
        ("old.mp3", "libmp3lame", {"write_xing": "0"}),
        ("a.m4a", "aac", {}),
        ("a.aac", "aac", {}),
        ("a.flac", "flac", {}),
        ("a.mkv", "aac", {}),
        ("a.aiff", "pcm_s16be", {}),
    ],
)
@pytest.mark.parametrize("channels", [1, 2])
def test_every_format_becomes_mono_of_16_khz_of_the_same_length(
    tmp_path: Path, name: str, codec: str, options: dict[str, str], channels: int
) -> None:
    pcm = whole(encode(tmp_path / name, codec, tone(3, channels), **options))
    assert pcm.dtype == np.float32
    assert len(pcm) / SAMPLE_RATE == pytest.approx(3.0, abs=0.15)
    loudness = float(np.sqrt(np.mean(pcm[SAMPLE_RATE : 2 * SAMPLE_RATE] ** 2)))
    assert loudness == pytest.approx(16_000 / 32_768 / 2**0.5, rel=0.05)


def test_blocks_of_a_long_recording_are_about_ten_seconds(tmp_path: Path) -> None:
    lengths = [len(block) / SAMPLE_RATE for block in decoded(write_wav(tmp_path / "a.wav", tone(25)))]
    assert lengths == [pytest.approx(10, abs=0.5), pytest.approx(10, abs=0.5), pytest.approx(5, abs=1)]


def test_a_recording_without_a_sample_yields_nothing(tmp_path: Path) -> None:
    assert len(whole(write_wav(tmp_path / "a.wav", tone(0)))) == 0


def test_a_tenth_of_a_second_is_decoded(tmp_path: Path) -> None:
    assert len(whole(write_wav(tmp_path / "a.wav", tone(0.1)))) == 1600


def test_a_missing_file_is_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        whole(tmp_path / "nowhere.mp3")


@pytest.mark.parametrize("content", [b"", b"Ini bukan rekaman.\n" * 500, np.random.default_rng(1).bytes(50_000)])
def test_what_is_no_recording_is_unreadable(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.mp3"
    path.write_bytes(content)
    with pytest.raises(RecordingDamaged) as caught:
        whole(path)
    assert caught.value.code == RecordingDamaged.UNREADABLE


def test_a_folder_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(RecordingDamaged):
        whole(tmp_path)


def test_a_video_without_sound_has_no_sound(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=5)
        stream.width = stream.height = 32
        frame = av.VideoFrame.from_ndarray(np.zeros((32, 32, 3), np.uint8), format="rgb24")
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            container.mux(packet)
    with pytest.raises(RecordingDamaged) as caught:
        whole(path)
    assert caught.value.code == RecordingDamaged.NO_SOUND


@pytest.mark.parametrize(("name", "codec"), [("a.mp3", "libmp3lame"), ("a.flac", "flac")])
def test_a_recording_whose_second_half_is_missing_is_cut_short(tmp_path: Path, name: str, codec: str) -> None:
    path = encode(tmp_path / name, codec, tone(10))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(RecordingDamaged) as caught:
        whole(path)
    assert caught.value.code == RecordingDamaged.CUT_SHORT
    assert 3 < caught.value.seconds < 7


def test_what_could_be_read_comes_before_the_error(tmp_path: Path) -> None:
    path = encode(tmp_path / "a.flac", "flac", tone(40))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    blocks = decoded(path)
    assert len(next(blocks)) >= 10 * SAMPLE_RATE
    with pytest.raises(RecordingDamaged):
        list(blocks)


def test_a_phone_recording_whose_index_is_missing_is_unreadable(tmp_path: Path) -> None:
    path = encode(tmp_path / "a.m4a", "aac", tone(10))
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 6 // 10])
    with pytest.raises(RecordingDamaged) as caught:
        whole(path)
    assert caught.value.code == RecordingDamaged.UNREADABLE


@pytest.mark.parametrize(("name", "codec"), [("a.mp3", "libmp3lame"), ("a.m4a", "aac"), ("a.flac", "flac")])
def test_a_recording_with_noise_in_its_middle_is_cut_short(tmp_path: Path, name: str, codec: str) -> None:
    path = encode(tmp_path / name, codec, tone(20))
    data = bytearray(path.read_bytes())
    third = len(data) // 3
    data[third : 2 * third] = np.random.default_rng(1).bytes(third)
    path.write_bytes(bytes(data))
    with pytest.raises(RecordingDamaged) as caught:
        whole(path)
    assert caught.value.code == RecordingDamaged.CUT_SHORT


@pytest.fixture
def unstated(tmp_path: Path) -> Path:
    """Twenty seconds of MP3 that nowhere say how long they are."""
    return encode(tmp_path / "a.mp3", "libmp3lame", tone(20), write_xing="0")


def test_an_mp3_that_states_no_length_is_cut_short_where_its_middle_was_wiped(unstated: Path) -> None:
    data = unstated.read_bytes()
    third = len(data) // 3
    unstated.write_bytes(data[:third] + bytes(third) + data[2 * third :])
    with pytest.raises(RecordingDamaged, match="are no sound") as caught:
        whole(unstated)
    assert caught.value.seconds == pytest.approx(13.3, abs=0.5)


@pytest.mark.parametrize(
    "between", [b"", b"ID3\x04\0\0\0\x01\x76\x2f" + bytes(30_000)], ids=["at the end", "between two"]
)
def test_tags_in_an_mp3_are_no_damage(unstated: Path, between: bytes) -> None:
    data = unstated.read_bytes()
    unstated.write_bytes(data + (between + data if between else bytes(30_000)))
    assert len(whole(unstated)) / SAMPLE_RATE == pytest.approx(40 if between else 20, abs=0.2)


def test_an_old_variable_mp3_without_a_header_is_whole_though_its_length_is_guessed_wrong(tmp_path: Path) -> None:
    quiet_then_loud = tone(20)
    quiet_then_loud[10 * RATE :] += np.random.default_rng(1).normal(0, 3000, (10 * RATE, 1)).astype("<i2")
    path = encode(tmp_path / "a.mp3", "libmp3lame", quiet_then_loud, VARIABLE, write_xing="0")
    with av.open(str(path)) as container:
        assert container.duration is not None
        assert container.duration / av.time_base > 25
    assert len(whole(path)) / SAMPLE_RATE == pytest.approx(20, abs=0.2)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("list.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nsecret.aac\n#EXT-X-ENDLIST\n"),
        ("list.ffconcat", "ffconcat version 1.0\nfile 'secret.aac'\n"),
    ],
)
def test_a_playlist_opens_no_other_file(tmp_path: Path, name: str, text: str) -> None:
    encode(tmp_path / "secret.aac", "aac", tone(1))
    (tmp_path / name).write_text(text)
    with av.open(str(tmp_path / name)) as container:  # the decoder itself would
        assert container.streams.audio
    with pytest.raises(RecordingDamaged) as caught:
        whole(tmp_path / name)
    assert caught.value.code == RecordingDamaged.UNREADABLE


def test_a_file_named_like_an_address_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_wav(tmp_path / "concat:a|b.wav", tone(1))
    assert len(whole(Path("concat:a|b.wav"))) == SAMPLE_RATE


def test_samples_that_are_no_numbers_or_far_too_loud_are_tamed(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    samples = np.zeros(RATE, "<f4")
    samples[1000:2000], samples[5000:6000], samples[9000:10000] = np.nan, np.inf, -1e30
    header = b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 3, 1, RATE, 4 * RATE, 4, 32) + b"data"
    header += struct.pack("<I", samples.nbytes)
    path.write_bytes(b"RIFF" + struct.pack("<I", len(header) + samples.nbytes) + header + samples.tobytes())
    pcm = whole(path)
    assert len(pcm) == SAMPLE_RATE
    assert np.isfinite(pcm).all()
    assert float(np.abs(pcm).max()) <= 1.0


def test_a_stream_that_changes_its_rate_on_the_way_keeps_its_length(tmp_path: Path) -> None:
    first = encode(tmp_path / "a.mp3", "libmp3lame", tone(2), write_xing="0", id3v2_version="0").read_bytes()
    path = tmp_path / "b.mp3"
    with av.open(str(path), "w", options={"write_xing": "0", "id3v2_version": "0"}) as container:
        stream = container.add_stream("libmp3lame", rate=22_050, layout="mono")
        frame = av.AudioFrame.from_ndarray(tone(1).reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = 22_050, 0, Fraction(1, 22_050)
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            container.mux(packet)
    path.write_bytes(first + path.read_bytes())
    assert len(whole(path)) / SAMPLE_RATE == pytest.approx(4, abs=0.3)
