"""Which root an Indonesian word is made from: confix stripping over a list of roots, and a careful guess where the root
is on no list. Pure; the words come in normalised (`search.normalising`), the lists from `search.lexicon`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from search.affixes import UNHEARD, VOWELS, without_endings, without_prefix

_NEVER = 99


@dataclass(frozen=True)
class Stemmer:
    """`roots` gives each known root (and each spoken spelling of one) the stem that stands for it; `whole` gives words
    that no rule reads rightly their stem.
    """

    roots: Mapping[str, str]
    whole: Mapping[str, str] = field(default_factory=dict)

    def stem(self, word: str) -> str:
        """The stem of a normalised word without hyphens. Never empty for a word that is not."""
        return self.known(word) or guess(word)

    def known(self, word: str) -> str:
        """The stem, if the word is made from a known root; else nothing. Of several readings the one with the fewest
        and likeliest affixes counts, of equals the first that the tables name.
        """
        found = self.whole.get(word) or self.roots.get(word)
        return found or self._stripped(word)

    def _stripped(self, word: str) -> str:
        roots, best, lowest = self.roots, "", _NEVER
        for base, suffix, cost in without_endings(word):
            if cost >= lowest:
                continue
            root, found = (self.whole.get(base) or roots.get(base), cost) if base != word else (None, 0)
            if root is None:
                root, found = self._unprefixed(base, suffix, cost, lowest)
            if root and found < lowest:
                best, lowest = root, found
        return best

    def _unprefixed(self, base: str, suffix: str, cost: int, lowest: int) -> tuple[str, int]:
        """The best root of `base` behind one or two prefixes that cost less than `lowest`, and what it costs."""
        roots, best = self.roots, ""
        seconds = []
        for rest, kind, more in without_prefix(base):
            total = cost + more
            if total >= lowest or (kind, suffix) in UNHEARD:
                continue
            root = roots.get(rest)
            if root:
                best, lowest = root, total
            else:
                seconds.append((rest, kind, total))
        for rest, first, total in seconds:
            if total + 2 >= lowest:
                continue
            for inner, kind, more in without_prefix(rest):
                root = roots.get(inner) if kind not in (first, "N", "ku", "di") and total + more < lowest else None
                if root:
                    best, lowest = root, total + more
        return best, lowest


def guess(word: str) -> str:
    """What is left of a word with no known root when only what can hardly be anything but an affix is taken off."""
    return word
