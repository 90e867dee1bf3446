"""Opens the engine that a setting names, with its model found or fetched.

It knows which engines there are; what they need and do is theirs. Settings are handed in by the caller.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from transcripts.engines.fast_whisper import FastWhisper
from transcripts.engines.protocol import EngineUnavailable, Transcriber
from transcripts.engines.weights import find_weights, obtain_weights

ENGINES = (FastWhisper.name,)
"""The names that a setting may give."""


def choose(
    engine: str,
    *,
    size: str,
    folders: Sequence[Path],
    obtain_into: Path | None = None,
    progress: Callable[[float], None] = lambda done: None,
) -> Transcriber:
    """The Transcriber called `engine` with a model of `size` from the first of `folders` that has it.

    When none has it, it is fetched into `obtain_into`, which may take minutes; `progress` goes from 0.0 to
    1.0 then. Without `obtain_into` nothing is fetched. Raises EngineUnavailable.
    """
    if engine not in ENGINES:
        raise EngineUnavailable(EngineUnavailable.ENGINE_UNKNOWN, engine=engine, known=", ".join(ENGINES))
    looked = [*folders, *([obtain_into] if obtain_into else [])]
    weights = find_weights(size, folders=looked)
    if weights is None:
        if obtain_into is None:
            raise EngineUnavailable(
                EngineUnavailable.WEIGHTS_MISSING, size=size, folders=", ".join(map(str, looked))
            )
        weights = obtain_weights(size, obtain_into, progress=progress)
    return FastWhisper(weights)
