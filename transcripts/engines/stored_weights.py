"""Reads the tensors of a CTranslate2 model file, without that library, which does not give them out.

It knows the container, not what the tensors mean.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

Tensor = NDArray[np.generic]

# The library's numbers for its types. bfloat16, its sixth, has no counterpart in numpy.
TYPES = {0: np.float32, 1: np.int8, 2: np.int16, 3: np.int32, 4: np.float16}
MOST_DIMENSIONS = 8


class NotStored(ValueError):
    """The file is no CTranslate2 model, or of a kind that cannot be read here; the message says why."""


def stored_tensors(path: Path) -> dict[str, Tensor]:
    """Every tensor in the model file at `path`, by its name there, mapped from the disk and not yet read.

    Raises NotStored, OSError.
    """
    with path.open("rb") as file:
        try:
            return dict(_tensors(file, np.memmap(path, np.uint8, "r")))
        except NotStored:
            raise
        except (struct.error, ValueError) as error:  # numpy maps no empty file
            raise NotStored(f"cut short or no model: {error}") from error


def _tensors(file: BinaryIO, whole: NDArray[np.uint8]) -> Iterator[tuple[str, Tensor]]:
    _number(file, "I")  # version of the container
    _text(file)  # name of the kind of model
    _number(file, "I")  # revision of that kind
    for _ in range(_number(file, "I")):
        name = _text(file)
        dimensions = _number(file, "B")
        if dimensions > MOST_DIMENSIONS:
            raise NotStored(f"{name} has {dimensions} dimensions")
        shape = tuple(_number(file, "I") for _ in range(dimensions))
        kind, size = _number(file, "B"), _number(file, "I")
        if kind not in TYPES:
            raise NotStored(f"{name} is of the unknown type {kind}")
        start = file.tell()
        try:
            yield name, whole[start : start + size].view(TYPES[kind]).reshape(shape)
        except ValueError as error:
            raise NotStored(f"{name} is cut short: {error}") from error
        file.seek(size, 1)


def _number(file: BinaryIO, kind: str) -> int:
    return struct.unpack(f"<{kind}", file.read(struct.calcsize(f"<{kind}")))[0]


def _text(file: BinaryIO) -> str:
    """A text with its length before it and a zero byte at its end."""
    return file.read(_number(file, "H")).rstrip(b"\0").decode()
