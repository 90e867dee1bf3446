"""Which words of a query carry the question and not its matter: “apa itu sekstorsi” is about sekstorsi. Pure.

They do not have to be said, and they decide no order beside words that mean something; a query of nothing else is about
them. A phrase between quotes is a word of matter, whatever it consists of.
"""

from __future__ import annotations

from collections.abc import Sequence

from search.query import Kind, Term

#: As they are typed, spoken and shortened spellings among them. Not here, because a question may be about them: words
#: that say no (tidak, bukan, jangan), how much and when (banyak, sering, sekarang), must and may (harus, boleh), people
#: and what they are to each other (orang, teman), and what is no help to tell apart: “sama” is with, and the same.
_SAID = (
    # what is asked for
    "apa apakah apaan apasih bagaimana bagaimanakah gimana gmn bgmn cara caranya kenapa knp mengapa mengapakah siapa",
    "siapakah kapan kapankah mana manakah dimana kemana darimana berapa",
    # where, whence, with what
    "di ke dari pada kepada dengan dgn untuk utk buat oleh bagi dalam dlm tentang soal terhadap",
    # what joins
    "yang yg dan atau serta tapi tetapi kalau kalo klo jika bila bahwa karena krn agar supaya biar",
    # what points
    "itu ini tu tuh nih begitu begini gitu gini tersebut",
    # who speaks, and to whom
    "aku ku saya sy gue gw kami kita kamu kau anda lo lu dia ia mereka",
    # what helps another word to be said
    "adalah ialah yaitu ada mau ingin pengen bisa dapat akan sudah udah sedang lagi telah",
    # what only sounds
    "ya yah sih dong deh nya kok kah lah pun toh kan aja saja juga",
)
LITTLE = frozenset(" ".join(_SAID).split())


def is_little(term: Term) -> bool:
    """Whether a term carries only the question."""
    return any(way.kind is Kind.SURFACE and len(way.tokens) == 1 and way.tokens[0] in LITTLE for way in term.ways)


def content(terms: Sequence[Term]) -> tuple[Term, ...]:
    """The terms that a query is about: all, if none of them means more than the others."""
    return tuple(term for term in terms if not is_little(term)) or tuple(terms)
