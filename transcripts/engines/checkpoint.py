"""Writes the weights of a CTranslate2 Whisper model as the checkpoint that openai-whisper loads.

Nothing is computed: both store the same numbers under other names, so that not a bit changes and no second download
is needed. Running the model is the engine's work.
"""

from __future__ import annotations

import errno
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from transcripts.engines.protocol import EngineUnavailable
from transcripts.engines.stored_weights import NotStored, Tensor, stored_tensors
from transcripts.engines.weights import alone, disk_full, flush

SIZE_OF_HEAD = 64
"""Every Whisper model has attention heads of this width."""

FIXED = {
    "encoder.positional_embedding": "encoder/position_encodings/encodings",
    "encoder.conv1.weight": "encoder/conv1/weight",
    "encoder.conv1.bias": "encoder/conv1/bias",
    "encoder.conv2.weight": "encoder/conv2/weight",
    "encoder.conv2.bias": "encoder/conv2/bias",
    "encoder.ln_post.weight": "encoder/layer_norm/gamma",
    "encoder.ln_post.bias": "encoder/layer_norm/beta",
    "decoder.positional_embedding": "decoder/position_encodings/encodings",
    "decoder.token_embedding.weight": "decoder/embeddings/weight",
    "decoder.ln.weight": "decoder/layer_norm/gamma",
    "decoder.ln.bias": "decoder/layer_norm/beta",
}
IN_A_LAYER = {
    "attn_ln.weight": "self_attention/layer_norm/gamma",
    "attn_ln.bias": "self_attention/layer_norm/beta",
    "attn.out.weight": "self_attention/linear_1/weight",
    "attn.out.bias": "self_attention/linear_1/bias",
    "mlp_ln.weight": "ffn/layer_norm/gamma",
    "mlp_ln.bias": "ffn/layer_norm/beta",
    "mlp.0.weight": "ffn/linear_0/weight",
    "mlp.0.bias": "ffn/linear_0/bias",
    "mlp.2.weight": "ffn/linear_1/weight",
    "mlp.2.bias": "ffn/linear_1/bias",
}
IN_A_DECODER_LAYER = {
    "cross_attn_ln.weight": "attention/layer_norm/gamma",
    "cross_attn_ln.bias": "attention/layer_norm/beta",
    "cross_attn.query.weight": "attention/linear_0/weight",
    "cross_attn.query.bias": "attention/linear_0/bias",
    "cross_attn.out.weight": "attention/linear_2/weight",
    "cross_attn.out.bias": "attention/linear_2/bias",
}
# CTranslate2 lays matrices that multiply the same vector on top of each other. The key has no bias: its part is zero.
JOINED = {"attn": ("self_attention/linear_0", ("query", "key", "value"))}
JOINED_IN_A_DECODER = JOINED | {"cross_attn": ("attention/linear_1", ("key", "value"))}


def checkpoint(weights: Path, folder: Path) -> Path:
    """The checkpoint of the model in the folder `weights`, written into `folder` unless it is there.

    Safe when several processes start it at once. Raises EngineUnavailable: WEIGHTS_BROKEN, WEIGHTS_COMPRESSED (weights
    in whole numbers have lost what a checkpoint needs), EXTRA_MISSING, DISK_FULL, FOLDER_UNUSABLE.
    """
    source = weights / "model.bin"
    try:
        status = source.stat()
        name = f"{weights.name}-{status.st_size}-{status.st_mtime_ns}"
        final = folder / f"{name}.pt"
        folder.mkdir(parents=True, exist_ok=True)
        with alone(folder / f".{name}.lock"):
            if not final.exists():
                _write(weights, final)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise disk_full(folder, source.stat().st_size) from error
        raise EngineUnavailable(EngineUnavailable.FOLDER_UNUSABLE, folder=str(folder), reason=str(error)) from error
    return final


def _write(weights: Path, final: Path) -> None:
    try:
        import torch  # type: ignore[import-not-found]
    except ImportError as error:
        raise EngineUnavailable(EngineUnavailable.EXTRA_MISSING, package="openai-whisper") from error
    tensors = renamed(weights)
    content = {
        "dims": dimensions(tensors),
        "model_state_dict": {name: torch.from_numpy(np.array(tensor)) for name, tensor in tensors.items()},
    }
    with tempfile.TemporaryDirectory(prefix=f".{final.stem}-", dir=final.parent) as work:
        made = Path(work) / final.name
        torch.save(content, made)
        flush(made)
        made.rename(final)
    flush(final.parent)


def renamed(weights: Path) -> dict[str, Tensor]:
    """The tensors in the folder `weights` under openai-whisper's names. Raises EngineUnavailable, OSError."""
    try:
        stored = stored_tensors(weights / "model.bin")
        made = dict(_renamed(stored))
    except (NotStored, KeyError) as error:
        raise EngineUnavailable(EngineUnavailable.WEIGHTS_BROKEN, path=str(weights), reason=str(error)) from error
    if any(tensor.dtype.kind != "f" for tensor in made.values()):
        raise EngineUnavailable(EngineUnavailable.WEIGHTS_COMPRESSED, path=str(weights))
    return made


def _renamed(stored: dict[str, Tensor]) -> Iterator[tuple[str, Tensor]]:
    for name, there in FIXED.items():
        yield name, stored[there]
    for side, singles, joined in (
        ("encoder", IN_A_LAYER, JOINED),
        ("decoder", IN_A_LAYER | IN_A_DECODER_LAYER, JOINED_IN_A_DECODER),
    ):
        for layer in range(_layers(stored, side)):
            for name, there in singles.items():
                yield f"{side}.blocks.{layer}.{name}", stored[f"{side}/layer_{layer}/{there}"]
            for name, (there, parts) in joined.items():
                yield from _parted(stored, f"{side}/layer_{layer}/{there}", f"{side}.blocks.{layer}.{name}", parts)


def _parted(stored: dict[str, Tensor], there: str, name: str, parts: tuple[str, ...]) -> Iterator[tuple[str, Tensor]]:
    for kind in ("weight", "bias"):
        for part, tensor in zip(parts, np.split(stored[f"{there}/{kind}"], len(parts)), strict=True):
            if (part, kind) != ("key", "bias"):
                yield f"{name}.{part}.{kind}", tensor


def _layers(stored: dict[str, Tensor], side: str) -> int:
    return sum(name.startswith(f"{side}/layer_") and name.endswith("/ffn/layer_norm/gamma") for name in stored)


def dimensions(tensors: dict[str, Tensor]) -> dict[str, int]:
    """What openai-whisper calls ModelDimensions, as the shapes of `tensors` tell it."""
    width = tensors["encoder.positional_embedding"].shape[1]
    text_width = tensors["decoder.positional_embedding"].shape[1]
    return {
        "n_mels": tensors["encoder.conv1.weight"].shape[1],
        "n_audio_ctx": tensors["encoder.positional_embedding"].shape[0],
        "n_audio_state": width,
        "n_audio_head": width // SIZE_OF_HEAD,
        "n_audio_layer": _blocks(tensors, "encoder"),
        "n_vocab": tensors["decoder.token_embedding.weight"].shape[0],
        "n_text_ctx": tensors["decoder.positional_embedding"].shape[0],
        "n_text_state": text_width,
        "n_text_head": text_width // SIZE_OF_HEAD,
        "n_text_layer": _blocks(tensors, "decoder"),
    }


def _blocks(tensors: dict[str, Tensor], side: str) -> int:
    return sum(name.startswith(f"{side}.blocks.") and name.endswith(".mlp_ln.weight") for name in tensors)


def alignment_heads(weights: Path) -> list[tuple[int, int]]:
    """The (layer, head) pairs that follow the sound, from which word times are read; empty if the model names none.

    Raises OSError, ValueError.
    """
    settings: dict[str, Any] = json.loads((weights / "config.json").read_text())
    return [(layer, head) for layer, head in settings.get("alignment_heads", ())]
