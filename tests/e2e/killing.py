"""Runs the jobs of one recording in a process of its own, and lets the system kill it (SIGKILL) at a named point.

    python -m tests.e2e.killing AUDIO_ID [STEP POINT]

POINT is `start` (the step was claimed), `middle` (it has reported progress, or half of its windows are stored) or
`end` (all is written, but the job is not marked done). Without STEP it runs to the end. Windows of transcription are
made short, leases too, so that several of both fit into a test; each window that is heard leaves a line in the file
`heard`.
"""

from __future__ import annotations

import functools
import os
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

WINDOW = 6.0  # seconds


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main(audio_id: str, step: str = "", point: str = "") -> None:
    import django

    django.setup()
    from django.conf import settings

    from siniar.jobs import pipeline, runner
    from siniar.jobs.watching import follow
    from transcripts import steps as transcription

    runner.LEASE = timedelta(seconds=2)
    runner.HEARTBEAT = 0.5
    transcription.windows = functools.partial(transcription.windows, target_seconds=WINDOW)
    keep_window = transcription.actions.keep_window

    def keep_and_note(audio: Any, fingerprint: str, window: Any, heard: Any) -> None:
        keep_window(audio, fingerprint, window, heard)
        with (settings.DATA_DIR / "heard").open("a") as file:
            file.write(f"{window.index}\n")
        if (step, point, window.index) == ("transcribe", "middle", 1):
            die()

    transcription.actions.keep_window = keep_and_note
    if step:
        load = pipeline.Step.load
        pipeline.Step.load = lambda self: deadly(load(self), point) if self.name == step else load(self)
    failed = follow(audio_id, sys.stdout)
    sys.exit(1 if failed else 0)


def deadly(function: Callable[..., Any], point: str) -> Callable[..., Any]:
    """The step's function, with death at the point."""

    def run(subject: str, progress: Callable[[float], None]) -> Any:
        if point == "start":
            die()

        def report(share: float) -> None:
            progress(share)
            if point == "middle" and share > 0.2 and function.__name__ != "transcribe":
                die()

        report.should_make_room = progress.should_make_room  # type: ignore[attr-defined]
        report.confirm = progress.confirm  # type: ignore[attr-defined]
        result = function(subject, report)
        if point == "end":
            die()
        return result

    return run


if __name__ == "__main__":
    main(*sys.argv[1:])
