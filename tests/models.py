"""The real speech model for tests: fetched once, kept between runs, never replaced by anything else."""

from __future__ import annotations

import os
from pathlib import Path

from transcripts.engines.weights import find_weights, obtain_weights

SIZE = "base"
ROOT = Path(__file__).resolve().parent.parent


def model_folder() -> Path:
    """The folder with the weights: that of the installation in ./var if it is there, so that nothing is fetched twice.

    Raises EngineUnavailable, and so fails the test, if they can be neither found nor fetched.
    """
    own = Path(os.environ.get("SINIAR_TEST_MODEL_DIR") or ROOT / "var" / "models")
    return find_weights(SIZE, folders=[own]) or obtain_weights(SIZE, own)
