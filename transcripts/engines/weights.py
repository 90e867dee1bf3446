"""Where a Whisper model's files are, and how they get there when they are not.

`find_weights` only looks. `obtain_weights` lets a source fetch the model, verifies it, and moves it into
place in one rename: a folder that is there is whole.
"""

import errno
import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from transcripts.engines.protocol import EngineUnavailable
from transcripts.engines.weight_sources import SOURCES, NotObtained, Source
from transcripts.engines.weight_sums import SIZES, first_mismatch

HEADER = b"WhisperSpec"
"""Stands at the start of every CTranslate2 Whisper model; a Git LFS pointer or an error page has none."""


def find_weights(size: str, *, folders: Sequence[Path]) -> Path | None:
    """The first folder that holds a whole model of `size`, or None.

    Looked at in order, for each of `folders`: its subfolder named `size`, its subfolder
    `faster-whisper-<size>`, and itself: whoever names a folder with a model in it means that model.
    Raises EngineUnavailable (SIZE_UNKNOWN) for a size that Whisper does not come in.
    """
    _require_known(size)
    for folder in folders:
        for candidate in (folder / size, folder / f"faster-whisper-{size}", folder):
            if is_whole(candidate):
                return candidate
    return None


def is_whole(folder: Path) -> bool:
    """Whether `folder` has all that the engine reads, without the network: model, settings, tokens, words."""
    try:
        with (folder / "model.bin").open("rb") as file:
            if HEADER not in file.read(64):
                return False
        needed = [folder / "config.json", folder / "tokenizer.json"]
        return all(path.stat().st_size > 0 for path in needed) and any(folder.glob("vocabulary.*"))
    except OSError:
        return False


def obtain_weights(size: str, target_folder: Path, *, progress: Callable[[float], None] = lambda done: None) -> Path:
    """Put the model of `size` at `target_folder`/`size` unless it is there, and return that folder.

    `progress` is called with 0.0 to 1.0. Safe when several processes start it at once: the second waits for
    the first and finds its result. Raises EngineUnavailable: SIZE_UNKNOWN, DISK_FULL, FOLDER_UNUSABLE, or
    WEIGHTS_UNREACHABLE with what each source answered.
    """
    _require_known(size)
    final = target_folder / size
    try:
        target_folder.mkdir(parents=True, exist_ok=True)
        with alone(target_folder / f".{size}.lock"):
            if not is_whole(final):
                _sweep(target_folder, size)
                _obtain(size, final, _rising(progress))
    except OSError as error:
        raise EngineUnavailable(
            EngineUnavailable.FOLDER_UNUSABLE, folder=str(target_folder), reason=str(error)
        ) from error
    progress(1.0)
    return final


def _require_known(size: str) -> None:
    if size not in SIZES:
        raise EngineUnavailable(EngineUnavailable.SIZE_UNKNOWN, size=size, known=", ".join(SIZES))


def _rising(progress: Callable[[float], None]) -> Callable[[float], None]:
    """Pass on only what is more than before: a file that its client moves is counted twice for a moment."""
    highest = -1.0

    def told(done: float) -> None:
        nonlocal highest
        if done > highest:
            highest = done
            progress(done)

    return told


def _obtain(size: str, final: Path, progress: Callable[[float], None]) -> None:
    """Try the sources in turn until one delivers."""
    answers = []
    for name, source in SOURCES.items():
        try:
            return _obtain_from(source, size, final, progress)
        except NotObtained as error:
            answers.append(f"{name}: {error}")
    raise EngineUnavailable(EngineUnavailable.WEIGHTS_UNREACHABLE, size=size, tried="; ".join(answers))


def _obtain_from(source: Source, size: str, final: Path, progress: Callable[[float], None]) -> None:
    """Fetch into a folder beside `final`, on the same disk, verify there, and move what is right."""
    if shutil.disk_usage(final.parent).free < source.room(size):
        raise disk_full(final.parent, source.room(size))
    work = Path(tempfile.mkdtemp(prefix=f".{size}-", dir=final.parent))
    try:
        staged = work / "model"
        staged.mkdir()
        source.fetch(size, staged, work, progress)
        wrong = first_mismatch(size, staged)
        if wrong or not is_whole(staged):
            raise NotObtained(f"{wrong or 'the model'} is not the file that it should be")
        _settle(staged, final)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise disk_full(final.parent, source.room(size)) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _settle(staged: Path, final: Path) -> None:
    """Move `staged` to `final` so that a power cut leaves either nothing or all of it."""
    for path in [*staged.iterdir(), staged]:
        flush(path)
    if final.exists():
        # Not whole, or nobody would have fetched; and a rename does not replace a folder with files in it.
        shutil.rmtree(final)
    staged.chmod(0o755)
    staged.rename(final)
    flush(final.parent)


def flush(path: Path) -> None:
    """Wait until a file or a folder's list of names is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sweep(folder: Path, size: str) -> None:
    """Remove what a killed predecessor left; only the holder of the lock may."""
    for left in folder.glob(f".{size}-*"):
        shutil.rmtree(left, ignore_errors=True)


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Hold `lock`; the system lets go of it when the process dies, however it dies."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def disk_full(folder: Path, needed: int) -> EngineUnavailable:
    """The error that says how much room `folder` has and how many bytes are needed."""
    free = shutil.disk_usage(folder).free
    return EngineUnavailable(
        EngineUnavailable.DISK_FULL, folder=str(folder), needed_bytes=str(needed), free_bytes=str(free)
    )
