"""OpenAI's Whisper with the real model; what every engine keeps stands in test_contract."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from transcripts.engines import open_whisper
from transcripts.engines.open_whisper import OpenWhisper
from transcripts.engines.protocol import EngineUnavailable, Options, Pcm

#: The library leaves its list of tokens open.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file.*tiktoken:ResourceWarning")


def test_importing_the_engine_does_not_import_the_library() -> None:
    code = "import sys, transcripts.engines.open_whisper; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_without_its_package_the_extra_is_named(
    weights: Path, tmp_path: Path, speech: Pcm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "whisper", None)
    open_whisper._load.cache_clear()
    with pytest.raises(EngineUnavailable, match="extra_missing"):
        list(OpenWhisper(weights, tmp_path).transcribe(speech, Options()))


class TestWithThePackage:
    @pytest.fixture(autouse=True)
    def installed(self) -> None:
        pytest.importorskip("whisper", reason="openai-whisper is not installed here: `make test-engines`")

    def test_words_have_the_times_of_the_recording_although_pauses_are_cut_out(
        self, weights: Path, checkpoints: Path, speech: Pcm
    ) -> None:
        (segment,) = OpenWhisper(weights, checkpoints).transcribe(speech, Options())
        assert segment.start == pytest.approx(0.5, abs=0.2)
        assert segment.end == pytest.approx(6.3, abs=0.2)

    def test_hotwords_are_its_prompt(
        self, weights: Path, checkpoints: Path, speech: Pcm, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        import whisper

        asked: dict[str, object] = {}
        monkeypatch.setattr(whisper, "transcribe", lambda *sound, **told: asked.update(told) or {"segments": []})
        list(OpenWhisper(weights, checkpoints).transcribe(speech, Options(hotwords=("Tom", "Siti"))))
        assert (asked["initial_prompt"], asked["language"], asked["beam_size"]) == ("Tom, Siti", "id", 5)

    def test_a_model_for_english_only_refuses_indonesian(
        self, weights: Path, checkpoints: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        loaded = open_whisper._load(weights, checkpoints)
        monkeypatch.setattr(loaded, "whisper", SimpleNamespace(is_multilingual=False))
        monkeypatch.setattr(loaded, "languages", {"en": "english"})
        with pytest.raises(EngineUnavailable, match="weights_english_only"):
            loaded._require("id")
