"""What sounds alike in Indonesian is written alike here: the key by which a misheard name finds the right one.

It is coarse on purpose and only ever compared by distance; no text for people is made from it.
"""

import re
from functools import lru_cache

from transcripts.text.spelling import bare

# Old spellings and sounds that a recogniser confuses, the longer ones first.
SAME = (
    *(
        ("oe", "u"),
        ("dj", "j"),
        ("tj", "c"),
        ("ch", "c"),
        ("sj", "s"),
        ("sy", "s"),
        ("nj", "ny"),
        ("kh", "h"),
        ("gh", "g"),
    ),
    *(("dh", "d"), ("bh", "b"), ("th", "t"), ("ph", "p"), ("qu", "k"), ("q", "k"), ("x", "ks"), ("f", "p"), ("v", "p")),
    *(("z", "s"), ("y", "i")),
)
DOUBLED = re.compile(r"(.)\1+")
SILENT_AT_THE_END = re.compile(r"(?<=[aiueo])[hk]$")


@lru_cache(maxsize=200_000)
def key(text: str) -> str:
    """`text` as it sounds, blanks and signs left out: "Djoehana" and "Juhana" give the same."""
    spelt = "".join(bare(word) for word in text.split())
    for written, heard in SAME:
        if written in spelt:
            spelt = spelt.replace(written, heard)
    return SILENT_AT_THE_END.sub("", DOUBLED.sub(r"\1", spelt))
