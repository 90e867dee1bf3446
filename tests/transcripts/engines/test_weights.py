"""Finding the model, fetching it once, and leaving nothing that only looks whole."""

from __future__ import annotations

import errno
import multiprocessing
import os
import shutil
import signal
import stat
import time
from collections import namedtuple
from collections.abc import Callable
from pathlib import Path

import pytest

from transcripts.engines import weights as module
from transcripts.engines.protocol import EngineUnavailable
from transcripts.engines.weight_sources import NotObtained
from transcripts.engines.weights import find_weights, is_whole, obtain_weights

Usage = namedtuple("Usage", "total used free")


def lay(folder: Path) -> Path:
    """The least that counts as a model."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.bin").write_bytes(b"\x06\x00\x00\x00\x0c\x00WhisperSpec\x00" + b"\x01" * 100)
    for name in ("config.json", "tokenizer.json", "vocabulary.txt"):
        (folder / name).write_text("{}")
    return folder


class Source:
    """A source under the test's control."""

    def __init__(self, act: Callable[[Path], object] = lay, bytes_needed: int = 1) -> None:
        self.act = act
        self.bytes_needed = bytes_needed
        self.asked = 0

    def room(self, size: str) -> int:
        return self.bytes_needed

    def fetch(self, size: str, staged: Path, work: Path, progress: Callable[[float], None]) -> None:
        self.asked += 1
        for done in (0.2, 0.6, 0.4, 0.8):
            progress(done)
        self.act(staged)


def refuse(staged: Path) -> None:
    raise NotObtained("no way out")


@pytest.fixture
def source(monkeypatch: pytest.MonkeyPatch) -> Source:
    only = Source()
    monkeypatch.setattr(module, "SOURCES", {"test": only})
    return only


def test_the_first_folder_that_has_the_size_is_taken(tmp_path: Path) -> None:
    second, third = lay(tmp_path / "b" / "base"), lay(tmp_path / "c" / "base")
    assert find_weights("base", folders=[tmp_path / "a", second.parent, third.parent]) == second


def test_a_folder_that_is_itself_a_model_is_taken(tmp_path: Path) -> None:
    assert find_weights("small", folders=[lay(tmp_path / "mine")]) == tmp_path / "mine"


def test_the_name_that_the_hub_gives_is_found(tmp_path: Path) -> None:
    assert find_weights("small", folders=[tmp_path]) is None
    folder = lay(tmp_path / "faster-whisper-small")
    assert find_weights("small", folders=[tmp_path]) == folder


def test_a_size_that_does_not_exist_is_refused_with_those_that_do(tmp_path: Path) -> None:
    with pytest.raises(EngineUnavailable) as caught:
        find_weights("besar", folders=[tmp_path])
    assert caught.value.code == EngineUnavailable.SIZE_UNKNOWN
    assert "base" in caught.value.details["known"]


def test_a_size_that_climbs_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EngineUnavailable, match="size_unknown"):
        obtain_weights("../base", tmp_path / "data")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("missing", ["model.bin", "config.json", "tokenizer.json", "vocabulary.txt"])
def test_a_folder_that_lacks_a_file_is_not_whole(tmp_path: Path, missing: str) -> None:
    (lay(tmp_path) / missing).unlink()
    assert not is_whole(tmp_path)


def test_a_pointer_in_place_of_the_model_is_not_whole(tmp_path: Path) -> None:
    (lay(tmp_path) / "model.bin").write_text("version https://git-lfs.github.com/spec/v1\n")
    assert not is_whole(tmp_path)


def test_what_is_there_is_not_fetched_again(tmp_path: Path, source: Source) -> None:
    told: list[float] = []
    assert obtain_weights("tiny", tmp_path) == obtain_weights("tiny", tmp_path, progress=told.append)
    assert source.asked == 1
    assert told == [1.0]


def test_progress_only_rises_and_ends_at_one(tmp_path: Path, source: Source) -> None:
    told: list[float] = []
    obtain_weights("tiny", tmp_path, progress=told.append)
    assert told == [0.2, 0.6, 0.8, 1.0]


def test_a_model_with_another_hash_is_not_taken(tmp_path: Path, source: Source) -> None:
    with pytest.raises(EngineUnavailable) as caught:
        obtain_weights("base", tmp_path)
    assert caught.value.code == EngineUnavailable.WEIGHTS_UNREACHABLE
    assert "model.bin is not the file that it should be" in caught.value.details["tried"]
    assert [path.name for path in tmp_path.iterdir()] == [".base.lock"]


def test_a_source_that_delivers_half_is_not_taken(tmp_path: Path, source: Source) -> None:
    source.act = lambda staged: (staged / "model.bin").write_bytes(b"WhisperSpec")
    with pytest.raises(EngineUnavailable, match="the model is not the file"):
        obtain_weights("tiny", tmp_path)


def test_when_one_source_fails_the_next_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SOURCES", {"first": Source(refuse), "second": Source()})
    assert is_whole(obtain_weights("tiny", tmp_path))


def test_when_all_sources_fail_each_answer_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SOURCES", {"first": Source(refuse), "second": Source(refuse)})
    with pytest.raises(EngineUnavailable) as caught:
        obtain_weights("tiny", tmp_path)
    assert caught.value.details == {"size": "tiny", "tried": "first: no way out; second: no way out"}


def test_a_broken_folder_in_its_place_is_replaced(tmp_path: Path, source: Source) -> None:
    (lay(tmp_path / "tiny") / "model.bin").write_bytes(b"")
    assert is_whole(obtain_weights("tiny", tmp_path))


def test_too_little_room_is_told_before_anything_is_fetched(
    tmp_path: Path, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    source.bytes_needed = 1000
    monkeypatch.setattr(module.shutil, "disk_usage", lambda path: Usage(5000, 4001, 999))
    with pytest.raises(EngineUnavailable) as caught:
        obtain_weights("tiny", tmp_path)
    assert caught.value.code == EngineUnavailable.DISK_FULL
    assert (caught.value.details["needed_bytes"], caught.value.details["free_bytes"]) == ("1000", "999")
    assert source.asked == 0


def test_a_disk_that_fills_up_on_the_way_leaves_nothing(tmp_path: Path, source: Source) -> None:
    def fill(staged: Path) -> None:
        lay(staged)
        raise OSError(errno.ENOSPC, "No space left on device")

    source.act = fill
    with pytest.raises(EngineUnavailable, match="disk_full"):
        obtain_weights("tiny", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [".tiny.lock"]


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path, source: Source) -> None:
    (tmp_path / "data").write_text("a file, not a folder")
    with pytest.raises(EngineUnavailable) as caught:
        obtain_weights("tiny", tmp_path / "data")
    assert caught.value.code == EngineUnavailable.FOLDER_UNUSABLE
    assert caught.value.details["folder"] == str(tmp_path / "data")


def test_others_may_read_the_model(tmp_path: Path, source: Source) -> None:
    assert stat.S_IMODE(obtain_weights("tiny", tmp_path).stat().st_mode) == 0o755


def _obtain_slowly(folder: Path, log: Path, seconds: float) -> None:
    def act(staged: Path) -> None:
        (staged / "model.bin").write_bytes(b"WhisperSpec, the first half")
        with log.open("a") as file:
            file.write("fetched\n")
        time.sleep(seconds)
        lay(staged)

    module.SOURCES = {"slow": Source(act)}
    obtain_weights("tiny", folder)


def _started(folder: Path, log: Path, seconds: float) -> multiprocessing.context.ForkProcess:
    process = multiprocessing.get_context("fork").Process(target=_obtain_slowly, args=(folder, log, seconds))
    process.start()
    return process


def test_two_workers_that_start_at_once_fetch_it_once(tmp_path: Path) -> None:
    log = tmp_path / "log"
    processes = [_started(tmp_path / "data", log, 0.3) for _ in range(2)]
    for process in processes:
        process.join(20)
    assert [process.exitcode for process in processes] == [0, 0]
    assert log.read_text() == "fetched\n"


def test_a_worker_killed_on_the_way_leaves_nothing_that_looks_whole_and_the_next_one_cleans_up(
    tmp_path: Path,
) -> None:
    folder, log = tmp_path / "data", tmp_path / "log"
    process = _started(folder, log, 60)
    while not log.exists():
        time.sleep(0.01)
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join(20)
    assert find_weights("tiny", folders=[folder]) is None
    assert len(list(folder.glob(".tiny-*"))) == 1

    next_one = _started(folder, log, 0)
    next_one.join(20)
    assert next_one.exitcode == 0
    assert find_weights("tiny", folders=[folder]) == folder / "tiny"
    assert list(folder.glob(".tiny-*")) == []


def test_the_real_model_is_the_official_file_and_openai_s_licence_lies_beside_it(weights: Path) -> None:
    assert (weights / "model.bin").stat().st_size == 145_217_532
    assert module.first_mismatch("base", weights) is None
    assert "Copyright (c) 2022 OpenAI" in (weights / "LICENSE").read_text()


def test_one_wrong_byte_in_the_real_model_is_found(weights: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(weights, tmp_path / "base")
    with (copy / "vocabulary.txt").open("r+b") as file:
        file.seek(1000)
        file.write(b"\x00")
    assert module.first_mismatch("base", copy) == "vocabulary.txt"
