"""ffmpeg is found, obeys its limits, tells how it failed, and never outlives the process that wanted it."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from episodes.audio.ffmpeg import find_ffmpeg, reading, run, stream
from episodes.audio.refusals import RefusalCode, Setback

TONE = ["-f", "lavfi", "-i", "sine=frequency=440:duration=20"]
ENDLESS = ["-f", "lavfi", "-re", "-i", "sine=frequency=440"]
NOWHERE = ["-f", "null", "-"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A program runner whose /mnt is a real file system of 300 kB; skips where the kernel forbids it."""
    script = tmp_path / "run-small"
    script.write_text('#!/bin/sh\nmount -t tmpfs -o size=300k none /mnt && exec "$@"\n')
    script.chmod(0o755)
    allowed = ["unshare", "--user", "--map-root-user", "--mount", str(script), "true"]
    try:
        subprocess.run(allowed, check=True, capture_output=True, timeout=20)
    except (OSError, subprocess.SubprocessError):
        pytest.skip("user namespaces with mounts are not allowed here")
    yield script


def on_small_disk(script: Path, code: str) -> str:
    """Run Python code where /mnt is the small disk, and return what it prints."""
    command = ["unshare", "--user", "--map-root-user", "--mount", str(script), sys.executable, "-c"]
    done = subprocess.run(
        [*command, textwrap.dedent(code)], capture_output=True, text=True, timeout=60, env={**os.environ}
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_configured_program_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("ours", "path"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "ffmpeg").write_text("#!/bin/sh\n")
        (tmp_path / folder / "ffmpeg").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    assert find_ffmpeg(tmp_path / "ours" / "ffmpeg") == tmp_path / "ours" / "ffmpeg"


def test_without_setting_the_path_decides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ffmpeg").write_text("#!/bin/sh\n")
    (tmp_path / "ffmpeg").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_ffmpeg("") == tmp_path / "ffmpeg"


def test_without_one_on_the_path_the_packaged_one_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "imageio_ffmpeg" in str(find_ffmpeg(None))


def test_a_configured_program_that_is_not_there_is_not_replaced_silently(tmp_path: Path) -> None:
    with pytest.raises(Setback) as setback:
        find_ffmpeg(tmp_path / "nowhere")
    assert setback.value.code is RefusalCode.NO_FFMPEG


def test_progress_rises_to_one(each_ffmpeg: Path) -> None:
    told: list[float] = []
    run(each_ffmpeg, [*TONE, *NOWHERE], time_limit=30, seconds=20, progress=told.append)
    assert (told == sorted(told), told[-1]) == (True, pytest.approx(1.0, abs=0.01))


def test_what_is_written_to_the_pipe_arrives_whole(each_ffmpeg: Path) -> None:
    blocks: list[bytes] = []
    stream(each_ffmpeg, [*TONE, "-ar", "48000", "-ac", "1", "-f", "s16le", "pipe:1"], blocks.append, time_limit=30)
    assert sum(map(len, blocks)) == 20 * 48_000 * 2


def test_a_run_over_its_time_is_stopped(each_ffmpeg: Path) -> None:
    start = time.monotonic()
    with pytest.raises(Setback) as setback:
        run(each_ffmpeg, [*ENDLESS, *NOWHERE], time_limit=0.5)
    assert (setback.value.code, time.monotonic() - start < 5) == (RefusalCode.TIME_LIMIT, True)


def test_a_failure_carries_the_log(each_ffmpeg: Path, tmp_path: Path) -> None:
    with pytest.raises(Setback) as setback:
        run(each_ffmpeg, ["-i", str(tmp_path / "absent.wav"), *NOWHERE], time_limit=30)
    assert "absent.wav" in str(setback.value.detail["log"])


def test_a_failure_that_is_raised_while_reading_ends_the_program(ffmpeg: Path) -> None:
    seen: list[int] = []

    def stop(block: bytes) -> None:
        seen.extend(programs_below(os.getpid(), "ffmpeg"))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stream(ffmpeg, [*TONE, "-f", "s16le", "pipe:1"], stop, time_limit=30)
    assert seen and not any(Path(f"/proc/{pid}").exists() for pid in seen)


def test_the_program_dies_with_a_parent_that_is_killed(ffmpeg: Path) -> None:
    code = f"""
        from pathlib import Path
        from episodes.audio.ffmpeg import run
        run(Path({str(ffmpeg)!r}), {[*ENDLESS, *NOWHERE]!r}, time_limit=60)
    """
    parent = subprocess.Popen([sys.executable, "-c", textwrap.dedent(code)])
    child = wait_for(lambda: next(iter(programs_below(parent.pid, "ffmpeg")), None))
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    wait_for(lambda: not Path(f"/proc/{child}").exists() or state_of(child) == "Z")


def test_a_playlist_opens_no_other_file(each_ffmpeg: Path, talk: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    path.write_text(f"ffconcat version 1.0\nfile '{talk}'\n")
    with pytest.raises(Setback):
        run(each_ffmpeg, [*reading(path), *NOWHERE], time_limit=30)


def test_a_forced_container_leaves_the_extension_no_say(each_ffmpeg: Path, talk: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    path.write_bytes(talk.read_bytes())
    told: list[float] = []
    run(each_ffmpeg, [*reading(path, "wav"), *NOWHERE], time_limit=30, seconds=6, progress=told.append)
    assert told[-1] == pytest.approx(1.0, abs=0.01)


def test_a_name_full_of_signs_is_only_a_name(each_ffmpeg: Path, talk: Path, tmp_path: Path) -> None:
    path = tmp_path / "-i http:,%03d|'; x.wav"
    path.write_bytes(talk.read_bytes())
    told: list[float] = []
    run(each_ffmpeg, [*reading(path), *NOWHERE], time_limit=30, seconds=6, progress=told.append)
    assert told[-1] == pytest.approx(1.0, abs=0.01)


def test_a_full_disk_is_told_from_a_crash(each_ffmpeg: Path, small_disk: Path) -> None:
    said = on_small_disk(
        small_disk,
        f"""
        from pathlib import Path
        from episodes.audio.ffmpeg import run
        from episodes.audio.refusals import Setback
        try:
            run(Path({str(each_ffmpeg)!r}), {[*TONE, "-f", "s16le", "file:/mnt/a.raw"]!r}, time_limit=30)
        except Setback as setback:
            print(setback.code)
        """,
    )
    assert said == RefusalCode.OUT_OF_SPACE


def test_a_title_about_a_full_disk_is_no_full_disk(each_ffmpeg: Path, tmp_path: Path) -> None:
    title = ["-metadata", "title=No space left on device", "-metadata", "comment=[error] No space left on device"]
    run(each_ffmpeg, [*TONE, *title, str(tmp_path / "a.flac")], time_limit=30)
    log = run(each_ffmpeg, [*reading(tmp_path / "a.flac"), *NOWHERE], time_limit=30)
    assert "No space left on device" in log


def children_of(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task")
    return [int(child) for task in tasks.iterdir() for child in (task / "children").read_text().split()]


def programs_below(pid: int, name: str) -> list[int]:
    return [child for child in children_of(pid) if name in Path(f"/proc/{child}/comm").read_text()]


def state_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


def wait_for(condition: Callable[[], object], seconds: float = 10.0) -> object:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.02)
    raise AssertionError("waited in vain")
