"""Which root an Indonesian word is made from: confix stripping over a list of roots, and a careful guess where the root
is on no list. Pure; the words come in normalised, the lists from `search.language.lexicon`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from search.language.affixes import SECOND, UNHEARD, without_endings, without_prefix
from search.language.guessing import guess

_NEVER = 1_000
#: ke-…-an and pe-…-an are one affix in two parts; a root that itself ends in -an is the less likely reading.
_IN_TWO_PARTS = {("ke", "an"): -5, ("pe", "an"): -5}
_HALF_LEFT_OFF = 16
_SELDOM_ALONE = {"ke": 10, "se": 3}
_SHORTEST = 3  # letters of a root that is found behind a prefix


@dataclass(frozen=True)
class Stemmer:
    """`roots` gives each known root, each spoken spelling of one, and each word that no rule reads rightly the stem
    that stands for it; `alone` does so for short words that take no affixes.
    """

    roots: Mapping[str, str]
    alone: Mapping[str, str] = field(default_factory=dict)

    def stem(self, word: str) -> str:
        """The stem of a normalised word without hyphens. Never empty for a word that is not."""
        return self.known(word) or guess(word)

    def known(self, word: str) -> str:
        """The stem, if the word is made from a known root; else nothing. Of several readings the one with the fewest
        and likeliest affixes counts, of equals the first that the tables name.
        """
        return self.alone.get(word) or self.roots.get(word) or self.derived(word)

    def derived(self, word: str) -> str:
        """The same without asking whether the word is a root itself."""
        best, lowest = "", _NEVER
        for base, suffix, cost in without_endings(word):
            if cost >= lowest:
                continue
            root = self.roots.get(base) if base != word else None
            if root:
                best, lowest = root, cost
            else:
                found, total = self._unprefixed(base, suffix, cost, lowest)
                if found:
                    best, lowest = found, total
        return best

    def _unprefixed(self, base: str, suffix: str, cost: int, lowest: int) -> tuple[str, int]:
        """The best root of `base` behind one or two prefixes that cost less than `lowest`, and what it costs."""
        best, behind = "", []
        for rest, kind, more in without_prefix(base):
            total = cost + more + _joint(kind, suffix, base)
            if total >= lowest or (kind, suffix) in UNHEARD or len(rest) < _SHORTEST:
                continue
            root = self.roots.get(rest)
            if root:
                best, lowest = root, total
            else:
                behind.append((rest, kind, total))
        for rest, first, total in behind:
            allowed = SECOND[first]
            for inner, kind, more in without_prefix(rest):
                if total + more < lowest and kind in allowed and len(inner) >= _SHORTEST and inner in self.roots:
                    best, lowest = self.roots[inner], total + more
        return best, lowest


def _joint(prefix: str, suffix: str, base: str) -> int:
    """What a prefix gains or loses by the suffix that goes with it, or by the lack of one."""
    if suffix:
        return _IN_TWO_PARTS.get((prefix, suffix), 0)
    more = _HALF_LEFT_OFF if prefix in ("ke", "pe") and base.endswith("an") else 0
    return more + _SELDOM_ALONE.get(prefix, 0)
