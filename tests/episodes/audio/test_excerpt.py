"""A short piece is cut where it was asked for, with soft edges, and only short pieces are cut."""

from pathlib import Path

import numpy as np
import pytest

from episodes.audio.encode import Encoding
from episodes.audio.excerpt import cut
from episodes.audio.refusals import RefusalCode, Refused, Setback
from tests import sounds
from tests.episodes.audio.test_ffmpeg import on_small_disk, small_disk  # noqa: F401  (a fixture)


@pytest.mark.parametrize("rendition", [0, 1])
def test_the_piece_has_the_length_that_was_asked_for(
    rendition: int, finished: Encoding, ffmpeg: Path, tmp_path: Path
) -> None:
    cut(finished.renditions[rendition].path, tmp_path / "a.mp3", start=1, seconds=2.5, ffmpeg=ffmpeg)
    assert len(sounds.decode(tmp_path / "a.mp3", ffmpeg)) / 48_000 == pytest.approx(2.5, abs=0.05)


def test_the_piece_comes_from_the_place_that_was_asked_for(finished: Encoding, ffmpeg: Path, tmp_path: Path) -> None:
    source = finished.renditions[0].path
    cut(source, tmp_path / "a.mp3", start=2, seconds=2, ffmpeg=ffmpeg)
    piece = sounds.decode(tmp_path / "a.mp3", ffmpeg).astype(float)[24_000:72_000]
    whole = sounds.decode(source, ffmpeg).astype(float)
    places = range(96_000, 144_000, 48)
    likeness = [float(np.dot(piece, whole[place : place + len(piece)])) for place in places]
    assert places[int(np.argmax(likeness))] / 48_000 == pytest.approx(2.5, abs=0.002)


def test_the_edges_are_soft(finished: Encoding, ffmpeg: Path, tmp_path: Path) -> None:
    cut(finished.renditions[0].path, tmp_path / "a.mp3", start=1.1, seconds=2, ffmpeg=ffmpeg)
    piece = np.abs(sounds.decode(tmp_path / "a.mp3", ffmpeg).astype(int))
    assert piece[:240].max() < piece.max() / 10


def test_a_piece_over_the_end_is_as_long_as_there_is_sound(finished: Encoding, ffmpeg: Path, tmp_path: Path) -> None:
    length = cut(finished.renditions[0].path, tmp_path / "a.mp3", start=5, seconds=30, ffmpeg=ffmpeg)
    assert length == pytest.approx(1.0, abs=0.1)


def test_a_piece_behind_the_end_is_refused(finished: Encoding, ffmpeg: Path, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        cut(finished.renditions[0].path, tmp_path / "a.mp3", start=60, seconds=3, ffmpeg=ffmpeg)
    assert (refused.value.code, list(tmp_path.iterdir())) == (RefusalCode.NO_SOUND, [])


@pytest.mark.parametrize(("start", "seconds"), [(0, 60.5), (0, 0), (-1, 5)])
def test_whole_recordings_are_not_cut_this_way(start: float, seconds: float, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="60 seconds"):
        cut(tmp_path / "x.mp3", tmp_path / "a.mp3", start=start, seconds=seconds, ffmpeg=Path("ffmpeg"))


def test_the_same_piece_has_the_same_bytes(finished: Encoding, ffmpeg: Path, tmp_path: Path) -> None:
    for name in ("a.mp3", "b.mp3"):
        cut(finished.renditions[1].path, tmp_path / name, start=1, seconds=1, ffmpeg=ffmpeg)
    assert (tmp_path / "a.mp3").read_bytes() == (tmp_path / "b.mp3").read_bytes()


def test_no_ffmpeg_on_the_path_is_needed(
    finished: Encoding, ffmpeg: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert cut(finished.renditions[0].path, tmp_path / "a.mp3", start=0, seconds=1, ffmpeg=ffmpeg) == 1.0


def test_a_program_that_cannot_encode_is_a_setback(finished: Encoding, tmp_path: Path) -> None:
    broken = tmp_path / "ffmpeg"
    broken.write_text('#!/bin/sh\ncase "$*" in *mp3*libmp3*|*wav*) exit 1;; esac\nhead -c 88200 /dev/zero\n')
    broken.chmod(0o755)
    with pytest.raises(Setback) as setback:
        cut(finished.renditions[0].path, tmp_path / "a.mp3", start=0, seconds=1, ffmpeg=broken)
    assert (setback.value.code, list(tmp_path.glob("*a.mp3*"))) == (RefusalCode.CRASHED, [])


def test_a_full_disk_is_a_setback(finished: Encoding, ffmpeg: Path, small_disk: Path) -> None:  # noqa: F811
    said = on_small_disk(
        small_disk,
        f"""
        import os
        from pathlib import Path
        from episodes.audio.excerpt import cut
        from episodes.audio.refusals import Setback
        Path("/mnt/ballast").write_bytes(bytes(290_000))
        try:
            cut(Path({str(finished.renditions[0].path)!r}), Path("/mnt/a.mp3"), start=0, seconds=5,
                ffmpeg=Path({str(ffmpeg)!r}))
        except Setback as setback:
            print(setback.code, os.listdir("/mnt"))
        """,
    )
    assert said == "out_of_space ['ballast']"
