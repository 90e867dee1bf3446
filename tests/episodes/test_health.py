"""What `manage.py doctor` asks of this app: an ffmpeg that can write what is published, and the domain's words."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from django.conf import settings

from episodes import health
from episodes.audio import ffmpeg as finding
from episodes.models import Topic
from siniar.health import Verdict
from tests import factories


def configured(monkeypatch: pytest.MonkeyPatch, program: Path) -> None:
    monkeypatch.setattr(settings, "CONFIG", dataclasses.replace(settings.CONFIG, ffmpeg=program))


def script(path: Path, text: str) -> Path:
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_a_working_ffmpeg_is_good_and_named() -> None:
    found = health.ffmpeg()
    assert (found.verdict, found.text) == (Verdict.GOOD, str(finding.find_ffmpeg(settings.CONFIG.ffmpeg)))


def test_an_ffmpeg_that_is_not_there_is_bad_with_a_remedy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    configured(monkeypatch, tmp_path / "nothing")
    found = health.ffmpeg()
    assert (found.verdict, "SINIAR_FFMPEG" in found.remedy) == (Verdict.BAD, True)


def test_an_ffmpeg_without_the_encoders_is_bad_and_tells_which(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    configured(monkeypatch, script(tmp_path / "ffmpeg", "echo ' A..... libopus'"))
    found = health.ffmpeg()
    assert (found.verdict, "libmp3lame" in found.text, "libopus" in found.text) == (Verdict.BAD, True, False)


def test_an_ffmpeg_that_cannot_be_run_is_bad(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "ffmpeg"
    program.write_bytes(b"\x7fnothing that runs")
    program.chmod(0o755)
    configured(monkeypatch, program)
    assert health.ffmpeg().verdict is Verdict.BAD


@pytest.mark.django_db
def test_loaded_topics_are_good_and_counted() -> None:
    found = health.domain_data()
    assert (found.verdict, found.text, found.remedy) == (Verdict.GOOD, "33", "")


@pytest.mark.django_db
def test_missing_topics_are_bad_with_the_command_that_loads_them() -> None:
    Topic.objects.all().delete()
    found = health.domain_data()
    assert (found.verdict, found.remedy) == (Verdict.BAD, "manage.py load_domain")


@pytest.mark.django_db
def test_sound_that_is_all_there_is_good_and_counted() -> None:
    factories.audio()
    found = health.sound_files()
    assert (found.verdict, "1" in found.text) == (Verdict.GOOD, True)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["main", "master"])
def test_missing_sound_is_bad_and_tells_of_which_recording(kind: str) -> None:
    audio = factories.audio(original_name="wawancara.wav")
    file = audio.file if kind == "master" else audio.renditions.get(kind=kind).file
    Path(file.path).unlink()
    found = health.sound_files()
    assert (found.verdict, "wawancara.wav" in found.text, bool(found.remedy)) == (Verdict.BAD, True, True)
