"""A worker that is killed costs time, never a result: whatever the step and the moment, the episode ends the same."""

from __future__ import annotations

import signal
import uuid
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import Installation

# One process for all of them: what they share is made once.
pytestmark = pytest.mark.xdist_group("killing")
STEPS = ("measure", "encode", "tag", "transcribe")
PREPARE = """
from pathlib import Path
from episodes import actions, uploads
from episodes.models import AgeRating, Chapter, Show, Topic
path = Path({path!r})
audio = actions.receive(path, uploads.examine(path), path.name)
episode = actions.draft(Show.objects.get(), "Obrolan pagi", audio, topics=list(Topic.objects.filter(code="PENGASUHAN")))
episode.chapters.set([Chapter(start=0, title="Awal"), Chapter(start=9.5, title="Lanjutan")])
episode.save()
episode.save_revision()
actions.publish(episode)
"""


@pytest.fixture(scope="module")
def waiting(fresh: Installation, talk: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An installation with one published episode of which no step is done yet."""
    made = fresh.copy(tmp_path_factory.mktemp("waiting") / "data")
    result = made.manage("shell", "-v0", "-c", PREPARE.format(path=str(talk)))
    assert result.returncode == 0, result.stderr
    return made


@pytest.fixture(scope="module")
def undisturbed(waiting: Installation, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """The same, worked through without a kill."""
    made = waiting.copy(tmp_path_factory.mktemp("undisturbed") / "data")
    result = work(made)
    assert result.returncode == 0, result.stdout + result.stderr
    return made


def work(on: Installation, *kill: str) -> Any:
    (audio_id,) = on.rows("SELECT id FROM episodes_audiofile")[0]
    return on.run("-m", "tests.e2e.killing", str(uuid.UUID(audio_id)), *kill)


def outcome(of: Installation) -> dict[str, Any]:
    """All that listeners and editors get in the end, and every file that lies there."""
    return {
        "audio": of.rows("SELECT state, duration, measured, peaks, cautions FROM episodes_audiofile"),
        "renditions": of.rows(
            "SELECT kind, file, sha256, size, duration, integrated, true_peak, tags_hash, tags_neutral "
            "FROM episodes_rendition ORDER BY kind"
        ),
        "transcript": of.rows("SELECT state, language, engine, fingerprint FROM transcripts_transcript"),
        "segments": of.rows('SELECT start, "end", words, doubts FROM transcripts_segment ORDER BY start, id'),
        "windows left": of.rows("SELECT * FROM transcripts_transcribedwindow"),
        "jobs": of.rows(
            "SELECT step, state, progress FROM jobs_job "
            "WHERE state != 'replaced' AND subject NOT LIKE 'show-%' AND subject NOT LIKE 'search-%' ORDER BY step"
        ),
        "files": {
            str(path.relative_to(of.folder)): path.read_bytes()
            for name in ("masters", "renditions", "work")
            for path in (of.folder / name).rglob("*")
            if path.is_file()
        },
    }


def test_undisturbed_work_ends_with_everything_done(undisturbed: Installation) -> None:
    result = outcome(undisturbed)
    assert {state for _step, state, _progress in result["jobs"]} == {"done"}
    assert len(result["renditions"]) == 2
    assert len(result["segments"]) > 0
    assert len(result["files"]) == 4  # the master, its two renditions, the waveform for setting chapters


@pytest.mark.parametrize("step", STEPS)
def test_a_worker_killed_at_the_start_in_the_middle_and_at_the_end_of_a_step_changes_nothing(
    step: str, waiting: Installation, undisturbed: Installation, tmp_path: Path
) -> None:
    killed = waiting.copy(tmp_path / "data")
    for point in ("start", "middle", "end"):
        assert work(killed, step, point).returncode == -signal.SIGKILL, f"{step} did not reach its {point}"
    assert work(killed).returncode == 0
    assert outcome(killed) == outcome(undisturbed)


def test_a_killed_transcription_hears_no_stored_window_again(
    waiting: Installation, undisturbed: Installation, tmp_path: Path
) -> None:
    killed = waiting.copy(tmp_path / "data")
    assert work(killed, "transcribe", "middle").returncode == -signal.SIGKILL
    assert work(killed).returncode == 0
    once = (undisturbed.folder / "heard").read_text().split()
    assert len(once) > 2
    assert (killed.folder / "heard").read_text().split() == once
