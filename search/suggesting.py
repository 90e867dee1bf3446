"""What somebody may have meant who misspelt a word: a query is suggested only if it finds something public now.

The vocabulary may be some minutes old, and a query finds something without each of its words. So each word that is
suggested is asked for by itself as well: what is no longer said in public is not.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from threading import Lock

from search import asking, choosing
from search.answers import Answer, Question, State
from search.engines.protocol import Unavailable
from search.language import glossary
from search.language.spelling import Speller
from search.models import SearchDocument

FEW = 3  # episodes; with more of them the words were hardly misspelt
MOST = 4  # words that are replaced; each is asked for
REST = 600.0  # seconds for which a speller serves though documents have changed: building one takes up to a second


@dataclass(frozen=True, slots=True)
class _Held:
    edition: tuple[int, int]
    made: float
    speller: Speller


_held: _Held | None = None
_building = Lock()


def meant(question: Question, answer: Answer) -> str:
    """The query that is worth suggesting, or an empty text. May ask the search once more."""
    if answer.state not in (State.FOUND, State.NOTHING) or (answer.together and answer.total > FEW):
        return ""
    speller = _speller()
    better = speller.correct(question.text, forms=answer.state is State.NOTHING) if speller else None
    if better is None or len(better.words) > MOST or not all(asking.says(new) for _old, new in better.words):
        return ""
    found = asking.ask(replace(question, text=better.text, page=1), expand=glossary.expansions)
    better_than = answer.total if answer.together else 0
    return better.text if found.state is State.FOUND and found.together and found.total > better_than else ""


def _speller() -> Speller | None:
    """The speller; None while another thread builds the first one, or without an index."""
    global _held
    edition = SearchDocument.objects.edition()
    held = _held
    if held and (held.edition == edition or time.monotonic() - held.made < REST):
        return held.speller
    if not _building.acquire(blocking=False):
        return held.speller if held else None
    try:
        _held = _Held(edition, time.monotonic(), Speller(choosing.database().vocabulary(least=1)))
        return _held.speller
    except Unavailable:
        return held.speller if held else None
    finally:
        _building.release()
