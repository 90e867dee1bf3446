"""An answer as the page and the API show it: quotes with their addresses and with the warning that stands before them,
what may have been meant, what a term is called now, and who helps. Thin: `asking` finds, `views` send.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import Error as DatabaseFailed

from episodes.models import Episode
from episodes.templatetags.podcast import page_path, seconds
from search import asking, form, helping, suggesting
from search.answers import Answer, Hit, Moment, Question, State, pieces
from search.facets import Facets
from search.form import Asked, Choice
from search.helping import Service
from search.indonesian import words
from search.language import crisis, glossary
from search.language.crisis import Crisis
from search.language.glossary import Replaced

NEAR = 3  # episodes that are offered where nothing was found

Pieces = Sequence[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Quote:
    """A line in which it is said. `path` begins there, at the moment that the episode's own text gives the line. Where
    the moment has warnings, they stand before it, and it is not open at once.
    """

    moment: Moment
    path: str


@dataclass(frozen=True, slots=True)
class Found:
    """An episode, its title in pieces, and what is to be said before anything of it is quoted."""

    episode: Episode
    path: str
    title: Pieces
    warnings: tuple[str, ...]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """All of an answer. `meant`: a query that finds more. `renamed`: terms of the query that are called otherwise now.
    `need`: whether the query tells of need; then `services` are those who help at once. `near`: if nothing says what
    was asked for, episodes on the topics that the query names or that its need is about.
    """

    answer: Answer
    found: tuple[Found, ...]
    choices: tuple[Choice, ...]
    meant: str = ""
    renamed: tuple[Replaced, ...] = ()
    need: bool = False
    services: Sequence[Service] = ()
    near: tuple[Found, ...] = ()

    @property
    def state(self) -> str:
        return str(self.answer.state)


def results(asked: Asked) -> Results:
    """Answers; without a database it says so kindly."""
    need = crisis.crisis(asked.text)
    services = helping.services() if need else ()
    try:
        found = _results(asked, need)
    except DatabaseFailed:
        found = Results(Answer(State.UNAVAILABLE, asking.query.parse("")), (), ())
    return replace(found, need=need is not None, services=services)


def offered() -> tuple[Choice, ...]:
    """What the form offers before anybody has asked."""
    try:
        return form.choices({}, {})
    except DatabaseFailed:
        return ()


def _results(asked: Asked, need: Crisis | None) -> Results:
    question = asked.question
    answer = asking.ask(question, expand=glossary.expansions)
    said = [word.form for term in answer.query.terms for word in words(term.text)]
    nothing = answer.state is State.NOTHING and not asked.narrowed
    return Results(
        answer,
        tuple(_found(answer, hit) for hit in answer.hits),
        form.choices(asked.chosen, answer.counts),
        suggesting.meant(question, answer),
        glossary.replaced(said),
        near=_near(need.topics if need else glossary.topics(said)) if nothing else (),
    )


def _near(topics: Collection[str]) -> tuple[Found, ...]:
    """The newest episodes on any of these topics."""
    if not topics:
        return ()
    answer = asking.ask(Question("", Facets(topic=frozenset(topics))))
    return tuple(_found(answer, hit) for hit in answer.hits[:NEAR])


def _found(answer: Answer, hit: Hit) -> Found:
    episode, path = hit.episode, page_path(hit.episode)
    rows: list[Any] = list(episode.warnings.all())
    return Found(
        episode,
        path,
        pieces(episode.title, answer.marks(episode.title)),
        tuple(row.warning.text for row in rows if row.start is None),
        tuple(Quote(each, f"{path}?t={seconds(each.start)}") for each in hit.moments),
    )
