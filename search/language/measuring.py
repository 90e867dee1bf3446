"""What the language of the search is worth, in figures beside the bars that it is held to: families of words that must
join and words that must not, speed, typing mistakes, queries that tell of need. Pure; it prints nothing.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from feeds.benchmarks.bars import Bar
from search.indonesian import stem, uncached, words
from search.language.crisis import crisis
from search.language.glossary import GLOSSARY
from search.language.lexicon import DATA, lines
from search.language.spelling import Speller

_TOPICS = Path(__file__).parents[2] / "episodes" / "data" / "topics.json"
_MILLISECONDS = 1_000


@dataclass(frozen=True, slots=True)
class Family:
    """A search for `asked` must find each of `joined` and none of `apart`."""

    asked: str
    joined: tuple[str, ...]
    apart: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Joining:
    """How families fared. `lost` and `false` are pairs of what was asked and a word."""

    pairs: int
    lost: tuple[tuple[str, str], ...]
    apart: int
    false: tuple[tuple[str, str], ...]

    @property
    def share(self) -> float:
        """How many of a hundred pairs join."""
        return 100 * (1 - len(self.lost) / max(self.pairs, 1))


@dataclass(frozen=True, slots=True)
class Typing:
    """How typing mistakes fared: of `asked` so many were mended by the first suggestion (`first`) or one of three
    (`three`), and so many are found as queries of one word without a hit, mended or by their stem (`found`);
    `milliseconds` is how long 95 of a hundred suggestions took at most.
    """

    asked: int
    first: int
    three: int
    found: int
    milliseconds: float


def given_families() -> list[Family]:
    """data/word_families.json: the half of a list that was given; the other half is not in the project."""
    rows = json.loads((DATA / "word_families.json").read_text(encoding="utf-8"))["families"]
    return [Family(row["query"], tuple(row["must_match"]), tuple(row["must_not_match"])) for row in rows]


def own_families(name: str = "families.txt") -> list[Family]:
    """A file of `asked: joined … / apart …`."""
    found = []
    for line in lines(name):
        asked, _, rest = line.partition(":")
        joined, _, apart = rest.partition("/")
        found.append(Family(asked.strip(), tuple(joined.split()), tuple(apart.split())))
    return found


def joining(families: Iterable[Family]) -> Joining:
    """Which pairs have one stem, and which of those that must not."""
    families = list(families)
    pairs = [(family.asked, word) for family in families for word in family.joined]
    apart = [(family.asked, word) for family in families for word in family.apart]
    return Joining(
        len(pairs),
        tuple((one, other) for one, other in pairs if stem(one) != stem(other)),
        len(apart),
        tuple((one, other) for one, other in apart if stem(one) == stem(other)),
    )


def confused() -> Joining:
    """data/confusable.txt: pairs of words that look like one family and are not."""
    pairs = [tuple(line.split()) for line in lines("confusable.txt")]
    return joining(Family(one, (), (other,)) for one, other in pairs)


def words_per_second() -> float:
    """How many distinct words are stemmed in a second, each worked out anew."""
    distinct = sorted({word for family in own_families() for word in (family.asked, *family.joined, *family.apart)})
    uncached(distinct[0])
    begun = perf_counter()
    for word in distinct:
        uncached(word)
    return len(distinct) / (perf_counter() - begun)


def vocabulary() -> Counter[str]:
    """The words that this project brings along, with how often they occur: some ten thousand, most of them not of the
    field, so that there is enough to be confused with.
    """
    found: Counter[str] = Counter()
    for line in (*lines("roots.txt"), *lines("families.txt")):
        found.update(re.findall("[a-z]+", line))
    for path in (GLOSSARY, _TOPICS):
        for text in _texts(json.loads(path.read_text(encoding="utf-8"))):
            found.update(word.form for word in words(text) if word.form.isalpha())
    return found


def typing(speller: Speller) -> Typing:
    """data/misspelt.txt against a speller."""
    rows = (line.partition(":") for line in lines("misspelt.txt"))
    asked = [(wrong, right.strip()) for right, _, rest in rows for wrong in rest.split()]
    first = three = found = 0
    times = []
    for wrong, right in asked:
        begun = perf_counter()
        suggested = speller.suggest(wrong)
        times.append(perf_counter() - begun)
        first += suggested[:1] == (right,)
        three += right in suggested
        mended = speller.correct(wrong, forms=True)
        found += stem(mended.text if mended else wrong) == stem(right)
    return Typing(len(asked), first, three, found, _MILLISECONDS * sorted(times)[int(len(times) * 0.95)])


def asked() -> dict[str, list[str]]:
    """The queries of data/asked.txt by their headings."""
    found: dict[str, list[str]] = {}
    for line in lines("asked.txt"):
        heading, _, rest = line.partition(":")
        found.setdefault(heading, []).extend(query.strip() for query in rest.split("|"))
    return found


def with_card(queries: Sequence[str]) -> int:
    """How many of these queries show the card."""
    return sum(crisis(query) is not None for query in queries)


def bars() -> list[Bar]:
    """Everything that is measured here, beside what is asked for. Takes a second or two."""
    given, own, chats, blind, apart, typed = (
        joining(given_families()),
        joining(own_families()),
        joining(own_families("families_chat.txt")),
        joining(own_families("families_blind.txt")),
        confused(),
        typing(Speller(vocabulary())),
    )
    return [
        Bar("given word families: pairs that join", given.share, 98, "%", at_least=True),
        Bar("given word families: false joins", len(given.false), 2),
        Bar(f"own word families ({own.pairs} pairs): pairs that join", own.share, 95, "%", at_least=True),
        Bar(f"own word families ({own.apart} words apart): false joins", len(own.false), 5),
        Bar(f"families of chats ({chats.pairs} pairs): pairs that join", chats.share, 95, "%", at_least=True),
        Bar(f"families of chats ({chats.apart} words apart): false joins", len(chats.false), 2),
        Bar(f"pairs of somebody else ({blind.pairs}): pairs that join", blind.share, 95, "%", at_least=True),
        Bar(f"pairs of somebody else ({blind.apart} apart): false joins", len(blind.false), 2),
        Bar(f"words that look alike ({apart.apart} pairs): false joins", len(apart.false), apart.apart // 20),
        Bar("distinct words stemmed", words_per_second(), 25_000, "/s", at_least=True),
        Bar(
            f"typing mistakes ({typed.asked}): first suggestion",
            100 * typed.first / typed.asked,
            90,
            "%",
            at_least=True,
        ),
        Bar("typing mistakes: found as a query", 100 * typed.found / typed.asked, 90, "%", at_least=True),
        Bar("a suggestion, 95 of 100", typed.milliseconds, 2, "ms"),
    ]


def _texts(value: object) -> Iterator[str]:
    """All texts in what JSON gives."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
