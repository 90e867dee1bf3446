"""Judges what engines have found: which episode comes first, which moments of it are shown, which words are marked.

Pure, and the same for every engine: an episode is judged by how many of its passages fit, in the words that were typed,
in other forms of them, in other words for the same; a moment by the words that stand in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

from search import little, words
from search.document import Passage
from search.engines.protocol import Clause, Counts, Expression
from search.query import WEIGHTS, Kind, Query, Term

#: What it is worth that an episode says of itself what is looked for, in its title for instance, beside saying it once.
OWN = 2.0
WHOLE = 1.0  # a row that says the little words of the query as well, in any form
TOGETHER = 1.0  # two words of the query next to each other
MOMENTS = 3  # of an episode
NEAR = 20.0  # seconds within which two moments are one


@dataclass(frozen=True, slots=True)
class Tier:
    """A way to look for a whole query, and what it is worth."""

    weight: float
    expression: Expression


@dataclass(frozen=True, slots=True)
class Marked:
    """A passage with the ranges of its text, from the first sign to behind the last, that the query is said in."""

    passage: Passage
    marks: tuple[tuple[int, int], ...]
    score: float


def tiers(query: Query) -> list[Tier]:
    """All words of the query in one place: as typed, in other forms, in other words. Little words do not have to be
    said; if there are any, one tier more, the first, finds where they are.
    """
    excluded = tuple(term.of(Kind.SURFACE) for term in query.excluded)

    def together(clauses: tuple[Clause, ...], across: bool) -> Expression:
        return Expression(clauses, excluded, across=across)

    content = little.content(query.terms)
    found = _tiers(content, together)
    if len(content) == len(query.terms):
        return found
    whole = _tiers(query.terms, together)[-1].expression
    return [Tier(WHOLE, whole), *found]


def tiers_of_any(query: Query) -> list[Tier]:
    """Any word that the query is about."""
    excluded = tuple(term.of(Kind.SURFACE) for term in query.excluded)
    content = little.content(query.terms)
    return _tiers(content, lambda clauses, across: Expression(clauses, excluded, either=True, across=across))


def tiers_of_each(query: Query) -> list[list[Tier]]:
    """Each word that the query is about for itself."""
    excluded = tuple(term.of(Kind.SURFACE) for term in query.excluded)
    content = little.content(query.terms)
    return [_tiers([term], lambda clauses, across: Expression(clauses, excluded, across=across)) for term in content]


def _tiers(terms: Sequence[Term], expression: Callable[..., Expression]) -> list[Tier]:
    kinds: list[tuple[Kind, ...]] = [(Kind.SURFACE,), (Kind.SURFACE, Kind.STEM)]
    if any(term.of(Kind.SYNONYM) for term in terms):
        kinds.append(tuple(Kind))
    return [
        Tier(WEIGHTS[wanted[-1]], expression(tuple(term.of(*wanted) for term in terms), wanted != (Kind.SURFACE,)))
        for wanted in kinds
    ]


def scores(tiers: Sequence[Tier], found: Sequence[Counts]) -> dict[int, float]:
    """What each episode is worth in which any tier found something."""
    total: dict[int, float] = {}
    for tier, counts in zip(tiers, found, strict=True):
        for episode, (rows, own) in counts.episodes.items():
            worth = tier.weight * (log(1 + rows) + OWN * own)
            total[episode] = total.get(episode, 0.0) + worth
    return total


def scores_of_any(each: Sequence[Mapping[int, float]], all_episodes: int) -> dict[int, float]:
    """The same for episodes in which only some of the words are said, or all but far from each other.

    Rare words are worth more. Episodes with fewer than half of the words are left out; with one word more an episode
    comes before all that have one less.
    """
    rarity = [log(1 + all_episodes / max(1, len(scores))) for scores in each]
    most = max((max(scores.values(), default=0.0) for scores in each), default=0.0)
    step = 1 + most * sum(rarity)
    found: dict[int, float] = {}
    for episode in {episode for scores in each for episode in scores}:
        said = [scores[episode] * weight for scores, weight in zip(each, rarity, strict=True) if episode in scores]
        if 2 * len(said) >= len(each):
            found[episode] = len(said) * step + sum(said)
    return found


def ordered(scores: Mapping[int, float], places: Mapping[int, int]) -> list[int]:
    """The episodes, the best first; of equals the newest."""
    return sorted(scores, key=lambda episode: (-round(scores[episode], 9), -places.get(episode, 0)))


def best(passages: Iterable[Passage], terms: Sequence[Term], most: int = MOMENTS) -> tuple[Marked, ...]:
    """The best moments, of equals the earliest, in the order in which they are said. Passages in which no word is said
    that the query is about are none.
    """
    judged = [_judged(passage, terms) for passage in passages]
    judged.sort(key=lambda each: (-each.score, each.passage.start))
    chosen: list[Marked] = []
    for each in judged:
        near = any(abs(each.passage.start - other.passage.start) < NEAR for other in chosen)
        if each.marks and not near and len(chosen) < most:
            chosen.append(each)
    return tuple(sorted(chosen, key=lambda each: each.passage.start))


def _judged(passage: Passage, terms: Sequence[Term]) -> Marked:
    """What the passage says of the query: an engine found it, so if it says nothing, a phrase begins at its end."""
    found = marked(passage, terms)
    return found if found.marks else marked(passage, terms, goes_on=True)


def marked(passage: Passage, terms: Sequence[Term], *, goes_on: bool = False) -> Marked:
    """What the passage says of the query. Little words are marked, and count, only beside a word that it is about.

    `goes_on`: a phrase may begin at its end and go on in the next passage.
    """
    tokens = words.tokens(passage.text)
    surfaces, stems = [token.surface for token in tokens], [token.stem for token in tokens]
    score, about, beside = 0.0, set[int](), set[int]()
    content = little.content(terms)
    for term in terms:
        weight, found = _said(term, surfaces, stems, goes_on)
        if term in content:
            score += weight
            about |= found
        else:
            beside |= found
    places = about | _leading_to(about, beside, passage.text, tokens)
    score += TOGETHER * sum(1 for place in places if place + 1 in places)
    return Marked(passage, tuple(_ranges(passage.text, [tokens[place][2:] for place in sorted(places)])), score)


def marks(text: str, terms: Sequence[Term]) -> tuple[tuple[int, int], ...]:
    """The ranges of any text that the query is said in: a title, a summary."""
    return marked(Passage(0, 0.0, 0.0, "", text), terms).marks


def _said(term: Term, surfaces: Sequence[str], stems: Sequence[str], goes_on: bool) -> tuple[float, set[int]]:
    weight, places = 0.0, set()
    for way in term.ways:
        row, length = surfaces if way.kind is Kind.SURFACE else stems, len(way.tokens)
        if way.tokens[0] not in row:
            continue
        for start in range(len(row) if goes_on else len(row) - length + 1):
            said = tuple(row[start : start + length])
            if said == way.tokens[: len(said)]:
                weight = max(weight, way.weight)
                places |= set(range(start, start + len(said)))
    return weight, places


def _leading_to(about: set[int], beside: set[int], text: str, tokens: Sequence[words.Token]) -> set[int]:
    """The places of `beside` from which nothing but others of them and blanks lead to one of `about`."""
    found: set[int] = set()
    for place in about:
        before, after = place - 1, place + 1
        while before in beside and text[tokens[before].end : tokens[before + 1].start].isspace():
            found.add(before)
            before -= 1
        while after in beside and text[tokens[after - 1].end : tokens[after].start].isspace():
            found.add(after)
            after += 1
    return found


def _ranges(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans, with neighbours that nothing but blanks and signs keep apart as they were."""
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and text[found[-1][1] : start].isspace():
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found
