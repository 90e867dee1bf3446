"""Counts in the memory of a web process what the help page did, and writes sums in a thread of its own.

No request asks the database for it, waits for it or fails by it. Neither address nor user agent nor time of day is
kept, not even in memory: nobody who seeks help is told apart from anybody else, so one person may count many times.
"""

from __future__ import annotations

import atexit
import logging
import os
import threading
from collections import Counter
from datetime import date, timedelta

from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from downloads.machines import is_machine
from reporting.counting import actions
from reporting.counting.actions import Happened, Reason
from reporting.models import Entry, Outcome

logger = logging.getLogger(__name__)

BEAT = timedelta(seconds=10)  # between two writings; what is lost at most when a process is killed
PATIENCE = 5.0  # seconds that the end waits for a writing that has begun
#: Of one outcome in one process. More than three school halls at once, and too few for a program to ruin a year.
MOST_AN_HOUR = 600
MOST_WAITING = 5_000  # kinds of things in memory while nothing can be written, about 2 MB
LONGEST_AGENT = 400  # characters of a user agent that are looked at


class Recorder:
    """Collects what this process did, and writes it every few seconds. Counts only between `start` and `stop`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: Counter[Happened] = Counter()
        self._uncounted: set[tuple[date, Reason]] = set()
        self._hour: tuple[date, int] | None = None
        self._this_hour: Counter[Outcome] = Counter()
        self._ended = threading.Event()
        self._pid = 0
        self._thread: threading.Thread | None = None

    @property
    def running(self) -> bool:
        return self._thread is not None

    def start(self) -> None:
        """Begins to count. Called by the web server's entry; commands, workers and tests do not count."""
        self._pid = os.getpid()
        self._ended = threading.Event()
        atexit.register(self.stop)
        self._thread = threading.Thread(target=self._write_on, args=[self._ended], name="help counts", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Writes what is left."""
        thread, self._thread = self._thread, None
        self._ended.set()
        atexit.unregister(self.stop)
        if thread is None or self._pid != os.getpid():
            return
        thread.join(PATIENCE)
        self.write()

    def add(self, outcome: Outcome, *, topic: str = "", entry: str = "", region: str = "") -> None:
        """Notes that this happened now."""
        now = timezone.localtime()
        happened = Happened(now.date(), outcome, topic, entry, region)
        with self._lock:
            if self._thread and self._pid != os.getpid():  # a fork has no threads, and its parent writes what it had
                self._waiting.clear()
                self.start()
            if refused := self._refused(happened, now.hour):
                self._uncounted.add((happened.day, refused))
                return
            self._waiting[happened] += 1

    def _refused(self, happened: Happened, hour: int) -> Reason | None:
        """Why there is no room for one more, if so."""
        if self._hour != (happened.day, hour):
            self._hour = happened.day, hour
            self._this_hour.clear()
        if happened not in self._waiting and len(self._waiting) >= MOST_WAITING:
            return Reason.NOT_WRITTEN
        self._this_hour[happened.outcome] += 1
        return Reason.FLOOD if self._this_hour[happened.outcome] > MOST_AN_HOUR else None

    def write(self) -> bool:
        """Writes what waits, if anything does. Returns whether that worked; if not, it waits for the next time."""
        with self._lock:
            counts, self._waiting = self._waiting, Counter()
            uncounted, self._uncounted = self._uncounted, set()
        if not (counts or uncounted):
            return True
        try:
            actions.keep(counts, uncounted)
        except Exception as error:
            logger.warning("counts of the help page could not be written (%s); tried again soon", type(error).__name__)
            with self._lock:
                self._waiting.update(counts)
                self._uncounted |= uncounted
            return False
        return True

    def _write_on(self, ended: threading.Event) -> None:
        while not ended.wait(BEAT.total_seconds()):
            self.write()
            connection.close()  # idle for seconds; an open one would keep the database's log from being emptied


recorder = Recorder()


def count(outcome: Outcome, *, topic: str = "", entry: str = "", region: str = "") -> None:
    """Counts one thing that the server did, where this process counts. Codes are checked when they are written."""
    if recorder.running:
        recorder.add(outcome, topic=topic, entry=entry, region=region)


def count_page(
    request: HttpRequest, *, topic: str = "", entry: str = Entry.WEB, region: str = "", down: bool = False
) -> None:
    """Counts what the help page answers: that it is opened (GET), and while the reporting module was down; or that a
    `region` was chosen on it (POST). Programs and what a browser fetches ahead do not count; their names are looked at
    and forgotten.
    """
    if not recorder.running or request.headers.get("Sec-Purpose", "").startswith("prefetch"):
        return
    if request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":  # a worker keeps the page ready
        return
    if is_machine(request.headers.get("User-Agent", "")[:LONGEST_AGENT]):
        return
    if request.method == "POST" and region:
        count(Outcome.REGION, topic=topic, entry=entry, region=region)
    if request.method != "GET":
        return
    count(Outcome.OPENED, topic=topic, entry=entry)
    if down:
        count(Outcome.DOWN, topic=topic, entry=entry)
