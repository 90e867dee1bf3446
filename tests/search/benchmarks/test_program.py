"""`manage.py benchmark search` on a few talks: it runs to its end and says what it measured."""

from __future__ import annotations

import io

import pytest

from search.benchmarks import program
from search.benchmarks.corpus import PASSAGES, VOCABULARY, WORDS, Corpus


def test_it_prints_what_it_measured() -> None:
    out = io.StringIO()
    program.run(["--passages", str(2 * PASSAGES)], out)
    said = out.getvalue()
    assert f"sqlite, {2 * PASSAGES} passages" in said
    for _name, text, _unit in program.FIGURES:
        assert f"| {text} | " in said


@pytest.mark.parametrize("engine", ["postgres", "elasticsearch"])
def test_a_server_has_to_be_named(engine: str) -> None:
    with pytest.raises(RuntimeError, match="--url"):
        program.run(["--engine", engine], io.StringIO())


def test_bars_stand_beside_figures_that_there_are() -> None:
    names = {name for name, _text, _unit in program.FIGURES}
    assert all(set(limits) <= names for limits in program.BARS.values())


def test_a_corpus_is_the_same_each_time_and_as_large_as_said() -> None:
    one, other = Corpus(1_000), Corpus(1_000)
    assert len(set(one.words)) == len(one.words) == VOCABULARY
    (_document, said), (_other, again) = next(one.documents()), next(other.documents())
    assert said == again
    assert len(said) == PASSAGES
    assert {len(passage.text.split()) for passage in said} == {WORDS}


def test_common_words_are_common_and_most_are_rare() -> None:
    corpus = Corpus(5_000)
    texts = [passage.text.lower() for _document, said in corpus.documents() for passage in said]
    share = sum("yang" in text.split() for text in texts) / len(texts)
    assert share > 0.15


def test_there_are_190_questions_of_five_kinds() -> None:
    kinds = Corpus(1_000).queries()
    assert {kind: len(texts) for kind, texts in kinds.items()} == {
        "domain": 36,
        "ordinary": 80,
        "pairs": 50,
        "phrases": 18,
        "common": 6,
    }
