"""Every write to the search: noting what changed, telling engines of it, making an index anew, repairing.

A mark for each engine is written in the transaction of a change, and goes when that engine knows of it; so a change is
known to be missing from the commit on, and a save waits for no engine. What an engine holds is compared by
fingerprints: whoever was killed is simply followed by somebody who does the rest. Who writes takes turns, and reads
within the turn what is true then.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from itertools import islice
from typing import NamedTuple

from django.db import transaction
from django.db.models import F, QuerySet

from episodes.models import Episode, Show
from search import choosing, gathering
from search.document import SearchDocument as Document
from search.engines.protocol import Engine, Entry, Unavailable
from search.models import SearchDocument, SearchEngine, SearchMark
from search.turns import turn
from siniar.jobs import pipeline, runner
from siniar.jobs.models import Job

logger = logging.getLogger(__name__)

BATCH = 20  # episodes that are given to an engine at once
EVERYTHING = "search-all"  # what the job on everything is called by


class Repaired(NamedTuple):
    """How many episodes were wrong, and which engines gave no answer."""

    episodes: int
    silent: Mapping[str, Unavailable]


Report = Callable[[float], None]
Read = Callable[[], tuple[list[Document], set[int]]]
Alone = Callable[[], AbstractContextManager[None]]


def subject(show_id: int) -> str:
    """What the job on the words of a show is called by."""
    return f"search-{show_id}"


@transaction.atomic
def mark(shows: Iterable[int]) -> None:
    """Says that engines may no longer know what these shows tell; to be called in the transaction of the change."""
    engines = {*SearchEngine.objects.values_list("name", flat=True), choosing.database().name}
    for show_id in shows:
        for name in engines:
            _mark(name, show_id)
        runner.start(pipeline.SEARCH_CHANGED, subject(show_id), "", again=True)


def _mark(engine: str, show_id: int) -> None:
    marks = SearchMark.objects.filter(engine=engine, show_id=show_id)
    if not marks.update(number=F("number") + 1):
        SearchMark.objects.get_or_create(engine=engine, show_id=show_id)


def _marks(marks: QuerySet[SearchMark]) -> list[tuple[int, int]]:
    return list(marks.values_list("pk", "number"))


@transaction.atomic
def _unmark(engine: Engine, marks: Iterable[tuple[int, int]]) -> None:
    """These are done; what changed meanwhile has raised the number. Marks for a server at another address stay."""
    if engine is choosing.database() or choosing.told(engine):
        for pk, number in marks:
            SearchMark.objects.filter(pk=pk, number=number).delete()


@transaction.atomic
def keep() -> None:
    """Has the chosen engine told of every change from now on, and the others no longer.

    Nobody knows what an engine missed that was not told for a while: everything is marked, so that it is compared.
    """
    engine, address = choosing.chosen(), choosing.address()
    SearchEngine.objects.exclude(name=engine.name, address=address).delete()
    SearchMark.objects.exclude(engine__in=[engine.name, choosing.database().name]).delete()
    if engine is not choosing.database() and not SearchEngine.objects.filter(name=engine.name).exists():
        SearchEngine.objects.create(name=engine.name, address=address)
        for show_id in Show.objects.values_list("pk", flat=True):
            _mark(engine.name, show_id)


def index_show(show_id: int, report: Report = lambda share: None) -> list[str]:
    """Tells all engines what a show tells now; returns the names of those that gave no answer."""
    silent = []
    for engine in choosing.kept():
        marks = _marks(SearchMark.objects.of(engine.name).filter(show_id=show_id))
        try:
            if engine.serving() is None:
                rebuild(engine, report)
            else:
                _bring_up(engine, _serving(engine), partial(_documents_of, show_id), report)
        except Unavailable as error:
            logger.warning("the search engine %s gives no answer: %s", engine.name, error)
            silent.append(engine.name)
            continue
        _unmark(engine, marks)
    return silent


def rebuild(engine: Engine, report: Report = lambda share: None) -> str:
    """Makes an index anew while the old one serves, and lets it serve once it is whole; returns its name.

    One that was begun and not finished is gone on with. What changed while it was made is told to it in the turn in
    which it begins to serve: until then jobs tell the old one alone. Raises Unavailable.
    """
    keep()
    index = engine.building() or engine.begin()
    _bring_up(engine, index, _all_documents, report)
    with turn(engine.name):
        marks = _marks(SearchMark.objects.of(engine.name))
        _bring_up(engine, index, _all_documents, lambda share: None, alone=nullcontext)
        engine.serve(index)
    _unmark(engine, marks)
    return index


def reconcile(report: Report = lambda share: None) -> Repaired:
    """Compares what engines hold with what is public, and repairs.

    Every change marks its show at once. This looks once an hour for what came by a way that nobody thought of, and for
    what an engine has lost; after an update of the program that makes other words of a text it makes all of them anew.
    """
    wrong, silent = 0, {}
    for engine in choosing.kept():
        try:
            if engine.serving() is None:
                rebuild(engine, report)
            else:
                wrong += _bring_up(engine, _serving(engine), _all_documents, report)
        except Unavailable as error:
            logger.warning("the search engine %s gives no answer: %s", engine.name, error)
            silent[engine.name] = error
    if wrong:
        logger.warning("the search had to be repaired: %d episodes", wrong)
    return Repaired(wrong, silent)


def reconcile_later() -> None:
    """Has a worker reconcile, which takes long after an update: the clock has other things to do."""
    runner.start(pipeline.SEARCH_CHANGED, EVERYTHING, "", again=True)


def by_the_clock() -> None:
    """Starts the jobs on shows that engines still do not know of, although nobody works on them any more."""
    keep()
    engines = {engine.name: engine for engine in choosing.kept()}
    waiting = SearchMark.objects.filter(engine__in=engines).values_list("engine", "show_id")
    alive: dict[str, bool] = {}
    for name, show_id in waiting:
        if name not in alive:
            alive[name] = engines[name].alive()
        jobs = Job.objects.filter(subject=subject(show_id))
        busy = jobs.filter(state=Job.State.RUNNING) | jobs.filter(state=Job.State.WAITING, attempts=0) | jobs.due()
        if alive[name] and not busy.exists():
            runner.start(pipeline.SEARCH_CHANGED, subject(show_id), "", again=True)


def _serving(engine: Engine) -> str:
    index = engine.serving()
    if index is None:
        raise Unavailable("no index serves")
    return index


def _documents_of(show_id: int) -> tuple[list[Document], set[int]]:
    """The documents of a show, and of which episodes nothing else may be stored: its own, and those that nobody has."""
    show = Show.objects.filter(pk=show_id).first()
    documents = gathering.documents(Episode.objects.child_of(show)) if show else []
    elsewhere = Episode.objects.not_child_of(show) if show else Episode.objects.all()
    return documents, set(elsewhere.values_list("pk", flat=True))


def _all_documents() -> tuple[list[Document], set[int]]:
    return gathering.documents(Episode.objects.all()), set()


def _bring_up(engine: Engine, index: str, read: Read, report: Report, alone: Alone | None = None) -> int:
    """Makes an index equal to the documents that `read` gives, leaving others alone; returns how many it had otherwise.

    Each batch is read once more in the turn in which it is stored.
    """
    alone = alone or partial(turn, engine.name)
    with alone():
        documents, others = read()
        stored = engine.contents(index)
        wanted = {document.episode for document in documents}
        changed = [each for each in documents if stored.get(each.episode) != each.fingerprint]
        gone = stored.keys() - wanted - others
        _forget(engine, index, gone | _facts_without(wanted, others, engine))
        _keep_facts(engine, [each for each in documents if stored.get(each.episode) == each.fingerprint])
    changed.sort(key=lambda document: -document.place)  # listeners ask for what is new
    done = 0
    for batch in _batches(changed):
        with alone():
            _store(engine, index, batch)
        done += len(batch)
        report(done / len(changed))
    return len(gone) + len(changed)


def _store(engine: Engine, index: str, batch: Sequence[Document]) -> None:
    """Stores what these episodes tell now; of those that tell nothing any more, or cannot be read, nothing is left."""
    episodes = {document.episode for document in batch}
    entries = [*_entries(gathering.documents(Episode.objects.filter(pk__in=episodes)))]
    _forget(engine, index, episodes - {document.episode for document, _entry in entries})
    engine.put(index, [entry for _document, entry in entries])
    _keep_facts(engine, [document for document, _entry in entries])


def _entries(documents: Iterable[Document]) -> Iterator[tuple[Document, Entry]]:
    """What is stored of each; one that cannot be read is left out and told, the rest stands."""
    for document in documents:
        try:
            yield document, gathering.entry(document)
        except Exception:
            logger.exception("episode %s cannot be made findable", document.episode)


def _forget(engine: Engine, index: str, episodes: set[int]) -> None:
    if episodes:
        engine.remove(index, episodes)
        if engine is choosing.database():
            SearchDocument.objects.filter(pk__in=episodes).delete()


def _facts_without(wanted: set[int], others: set[int], engine: Engine) -> set[int]:
    """Episodes of which there are facts and no document."""
    if engine is not choosing.database():
        return set()
    return set(SearchDocument.objects.values_list("pk", flat=True)) - wanted - others


def _keep_facts(engine: Engine, documents: Sequence[Document]) -> None:
    if engine is not choosing.database():
        return
    known = dict(SearchDocument.objects.values_list("pk", "fingerprint"))
    changed = [document for document in documents if known.get(document.episode) != document.fingerprint]
    serial = time.time_ns()
    SearchDocument.objects.bulk_create(
        [_facts(document, serial) for document in changed],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["episode_id"],
        update_fields=[field.name for field in SearchDocument._meta.fields if not field.primary_key],
    )


def _facts(document: Document, serial: int) -> SearchDocument:
    return SearchDocument(
        episode_id=document.episode,
        show_id=document.show,
        fingerprint=document.fingerprint,
        serial=serial,
        place=document.place,
        until=document.until,
        topics=list(document.topics),
        people=list(document.people),
        year=document.year,
        age=document.age,
        seconds=document.seconds,
        language=document.language,
    )


def _batches(documents: Sequence[Document]) -> Iterator[list[Document]]:
    rest = iter(documents)
    while batch := list(islice(rest, BATCH)):
        yield batch
