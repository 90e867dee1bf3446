"""The same question gets the same episodes in the same order, whichever engine finds them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from search import document, looking, query
from search.benchmarks.corpus import Corpus, facts_of
from search.engines.protocol import Engine, Entry
from search.facets import Facets, Facts
from tests.search.oracle import Oracle

PASSAGES = 8_400
#: Asked as people ask: words beside those that matter.
QUESTIONS = (
    "apa itu kdrt",
    "kekerasan itu apa",
    "bagaimana cara melapor ke polisi",
    "siapa yang bisa membantu anak",
    "apa itu yang",
    "kenapa anak dan guru di sekolah",
)
QUERIES = 50 + len(QUESTIONS)
FIRST = 10


class Archive:
    """A corpus of talks, and an engine that is nothing but lists with it in it."""

    def __init__(self) -> None:
        corpus = Corpus(PASSAGES)
        made = list(corpus.documents())
        self.entries = [
            Entry(each.episode, each.place, each.fingerprint, tuple(document.rows(each, said))) for each, said in made
        ]
        self.facts = {each.episode: facts_of(each) for each, _said in made}
        kinds = corpus.queries()
        few = {"domain": 16, "ordinary": 12, "pairs": 12, "phrases": 6, "common": 4}
        self.queries = [text for kind, count in few.items() for text in kinds[kind][:count]]
        self.queries += QUESTIONS
        self.oracle = Oracle()
        self.oracle.put("", self.entries)


@pytest.fixture(scope="module")
def archive() -> Iterator[Archive]:
    yield Archive()


def first(engine: Engine, text: str, facts: dict[int, Facts]) -> list[int]:
    wanted = query.parse(text)
    found = looking.find(engine, wanted, facts, Facets())
    return looking.order(found, [facts[episode] for episode in found.scores], Facets())[:FIRST]


def moments(engine: Engine, text: str, facts: dict[int, Facts], shown: list[int]) -> dict[int, list[int]]:
    wanted = query.parse(text)
    found = looking.find(engine, wanted, facts, Facets())
    told = looking.moments(engine, wanted, found, shown)
    return {episode: [each.passage.number for each in best] for episode, best in told.items() if best}


def test_all_engines_answer_alike(engine: Engine, archive: Archive) -> None:
    index = engine.begin()
    engine.put(index, archive.entries)
    engine.serve(index)
    assert len(archive.queries) == QUERIES
    answered = 0
    for text in archive.queries:
        expected = first(archive.oracle, text, archive.facts)
        assert first(engine, text, archive.facts) == expected, text
        assert moments(engine, text, archive.facts, expected) == moments(
            archive.oracle, text, archive.facts, expected
        ), text
        answered += bool(expected)
    assert answered > QUERIES * 0.8
