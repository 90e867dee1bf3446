"""Builds the feeds of a show anew, once, in a process that does nothing else, and prints as JSON what that took.

    python -m feeds.benchmarks.rebuilding SLUG

What is built first, for a show of a few episodes, is not counted: imports and first uses belong to no feed.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from feeds.benchmarks.installation import forget_peak, peak, resident

WARMING = "kecil"
"""The slug of the small show."""
SEVERAL = ("feed.xml", "feed.json", "hemat.xml", "netral.xml")
"""Documents that somebody has asked for, so that the job builds them."""


def main(slug: str) -> None:
    """`feed`: feed.xml as the job builds it after a change. `asked_for`: the same for a request that comes before the
    job. `gather`: reading the database alone, a part of both. `all`: several documents at once by the job. Times in ms
    of the processor, memory in bytes: the most that was held beyond what was held before.
    """
    import django

    django.setup()
    from episodes.models import Show
    from feeds import actions, documents, gathering, storage
    from feeds.documents import FEED

    def feed(show: Show) -> Callable[[], Any]:
        actions.present(show, FEED)
        show.stored_feeds.exclude(name=FEED.name).delete()  # of an earlier round
        actions.mark([show.pk])
        return lambda: actions.refresh(show)

    def asked_for(show: Show) -> Callable[[], Any]:
        actions.mark([show.pk])
        return lambda: actions.present(show, FEED)

    def everything(show: Show) -> Callable[[], Any]:
        for name in SEVERAL:
            if document := documents.named(name):
                actions.present(show, document)
        actions.mark([show.pk])
        return lambda: actions.refresh(show)

    small, show = (Show.objects.get(slug=each) for each in (WARMING, slug))
    feed(small)()
    figures = {"feed": _measured(feed(show)), "gather": _measured(lambda: gathering.gather(gathering.read(show.pk)))}
    built = actions.present(show, FEED)
    if built is None:
        raise SystemExit("there is no feed")
    figures["asked_for"] = _measured(asked_for(show))
    source = gathering.gather(gathering.read(show.pk))
    figures["feed"] |= {
        "episodes": len(source.items),
        "plain": storage.path(built.digest).stat().st_size,
        "packed": storage.path(built.digest, packed=True).stat().st_size,
    }
    del source
    figures["all"] = _measured(everything(show))
    figures["all"] |= {"documents": show.stored_feeds.count()}
    sys.stdout.write(json.dumps(figures) + "\n")


def _measured(work: Callable[[], Any]) -> dict[str, float]:
    gc.collect()
    forget_peak()
    held, cpu = resident(), time.process_time()
    with _counted() as queries:
        work()
    cpu = time.process_time() - cpu
    return {"cpu": 1000 * cpu, "queries": len(queries), "growth": peak() - held}


@contextmanager
def _counted() -> Iterator[list[str]]:
    """The statements that the block sends to the database."""
    from django.db import connection

    sent: list[str] = []

    def note(execute: Callable[..., Any], sql: str, *arguments: Any) -> Any:
        sent.append(sql)
        return execute(sql, *arguments)

    with connection.execute_wrapper(note):
        yield sent


if __name__ == "__main__":
    main(sys.argv[1])
