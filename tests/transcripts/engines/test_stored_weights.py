"""Reading the model file of CTranslate2."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from transcripts.engines.stored_weights import NotStored, Tensor, stored_tensors


def text(value: str) -> bytes:
    return struct.pack("<H", len(value) + 1) + value.encode() + b"\0"


def stored(path: Path, tensors: dict[str, tuple[int, Tensor]]) -> Path:
    """A model file with these tensors, each with the number of its type."""
    content = struct.pack("<I", 6) + text("WhisperSpec") + struct.pack("<II", 3, len(tensors))
    for name, (kind, tensor) in tensors.items():
        content += text(name) + struct.pack("<B", tensor.ndim) + struct.pack(f"<{tensor.ndim}I", *tensor.shape)
        content += struct.pack("<BI", kind, tensor.nbytes) + tensor.tobytes()
    path.write_bytes(content + struct.pack("<I", 0))
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    matrix = np.arange(6, dtype=np.float16).reshape(2, 3)
    return stored(tmp_path / "model.bin", {"a/weight": (4, matrix), "a/heads": (2, np.array(8, np.int16))})


def test_a_matrix_comes_back_as_it_was(path: Path) -> None:
    assert stored_tensors(path)["a/weight"].tolist() == [[0, 1, 2], [3, 4, 5]]


def test_its_type_comes_back_too(path: Path) -> None:
    assert {name: str(tensor.dtype) for name, tensor in stored_tensors(path).items()} == {
        "a/weight": "float16",
        "a/heads": "int16",
    }


@pytest.mark.parametrize("kept", [3, 20, 60, 70])
def test_a_file_cut_short_is_refused(path: Path, kept: int) -> None:
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(NotStored):
        stored_tensors(path)


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "page").write_bytes(b"<!doctype html><title>404</title>" * 9)
    with pytest.raises(NotStored):
        stored_tensors(tmp_path / "page")


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    with pytest.raises(NotStored):
        stored_tensors(tmp_path / "empty")


def test_a_type_that_numpy_does_not_know_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotStored, match="type 5"):
        stored_tensors(stored(tmp_path / "model.bin", {"a": (5, np.zeros(2, np.float16))}))
