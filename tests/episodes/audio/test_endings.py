"""A file whose end is missing is refused; a file that never said how long it would be is not."""

from pathlib import Path

import pytest

from episodes.audio.probe import main as probe
from episodes.audio.refusals import Caution, RefusalCode
from tests import sounds
from tests.episodes.audio.conftest import Made

MADE = {
    "MP3 with Info header": ("a.mp3", ["-b:a", "64k"]),
    "MP3 with Xing header": ("a.mp3", ["-q:a", "6"]),
    "MP3 without header": ("a.mp3", ["-b:a", "64k", "-write_xing", "0", "-id3v2_version", "0"]),
    "low-rate MP3": ("a.mp3", ["-b:a", "24k", "-ar", "16000", "-ac", "1"]),
    "M4A with the index last": ("a.m4a", ["-b:a", "64k"]),
    "M4A with the index first": ("a.m4a", ["-b:a", "64k", "-movflags", "+faststart"]),
    "fragmented M4A": ("a.m4a", ["-b:a", "64k", "-movflags", "+frag_keyframe+empty_moov"]),
    "WAV": ("a.wav", []),
    "RF64": ("a.wav", ["-rf64", "always"]),
    "AIFF": ("a.aiff", []),
    "FLAC": ("a.flac", []),
    "Ogg": ("a.ogg", ["-c:a", "libopus"]),
    "WebM": ("a.webm", ["-c:a", "libopus"]),
    "CAF": ("a.caf", ["-c:a", "pcm_s16le"]),
    "W64": ("a.w64", []),
}


def verdict(path: Path) -> object:
    answer = probe(path, 3600)
    return answer.get("refused", "taken")


@pytest.mark.parametrize("name", MADE)
def test_a_whole_file_is_taken(name: str, made: Made) -> None:
    file, arguments = MADE[name]
    assert verdict(made(file, *arguments)) == "taken"


@pytest.mark.parametrize("share", [0.15, 0.6, 0.93])
@pytest.mark.parametrize("name", MADE)
def test_a_cut_file_is_refused(name: str, share: float, made: Made, tmp_path: Path) -> None:
    file, arguments = MADE[name]
    whole = made(file, *arguments)
    assert verdict(sounds.cut(whole, tmp_path / "cut", share)) == RefusalCode.TRUNCATED


def test_an_mp3_cut_between_two_frames_is_refused_by_its_header(made: Made, tmp_path: Path) -> None:
    # 48 kHz, 64 kbit/s: each frame has exactly 192 bytes
    arguments = ["-b:a", "64k", "-ar", "48000", "-id3v2_version", "0"]
    whole = made("a.mp3", *arguments).read_bytes()
    (tmp_path / "cut.mp3").write_bytes(whole[: 192 * 100])
    assert verdict(tmp_path / "cut.mp3") == RefusalCode.TRUNCATED


@pytest.mark.parametrize("tail", [b"TAG" + bytes(125), bytes(1000), b"APETAGEX" + bytes(24)])
def test_tags_behind_the_last_frame_of_an_mp3_are_no_damage(tail: bytes, made: Made, tmp_path: Path) -> None:
    whole = made("a.mp3", "-b:a", "64k")
    (tmp_path / "a.mp3").write_bytes(whole.read_bytes() + tail)
    assert verdict(tmp_path / "a.mp3") == "taken"


@pytest.mark.parametrize("size", [0, 0xFFFFFFFF, 0x7FFFF000])
def test_a_wav_that_was_written_to_a_pipe_is_taken(size: int, words: Path, tmp_path: Path) -> None:
    data = bytearray(words.read_bytes())
    place = data.index(b"data") + 4
    data[4:8] = data[place : place + 4] = size.to_bytes(4, "little")
    (tmp_path / "a.wav").write_bytes(data)
    assert verdict(tmp_path / "a.wav") == "taken"


def test_a_wav_cut_inside_its_header_is_refused(words: Path, tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(words.read_bytes()[:38])
    assert verdict(tmp_path / "a.wav") in (RefusalCode.TRUNCATED, RefusalCode.NOT_AUDIO)


def test_a_wav_with_chunks_behind_the_sound_is_taken(words: Path, tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(words.read_bytes() + b"LIST\x04\x00\x00\x00INFO")
    assert verdict(tmp_path / "a.wav") == "taken"


def test_an_ogg_whose_last_page_is_whole_but_unmarked_is_taken_with_a_caution(made: Made, tmp_path: Path) -> None:
    whole = made("a.ogg", "-c:a", "libopus").read_bytes()
    (tmp_path / "b.ogg").write_bytes(whole[: whole.rindex(b"OggS")])
    assert probe(tmp_path / "b.ogg", 3600)["found"]["cautions"] == (Caution.NO_END_MARK,)


def test_a_streamed_webm_of_unknown_length_is_taken(made: Made, tmp_path: Path) -> None:
    live = made("a.webm", "-c:a", "libopus", "-live", "1")
    assert verdict(live) == "taken"


@pytest.mark.parametrize("length", [b"\x7f" + b"\xff" * 7, b"\xff" * 8, bytes(8)])
@pytest.mark.parametrize("kind", ["a.caf", "a.w64", "a.m4a"])
def test_a_chunk_of_impossible_length_ends_in_a_refusal(kind: str, length: bytes, made: Made, tmp_path: Path) -> None:
    data = bytearray(made(kind).read_bytes())
    first = {"a.caf": 12, "a.w64": 56, "a.m4a": 8}[kind]
    if kind == "a.m4a":
        data[0:4] = b"\x00\x00\x00\x01"  # the length stands in the eight bytes behind the name
    data[first : first + 8] = length
    (tmp_path / "a").write_bytes(data)
    assert verdict(tmp_path / "a") in (RefusalCode.TRUNCATED, RefusalCode.NOT_AUDIO)


def test_an_mp4_made_of_endless_tiny_boxes_is_refused_at_once(tmp_path: Path) -> None:
    boxes = b"\x00\x00\x00\x08free" * 200_000
    (tmp_path / "a.m4a").write_bytes(b"\x00\x00\x00\x10ftypM4A \x00\x00\x00\x00" + boxes)
    assert verdict(tmp_path / "a.m4a") in (RefusalCode.TRUNCATED, RefusalCode.NOT_AUDIO)
