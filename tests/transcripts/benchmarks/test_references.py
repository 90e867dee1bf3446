"""Which recordings have a reference."""

from __future__ import annotations

from pathlib import Path

from transcripts.benchmarks.references import referenced


def said(folder: Path) -> dict[str, str]:
    return {found.path.name: found.reference for found in referenced(folder)}


def test_a_text_of_the_same_name_is_the_reference(tmp_path: Path) -> None:
    (tmp_path / "a.flac").touch()
    (tmp_path / "a.txt").write_text("apa kabar\n")
    assert said(tmp_path) == {"a.flac": "apa kabar"}


def test_turns_are_read_whole_or_sentence_by_sentence(tmp_path: Path) -> None:
    for name in ("a.mp3", "b.opus"):
        (tmp_path / name).touch()
    (tmp_path / "a.json").write_text('{"turns": [{"text": "Apa kabar?"}, {"text": "Baik."}]}')
    (tmp_path / "b.json").write_text('{"turns": [{"sentences": [{"text": "Satu."}, {"text": "Dua."}]}]}')
    assert said(tmp_path) == {"a.mp3": "Apa kabar? Baik.", "b.opus": "Satu. Dua."}


def test_a_recording_without_a_text_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.flac").touch()
    (tmp_path / "a.json").write_text("[]")
    (tmp_path / "b.wav").touch()
    assert said(tmp_path) == {}
