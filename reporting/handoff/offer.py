"""What the help page offers somebody who wants to go on to the reporting module: the plain link, and what may go along.

Each thing that may go along is a tick or a choice in plain sight, to be taken away before it is sent; episode and
chapter are not ticked beforehand. Asks no network; of the database only the chapters of the episode, if it answers.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError
from django.utils.translation import get_language, gettext

from episodes.models import Episode, Topic
from reporting.handoff import adapters, vocabulary
from reporting.handoff.fields import Entry, Language
from reporting.handoff.standing import State

MOST_CHAPTERS = 60
_SENSITIVITIES = list(Topic.Sensitivity)  # the lowest first


@dataclass(frozen=True)
class Tick:
    """A box in the form: what it is, what would be said, and whether it is ticked beforehand."""

    name: str
    value: str
    label: str
    said: str
    ticked: bool = True


@dataclass(frozen=True)
class Choice:
    """One of several things of which at most one is said; the empty value says nothing."""

    value: str
    label: str
    chosen: bool = False


@dataclass(frozen=True)
class Offer:
    """`address` is where the link leads; without ticks there is no form, and nothing goes along."""

    address: str
    state: str
    ticks: tuple[Tick, ...] = ()
    roles: tuple[Choice, ...] = ()
    regions: tuple[Choice, ...] = ()
    chapters: tuple[Choice, ...] = ()

    @property
    def down(self) -> bool:
        return self.state == State.DOWN

    @property
    def disturbed(self) -> bool:
        return self.state == State.DISTURBED


def made(
    episode: Episode | None, *, region: str = "", role: str = "", channel: str = "", state: str = State.NORMAL
) -> Offer | None:
    """The offer; None where there is no reporting module. What is not known of region, role or channel is left out.

    While the module is down there is only the link: a form would end nowhere.
    """
    address = settings.CONFIG.silayang_url
    if not address:
        return None
    if state == State.DOWN or not adapters.carries():
        return Offer(address, state)
    return Offer(
        address,
        state,
        ticks=tuple(each for each in _ticks(episode, region, channel) if each.said),
        roles=tuple(Choice(value, str(label), value == role) for value, label in vocabulary.ROLES.items()),
        regions=() if vocabulary.region(region) else tuple(Choice(*each) for each in vocabulary.regions()),
        chapters=_chapters(episode),
    )


def _ticks(episode: Episode | None, region: str, channel: str) -> list[Tick]:
    lang = Language.ENGLISH if get_language() == "en" else Language.INDONESIAN
    came = Entry(channel) if channel in set(Entry) else Entry.WEB
    topic = topic_of(episode)
    ticks = [
        Tick("topic", topic, gettext("Topic"), vocabulary.topic(topic)),
        Tick("region", region, gettext("Region"), vocabulary.region(region)),
        Tick("lang", lang, gettext("Language"), str(vocabulary.LANGUAGES[lang])),
        Tick("channel", came, gettext("You came by"), str(vocabulary.CHANNELS[came])),
    ]
    if episode:
        ticks.append(Tick("episode", episode.short_id, gettext("Episode"), episode.surface_title, ticked=False))
    return ticks


def topic_of(episode: Episode | None) -> str:
    """Of an episode's topics the most sensitive one about which people report; empty if there is none."""
    try:
        topics = [topic for topic in episode.topics.all() if topic.report_cta] if episode else []
    except DatabaseError:
        return ""
    return max(topics, key=lambda each: _SENSITIVITIES.index(each.sensitivity)).code if topics else ""


def _chapters(episode: Episode | None) -> tuple[Choice, ...]:
    """The chapters by number; by title as well where an episode's surfaces may say what it is about."""
    if episode is None:
        return ()
    try:
        titles = [chapter.title for chapter in episode.chapters.all()[:MOST_CHAPTERS]]
    except DatabaseError:
        return ()
    shown = [""] * len(titles) if episode.discreet else titles
    return tuple(Choice(str(number), f"{number} {title}".strip()) for number, title in enumerate(shown, start=1))
