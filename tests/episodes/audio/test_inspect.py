"""An upload is what its content says, and is refused with a code when it cannot become an episode."""

import hashlib
import io
import json
import struct
import time
import zlib
from pathlib import Path

import pytest

from episodes.audio.inspect import Recording, inspect
from episodes.audio.probe import main as probe_in_process
from episodes.audio.refusals import Caution, RefusalCode, Refused, Setback
from tests import sounds
from tests.episodes.audio.conftest import Made, inspected

FORMATS = {
    "mp3": ("talk.mp3", "mp3", "mp3", ["-b:a", "64k"]),
    "m4a": ("talk.m4a", "mov", "aac", ["-b:a", "64k"]),
    "m4a with the index first": ("fast.m4a", "mov", "aac", ["-b:a", "64k", "-movflags", "+faststart"]),
    "flac": ("talk.flac", "flac", "flac", []),
    "ogg": ("talk.ogg", "ogg", "opus", ["-c:a", "libopus", "-b:a", "32k"]),
    "webm": ("talk.webm", "matroska", "opus", ["-c:a", "libopus", "-b:a", "32k"]),
    "wav": ("talk.wav", "wav", "pcm_s16le", []),
    "24-bit wav": ("deep.wav", "wav", "pcm_s24le", ["-c:a", "pcm_s24le"]),
    "w64": ("talk.w64", "w64", "pcm_s16le", []),
    "aiff": ("talk.aiff", "aiff", "pcm_s16be", []),
    "caf": ("talk.caf", "caf", "pcm_s16le", ["-c:a", "pcm_s16le"]),
    "aac": ("talk.aac", "aac", "aac", ["-b:a", "64k"]),
}


def code_of(path: Path) -> RefusalCode:
    with pytest.raises(Refused) as refused:
        inspected(path)
    return refused.value.code


def png(width: int = 8) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, width, 8, 0, 0, 0, 0)
    pixels = zlib.compress((b"\0" + b"\x80" * width) * width)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.mark.parametrize("name", FORMATS)
def test_a_sound_is_recognised_under_a_wrong_name(name: str, made: Made, tmp_path: Path) -> None:
    file, container, codec, arguments = FORMATS[name]
    (tmp_path / "invoice.pdf").write_bytes(made(file, *arguments).read_bytes())
    found = inspected(tmp_path / "invoice.pdf")
    assert (found.container, found.codec, found.channels) == (container, codec, 2)


@pytest.mark.parametrize("name", FORMATS)
def test_the_length_is_right_to_a_tenth_of_a_second(name: str, made: Made, tmp_path: Path) -> None:
    file, _, _, arguments = FORMATS[name]
    assert inspected(made(file, *arguments)).duration == pytest.approx(4.0, abs=0.1)


def test_size_and_hash_are_those_of_the_file(words: Path) -> None:
    found, data = inspected(words), words.read_bytes()
    assert (found.size, found.sha256) == (len(data), hashlib.sha256(data).hexdigest())


def test_rate_and_channels_are_those_of_the_sound(words: Path) -> None:
    found = inspected(words)
    assert (found.sample_rate, found.channels) == (44_100, 2)


def test_a_recording_survives_being_stored_as_json(words: Path) -> None:
    found = inspected(words)
    assert Recording.from_json(json.loads(json.dumps(found.as_json()))) == found


def test_title_and_artist_are_taken_from_the_tags(made: Made, tmp_path: Path) -> None:
    tags = ["-metadata", "title=Berani bicara", "-metadata", "artist=Ibu Ani"]
    found = inspected(made("a.mp3", *tags))
    assert (found.title, found.artist) == ("Berani bicara", "Ibu Ani")


def test_a_file_without_tags_has_no_title(words: Path) -> None:
    assert inspected(words).title is None


def test_control_characters_in_a_title_are_dropped(made: Made, tmp_path: Path) -> None:
    tagged = made("a.flac", "-metadata", "title=a\x07b\x1bc")
    assert inspected(tagged).title == "abc"


def test_a_sound_that_no_decoder_knows_is_refused(words: Path, tmp_path: Path) -> None:
    data = bytearray(words.read_bytes())
    data[20:22] = b"\x34\x12"  # the coding, in a WAV's header
    (tmp_path / "a.wav").write_bytes(data)
    assert code_of(tmp_path / "a.wav") is RefusalCode.NOT_AUDIO


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    path.touch()
    assert code_of(path) is RefusalCode.EMPTY


@pytest.mark.parametrize(
    "content",
    [
        b"Notulen rapat\n" * 1000,
        b"#EXTM3U\n#EXTINF:10,\n/etc/hostname\n",
        b"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nhttp://127.0.0.1/x.ts\n#EXT-X-ENDLIST\n",
        b"ffconcat version 1.0\nfile '/etc/hostname'\n",
        b"v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=audio 5004 RTP/AVP 0\n",
        b"<?xml version='1.0'?><MPD><Period/></MPD>",
        b"%PDF-1.4\n" + bytes(2000),
        png(),
        bytes(4096),
        b"\xff" * 4096,
    ],
    ids=["text", "m3u", "hls", "concat", "sdp", "dash", "pdf", "png", "zeros", "ones"],
)
def test_what_is_no_sound_is_refused_although_it_is_called_mp3(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "episode.mp3"
    path.write_bytes(content)
    assert code_of(path) is RefusalCode.NOT_AUDIO


def test_a_playlist_does_not_open_the_sound_that_it_names(words: Path, tmp_path: Path) -> None:
    path = tmp_path / "list.mp3"
    path.write_text(f"ffconcat version 1.0\nfile '{words}'\n")
    assert code_of(path) is RefusalCode.NOT_AUDIO


def test_the_reason_names_no_path_of_the_server(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    path.write_bytes(b"text" * 100)
    with pytest.raises(Refused) as refused:
        inspected(path)
    assert str(tmp_path) not in str(refused.value.detail)


def test_a_file_over_the_size_limit_is_refused(words: Path) -> None:
    with pytest.raises(Refused) as refused:
        inspect(words, max_bytes=1000, max_seconds=3600)
    assert refused.value.code is RefusalCode.TOO_LARGE


def test_the_refusal_says_what_the_limit_is(words: Path) -> None:
    with pytest.raises(Refused) as refused:
        inspect(words, max_bytes=1000, max_seconds=3600)
    assert refused.value.detail["max_bytes"] == 1000


def test_a_recording_over_the_time_limit_is_refused(words: Path) -> None:
    with pytest.raises(Refused) as refused:
        inspect(words, max_bytes=10**9, max_seconds=3.5)
    assert refused.value.code is RefusalCode.TOO_LONG


def test_a_file_that_is_not_there_is_a_setback(tmp_path: Path) -> None:
    with pytest.raises(Setback) as setback:
        inspected(tmp_path / "gone.wav")
    assert setback.value.code is RefusalCode.MISSING


def test_a_wav_without_samples_holds_no_sound(tmp_path: Path) -> None:
    assert code_of(sounds.write_wav(tmp_path / "a.wav", sounds.silence(0))) is RefusalCode.NO_SOUND


def test_a_thirtieth_of_a_second_is_no_sound(tmp_path: Path) -> None:
    assert code_of(sounds.write_wav(tmp_path / "a.wav", sounds.voice(0.03))) is RefusalCode.NO_SOUND


def test_the_sound_of_a_video_is_taken_and_said_to_be_all(made: Made, tmp_path: Path) -> None:
    picture = ["-f", "lavfi", "-i", "testsrc=size=32x32:rate=5", "-map", "0:a", "-map", "1:v", "-shortest"]
    found = inspected(made("a.mp4", *picture, "-c:v", "mpeg4"))
    assert (found.has_video, found.has_picture, found.cautions) == (True, False, (Caution.VIDEO_DROPPED,))


def test_a_video_without_sound_is_refused(made: Made, tmp_path: Path) -> None:
    picture = ["-f", "lavfi", "-i", "testsrc=size=32x32:rate=5", "-map", "1:v", "-t", "1"]
    silent = made("a.mp4", *picture, "-c:v", "mpeg4")
    assert code_of(silent) is RefusalCode.NO_AUDIO_STREAM


def test_a_cover_is_no_video(made: Made, tmp_path: Path) -> None:
    cover = tmp_path / "cover.png"
    cover.write_bytes(png())
    both = ["-i", str(cover), "-map", "0:a", "-map", "1:v", "-c:v", "copy", "-disposition:v", "attached_pic"]
    found = inspected(made("a.mp3", *both))
    assert (found.has_picture, found.has_video, found.cautions) == (True, False, ())


def test_a_second_sound_track_is_pointed_out(made: Made, tmp_path: Path) -> None:
    both = made("a.m4a", "-map", "0:a", "-map", "0:a")
    assert inspected(both).cautions == (Caution.SEVERAL_STREAMS,)


def test_telephone_quality_is_pointed_out(tmp_path: Path) -> None:
    path = sounds.write_wav(tmp_path / "a.wav", sounds.voice(2, rate=8000), rate=8000)
    assert inspected(path).cautions == (Caution.LOW_RATE,)


def test_six_channels_are_pointed_out(tmp_path: Path) -> None:
    path = sounds.write_wav(tmp_path / "a.wav", *[sounds.voice(1)] * 6)
    assert (inspected(path).channels, inspected(path).cautions) == (6, (Caution.MANY_CHANNELS,))


def test_a_file_that_takes_too_long_to_read_is_refused(words: Path) -> None:
    with pytest.raises(Refused) as refused:
        inspect(words, max_bytes=10**9, max_seconds=3600, patience=0.001)
    assert refused.value.code is RefusalCode.UNREADABLE_IN_TIME


@pytest.mark.parametrize("seed", range(4))
def test_random_bytes_behind_a_proper_beginning_end_in_a_refusal(seed: int, made: Made, tmp_path: Path) -> None:
    kind = ["mp3", "m4a", "flac", "ogg"][seed]
    good = made(f"a.{kind}").read_bytes()[:300]
    noise = io.BytesIO(good + hashlib.shake_256(bytes([seed])).digest(60_000))
    path = tmp_path / "noise"
    path.write_bytes(noise.getvalue())
    start = time.monotonic()
    with pytest.raises(Refused):
        inspected(path)
    assert time.monotonic() - start < 10


def test_the_probe_says_in_process_what_it_says_as_a_child(words: Path) -> None:
    found = probe_in_process(words, 3600)["found"]
    assert Recording.from_json({**found, "size": 1, "sha256": ""}).duration == inspected(words).duration


def test_an_mp3_whose_middle_was_wiped_is_damaged_although_it_states_no_length(made: Made, tmp_path: Path) -> None:
    data = made("unstated.mp3", "-write_xing", "0").read_bytes()
    third = len(data) // 3
    wiped = tmp_path / "wiped.mp3"
    wiped.write_bytes(data[:third] + bytes(third) + data[2 * third :])
    assert code_of(wiped) == RefusalCode.DAMAGED


@pytest.mark.parametrize(
    "between", [b"", b"ID3\x04\0\0\0\x01\x76\x2f" + bytes(30_000)], ids=["at the end", "between two"]
)
def test_what_hangs_on_an_mp3_is_no_damage(made: Made, tmp_path: Path, between: bytes) -> None:
    data = made("unstated.mp3", "-write_xing", "0").read_bytes()
    tagged = tmp_path / "tagged.mp3"
    tagged.write_bytes(data + (between + data if between else bytes(30_000)))
    assert inspected(tagged).size == len(tagged.read_bytes())
