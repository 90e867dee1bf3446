"""The folder that an export fills: whole files only, each with its checksum, nothing in it that does not belong there.

A file gets its name when it is complete (“.name.part” until then, which nobody else may read), so a killed run leaves
nothing that looks finished. What is there already is kept if its checksum is right. No link is followed: the folder may
lie where others can write. Knows no database.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from episodes.audio.files import hash_file, sync
from transfer.leaving import names

CLAIM = "export.json"  # says whose folder it is; the first file that is written
SUMS = "SHA256SUMS"  # the last one: where it is, the folder is complete
SUFFIX = ".part"
CHUNK = 1024 * 1024  # bytes


class Fault(StrEnum):
    """Why a folder or a file is not taken."""

    NO_FOLDER = "no_folder"  # a file has this name
    FOREIGN = "foreign"  # something else is in it
    OTHER_EXPORT = "other_export"  # of another show, or with other wishes
    BUSY = "busy"  # another run fills it just now
    LINKED = "linked"  # a link stands where a folder of the export belongs
    MISSING = "missing"  # a file of ours is not on the disk
    DAMAGED = "damaged"  # a file of ours is not what was stored


class Unfit(Exception):
    """A folder that cannot be filled, or a file that cannot be taken along; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


class Folder:
    """Fills `root`. `report` is told the bytes of sound and pictures as they are done, copied or found complete.

    Names are relative, with slashes. Memory grows with the number of files (some 200 bytes each), not with their size.
    What is `private` can be read by its owner alone, even in a folder that was there before.
    """

    def __init__(self, root: Path, report: Callable[[int], None] = lambda done: None, *, private: bool = False) -> None:
        self._root, self._report = root, report
        self._file_mode, self._folder_mode = (0o600, 0o700) if private else (0o644, 0o755)
        self._sums: dict[str, str] = {}

    @contextmanager
    def claimed(self, claim: Mapping[str, object]) -> Iterator[None]:
        """Makes the folder this export's, or goes on with it if it was this export's already. Raises Unfit, OSError."""
        if self._root.exists() and not self._root.is_dir():
            raise Unfit(Fault.NO_FOLDER)
        self._root.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _locked(self._root):
            self._refuse_links()
            self._check(claim)
            (self._root / SUMS).unlink(missing_ok=True)
            self.keep_json(CLAIM, claim)
            yield

    def _refuse_links(self) -> None:
        """A link to a folder, where we would write or delete, leads to somebody else's files."""
        for name in names.FOLDERS:
            folders = [self._root / name]
            for current, found, _files in os.walk(folders[0]):
                folders += (Path(current, each) for each in found)
            if any(folder.is_symlink() for folder in folders):
                raise Unfit(Fault.LINKED)

    def _check(self, claim: Mapping[str, object]) -> None:
        file = self._root / CLAIM
        if not _is_file(file):
            if any(path != _part(file) for path in self._root.iterdir()):
                raise Unfit(Fault.FOREIGN)
            return
        try:
            found = json.loads(file.read_bytes())
        except ValueError as error:
            raise Unfit(Fault.FOREIGN) from error
        if found != claim:
            raise Unfit(Fault.OTHER_EXPORT)

    def keep_json(self, name: str, value: object) -> None:
        """Writes a value as JSON for people and programs."""
        self.keep(name, (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode())

    def keep(self, name: str, data: bytes) -> None:
        """Writes a small file. It is not forced to the disk: whatever is lost with the power is made again."""
        target = self._target(name)
        if not (_is_file(target) and target.stat().st_size == len(data) and target.read_bytes() == data):
            with self._writing(target) as file:
                file.write(data)
        self._open_to_readers(target)
        self._sums[name] = hashlib.sha256(data).hexdigest()

    def copy(self, name: str, source: Path, sha256: str = "") -> None:
        """Copies a file in constant memory, unless it is there. Raises Unfit if it is missing or not what was stored.

        Without `sha256` the source itself is asked, which is meant for what nobody has kept a checksum of. With it, a
        complete copy outlives its source.
        """
        target = self._target(name)
        try:
            sha256 = sha256 or hash_file(source)
            if _is_file(target) and hash_file(target) == sha256:
                self._report(target.stat().st_size)
            else:
                self._copy(source, target, sha256)
        except FileNotFoundError as error:
            raise Unfit(Fault.MISSING) from error
        self._open_to_readers(target)
        self._sums[name] = sha256

    def _copy(self, source: Path, target: Path, sha256: str) -> None:
        digest = hashlib.sha256()
        with source.open("rb") as reading, self._writing(target, lasting=True) as writing:
            while chunk := reading.read(CHUNK):
                writing.write(chunk)
                digest.update(chunk)
                self._report(len(chunk))
            if digest.hexdigest() != sha256:
                raise Unfit(Fault.DAMAGED)

    @contextmanager
    def _writing(self, target: Path, *, lasting: bool = False) -> Iterator[BinaryIO]:
        """A new file that takes the place of `target` at the end, forced to the disk if `lasting`; on an error nothing
        of it is left. Nothing that somebody has put there under its name is opened.
        """
        part = _part(target)
        part.unlink(missing_ok=True)  # a killed run's
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        try:
            with os.fdopen(os.open(part, flags, 0o600), "wb") as file:
                yield file
            if lasting:
                sync(part)
            part.replace(target)
        except BaseException:
            part.unlink(missing_ok=True)
            raise

    def _open_to_readers(self, target: Path) -> None:
        with suppress(PermissionError):  # some disks know no modes
            target.chmod(self._file_mode)

    def drop(self, *episode: str) -> None:
        """Takes back every file of the episode that is called so; `finish` deletes them."""
        self._sums = {name: digest for name, digest in self._sums.items() if not any(each in name for each in episode)}

    def finish(self) -> None:
        """Deletes what does not belong to the export (any more) in the folders that it fills, and writes the sums."""
        for name in names.FOLDERS:
            self._sweep(self._root / name)
        for part in self._root.glob(f".*{SUFFIX}"):
            part.unlink()
        lines = (f"{digest}  {name}\n" for name, digest in sorted(self._sums.items()))
        target = self._root / SUMS
        with self._writing(target, lasting=True) as file:
            file.write("".join(lines).encode("ascii"))
        self._open_to_readers(target)

    def _sweep(self, folder: Path) -> None:
        for current, _folders, files in os.walk(folder, topdown=False):
            for file in (Path(current, name) for name in files):
                if file.relative_to(self._root).as_posix() not in self._sums:
                    file.unlink()
            with suppress(OSError):  # it is not empty
                Path(current).rmdir()

    def _target(self, name: str) -> Path:
        folder = self._root
        for part in Path(name).parent.parts:
            folder /= part
            if folder.is_symlink():  # since it was looked at
                raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
            folder.mkdir(mode=self._folder_mode, exist_ok=True)
        return self._root / name


def _is_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _part(target: Path) -> Path:
    return target.with_name(f".{target.name}{SUFFIX}")


@contextmanager
def _locked(root: Path) -> Iterator[None]:
    """Keeps a second run out of the folder for as long as this process lives."""
    descriptor = os.open(root, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        raise Unfit(Fault.BUSY) from error
    except OSError:
        pass  # some network disks know no locks
    try:
        yield
    finally:
        os.close(descriptor)
