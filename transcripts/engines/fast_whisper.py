"""The default engine: Whisper by faster-whisper, with the settings that were measured on Indonesian speech.

It runs the model on sound that is in memory and marks what is doubtful. Finding the weights, cutting long
recordings and storing the text are the work of others. Importing this module costs nothing: the package and
the model are loaded with the first sound, once per process.
"""

import hashlib
import json
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from transcripts.engines.doubts import COMPRESSION_ABOVE, LATIN_LANGUAGES, marked
from transcripts.engines.hotwords import prompt
from transcripts.engines.memory import release, tighten
from transcripts.engines.pauses import SPEECH
from transcripts.engines.pieces import Piece, Scores, segment
from transcripts.engines.protocol import SAMPLE_RATE, EngineUnavailable, Options, Pcm, Segment, require_mono
from transcripts.engines.scripts import foreign_tokens
from transcripts.engines.weight_sums import content

COMPUTE_TYPE = "int8"
THREADS = 1
"""More threads change the rounding and with it the text; two workers use two cores better."""

SEED = 1
"""Temperatures above zero draw lots; with a seed a window gives the same text each time it is done."""

DECODING: dict[str, Any] = {
    "task": "transcribe",
    "beam_size": 5,
    "vad_filter": True,
    "vad_parameters": SPEECH,
    "word_timestamps": True,
    "condition_on_previous_text": False,
    "compression_ratio_threshold": COMPRESSION_ABOVE,
    "log_prob_threshold": -1.0,
    "no_speech_threshold": 0.6,
    "temperature": [0.0, 0.2, 0.4],
}
"""Part of the fingerprint: after a change here every recording is done anew when it is transcribed again."""

SHORTEST_SAMPLES = SAMPLE_RATE // 20
"""Less than 50 ms holds no word; such a scrap is not worth loading a model for."""


class FastWhisper:
    """A Transcriber over the weights in one folder, as `transcripts.engines.weights` finds them."""

    name = "faster-whisper"

    def __init__(self, weights: Path) -> None:
        """Take the folder; nothing is read yet."""
        self.weights = weights

    @property
    def model(self) -> str:
        """The name of the folder: the size, unless an operator named it otherwise."""
        return self.weights.name

    def fingerprint(self, options: Options) -> str:
        """See Transcriber. The versions of both packages are in it: they decide the rounding."""
        try:
            versions = [version("faster-whisper"), version("ctranslate2")]
        except PackageNotFoundError as error:
            raise EngineUnavailable(EngineUnavailable.PACKAGE_MISSING, package=str(error.name)) from error
        decides = {
            "engine": [self.name, *versions, COMPUTE_TYPE, THREADS, SEED],
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
        if len(pcm) < SHORTEST_SAMPLES:
            return
        loaded = _load(self.weights)
        loaded.require(options.language)
        loaded.renew()
        found, _ = loaded.whisper.transcribe(
            pcm,
            language=options.language,
            hotwords=prompt(options.hotwords, loaded.whisper.hf_tokenizer),
            suppress_tokens=[-1, *(loaded.foreign if options.language in LATIN_LANGUAGES else ())],
            **DECODING,
        )
        for each in found:
            if made := _segment(each, len(pcm) / SAMPLE_RATE):
                yield made


class _Loaded:
    """A model in memory: its tokens for the life of the process, its numbers renewed for each window."""

    def __init__(self, weights: Path) -> None:
        try:
            import ctranslate2
            from faster_whisper import WhisperModel
        except ImportError as error:
            raise EngineUnavailable(
                EngineUnavailable.PACKAGE_MISSING, package=error.name or "faster-whisper"
            ) from error
        self.weights = weights
        tighten()
        ctranslate2.set_random_seed(SEED)
        try:
            # Only files of the folder: with a name in its place the library would go to the network.
            self.whisper = WhisperModel(
                str(weights), device="cpu", compute_type=COMPUTE_TYPE, cpu_threads=THREADS, num_workers=1
            )
        except (RuntimeError, OSError, ValueError) as error:
            raise EngineUnavailable(EngineUnavailable.WEIGHTS_BROKEN, path=str(weights), reason=str(error)) from error
        self._used = False
        self.foreign = foreign_tokens(self.whisper.hf_tokenizer)

    def require(self, language: str) -> None:
        """Raise unless the model was trained on `language`."""
        known = self.whisper.supported_languages
        if language in known:
            return
        if known == ["en"]:
            raise EngineUnavailable(EngineUnavailable.WEIGHTS_ENGLISH_ONLY, path=str(self.weights), language=language)
        raise ValueError(f"Whisper knows no language {language!r}")

    def renew(self) -> None:
        """Draw lots from SEED anew. Only a new thread is seeded, so the model gets a new one: 0.2 s."""
        if self._used:
            import ctranslate2

            del self.whisper.model  # first, so that it is never held twice
            release()
            self.whisper.model = ctranslate2.models.Whisper(
                str(self.weights),
                device="cpu",
                compute_type=COMPUTE_TYPE,
                intra_threads=THREADS,
                inter_threads=1,
            )
        self._used = True


@lru_cache(maxsize=1)
def _load(weights: Path) -> _Loaded:
    """The model in `weights`, loaded once per process."""
    return _Loaded(weights)


def _segment(found: Any, seconds: float) -> Segment | None:
    """A segment of the library as ours, or None when it has no text."""
    pieces = (Piece(word.word, word.start, word.end, word.probability) for word in found.words or ())
    scores = Scores(found.avg_logprob, found.no_speech_prob, found.compression_ratio)
    return segment(pieces, found.text, found.start, found.end, scores, seconds)
