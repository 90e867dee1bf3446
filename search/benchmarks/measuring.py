"""Fills one engine with a corpus and asks it, in a process that does nothing else; prints as JSON what that took.

    python -m search.benchmarks.measuring ENGINE PASSAGES [URL]

Times in milliseconds of the clock. An answer is all that a page shows of words: episodes in order, counts of all
facets, ten episodes with up to three marked moments each (more than the top 20). Pages and their visibility are
Siniar's own tables and no engine's business.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from itertools import islice
from statistics import median, quantiles
from typing import Any

from search import document, facets, looking, query
from search.benchmarks.corpus import Corpus, facts_of
from search.engines.protocol import Engine, Entry
from search.facets import Facets, Facts
from search.language import glossary

BATCH = 20  # episodes that are stored at once
AGAIN = 15  # episodes that are stored again
WARMING = 3  # times that everything is asked before it counts: a server on Java compiles what it does often


def main(name: str, passages: str, url: str = "") -> None:
    corpus, engine = Corpus(int(passages)), _engine(name, url)
    index = engine.begin()
    facts: dict[int, Facts] = {}
    making = storing = 0.0
    count, rest = 0, corpus.documents()
    while batch := list(islice(rest, BATCH)):
        begun = time.perf_counter()
        entries = [_entry(each, said) for each, said in batch]
        middle = time.perf_counter()
        engine.put(index, entries)
        making, storing = making + middle - begun, storing + time.perf_counter() - middle
        count += sum(len(entry.rows) - 1 for entry in entries)
        facts |= {each.episode: facts_of(each) for each, _said in batch}
    engine.serve(index)
    figures = {
        "passages": count,
        "stored_per_second": count / storing,
        "made_and_stored_per_second": count / (making + storing),
        "again": median(_stored_again(engine, index, corpus)),
        **_asked(engine, corpus, facts),
    }
    sys.stdout.write(json.dumps(figures) + "\n")


def _engine(name: str, url: str) -> Any:
    if name == "elasticsearch":
        from search.engines.elasticsearch import ElasticsearchEngine

        return ElasticsearchEngine(url)
    if name == "postgres":
        from search.engines.postgres import PostgresEngine

        return PostgresEngine(url)
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", "search", verbosity=0)
    from search.engines.sqlite import SqliteEngine

    return SqliteEngine()


def _entry(each: document.SearchDocument, said: list[document.Passage]) -> Entry:
    return Entry(each.episode, each.place, each.fingerprint, tuple(document.rows(each, said)))


def _stored_again(engine: Engine, index: str, corpus: Corpus) -> list[float]:
    """Episodes all over the archive, each with another text: from passages to the last write."""
    numbers = [1 + place * (corpus.episodes - 1) // AGAIN for place in range(AGAIN)]
    return [_ms(partial(_again, engine, index, corpus, number, corpus.passages())) for number in numbers]


def _again(engine: Engine, index: str, corpus: Corpus, number: int, said: list[document.Passage]) -> None:
    engine.put(index, [_entry(corpus.document(number), said)])


def _asked(engine: Engine, corpus: Corpus, facts: Mapping[int, Facts]) -> dict[str, object]:
    kinds = corpus.queries()
    for texts in [*kinds.values()] * WARMING:
        for text in texts:
            _answer(engine, text, facts)
    gc.collect()
    gc.freeze()
    times = {
        kind: [median(_ms(partial(_answer, engine, text, facts)) for _round in range(3)) for text in texts]
        for kind, texts in kinds.items()
    }
    every = [each for found in times.values() for each in found]
    begun, cpu = time.perf_counter(), time.process_time()
    for texts in kinds.values():
        for text in texts:
            _answer(engine, text, facts)
    return {
        "queries": len(every),
        "p50": median(every),
        "p95": quantiles(every, n=20)[-1],
        "worst": max(every),
        "own_share": (time.process_time() - cpu) / (time.perf_counter() - begun),
        "by_kind": {kind: [median(found), max(found)] for kind, found in times.items()},
    }


def _answer(engine: Engine, text: str, facts: Mapping[int, Facts]) -> object:
    wanted, chosen = query.parse(text, glossary.expansions), Facets()
    found = looking.find(engine, wanted, facts, chosen)
    current = [facts[episode] for episode in found.scores]
    shown = looking.order(found, current, chosen)[: looking.PAGE]
    return facets.counted(current, chosen), looking.moments(engine, wanted, found, shown)


def _ms(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - begun)


if __name__ == "__main__":
    main(*sys.argv[1:])
