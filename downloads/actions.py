"""Every write to downloads: what was heard, the end of a day, and when nothing was measured."""

from __future__ import annotations

import logging
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, Min, Q
from django.utils import timezone

from downloads import keys
from downloads.counting import Stretch, joined, length
from downloads.listeners import place_of
from downloads.models import DailyDownloads, Listener, MeasuringGap, MeasuringProcess, OpenDay
from episodes.models import Episode

logger = logging.getLogger(__name__)

MOST_LISTENERS = 200_000  # rows a day, about 40 MB; a flood of invented listeners must not fill the disk
#: Of one episode, in one day, behind one address: enough for the apps and browsers of a family, an office, a class; and
#: half of disclosure.LEAST, so that no address makes a number public by itself. Who invents user agents gains no more.
MOST_OF_ONE_PLACE = 5
_AT_ONCE = 400  # places in one query; SQLite allows a thousand alternatives
BEAT = timedelta(seconds=10)  # between two writings of a process; what is lost at most when one is killed
SILENCE = timedelta(minutes=1)  # after which a process that says nothing is taken for dead
GRACE = timedelta(minutes=2)  # after midnight, for what is still on its way

Reason = MeasuringGap.Reason


@dataclass
class Heard:
    """What one listener asked for of one episode since the last writing. `needed` is in ms: see counting.Sound."""

    day: date
    episode: int
    needed: int
    stretches: list[Stretch] = field(default_factory=list)


@transaction.atomic
def keep(heard: Mapping[str, Heard], process: uuid.UUID) -> None:
    """Writes what was heard, by token, and that `process` is alive: all or nothing. Raises DatabaseError.

    What belongs to a day that was added up already, or to an episode that is gone, is left out.
    """
    _beat(process)
    if not heard:
        return
    known = set(Episode.objects.filter(pk__in={each.episode for each in heard.values()}).values_list("pk", flat=True))
    for day in sorted({each.day for each in heard.values()}):
        opened = _open(day)
        if opened is None:
            _gap(timezone.now() - BEAT, timezone.now(), Reason.NOT_WRITTEN)
            continue
        todays = {token: each for token, each in heard.items() if each.day == day and each.episode in known}
        _add(opened, todays)


def _open(day: date) -> OpenDay | None:
    """The row of a day; none is made any more once the day may have been added up."""
    if day >= first_open_day():
        return OpenDay.objects.get_or_create(day=day)[0]
    return OpenDay.objects.filter(day=day).first()


def _add(opened: OpenDay, heard: Mapping[str, Heard]) -> None:
    rows: dict[str, Listener] = Listener.objects.in_bulk(list(heard))
    new = _with_room([token for token in heard if token not in rows])
    room = max(0, MOST_LISTENERS - opened.listeners)
    for token in new[:room]:
        rows[token] = Listener(token=token, day=opened.day, episode_id=heard[token].episode)
    changed = [row for token, row in rows.items() if _joined(row, heard[token])]
    Listener.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["token"], update_fields=["asked", "counted"]
    )
    opened.listeners += min(len(new), room)
    if len(new) > room and opened.full_since is None:
        opened.full_since = timezone.now()
        logger.warning("too many listeners in one day; no more are counted until midnight")
    opened.save()


def _with_room(new: Sequence[str]) -> list[str]:
    """Those of these tokens who find room beside the others of their place: who comes first is counted."""
    taken = _listeners_at({place_of(token) for token in new})
    found = []
    for token in new:
        taken[place_of(token)] += 1
        if taken[place_of(token)] <= MOST_OF_ONE_PLACE:
            found.append(token)
    return found


def _listeners_at(places: Iterable[str]) -> Counter[str]:
    """How many rows each place has. Asks for ranges of the primary key, not for all rows of the day."""
    wanted, taken = sorted(places), Counter[str]()
    for start in range(0, len(wanted), _AT_ONCE):
        ranges = (Q(token__gte=each, token__lt=each + "g") for each in wanted[start : start + _AT_ONCE])
        found = Listener.objects.filter(Q(*ranges, _connector=Q.OR))
        taken.update(place_of(token) for token in found.values_list("token", flat=True))
    return taken


def _joined(row: Listener, heard: Heard) -> bool:
    """Adds what was heard to a row; returns whether that changed anything."""
    if row.counted:
        return False
    asked = joined([*map(tuple, row.asked), *heard.stretches])
    row.counted = length(asked) >= heard.needed
    row.asked = [] if row.counted else asked
    return True


def add_up() -> int:
    """Ends every day that is over: its key is destroyed at once, its numbers are kept, its tokens are deleted.

    Returns how many days were added up. May be called at any time, by any number of processes.
    """
    keys.destroy_before(timezone.localdate())
    ended = OpenDay.objects.filter(day__lt=first_open_day()).order_by("day")
    return sum(_add_up(day) for day in ended.values_list("day", flat=True))


def first_open_day() -> date:
    """The earliest day to which something may still be added."""
    return (timezone.localtime() - GRACE).date()


@transaction.atomic
def _add_up(day: date) -> bool:
    opened = OpenDay.objects.filter(day=day).first()
    if opened is None:
        return False
    counts = Listener.objects.filter(day=day, counted=True).values("episode").annotate(count=Count("token")).order_by()
    DailyDownloads.objects.bulk_create(
        [DailyDownloads(episode_id=row["episode"], day=day, count=row["count"]) for row in counts],
        ignore_conflicts=True,  # where a clock was set back, the first number stays
    )
    if opened.full_since:
        _gap(opened.full_since, _midnight_after(day), Reason.FLOOD)
    Listener.objects.filter(day=day).delete()
    opened.delete()
    return True


def _midnight_after(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), datetime.min.time()))


def _beat(process: uuid.UUID) -> None:
    """Notes that a process counts now; when it is the first for a while, the time before is a gap."""
    now = timezone.now()
    others = MeasuringProcess.objects.exclude(pk=process)
    mine = MeasuringProcess.objects.filter(pk=process).first()
    if mine is None:
        _arrive(now, others.order_by("-seen_at").first())
    elif now - mine.seen_at > SILENCE:
        _gap(mine.seen_at, now, Reason.NOT_WRITTEN)
    MeasuringProcess.objects.update_or_create(pk=process, defaults={"seen_at": now, "stopped": False})


def _arrive(now: datetime, latest: MeasuringProcess | None) -> None:
    if latest is None:
        if not (MeasuringGap.objects.exists() or DailyDownloads.objects.exists()):
            first = Episode.objects.aggregate(first=Min("first_published_at"))["first"]
            if first:
                _gap(first, now, Reason.NOT_YET)
        return
    if now - latest.seen_at > SILENCE:
        _gap(latest.seen_at, now, Reason.NOT_RUNNING)
        MeasuringProcess.objects.filter(seen_at__lte=latest.seen_at).update(stopped=True)  # the gap tells of its end


def stop_measuring(process: uuid.UUID) -> None:
    """Notes that a process ends in order, after its last writing."""
    MeasuringProcess.objects.filter(pk=process).update(stopped=True, seen_at=timezone.now())


@transaction.atomic
def bury() -> int:
    """Notes a gap for every process that was killed, and forgets all that have ended but the last one, which tells the
    next until when there was measuring. Returns how many were killed.
    """
    now, killed = timezone.now(), 0
    for process in MeasuringProcess.objects.filter(stopped=False, seen_at__lt=now - SILENCE):
        _gap(process.seen_at, process.seen_at + BEAT, Reason.KILLED)
        killed += MeasuringProcess.objects.filter(pk=process.pk).update(stopped=True)
    latest = MeasuringProcess.objects.order_by("-seen_at").first()
    if latest:
        MeasuringProcess.objects.filter(stopped=True).exclude(pk=latest.pk).delete()
    return killed


def note_gap(begins: datetime, ends: datetime, reason: MeasuringGap.Reason) -> None:
    """Notes that between these moments downloads may have gone uncounted."""
    with transaction.atomic():
        _gap(begins, ends, reason)


def _gap(begins: datetime, ends: datetime, reason: MeasuringGap.Reason) -> None:
    """One row for one cause: a gap that touches an earlier one of the same kind makes that one longer."""
    touching = MeasuringGap.objects.filter(reason=reason, begins__lte=ends, ends__gte=begins - SILENCE)
    spans: Iterable[tuple[datetime, datetime]] = touching.values_list("begins", "ends")
    found = [(begins, ends), *spans]
    touching.delete()
    MeasuringGap.objects.create(
        begins=min(begin for begin, _end in found), ends=max(end for _begin, end in found), reason=reason
    )


def by_the_clock() -> None:
    """What is due every minute, whether the site answers or not."""
    add_up()
    bury()
