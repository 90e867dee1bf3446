"""The worker process: takes messages from the database queue and ticks the schedule beside it."""

from __future__ import annotations

import logging
import threading
from types import FrameType

from django.db import close_old_connections, connection
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker as QueueWorker

from siniar.jobs import runner, schedule

logger = logging.getLogger(__name__)

TICK = 2.0  # seconds between two looks at the schedule
PATIENCE = 5.0  # seconds that the end waits for what the schedule has just begun


class Worker(QueueWorker):
    """django-tasks-db's worker, which additionally lets a running step go at the first signal instead of waiting for
    its end.
    """

    def __init__(self, *, batch: bool = False) -> None:
        super().__init__(
            queue_names=["*"],
            interval=0.5,
            batch=batch,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """At a signal: running steps stop at their next report of progress and go back to the queue."""
        runner.stop_requested.set()
        super().shutdown(signum, frame)

    def run(self) -> None:
        """Works until it is told to stop (or, as a batch, until nothing is left)."""
        ended = threading.Event()
        clock = threading.Thread(target=self._tick, args=[ended], name="schedule", daemon=True)
        clock.start()
        try:
            super().run()
        finally:
            ended.set()
            clock.join(PATIENCE)

    def _tick(self, ended: threading.Event) -> None:
        while self.running and not runner.stop_requested.is_set():
            try:
                schedule.tick()
            except Exception:
                logger.exception("the schedule could not be read")
            close_old_connections()
            if ended.wait(TICK):
                break
        connection.close()
