"""Words as they are typed in fear, in haste or in chat (di perkosa, d1pukul, dilecehkann, sayo, gakuat), read as the
word that is meant. Pure. A dented word is mended only into one of those that are watched for; which words those are
is the matter of `search.language.need`, what they tell of that of `search.language.crisis`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from search.indonesian import Word, stem, words
from search.language.lexicon import stemmer

_MOST = 60  # words that are looked at
_LONG = 20  # signs of each
_PASSIVE = frozenset({"di", "d", "dii", "kena", "kenak", "keno"})  # words that put the next one into the passive
_SIGNS = (str.maketrans("013457", "oieast"), str.maketrans("013457", "oleast"))
_SIGNED = re.compile(r"(?=.*[a-z])(?=.*[013457])[a-z013457]{4,}")
_HIDDEN = re.compile(r"(?<=[a-z])[*@#](?=[a-z])", re.IGNORECASE)
_TWICE = re.compile("[a-z]{3,}2[a-z]*")
_DOUBLED = re.compile(r"([a-z])\1")
_NOT = ("nggak", "ngga", "gak", "ga", "dak", "tak", "ndak")  # written together with what is not
_REST = 3  # letters at least behind such a one
_BARE = 4  # letters of a passive without its i (dhina) are more
_SHORTEST = 6  # letters of a word that may lack or have one too many
_TYPED = 16  # letters of the longest word that is looked up so


@dataclass(frozen=True, slots=True)
class Said:
    """A word as it was meant: `form`, its `stem`, whether something is `done` to somebody (dipukul, di pukul, kena
    pukul), whether it is said `twice` (pegang-pegang).
    """

    form: str
    stem: str
    done: bool
    twice: bool = False


@dataclass(frozen=True, slots=True)
class Reader:
    """`watched`: the stems into which dented words are mended. `meant`: what stands for a spelling (sayo: saya).
    `slips`: watched words that lack a letter, see `slips_of`.
    """

    watched: frozenset[str]
    meant: Mapping[str, tuple[str, ...]]
    slips: Mapping[str, str]

    def read(self, text: str) -> list[Said]:
        """The words of a text, some sixty at most."""
        found: list[Said] = []
        cut = _HIDDEN.sub(lambda sign: "a" if sign[0] == "@" else "", text[: _MOST * _LONG])
        for word in words(cut)[:_MOST]:
            for said in self._meant(word):
                found.append(_behind(found[-1], said) if found else said)
        return found

    def _meant(self, word: Word) -> Iterator[Said]:
        """The word or words for which this one stands."""
        for form in self.meant.get(word.form, ()):
            said = _said(form, stem(form))
            yield replace(said, done=said.done or word.form.startswith("di"))
        if word.form in self.meant:
            return
        if word.stem in self.watched:
            yield _said(word.form, word.stem)
            return
        if word.form in stemmer().roots:
            yield Said(word.form, word.stem, done=False)
            return
        for no in filter(word.form.startswith, _NOT if word.form.startswith(_NOT) else ()):
            rest = word.form[len(no) :]
            if len(rest) >= _REST and stem(rest) in self.watched:
                yield from (_said("tidak", "tidak"), _said(rest, stem(rest)))
                return
        yield self._mended(word)

    def _mended(self, word: Word) -> Said:
        """The first way to read a dented word that gives a watched one; else the word as it is."""
        for form in _ways(word.form):
            root = stemmer().known(form) or form.removeprefix("di")
            if root in self.watched:
                return _said(form, root)
        form = self._slipped(word.form)
        return _said(form, word.stem if form == word.form else stem(form))

    def _slipped(self, form: str) -> str:
        """The watched word from which this one is one letter away, if it is no word of its own; else the form."""
        if not _BARE < len(form) <= _TYPED:
            return form
        if self.slips.get(form, "")[:-1] == form:  # not typed to its end
            return self.slips[form]
        shorter = (form, *_without_a_letter(form), f"di{form[1:]}" if form[0] == "d" else form)
        near = next((self.slips[short] for short in shorter if short in self.slips), form)
        return form if near == form or stemmer().known(form) else near


def slips_of(forms: Iterable[str]) -> dict[str, str]:
    """Each of these words, whole and without one of its letters, with the word: two words that are the same without a
    letter each are one slip of a finger apart.
    """
    found: dict[str, str] = {}
    for form in forms:
        if _SHORTEST <= len(form) <= _TYPED:
            for short in (form, *_without_a_letter(form)):
                found.setdefault(short, form)
    return found


def _without_a_letter(form: str) -> Iterator[str]:
    """The first letter is hardly ever the wrong one, and makes another word (kerabat, perabat)."""
    return (form[:place] + form[place + 1 :] for place in range(1, len(form)))


def _ways(form: str) -> Iterator[str]:
    """How a dented word may be read: without signs for letters, doubled letters, the -o of Jambi, a lost i."""
    if _SIGNED.fullmatch(form):
        yield from (form.translate(signs) for signs in _SIGNS)
        form = form.translate(_SIGNS[0])
    single = _DOUBLED.sub(r"\1", form)
    if single != form:
        yield single
    for each in dict.fromkeys((form, single)):
        native = re.sub("o(nyo)?$", lambda end: "anya" if end[1] else "a", each) if each.endswith("o") else each
        if native != each:
            yield native
        if each.startswith("d") and not each.startswith("di") and len(each) > _BARE:
            yield f"di{each[1:]}"
            yield f"di{native[1:]}"


def _said(form: str, stem: str) -> Said:
    first, hyphen, second = form.partition("-")
    twice = bool(_TWICE.fullmatch(form)) or (bool(hyphen) and second.endswith(first[-3:]))
    return Said(form, stem, form.startswith("di") and form != stem, twice)


def _behind(before: Said, word: Said) -> Said:
    """The word behind another one: `di` and `kena` put it into the passive, itself says it twice."""
    if before.form in _PASSIVE and not word.form.startswith("me") and word.form != f"{word.stem}an":
        word = replace(word, done=True)
    if before.stem == word.stem:
        word = replace(word, done=word.done or before.done, twice=True)
    return word
