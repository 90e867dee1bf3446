"""`manage.py fetch_model`: quiet where the model is, fetches it where it is not, says what to do where it cannot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from siniar.health import Verdict
from tests.models import model_folder
from transcripts import health, speech


def run() -> str:
    output = StringIO()
    call_command("fetch_model", stdout=output)
    return output.getvalue().strip()


@pytest.fixture
def nothing_here(settings: LazySettings, tmp_path: Path) -> Path:
    settings.CONFIG = replace(settings.CONFIG, whisper_dir=None)
    settings.MODELS_DIR = tmp_path
    return tmp_path


def test_a_model_that_is_there_is_named_and_not_fetched(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CONFIG = replace(settings.CONFIG, whisper_dir=model_folder())
    monkeypatch.setattr(speech, "obtain_weights", pytest.fail)
    assert Path(run()) == speech.weights()


def test_a_missing_model_is_fetched_into_the_data_folder(nothing_here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def obtain(size: str, folder: Path, *, progress: Callable[[float], None]) -> Path:
        progress(0.5)
        (folder / size).symlink_to(model_folder())
        return folder / size

    monkeypatch.setattr(speech, "obtain_weights", obtain)
    assert Path(run()) == nothing_here / "base"


def test_one_that_cannot_be_fetched_is_told_in_words(no_model: None) -> None:
    with pytest.raises(CommandError, match="SINIAR_WHISPER_DIR"):
        run()


def test_the_doctor_warns_of_a_missing_model(nothing_here: Path) -> None:
    assert "fetch_model" in health.speech_model().remedy


@pytest.fixture
def engine(settings: LazySettings, request: pytest.FixtureRequest) -> None:
    settings.CONFIG = replace(settings.CONFIG, transcriber=request.param)


@pytest.mark.parametrize("engine", ["file"], indirect=True)
def test_where_no_machine_writes_nothing_is_fetched(
    nothing_here: Path, engine: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speech, "obtain_weights", pytest.fail)
    assert run()


@pytest.mark.parametrize("engine", ["file"], indirect=True)
def test_where_no_machine_writes_the_doctor_misses_no_model(nothing_here: Path, engine: None) -> None:
    assert health.speech_model().verdict is Verdict.GOOD


@pytest.mark.parametrize("engine", ["openai-whisper"], indirect=True)
def test_the_doctor_misses_the_package_of_the_engine_that_was_chosen(
    engine: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "find_spec", lambda name: None)
    finding = health.speech_model()
    assert (finding.verdict, finding.remedy) == (Verdict.BAD, "requirements/whisper.txt")
