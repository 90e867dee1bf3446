"""The reference engine: OpenAI's own Whisper on PyTorch, with the default engine's weights and settings.

Slower and larger than the default, for offices that want the original or already run it. Its package is an extra; it
is loaded with the first sound, once per process. It gets sound from memory, hence needs no ffmpeg.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np

from transcripts.engines.checkpoint import alignment_heads, checkpoint
from transcripts.engines.doubts import COMPRESSION_ABOVE, LATIN_LANGUAGES, marked
from transcripts.engines.hotwords import prompt
from transcripts.engines.pauses import Passage, passages
from transcripts.engines.pieces import Piece, Scores, segment
from transcripts.engines.protocol import SAMPLE_RATE, EngineUnavailable, Options, Pcm, Segment, require_mono
from transcripts.engines.scripts import foreign_tokens
from transcripts.engines.weight_sums import content

THREADS = 1
"""As in the default engine; with more, PyTorch's threads were measured to wait for each other on a busy machine."""

SEED = 1

DECODING: dict[str, Any] = {
    "task": "transcribe",
    "beam_size": 5,
    "word_timestamps": True,
    "condition_on_previous_text": False,
    "compression_ratio_threshold": COMPRESSION_ABOVE,
    "logprob_threshold": -1.0,
    "no_speech_threshold": 0.6,
    "temperature": (0.0, 0.2, 0.4),
    "fp16": False,
    "verbose": None,
}
"""The default engine's settings under this library's names; part of the fingerprint."""

LONGEST_PASSAGE = 30.0
"""Seconds of speech that are heard at once: what the model takes. Between two of them the work can be stopped."""


class OpenWhisper:
    """A Transcriber over the weights in one folder (as `transcripts.engines.weights` finds them).

    The first use writes the library's own form of them into the folder `checkpoints`.
    """

    name = "openai-whisper"

    def __init__(self, weights: Path, checkpoints: Path) -> None:
        """Take the folders; nothing is read yet."""
        self.weights, self.checkpoints = weights, checkpoints

    @property
    def model(self) -> str:
        """The name of the folder: the size, unless an operator named it otherwise."""
        return self.weights.name

    def fingerprint(self, options: Options) -> str:
        """See Transcriber. The versions of both packages are in it: they decide the rounding."""
        try:
            versions = [version("openai-whisper"), version("torch"), version("faster-whisper")]
        except PackageNotFoundError as error:
            raise EngineUnavailable(EngineUnavailable.EXTRA_MISSING, package=str(error.name)) from error
        decides = {
            "engine": [self.name, *versions, THREADS, SEED, LONGEST_PASSAGE],
            "decoding": DECODING,
            "model": content(self.weights),
            "language": options.language,
            "hotwords": options.hotwords,
        }
        return hashlib.sha256(json.dumps(decides, sort_keys=True).encode()).hexdigest()

    def transcribe(self, pcm: Pcm, options: Options, *, offset: float = 0.0) -> Iterator[Segment]:
        """See Transcriber."""
        require_mono(pcm)
        return marked(self._segments(pcm, options), options.language, options.hotwords)

    def _segments(self, pcm: Pcm, options: Options) -> Iterator[Segment]:
        loaded: _Loaded | None = None
        for passage in passages(pcm, LONGEST_PASSAGE):
            loaded = loaded or _load(self.weights, self.checkpoints)
            for found in loaded.hear(passage.pcm, options):
                if made := _segment(found, passage, len(pcm) / SAMPLE_RATE):
                    yield made


class _Loaded:
    """A model in memory with its tokens."""

    def __init__(self, weights: Path, checkpoints: Path) -> None:
        try:
            import whisper  # type: ignore[import-not-found]
            from tokenizers import Tokenizer
        except ImportError as error:
            raise EngineUnavailable(EngineUnavailable.EXTRA_MISSING, package=error.name or "openai-whisper") from error
        self.weights = weights
        try:
            self.whisper = whisper.load_model(str(checkpoint(weights, checkpoints)), device="cpu")
            self.tokenizer: Any = Tokenizer.from_file(str(weights / "tokenizer.json"))
            self._align(alignment_heads(weights))
        except (RuntimeError, OSError, ValueError) as error:
            raise EngineUnavailable(EngineUnavailable.WEIGHTS_BROKEN, path=str(weights), reason=str(error)) from error
        self.languages = whisper.tokenizer.LANGUAGES if self.whisper.is_multilingual else {"en": "english"}
        self.foreign = foreign_tokens(self.tokenizer)

    def _align(self, heads: list[tuple[int, int]]) -> None:
        """Tell the model which heads word times are read from; a checkpoint does not carry it."""
        if not heads:
            return
        mask = np.zeros((self.whisper.dims.n_text_layer, self.whisper.dims.n_text_head), bool)
        mask[tuple(np.transpose(heads))] = True
        self.whisper.set_alignment_heads(base64.b85encode(gzip.compress(mask.tobytes())))

    def hear(self, pcm: Pcm, options: Options) -> list[dict[str, Any]]:
        """The library's segments of some seconds of speech. Raises as Transcriber.transcribe does."""
        import torch  # type: ignore[import-not-found]
        import whisper

        self._require(options.language)
        torch.set_num_threads(THREADS)  # each time: what the library loads on the way sets it back
        torch.manual_seed(SEED)  # temperatures above zero draw lots
        heard = whisper.transcribe(
            self.whisper,
            pcm,
            language=options.language,
            initial_prompt=prompt(options.hotwords, self.tokenizer),
            suppress_tokens=[-1, *(self.foreign if options.language in LATIN_LANGUAGES else ())],
            **DECODING,
        )
        return heard["segments"]

    def _require(self, language: str) -> None:
        if language in self.languages:
            return
        if not self.whisper.is_multilingual:
            raise EngineUnavailable(EngineUnavailable.WEIGHTS_ENGLISH_ONLY, path=str(self.weights), language=language)
        raise ValueError(f"Whisper knows no language {language!r}")


@lru_cache(maxsize=1)
def _load(weights: Path, checkpoints: Path) -> _Loaded:
    """The model in `weights`, loaded once per process."""
    return _Loaded(weights, checkpoints)


def _segment(found: dict[str, Any], passage: Passage, seconds: float) -> Segment | None:
    """A segment of the library as ours, on the clock of the whole sound, or None when it has no text."""
    pieces = (
        Piece(word["word"], *passage.span(word["start"], word["end"]), word["probability"]) for word in found["words"]
    )
    scores = Scores(found["avg_logprob"], found["no_speech_prob"], found["compression_ratio"])
    return segment(pieces, found["text"], *passage.span(found["start"], found["end"]), scores, seconds)
