"""What is left of a word whose root is on no list, when only what is most likely an affix is taken off. Pure.

Names and foreign words come through here too: two syllables and four letters must remain, and an ending -i goes only
with a prefix. That the same letters go from every form of a word matters more than that the right root is found.
"""

from __future__ import annotations

import re

_CLITICS = re.compile(r"(?:ny[ao]|(?<=[^aeioul])lah|(?<=[^aeiou])(?:kah|pun|ku|mu))$")
#: Which endings go with a prefix. -i stays after s (eksploitasi, produksi); bare, -kan goes after a consonant only
#: (laporkan, but tindak-an).
_AFTER_VERBS = re.compile(r"(?:kan|in|(?<![st])i)$")
_AFTER_NOUNS = re.compile(r"an$")
_BARE = re.compile(r"(?:(?<=[^aeiou])kan|an)$")
_VOWEL = re.compile(r"[aeiou]")
_SHORTEST = 4  # letters that are left at least

#: A prefix and what it gives back; the first that leaves enough of the word counts. Of two readings the more frequent
#: root is meant: memakai was pakai, menanam was tanam, mengambil was ambil.
_PREFIXES = tuple(
    (re.compile("^" + pattern), given)
    for pattern, given in (
        ("(?:memper|mempe(?=r)|diper|pember|keber|keter|member|diber|berke|berpe(?=[lrmnwy]))(?=[a-z])", ""),
        ("(?:meng|peng)e(?=[^aeiou][aeiou][^aeiou]$)", ""),
        ("(?:meng|peng)(?=[aeioughkqx])", ""),
        ("(?:meny|peny)(?=[aeiou])", "s"),
        ("(?:mem|pem)(?=[bfv]|p[lr])", ""),
        ("(?:mem|pem)(?=[aeiourl])", "p"),
        ("(?:men|pen)(?=[cdjtszk])", ""),
        ("(?:men|pen)(?=[aeiou])", "t"),
        ("(?:ber|ter|per)", ""),
        ("(?:me|pe)(?=[lrmnwy])", ""),
        ("di", ""),
        ("nge", ""),
    )
)
_KE = re.compile(r"^ke(?=[a-z]+an$)")


def guess(word: str) -> str:
    """The word without its clitics, and without prefixes and the endings that go with them. Never empty if the word is
    not.
    """
    bare = _shorter(_CLITICS, word)
    rest = _without_prefix(bare)
    if rest == bare:
        return _shorter(_BARE, rest)
    return _shorter(_AFTER_NOUNS if bare[0] in "kp" or bare.startswith("ber") else _AFTER_VERBS, rest)


def _without_prefix(word: str) -> str:
    ke = _shorter(_KE, word)
    if ke != word and not word.startswith(("keber", "keter")):
        return ke
    for pattern, given in _PREFIXES:
        rest, found = pattern.subn(given, word)
        if found and _enough(rest):
            return rest
    return word


def _shorter(pattern: re.Pattern[str], word: str) -> str:
    rest = pattern.sub("", word)
    return rest if _enough(rest) else word


def _enough(word: str) -> bool:
    return len(word) >= _SHORTEST and len(_VOWEL.findall(word)) > 1
