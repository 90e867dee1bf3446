"""What a file from outside really is: taken as a recording, or refused with a sentence."""

from __future__ import annotations

import dataclasses
import errno
from pathlib import Path

import pytest
from django.conf import settings

from episodes import refusals, uploads
from episodes.audio.inspect import Recording
from episodes.audio.refusals import Caution, RefusalCode, Setback
from tests.episodes import sound


def configured(monkeypatch: pytest.MonkeyPatch, **values: int) -> None:
    monkeypatch.setattr(settings, "CONFIG", dataclasses.replace(settings.CONFIG, **values))


def refused(path: Path) -> str:
    with pytest.raises(uploads.Unacceptable) as caught:
        uploads.examine(path)
    return str(caught.value)


def sentence(code: RefusalCode) -> str:
    return str(refusals.SENTENCES[code])


def test_a_recording_is_taken(wav: Path, inspected: Recording) -> None:
    assert uploads.examine(wav) == inspected


def test_a_path_where_nothing_is_is_refused_by_its_name(tmp_path: Path) -> None:
    assert "tidak-ada.wav" in refused(tmp_path / "tidak-ada.wav")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path)


def test_a_recording_above_the_longest_length_is_refused(wav: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    configured(monkeypatch, max_hours=0)
    assert refused(wav) == sentence(RefusalCode.TOO_LONG)


def test_a_file_above_the_largest_size_is_refused(wav: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    configured(monkeypatch, max_upload_mb=0)
    assert refused(wav) == sentence(RefusalCode.TOO_LARGE)


def test_a_disk_that_would_be_too_full_afterwards_refuses(wav: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    configured(monkeypatch, min_free_mb=10**9)
    assert "MB" in refused(wav)


def test_a_setback_is_told_in_words(wav: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **options: object) -> None:
        raise Setback(RefusalCode.OUT_OF_MEMORY)

    monkeypatch.setattr(uploads, "inspect", fail)
    assert refused(wav) == sentence(RefusalCode.OUT_OF_MEMORY)


def test_a_file_that_the_system_does_not_give_is_told_in_words(wav: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **options: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(uploads, "inspect", fail)
    assert "Input/output error" in refused(wav)


def test_a_video_is_taken_with_a_notice(wav: Path, tmp_path: Path) -> None:
    assert Caution.VIDEO_DROPPED in uploads.examine(sound.video(tmp_path / "video.mp4", wav)).cautions


def test_looking_at_a_file_leaves_it_as_it_is(wav: Path) -> None:
    before = wav.read_bytes()
    uploads.examine(wav)
    assert wav.read_bytes() == before


# A title to start from -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("wawancara_ibu-ratna.wav", "wawancara ibu ratna"),
        ("rekaman.tahap.2.m4a", "rekaman.tahap.2"),
        ("../../etc/suara.mp3", "suara"),
    ],
)
def test_the_name_of_the_file_is_a_title_to_start_from(inspected: Recording, name: str, title: str) -> None:
    assert uploads.suggested_title(inspected, name) == title


def test_the_title_inside_the_file_is_better(inspected: Recording) -> None:
    assert uploads.suggested_title(dataclasses.replace(inspected, title="Judul asli"), "x.wav") == "Judul asli"


@pytest.mark.parametrize("name", ["---.wav", "_.mp3", "\x07.wav", "\u202e.wav"])
def test_a_name_that_says_nothing_gives_a_title_all_the_same(inspected: Recording, name: str) -> None:
    assert uploads.suggested_title(inspected, name).strip().isprintable()
    assert uploads.suggested_title(inspected, name)


def test_a_title_inside_the_file_that_says_nothing_gives_way_to_the_name(inspected: Recording) -> None:
    assert uploads.suggested_title(dataclasses.replace(inspected, title="\x00\x07 "), "suara.wav") == "suara"
