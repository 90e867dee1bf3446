"""Turns the names and terms of an episode into the hint that Whisper is given before each stretch of sound.

Which names an episode has is not its concern; how many help is: a long list was measured to ruin the text.
"""

import re
from collections.abc import Sequence
from typing import Protocol

MOST_TOKENS = 80
"""Guests, places and about 15 terms. The library would cut at 223 tokens, in the middle of a name."""


class Encoding(Protocol):
    """The tokens of a text."""

    ids: list[int]


class Tokenizer(Protocol):
    """The part of a tokenizer that is used here."""

    def encode(self, sequence: str, *, add_special_tokens: bool) -> Encoding:
        """The tokens of `sequence`."""


def prompt(hotwords: Sequence[str], tokenizer: Tokenizer) -> str | None:
    """The first of `hotwords`, joined by commas, as many as fit into MOST_TOKENS whole, or None."""
    chosen: list[str] = []
    for hotword in map(_plain, hotwords):
        if not hotword or hotword in chosen:
            continue
        if len(tokenizer.encode(" " + ", ".join([*chosen, hotword]), add_special_tokens=False).ids) > MOST_TOKENS:
            break
        chosen.append(hotword)
    return ", ".join(chosen) or None


def _plain(hotword: str) -> str:
    """`hotword` in one line, without the signs that control tokens such as <|endoftext|> are spelt with."""
    return " ".join(re.sub(r"[<|>\x00-\x1f\x7f]", " ", hotword).split())
