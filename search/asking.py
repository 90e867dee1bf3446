"""Answers a question: asks an engine, judges what it found, shows only what is public at this moment.

An engine that gives no answer is left alone for some seconds, and the database's own answers. Nobody ever gets an
exception, and nothing of a question is logged or kept.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from django.db.models import Prefetch
from django.utils import timezone
from wagtail.models import Page

from episodes.models import Episode, EpisodeWarning, Show
from search import choosing, facets, known, looking, query, ranking, stale, words
from search.answers import Answer, Hit, Moment, Question, State
from search.engines.protocol import Engine, Unavailable
from search.facets import Facets, Facts
from search.looking import PAGE, Found
from search.query import Expand, Query

logger = logging.getLogger(__name__)

_NUMBER = re.compile(r"[0-9]{1,18}")
SLOW = 2.0  # seconds for a whole answer of a server: many such would hold all threads, and with them the way to help
REST = 10.0  # seconds for which an engine that gave no answer, or a slow one, is not asked

_resting: dict[str, float] = {}


def ask(question: Question, expand: Expand | None = None) -> Answer:
    """Answers a question; never raises. `expand` tells of other words for the same."""
    wanted = query.parse(question.text, expand)
    if not wanted and not (question.facets and not question.text.strip()):
        return Answer(State.UNASKED, wanted)
    return _ask(wanted, question)


def says(form: str) -> bool:
    """Whether anything that is public at this moment says exactly this word."""
    tokens = words.tokens(form)
    ways = (query.Way(query.Kind.SURFACE, tuple(token.surface for token in tokens), 1.0),)
    return bool(tokens) and bool(_ask(Query((query.Term(form, ways, quoted=True),)), Question(form)).hits)


def _ask(wanted: Query, question: Question) -> Answer:
    chosen = choosing.chosen()
    for engine in (chosen, choosing.database(), choosing.database()):
        begun, own = time.monotonic(), engine is choosing.database()
        if _resting.get(engine.name, 0.0) > begun or not (own or choosing.told(engine)):
            continue
        try:
            answer = replace(_answer(engine, wanted, question), degraded=engine is not chosen)
            if not own and time.monotonic() - begun > SLOW:
                _resting[engine.name] = time.monotonic() + REST
            return answer
        except Unavailable as error:
            logger.warning("the search engine %s gives no answer: %s", engine.name, type(error).__name__)
            if not own:
                _resting[engine.name] = time.monotonic() + REST
    return Answer(State.UNAVAILABLE, wanted)


def _answer(engine: Engine, wanted: Query, question: Question) -> Answer:
    facts = _true(known.facts())
    found = looking.find(engine, wanted, facts, question.facets)
    current = stale.current(engine, [facts[episode] for episode in found.scores if episode in facts], facts.values())
    current = _public(current)
    order = looking.order(found, current, question.facets)
    page = min(max(1, question.page), max(1, -(-len(order) // PAGE)))
    shown = order[(page - 1) * PAGE : page * PAGE]
    hits = _hits(engine, wanted, found, shown)
    return Answer(
        State.FOUND if hits else State.NOTHING,
        wanted,
        hits=hits,
        total=len(order) - (len(shown) - len(hits)),
        page=page,
        at_least=found.capped,
        together=found.together,
        counts=facets.counted(current, question.facets),
    )


def _public(found: Collection[Facts]) -> list[Facts]:
    """Those that are public at this moment: counts tell as much as results. One query."""
    public = set(Episode.objects.public().filter(pk__in=[each.episode for each in found]).values_list("pk", flat=True))
    return [each for each in found if each.episode in public]


def _true(all_facts: Mapping[int, Facts]) -> Mapping[int, Facts]:
    """Without those whose time has run out."""
    now = timezone.now()
    if any(each.until and each.until <= now for each in all_facts.values()):
        return {key: each for key, each in all_facts.items() if each.until is None or each.until > now}
    return all_facts


def _hits(engine: Engine, wanted: Query, found: Found, shown: Sequence[int]) -> list[Hit]:
    """The episodes in this order, without those that are not public at this moment or that the engine knows wrongly,
    whatever marks say.
    """
    if not shown:
        return []
    right = stale.right(engine, shown)  # before the quotes: whatever is stored later was public later
    moments = looking.moments(engine, wanted, found, shown)
    episodes = _with_shows(episode for episode in _episodes(shown) if episode.pk in right)
    return [Hit(episodes[pk], _moments(episodes[pk], moments.get(pk, ()))) for pk in shown if pk in episodes]


def _episodes(shown: Sequence[int]) -> Iterable[Episode]:
    warnings = Prefetch("warnings", EpisodeWarning.objects.select_related("warning"))
    found: Iterable[Episode] = (
        Episode.objects.public()
        .filter(pk__in=shown)
        .with_cards()
        .defer("audio__inspected", "audio__measured", "audio__peaks")
        .prefetch_related(warnings)
    )
    return found


def _with_shows(found: Iterable[Episode]) -> dict[int, Episode]:
    """The episodes with their shows at hand, without those whose show has gone meanwhile."""
    by_path = {episode.path: episode for episode in found}
    paths = {path[: -Page.steplen] for path in by_path}
    shows = {show.path: show for show in Show.objects.filter(path__in=paths).select_related("cover", "neutral_cover")}
    episodes = {}
    for path, episode in by_path.items():
        if show := shows.get(path[: -Page.steplen]):
            episode.show = show
            episodes[episode.pk] = episode
    return episodes


def _moments(episode: Episode, best: Iterable[ranking.Marked]) -> tuple[Moment, ...]:
    parts = [
        (float(row.start), float(row.end), row.warning.text)
        for row in episode.warnings.all()
        if row.start is not None and row.end is not None
    ]
    return tuple(
        Moment(
            each.passage.start,
            each.passage.end,
            each.passage.speaker,
            each.passage.text,
            each.marks,
            tuple(text for since, until, text in parts if each.passage.start < until and each.passage.end > since),
        )
        for each in best
    )


def facets_from(chosen: Mapping[str, Iterable[str]]) -> Facets:
    """The facets in a form's values, by facet; what is none is left out."""

    def numbers(name: str) -> frozenset[int]:
        return frozenset(int(value) for value in chosen.get(name, ()) if _NUMBER.fullmatch(value))

    def texts(name: str) -> frozenset[str]:
        return frozenset(chosen.get(name, ()))

    return Facets(
        show=numbers("show"),
        topic=texts("topic"),
        person=numbers("person"),
        year=numbers("year"),
        age=texts("age"),
        length=texts("length"),
    )
