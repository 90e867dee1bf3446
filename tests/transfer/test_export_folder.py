"""The folder of an export: whole files, checksums that hold, and nothing of anybody else's touched."""

from __future__ import annotations

import errno
import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from transfer.leaving.folder import CHUNK, Fault, Folder, Unfit

CLAIM = {"format": "siniar-export", "show": "satu"}
NAME = "media/guid/sound.mp3"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "salinan"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "sound"
    path.write_bytes(b"0123456789" * (CHUNK // 4))  # more than two pieces
    return path


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def fill(root: Path, source: Path, reports: list[int] | None = None) -> None:
    """A whole run with two files."""
    folder = Folder(root, (reports if reports is not None else []).append)
    with folder.claimed(CLAIM):
        folder.keep("show.json", b"{}")
        folder.copy(NAME, source, digest(source))
        folder.finish()


def test_sha256sum_itself_finds_every_file_good(root: Path, source: Path) -> None:
    fill(root, source)
    done = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=root, capture_output=True, text=True, check=True)
    assert sorted(done.stdout.splitlines()) == ["export.json: OK", f"{NAME}: OK", "show.json: OK"]


def test_a_complete_file_is_not_written_again(root: Path, source: Path) -> None:
    fill(root, source)
    before = (root / NAME).stat().st_ino
    fill(root, source)
    assert (root / NAME).stat().st_ino == before


def test_a_cut_file_is_written_anew(root: Path, source: Path) -> None:
    fill(root, source)
    (root / NAME).write_bytes(source.read_bytes()[:-1])
    fill(root, source)
    assert digest(root / NAME) == digest(source)


def test_a_file_with_one_wrong_byte_is_written_anew(root: Path, source: Path) -> None:
    fill(root, source)
    (root / NAME).write_bytes(source.read_bytes()[:-1] + b"x")
    fill(root, source)
    assert digest(root / NAME) == digest(source)


def test_progress_counts_every_byte_copied_or_found_complete(root: Path, source: Path) -> None:
    first: list[int] = []
    second: list[int] = []
    fill(root, source, first)
    fill(root, source, second)
    assert sum(first) == sum(second) == source.stat().st_size
    assert max(first) == CHUNK


def test_a_source_that_is_not_what_was_stored_is_refused_and_leaves_nothing(root: Path, source: Path) -> None:
    folder = Folder(root)
    with folder.claimed(CLAIM):
        with pytest.raises(Unfit) as refused:
            folder.copy(NAME, source, "0" * 64)
        folder.finish()
    assert refused.value.fault is Fault.DAMAGED
    assert not (root / NAME).parent.exists()


def test_a_source_that_is_lost_is_refused(root: Path, tmp_path: Path) -> None:
    folder = Folder(root)
    with folder.claimed(CLAIM), pytest.raises(Unfit) as refused:
        folder.copy(NAME, tmp_path / "nothing", "0" * 64)
    assert refused.value.fault is Fault.MISSING


def test_a_complete_copy_outlives_its_source(root: Path, source: Path) -> None:
    fill(root, source)
    known = digest(source)
    source.unlink()
    folder = Folder(root)
    with folder.claimed(CLAIM):
        folder.copy(NAME, source, known)
        folder.finish()
    assert digest(root / NAME) == known


def test_what_no_longer_belongs_to_the_export_goes(root: Path, source: Path) -> None:
    fill(root, source)
    (root / "media/old").mkdir()
    (root / "media/old/withdrawn.mp3").write_bytes(b"x")
    (root / "media/guid/.half.mp3.part").write_bytes(b"x")
    (root / ".show.json.part").write_bytes(b"x")
    fill(root, source)
    assert sorted(path.name for path in root.rglob("*") if path.is_file()) == [
        "SHA256SUMS",
        "export.json",
        "show.json",
        "sound.mp3",
    ]
    assert not (root / "media/old").exists()


def test_files_of_the_operator_beside_it_stay(root: Path, source: Path) -> None:
    fill(root, source)
    (root / "catatan.txt").write_text("milik saya")
    (root / "foto").mkdir()
    (root / "foto/satu.jpg").write_bytes(b"x")
    fill(root, source)
    assert (root / "catatan.txt").exists()
    assert (root / "foto/satu.jpg").exists()


@pytest.mark.parametrize("left", ["foto.jpg", ".hidden", "media"])
def test_a_folder_with_something_else_in_it_is_refused(root: Path, left: str) -> None:
    root.mkdir()
    (root / left).write_bytes(b"x")
    with pytest.raises(Unfit) as refused, Folder(root).claimed(CLAIM):
        pass
    assert refused.value.fault is Fault.FOREIGN
    assert [path.name for path in root.iterdir()] == [left]


def test_a_folder_with_another_export_is_refused(root: Path, source: Path) -> None:
    fill(root, source)
    with pytest.raises(Unfit) as refused, Folder(root).claimed(CLAIM | {"show": "dua"}):
        pass
    assert refused.value.fault is Fault.OTHER_EXPORT
    assert (root / "SHA256SUMS").exists()


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe"])
def test_a_claim_that_cannot_be_read_is_nobody_s(root: Path, content: bytes) -> None:
    root.mkdir()
    (root / "export.json").write_bytes(content)
    with pytest.raises(Unfit) as refused, Folder(root).claimed(CLAIM):
        pass
    assert refused.value.fault is Fault.FOREIGN


def test_a_run_that_was_killed_over_its_first_file_can_go_on(root: Path, source: Path) -> None:
    root.mkdir()
    (root / ".export.json.part").write_bytes(b"{")
    fill(root, source)
    assert json.loads((root / "export.json").read_bytes()) == CLAIM


def test_a_file_of_that_name_is_refused(root: Path) -> None:
    root.write_bytes(b"x")
    with pytest.raises(Unfit) as refused, Folder(root).claimed(CLAIM):
        pass
    assert refused.value.fault is Fault.NO_FOLDER


def test_two_runs_do_not_fill_one_folder_at_once(root: Path) -> None:
    with Folder(root).claimed(CLAIM), pytest.raises(Unfit) as refused, Folder(root).claimed(CLAIM):
        pass
    assert refused.value.fault is Fault.BUSY


def test_the_folder_is_for_its_maker_alone(root: Path, source: Path) -> None:
    fill(root, source)
    assert root.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(("private", "mode"), [(False, 0o644), (True, 0o600)])
def test_what_is_public_may_be_served_and_what_is_private_is_its_owner_s(
    root: Path, source: Path, private: bool, mode: int
) -> None:
    root.mkdir(mode=0o755)
    folder = Folder(root, private=private)
    with folder.claimed(CLAIM):
        folder.copy(NAME, source, digest(source))
        folder.finish()
    assert {path.stat().st_mode & 0o777 for path in root.rglob("*") if path.is_file()} == {mode}
    assert bool((root / "media").stat().st_mode & 0o077) is not private


def test_a_half_file_can_be_read_by_nobody_else(root: Path, source: Path) -> None:
    modes = set()

    def look(_done: int) -> None:
        modes.update(path.stat().st_mode & 0o777 for path in root.rglob(".*.part"))

    folder = Folder(root, look)
    with folder.claimed(CLAIM):
        folder.copy(NAME, source, digest(source))
    assert modes == {0o600}


@pytest.mark.parametrize("name", ["export.json", "show.json", NAME, "SHA256SUMS"])
def test_no_file_is_written_through_a_link(root: Path, source: Path, tmp_path: Path, name: str) -> None:
    """Neither one under its name nor one under the name that it has while it is written."""
    fill(root, source)
    strange = tmp_path / "punya-orang"
    strange.write_bytes((root / name).read_bytes())
    target = root / name
    if name != "export.json":  # with a link there, the folder is nobody's
        target.unlink()
        target.symlink_to(strange)
    target.with_name(f".{target.name}.part").symlink_to(strange)
    before = strange.read_bytes()
    fill(root, source)
    assert (strange.read_bytes(), target.is_symlink()) == (before, False)


def test_a_link_in_place_of_the_claim_makes_a_folder_nobody_s(root: Path, source: Path, tmp_path: Path) -> None:
    fill(root, source)
    (root / "export.json").replace(tmp_path / "claim.json")
    (root / "export.json").symlink_to(tmp_path / "claim.json")
    with pytest.raises(Unfit) as refused, Folder(root).claimed(CLAIM):
        pass
    assert refused.value.fault is Fault.FOREIGN


@pytest.mark.parametrize("name", ["media", "media/guid", "media/lain"])
def test_a_linked_folder_is_refused_and_nothing_in_it_touched(
    root: Path, source: Path, tmp_path: Path, name: str
) -> None:
    fill(root, source)
    strange = tmp_path / "punya-orang"
    strange.mkdir()
    (strange / "sound.mp3").write_bytes(b"mine")
    if (root / name).exists():
        shutil.rmtree(root / name)
    (root / name).symlink_to(strange)
    with pytest.raises(Unfit) as refused:
        fill(root, source)
    assert (refused.value.fault, (strange / "sound.mp3").read_bytes()) == (Fault.LINKED, b"mine")


def test_a_folder_that_becomes_a_link_meanwhile_is_not_filled(root: Path, source: Path, tmp_path: Path) -> None:
    folder = Folder(root)
    with folder.claimed(CLAIM), pytest.raises(OSError):
        (root / "media").symlink_to(tmp_path)
        folder.copy(NAME, source, digest(source))
    assert not (tmp_path / "guid").exists()


def test_a_disk_that_knows_no_modes_can_be_filled(root: Path, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_path: Path, _mode: int) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "chmod", refused)
    fill(root, source)
    assert (root / "SHA256SUMS").exists()


def test_a_disk_that_refuses_leaves_no_half_file(root: Path, source: Path) -> None:
    def full(_done: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    folder = Folder(root, full)
    with folder.claimed(CLAIM), pytest.raises(OSError):
        folder.copy(NAME, source, digest(source))
    assert [path.name for path in root.rglob("*") if path.is_file()] == ["export.json"]


def test_while_it_is_filled_it_does_not_look_complete(root: Path, source: Path) -> None:
    fill(root, source)
    with Folder(root).claimed(CLAIM):
        assert not (root / "SHA256SUMS").exists()


def test_a_dropped_episode_takes_all_its_files_along(root: Path, source: Path) -> None:
    folder = Folder(root)
    with folder.claimed(CLAIM):
        folder.copy(NAME, source, digest(source))
        folder.keep("episodes/guid.json", b"{}")
        folder.keep("episodes/other.json", b"{}")
        folder.drop("guid")
        folder.finish()
    assert sorted(path.relative_to(root).as_posix() for path in root.rglob("*.*")) == [
        "episodes/other.json",
        "export.json",
    ]
