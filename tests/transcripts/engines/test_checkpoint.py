"""The weights of the default engine, written for openai-whisper."""

from __future__ import annotations

import json
import os
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from tests.transcripts.engines.test_stored_weights import stored
from transcripts.engines import checkpoint as module
from transcripts.engines.checkpoint import alignment_heads, checkpoint, dimensions, renamed
from transcripts.engines.protocol import EngineUnavailable
from transcripts.engines.stored_weights import Tensor, stored_tensors

needs_torch = pytest.mark.skipif(find_spec("torch") is None, reason="PyTorch is not installed: `make test-engines`")


@pytest.fixture(scope="session")
def theirs(weights: Path) -> dict[str, Tensor]:
    """The tensors of the real model under openai-whisper's names."""
    return renamed(weights)


def test_the_dimensions_are_those_of_the_base_model(theirs: dict[str, Tensor]) -> None:
    assert dimensions(theirs) == {
        "n_mels": 80, "n_audio_ctx": 1500, "n_audio_state": 512, "n_audio_head": 8, "n_audio_layer": 6,
        "n_vocab": 51865, "n_text_ctx": 448, "n_text_state": 512, "n_text_head": 8, "n_text_layer": 6,
    }  # fmt: skip


def test_every_number_is_there_once_and_as_it_was(weights: Path, theirs: dict[str, Tensor]) -> None:
    # The joined biases hold a part for the key, which has none: zeros that the other form does not have.
    ours = [tensor for tensor in stored_tensors(weights / "model.bin").values() if tensor.dtype.kind == "f"]
    keys = 6 * 512 * 3
    assert sum(tensor.size for tensor in theirs.values()) == sum(tensor.size for tensor in ours) - keys
    sums = [sum(float(np.abs(tensor, dtype=np.float64).sum()) for tensor in side) for side in (theirs.values(), ours)]
    assert sums[0] == pytest.approx(sums[1], rel=1e-12)


def test_what_was_joined_is_parted_in_the_right_order(weights: Path, theirs: dict[str, Tensor]) -> None:
    joined = stored_tensors(weights / "model.bin")["decoder/layer_3/self_attention/linear_0/weight"]
    parts = [theirs[f"decoder.blocks.3.attn.{name}.weight"] for name in ("query", "key", "value")]
    assert np.array_equal(np.concatenate(parts), joined)


def test_the_heads_that_follow_the_sound_are_the_models(weights: Path) -> None:
    assert alignment_heads(weights) == [(3, 1), (4, 2), (4, 3), (4, 7), (5, 1), (5, 2), (5, 4), (5, 6)]


def test_a_model_that_names_no_heads_has_none(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(json.dumps({"lang_ids": []}))
    assert alignment_heads(tmp_path) == []


def test_a_model_with_tensors_missing_is_called_broken(tmp_path: Path) -> None:
    stored(tmp_path / "model.bin", {"encoder/conv1/weight": (4, np.zeros((2, 2), np.float16))})
    with pytest.raises(EngineUnavailable, match="weights_broken"):
        renamed(tmp_path)


def test_a_model_in_whole_numbers_is_refused(weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = stored_tensors(weights / "model.bin")
    monkeypatch.setattr(module, "stored_tensors", lambda path: dict.fromkeys(names, np.zeros(6, np.int8)))
    with pytest.raises(EngineUnavailable, match="weights_compressed"):
        renamed(weights)


def test_without_pytorch_the_extra_is_named(weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(EngineUnavailable) as caught:
        checkpoint(weights, tmp_path / "made")
    assert (caught.value.code, caught.value.details) == (EngineUnavailable.EXTRA_MISSING, {"package": "openai-whisper"})


def test_a_folder_that_cannot_be_written_is_named(weights: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(EngineUnavailable, match="folder_unusable"):
        checkpoint(weights, tmp_path / "file" / "made")


@needs_torch
class TestWriting:
    def test_the_library_takes_every_tensor_of_it(self, weights: Path, checkpoints: Path) -> None:
        import whisper

        assert whisper.load_model(str(checkpoint(weights, checkpoints))).dims.n_text_layer == 6

    def test_the_numbers_in_it_are_those_of_the_model(
        self, weights: Path, checkpoints: Path, theirs: dict[str, Tensor]
    ) -> None:
        import torch

        made = torch.load(checkpoint(weights, checkpoints), weights_only=True)["model_state_dict"]
        assert made.keys() == theirs.keys()
        assert all(np.array_equal(made[name].numpy(), tensor) for name, tensor in theirs.items())

    def test_it_is_written_once(self, weights: Path, checkpoints: Path) -> None:
        first = checkpoint(weights, checkpoints)
        written = first.stat().st_mtime_ns
        assert checkpoint(weights, checkpoints).stat().st_mtime_ns == written

    def test_another_model_gets_another_one(self, weights: Path, checkpoints: Path, tmp_path: Path) -> None:
        other = tmp_path / "base"
        shutil.copytree(weights, other)
        os.utime(other / "model.bin", (1, 1))
        assert checkpoint(other, checkpoints) != checkpoint(weights, checkpoints)

    def test_what_was_half_written_is_not_taken_for_one(
        self, weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        import torch

        def killed(content: object, path: Path) -> None:
            path.write_bytes(b"half")
            raise KeyboardInterrupt

        monkeypatch.setattr(torch, "save", killed)
        with pytest.raises(KeyboardInterrupt):
            checkpoint(weights, tmp_path)
        assert list(tmp_path.glob("*.pt")) == []
