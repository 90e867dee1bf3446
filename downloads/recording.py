"""Hears of every piece of sound that is sent, and writes in a thread of its own what counts; no reply waits for it.

Addresses and user agents are turned into tokens at once and go nowhere else: not into memory, rows or the log.
"""

from __future__ import annotations

import atexit
import logging
import os
import threading
import uuid
from collections import Counter
from contextlib import suppress
from datetime import date, datetime

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest
from django.utils import timezone

from downloads import actions, keys
from downloads.actions import BEAT, MOST_OF_ONE_PLACE, Heard
from downloads.counting import Sound, joined
from downloads.listeners import place_of, token
from downloads.machines import is_machine
from downloads.models import MeasuringGap
from episodes.models import Episode, Rendition

logger = logging.getLogger(__name__)

MOST_WAITING = 20_000  # listeners in memory, about 10 MB, while nothing can be written
MOST_WAITING_AT_ONE_PLACE = 4 * MOST_OF_ONE_PLACE  # nobody takes up the room of all others with invented user agents
PATIENCE = 5.0  # seconds that the end waits for a writing that has begun
LONGEST_AGENT = 400  # characters of a user agent that are looked at


class Recorder:
    """Collects what this process sends out, and writes it every few seconds. Counts only between `start` and `stop`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[str, Heard] = {}
        self._places: Counter[str] = Counter()  # how many of those who wait are where
        self._lost_since: datetime | None = None
        self._key: tuple[date, bytes] | None = None
        self._ended = threading.Event()
        self._process: uuid.UUID | None = None
        self._pid = 0
        self._thread: threading.Thread | None = None

    @property
    def running(self) -> bool:
        return self._process is not None

    def start(self) -> None:
        """Begins to count. Called by the web server's entry; commands, workers and tests do not count."""
        self._process, self._pid = uuid.uuid4(), os.getpid()
        self._ended.clear()
        atexit.register(self.stop)
        self._thread = threading.Thread(target=self._write_on, args=[self._process], name="downloads", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Writes what is left and says that this process ends in order."""
        process, self._process = self._process, None
        self._ended.set()
        atexit.unregister(self.stop)
        if process is None or self._thread is None or self._pid != os.getpid():
            return
        self._thread.join(PATIENCE)
        if self.write(process):
            with suppress(DatabaseError):  # then it counts as killed
                actions.stop_measuring(process)

    def hear(self, request: HttpRequest, episode: Episode, rendition: Rendition, first: int, last: int) -> None:
        """Notes that bytes `first` to `last` of a rendition were asked for. Asks no database, writes no row."""
        if request.method != "GET" or request.headers.get("Sec-Purpose", "").startswith("prefetch"):
            return
        sound = Sound(rendition.size, rendition.duration, rendition.bitrate)
        stretch = sound.stretch(first, last)
        agent = request.headers.get("User-Agent", "")[:LONGEST_AGENT]
        if stretch is None or is_machine(agent):
            return
        day = timezone.localdate()
        try:
            key = self._key_of(day)
        except OSError:  # no disk space to make one
            self._lost_since = self._lost_since or timezone.now()
            return
        listener = token(key, client_address(request), agent, str(episode.guid))
        self._add(listener, Heard(day, episode.pk, sound.needed, [stretch]))

    def _add(self, listener: str, heard: Heard) -> None:
        with self._lock:
            if self._process and self._pid != os.getpid():  # a fork has no threads
                self._take()
                self.start()
            if listener not in self._waiting:
                if not self._has_room(place_of(listener)):
                    return
                self._places[place_of(listener)] += 1
            earlier = self._waiting.setdefault(listener, heard)
            if earlier is not heard:
                earlier.stretches = list(joined([*earlier.stretches, *heard.stretches]))

    def _has_room(self, place: str) -> bool:
        """Whether one more may wait. A full memory is a gap; that a place has taken all of its own is none."""
        if self._places[place] >= MOST_WAITING_AT_ONE_PLACE:
            return False
        if len(self._waiting) < MOST_WAITING:
            return True
        self._lost_since = self._lost_since or timezone.now()
        return False

    def _take(self) -> dict[str, Heard]:
        """All who wait; nobody waits any more."""
        taken, self._waiting, self._places = self._waiting, {}, Counter()
        return taken

    def write(self, process: uuid.UUID) -> bool:
        """Writes what waits. Returns whether that worked; if not, it waits for the next time."""
        with self._lock:
            batch = self._take()
            lost_since, self._lost_since = self._lost_since, None
        try:
            actions.keep(batch, process)
            if lost_since:
                actions.note_gap(lost_since, timezone.now(), MeasuringGap.Reason.NOT_WRITTEN)
        except Exception as error:
            logger.warning("downloads could not be written (%s); tried again soon", type(error).__name__)
            self._put_back(batch, lost_since)
            return False
        return True

    def _put_back(self, batch: dict[str, Heard], lost_since: datetime | None) -> None:
        with self._lock:
            self._lost_since = lost_since or self._lost_since
            newer = self._take()
        for listener, heard in [*batch.items(), *newer.items()]:
            self._add(listener, heard)

    def _key_of(self, day: date) -> bytes:
        known = self._key
        if known is None or known[0] != day:
            known = self._key = day, keys.key_of(day)
        return known[1]

    def forget_old_key(self) -> None:
        """Forgets yesterday's key as soon as there is a today, and destroys its file, should no worker do so."""
        today = timezone.localdate()
        if self._key and self._key[0] != today:
            self._key = None
            with suppress(OSError):  # the clock tries again
                keys.destroy_before(today)

    def _write_on(self, process: uuid.UUID) -> None:
        while True:
            self.forget_old_key()
            self.write(process)
            connection.close()  # idle for seconds; an open one would keep the database's log from being emptied
            if self._ended.wait(BEAT.total_seconds()):
                return


def client_address(request: HttpRequest) -> str:
    """The address that the connection comes from, or what a trusted proxy says of it in the header that is set.

    Of several the last counts: those before it were sent by the client, who may write what it likes.
    """
    header = settings.CONFIG.client_address_header
    told = request.headers.get(header, "").rpartition(",")[2].strip() if header else ""
    return told or str(request.META.get("REMOTE_ADDR", ""))


recorder = Recorder()
