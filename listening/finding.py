"""Finds episodes by topic, age rating and length, and people who may be named. Only what is public is ever found.

Whatever is chosen stands in addresses as signs that tell nothing (listening.signs).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar, cast

from django import forms
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from episodes.models import AgeRating, Episode, EpisodePerson, Person, Topic
from episodes.models.episode import EpisodeQuerySet
from listening import signs

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Length:
    """A span of lengths; `least` is in it, `below` is not (None: no end), in seconds. Its sign stands in addresses."""

    sign: str
    label: str | Promise
    least: float
    below: float | None


#: The half minutes are there because lengths are shown in whole ones.
LENGTHS = (
    Length("1", _("up to 10 minutes"), 0, 10.5 * 60),
    Length("2", _("10 to 30 minutes"), 10.5 * 60, 30.5 * 60),
    Length("3", _("longer than 30 minutes"), 30.5 * 60, None),
)


class Choosing(forms.Form):
    """What may be chosen, and what was. It offers only what something public has; a sign that it does not know chooses
    nothing. Two queries.
    """

    topik = forms.ChoiceField(label=_("Topic"), required=False)
    usia = forms.ChoiceField(label=_("Age"), required=False)
    lama = forms.ChoiceField(label=_("Length"), required=False)

    def __init__(self, asked: Mapping[str, object]) -> None:
        super().__init__(asked)
        public = Episode.objects.public()
        self._topics = {signs.of_topic(each): each for each in topics_of(public)}
        rated = AgeRating.objects.filter(pk__in=public.order_by().values("age_rating"))
        self._ratings = {signs.of_rating(each): each for each in rated}
        self._lengths = {each.sign: each for each in LENGTHS}
        self._offer("topik", _("all topics"), ((sign, each.label) for sign, each in self._topics.items()))
        self._offer("usia", _("all ages"), ((sign, each.label) for sign, each in self._ratings.items()))
        self._offer("lama", _("any length"), ((sign, each.label) for sign, each in self._lengths.items()))
        self.is_valid()

    @property
    def chosen(self) -> dict[str, str]:
        """The signs of what was chosen, by the names that they have in an address."""
        return {name: self.cleaned_data[name] for name in self.fields if self.cleaned_data.get(name)}

    @property
    def topics(self) -> list[Topic]:
        """All topics of which something is public."""
        return list(self._topics.values())

    def found(self) -> EpisodeQuerySet:
        """The public episodes that fit, newest first."""
        episodes, chosen = Episode.objects.public(), self.chosen
        if "topik" in chosen:
            episodes = about(episodes, self._topics[chosen["topik"]])
        if "usia" in chosen:
            episodes = episodes.filter(age_rating=self._ratings[chosen["usia"]])
        if "lama" in chosen:
            length = self._lengths[chosen["lama"]]
            episodes = episodes.filter(audio__duration__gte=length.least)
            if length.below is not None:
                episodes = episodes.filter(audio__duration__lt=length.below)
        return episodes.newest_first()

    def _offer(self, name: str, everything: str | Promise, choices: Iterable[tuple[str, str | Promise]]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = [("", everything), *choices]


def about(episodes: EpisodeQuerySet, topic: Topic) -> EpisodeQuerySet:
    """Those of `episodes` that are about a topic, among others."""
    return episodes.filter(Exists(_links().filter(topic=topic)))


def tellable(episodes: EpisodeQuerySet) -> EpisodeQuerySet:
    """Those of `episodes` whose title may stand where others see it: the database's answer to `not discreet`."""
    sensitive = _links().filter(topic__sensitivity__in=Topic.Sensitivity.discreet())
    return episodes.filter(Exists(_links()), ~Exists(sensitive))


def topics_of(episodes: EpisodeQuerySet) -> QuerySet[Topic]:
    """The topics that at least one of `episodes` is about."""
    return Topic.objects.filter(episodes__in=episodes.order_by().values("pk")).distinct().order_by("order", "code")


def named_people(episodes: EpisodeQuerySet) -> QuerySet[Person]:
    """Who may be named as having a part in at least one of `episodes`."""
    credits = EpisodePerson.objects.filter(person=OuterRef("pk"), episode__in=episodes.order_by().values("pk"))
    return Person.objects.filter(Exists(credits), consents_to_be_named=True).order_by("name", "pk")


def with_signs(rows: Iterable[Row], wanted: str, of: Callable[[Row], str]) -> Row | None:
    """The row that has these signs, if one has; `of` tells a row's."""
    return next((each for each in rows if of(each) == wanted), None)


def _links() -> QuerySet:
    """The rows that say which topics an episode has."""
    return Episode.topics.through.objects.filter(episode=OuterRef("pk"))
