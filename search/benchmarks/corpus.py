"""A corpus of any size, the same each time: a chain of words in which common words are as common as in real speech.

Learnt from the Indonesian texts that Siniar brings along (glossary, topics, demo scripts): which words there are at the
top, and which follows which. Below them stand made-up words with real beginnings and endings, down to 85,000 that are
said once in a while, so that lists of places are as long and as many as in an archive of talks. 12 words a passage, 420
passages an episode: half an hour.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np

from search.document import Passage, SearchDocument
from search.facets import Facts, Length
from siniar.config import ROOT

WORDS, PASSAGES = 12, 420
VOCABULARY = 85_000
DOMAIN = 0.025  # share of passages that speak of the domain
FOLLOWS = 0.5  # share of words that are the one that follows
_SOURCES = ("transcripts/data/glossary.json", "episodes/data/topics.json", "episodes/data/content_warnings.json")
_SYLLABLES = [first + second for first in "bcdghjklmnprstwy" for second in "aiueo"]
_FORMS = ("{}", "{}", "{}", "me{}", "di{}", "ber{}", "ter{}", "{}an", "{}kan", "{}i", "{}nya", "pe{}an", "ke{}an")
COMMON = ("yang", "dan", "di", "itu", "untuk", "dengan")
BEGUN = datetime(2015, 1, 5, tzinfo=UTC)


class Corpus:
    """Documents and passages by number, the oldest first."""

    def __init__(self, passages: int, seed: int = 7) -> None:
        self.episodes = max(1, passages // PASSAGES)
        self._random = np.random.default_rng(seed)
        said = _said()
        self.words = _vocabulary(said, self._random)
        self._domain = _domain()
        ranks = np.arange(1, len(self.words) + 1)
        weights = 1 / (ranks + 2.7) ** 1.05  # Zipf and Mandelbrot
        self._cumulated = np.cumsum(weights / weights.sum())
        self._next = _successors(said, self.words)

    def documents(self) -> Iterator[tuple[SearchDocument, list[Passage]]]:
        """All of them, made as they are asked for."""
        for number in range(1, self.episodes + 1):
            yield self.document(number), self.passages()

    def document(self, number: int) -> SearchDocument:
        """An episode each day, of one of ten shows."""
        return SearchDocument(
            episode=number,
            show=number % 10,
            published=BEGUN + timedelta(days=number),
            until=None,
            about=f"Obrolan {number} {self.words[number % 500]}",
            topics=(f"T{number % 33}", f"T{number * 7 % 33}"),
            people=(number % 40, number * 3 % 40),
            age=("SU", "R13", "D17")[number % 3],
            seconds=(600.0, 1_800.0, 3_000.0)[number % 3],
            language="id",
            version=number,
            fingerprint=f"{number}",
        )

    def passages(self) -> list[Passage]:
        """Those of the next episode."""
        count = PASSAGES
        words = self._drawn(count)
        rows = [words]
        for _place in range(WORDS - 1):
            fresh = self._drawn(count)
            choice = self._random.integers(0, self._next.shape[1], count)
            following = self._next[rows[-1], choice]
            keep = (following >= 0) & (self._random.random(count) < FOLLOWS)
            rows.append(np.where(keep, following, fresh))
        lines = np.stack(rows, axis=1)
        texts = [" ".join(self.words[word] for word in line) for line in lines.tolist()]
        for place in np.flatnonzero(self._random.random(count) < DOMAIN).tolist():
            phrase = self._domain[int(self._random.integers(len(self._domain)))]
            texts[place] = " ".join([phrase, *texts[place].split()[: WORDS - len(phrase.split())]])
        return [
            Passage(place + 1, 4.3 * place, 4.3 * place + 4, "", f"{text.capitalize()}.")
            for place, text in enumerate(texts)
        ]

    def queries(self, seed: int = 11) -> dict[str, list[str]]:
        """190 queries by kind: words of the domain, ordinary ones, pairs, phrases, very common words."""
        random = np.random.default_rng(seed)
        ordinary = [self.words[int(rank)] for rank in 10 ** random.uniform(1.3, 4.3, 80)]
        domain = sorted({word for phrase in self._domain for word in phrase.split() if len(word) > 5})
        pairs = [f"{self._domain[int(random.integers(len(self._domain)))].split()[0]} {word}" for word in ordinary[:25]]
        pairs += [f"{first} {second}" for first, second in zip(ordinary[::2], self.words[30:55], strict=False)]
        phrases = [phrase for phrase in self._domain if 2 <= len(phrase.split()) <= 4]
        return {
            "domain": [domain[int(place)] for place in random.integers(0, len(domain), 36)],
            "ordinary": ordinary,
            "pairs": pairs[:50],
            "phrases": [f'"{phrases[int(place)]}"' for place in random.integers(0, len(phrases), 18)],
            "common": list(COMMON),
        }

    def _drawn(self, count: int) -> np.ndarray:
        return np.minimum(np.searchsorted(self._cumulated, self._random.random(count)), len(self.words) - 1)


def facts_of(document: SearchDocument) -> Facts:
    """What is known of a document beside its words."""
    return Facts(
        document.episode,
        document.place,
        document.until,
        document.fingerprint,
        document.show,
        document.topics,
        document.people,
        document.year,
        document.age,
        Length.of(document.seconds),
        document.language,
    )


def _said() -> list[list[str]]:
    """Sentences of the texts that Siniar brings along."""
    files = [ROOT / name for name in _SOURCES] + sorted((ROOT / "demo/scripts").glob("*.json"))
    return [
        re.findall(r"[a-z]{2,}", text.lower())
        for file in files
        for text in _texts(json.loads(file.read_text()))
        if " " in text
    ]


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)


def _vocabulary(said: list[list[str]], random: np.random.Generator) -> list[str]:
    counts = Counter(word for sentence in said for word in sentence)
    top = [*COMMON, *(word for word, _count in counts.most_common() if word not in COMMON)]
    known = set(top)
    while len(top) < VOCABULARY:
        root = "".join(random.choice(_SYLLABLES, int(random.integers(2, 4))))
        word = _FORMS[int(random.integers(len(_FORMS)))].format(root)
        if word not in known:
            known.add(word)
            top.append(word)
    return top


def _successors(said: list[list[str]], words: list[str], most: int = 16) -> np.ndarray:
    """For each word up to `most` that follow it, as often as they do; -1 where nothing does."""
    places = {word: place for place, word in enumerate(words)}
    following: dict[int, list[int]] = defaultdict(list)
    for sentence in said:
        for word, after in pairwise(sentence):
            following[places[word]].append(places[after])
    table = np.full((len(words), most), -1, dtype=np.int64)
    for place, those in following.items():
        table[place] = [those[number * len(those) // most] for number in range(most)]
    return table


def _domain() -> list[str]:
    """What is said of the domain: terms, their variants, and how people ask."""
    terms = json.loads((ROOT / _SOURCES[0]).read_text())["terms"]
    found = {
        " ".join(re.findall(r"[a-z]+", text.lower()))
        for term in terms
        for text in (term["term"], *term.get("variants", ()), *term.get("lay_queries", ()))
    }
    return sorted(text for text in found if text and len(text.split()) <= 5)
