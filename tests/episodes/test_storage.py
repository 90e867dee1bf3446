"""Where sound lies on disk: under names that tell nothing; and what killed work left behind is found."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage

from episodes import storage
from episodes.models import Rendition
from tests import factories

pytestmark = pytest.mark.django_db

DAYS_AGO = time.time() - 3 * 24 * 3600


def left(folder: Path, name: str, *, touched: float = DAYS_AGO) -> Path:
    """A file that no row knows."""
    path = Path(folder) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"left")
    os.utime(path, (touched, touched))
    return path


def test_no_name_from_outside_reaches_the_disk() -> None:
    audio = factories.audio(original_name="../../etc/rahasia.wav")
    assert audio.file.name == f"{audio.pk}/master"


@pytest.mark.parametrize(("kind", "suffix"), [("main", "mp3"), ("hemat", "opus")])
def test_a_rendition_is_named_by_its_content(kind: str, suffix: str) -> None:
    audio = factories.audio()
    rendition = Rendition.objects.get(audio_file=audio, kind=kind)
    assert rendition.file.name == f"{audio.pk}/{kind}-{rendition.sha256[:16]}.{suffix}"


@pytest.mark.parametrize("of", [storage.masters, storage.renditions])
def test_masters_and_renditions_have_no_address_of_their_own(of: Callable[[], FileSystemStorage]) -> None:
    with pytest.raises(ValueError, match="not accessible"):
        of().url("x")


def test_a_work_folder_is_there_when_it_is_asked_for() -> None:
    assert storage.work_folder("x").is_dir()


def test_asking_again_for_a_work_folder_keeps_what_is_in_it() -> None:
    inside = storage.work_folder("y") / "half"
    inside.write_bytes(b"half")
    assert (storage.work_folder("y") / "half").read_bytes() == b"half"


@pytest.mark.parametrize("folder", ["MASTERS_DIR", "RENDITIONS_DIR", "WORK_DIR"])
def test_a_file_that_no_row_names_and_nobody_touched_is_removed(folder: str) -> None:
    path = left(getattr(settings, folder), "orphan/file")
    assert path in storage.remove_leftovers()
    assert not path.exists()


def test_a_file_that_was_touched_lately_stays() -> None:
    path = left(settings.WORK_DIR, "new/file", touched=time.time() - 3600)
    storage.remove_leftovers()
    assert path.exists()


def test_how_long_a_file_may_lie_can_be_told() -> None:
    path = left(settings.WORK_DIR, "newer/file", touched=time.time() - 3600)
    storage.remove_leftovers(older_than=1800)
    assert not path.exists()


def test_files_that_rows_name_stay_however_old_they_are() -> None:
    audio = factories.audio()
    named = [Path(audio.file.path), *(Path(each.file.path) for each in audio.renditions.all())]
    for path in named:
        os.utime(path, (DAYS_AGO, DAYS_AGO))
    storage.remove_leftovers()
    assert all(path.exists() for path in named)


def test_a_second_look_finds_nothing_more() -> None:
    left(settings.MASTERS_DIR, "orphan/again")
    storage.remove_leftovers()
    assert storage.remove_leftovers() == []


def test_folders_that_are_not_there_yet_are_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MASTERS_DIR", "RENDITIONS_DIR", "WORK_DIR"):
        monkeypatch.setattr(settings, name, tmp_path / name)
    assert storage.remove_leftovers() == []


def test_a_file_that_vanishes_meanwhile_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    path, look = left(settings.WORK_DIR, "vanishing/file"), Path.is_file

    def look_and_lose(this: Path) -> bool:
        there = look(this)
        if this == path:
            this.unlink(missing_ok=True)
        return there

    monkeypatch.setattr(Path, "is_file", look_and_lose)
    assert path not in storage.remove_leftovers()


def test_a_waveform_stays_as_long_as_its_recording() -> None:
    mine, nobodys = storage.waveform_path(factories.audio().pk), storage.waveform_path("gone")
    for path in (mine, nobodys):
        left(path.parent, path.name)
    storage.remove_leftovers()
    assert (mine.exists(), nobodys.exists()) == (True, False)
