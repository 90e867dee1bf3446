"""Reasons for a person to look twice at a machine's segment, found by rule after decoding.

It flags and never deletes: a sentence that is silently gone is worse than one that is wrong.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from functools import cache
from itertools import groupby
from pathlib import Path

from transcripts.engines.protocol import Segment

# no_speech_probability alone says nothing: right segments were measured at 0.95 to 0.99.
NO_SPEECH_ABOVE = 0.6
LOG_PROBABILITY_BELOW = -1.0
COMPRESSION_ABOVE = 2.4
CHARACTERS_A_SECOND_ABOVE = 25.0
CHARACTERS_A_SECOND_BELOW = 2.0
WORD_PROBABILITY_BELOW = 0.5
REPEATS = 3
ECHO_SHARE = 0.6
"""The share of hotwords in a segment's words, or of commas behind them, from which it is a list and no sentence."""

LIST_WORDS = 8

STOCK_PHRASES = Path(__file__).parent / "stock_phrases.json"

LATIN_LANGUAGES = frozenset({"id", "ms", "jw", "su", "tl", "en", "nl", "de", "fr", "es", "pt", "it"})
"""Languages (Whisper codes) whose text is written in Latin letters, so that any other letter is a slip."""


class Doubt(StrEnum):
    """Why a segment is doubtful; the value is what is stored."""

    NO_SPEECH = "no_speech"
    COMPRESSED = "compressed"
    REPEATED = "repeated"
    NO_LETTERS = "no_letters"
    TOO_FAST = "too_fast"
    TOO_SLOW = "too_slow"
    IMPROBABLE = "improbable"
    OTHER_SCRIPT = "other_script"
    STOCK_PHRASE = "stock_phrase"
    ECHO = "echo"


def is_foreign_letter(character: str) -> bool:
    """Whether `character` is a letter of another script than Latin; signs, digits and accents are none."""
    if not character.isalpha() or unicodedata.category(character) == "Lm":
        return False
    return not unicodedata.name(character, "").startswith(("LATIN", "FEMININE ORDINAL", "MASCULINE ORDINAL"))


def doubts_about(segment: Segment, language: str, hotwords: Sequence[str] = ()) -> tuple[str, ...]:
    """The doubts that one segment raises by itself, in the order of `Doubt`; `hotwords` are what was listened for."""
    rate = len(segment.text) / max(segment.end - segment.start, 0.01)
    likely = [word.probability for word in segment.words]
    signs = {
        Doubt.NO_SPEECH: segment.no_speech_probability > NO_SPEECH_ABOVE
        and segment.average_log_probability < LOG_PROBABILITY_BELOW,
        Doubt.COMPRESSED: segment.compression_ratio > COMPRESSION_ABOVE,
        Doubt.NO_LETTERS: not any(character.isalnum() for character in segment.text),
        Doubt.TOO_FAST: rate > CHARACTERS_A_SECOND_ABOVE,
        Doubt.TOO_SLOW: rate < CHARACTERS_A_SECOND_BELOW,
        Doubt.IMPROBABLE: bool(likely) and sum(likely) / len(likely) < WORD_PROBABILITY_BELOW,
        Doubt.OTHER_SCRIPT: language in LATIN_LANGUAGES and any(map(is_foreign_letter, segment.text)),
        Doubt.STOCK_PHRASE: bool(_stock_phrases().search(" ".join(_words(segment.text)))),
        Doubt.ECHO: _is_echo(segment.text, hotwords),
    }
    return tuple(doubt.value for doubt, found in signs.items() if found)


def marked(segments: Iterable[Segment], language: str, hotwords: Sequence[str] = ()) -> Iterator[Segment]:
    """Yield `segments` with their doubts; a run of the same text is held back until it ends."""
    return across(replace(segment, doubts=doubts_about(segment, language, hotwords)) for segment in segments)


def across(segments: Iterable[Segment]) -> Iterator[Segment]:
    """Yield `segments`, flagged where the same text comes REPEATS times or more, also over borders of windows.

    Every member of such a run is flagged, the first one too: which of them was said is unknown.
    """
    for _, same in groupby(segments, key=lambda segment: "".join(_words(segment.text))):
        run = list(same)
        for segment in run:
            known = Doubt.REPEATED.value in segment.doubts
            flag = () if known or len(run) < REPEATS else (Doubt.REPEATED.value,)
            yield replace(segment, doubts=segment.doubts + flag)


def _is_echo(text: str, hotwords: Sequence[str]) -> bool:
    """Whether `text` recites `hotwords` or, being given a list, makes one of what is said."""
    return bool(hotwords) and (_is_recital(text, hotwords) or _is_list(text))


def _is_list(text: str) -> bool:
    words = text.split()
    return len(words) >= LIST_WORDS and sum(word.endswith(",") for word in words) >= ECHO_SHARE * len(words)


def _is_recital(text: str, hotwords: Sequence[str]) -> bool:
    """Whether three of `hotwords` (two, if there are only two) stand in `text`, and hardly anything else."""
    said = _words(text)
    named = [words for hotword in hotwords if (words := _words(hotword)) and set(words) <= set(said)]
    if len(named) < max(2, min(3, len(hotwords))):
        return False
    recited = {word for words in named for word in words}
    return sum(word in recited for word in said) >= ECHO_SHARE * len(said)


@cache
def _stock_phrases() -> re.Pattern[str]:
    phrases = json.loads(STOCK_PHRASES.read_text(encoding="utf-8"))["phrases"]
    return re.compile(r"\b(?:" + "|".join(phrase["words"] for phrase in phrases) + r")\b")


def _words(text: str) -> list[str]:
    """The words of `text` without case and signs, so that "Ya." and "ya" count as the same."""
    return "".join(sign if sign.isalnum() else " " for sign in text.casefold()).split()
