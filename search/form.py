"""What a form of the search says, and what it may offer: only what something public has, and of people only those who
agreed to be named. It asks no engine.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from episodes.models import AgeRating, Episode, Show
from listening import finding
from search import asking, facets, known
from search.answers import Question
from search.facets import Length
from search.query import LONGEST
from siniar import short_form

#: By facet: what it is called, and what choosing nothing of it is called.
NAMES: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "topic": (_("Topic"), _("all topics")),
    "show": (_("Show"), _("all shows")),
    "person": (_("Who speaks"), _("anybody")),
    "year": (_("Year"), _("all years")),
    "age": (_("Age"), _("all ages")),
    "length": (_("Length"), _("any length")),
}
LENGTHS = {
    Length.SHORT: _("up to 15 minutes"),
    Length.MEDIUM: _("15 to 40 minutes"),
    Length.LONG: _("longer than 40 minutes"),
}
MOST_BYTES = 8192  # of a form that is read; 300 signs of any script and some choices
_PAGE = re.compile(r"[0-9]{1,6}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Asked:
    """What was sent: `text` no longer than one sign more than is read, so that it is known to have been longer."""

    text: str
    chosen: Mapping[str, tuple[str, ...]]
    page: int

    @classmethod
    def of(cls, fields: QueryDict) -> Asked:
        """Reads `q`, or `instead` (a suggestion that was taken), the facets, each once or several times, and `page`.
        Any bytes are welcome; what is none is left out.
        """
        text = _CONTROL.sub(" ", fields.get("instead") or fields.get("q") or "")[: LONGEST + 1]
        chosen = {name: tuple(filter(None, fields.getlist(name))) for name in facets.NAMES}
        page = fields.get("page") or ""
        return cls(text, chosen, int(page) if _PAGE.fullmatch(page) else 1)

    @classmethod
    def read(cls, request: HttpRequest) -> Asked:
        """The same of what was sent, whatever that is; of a body that is longer than an honest one, nothing."""
        try:
            return cls.of(QueryDict(short_form.body(request, MOST_BYTES), encoding="utf-8"))
        except (TooManyFieldsSent, ValueError):
            return cls.of(QueryDict())

    @property
    def question(self) -> Question:
        return Question(self.text, asking.facets_from(self.chosen), self.page)

    @property
    def narrowed(self) -> bool:
        """Whether anything is chosen beside the words."""
        return any(self.chosen.values())


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a facet; `count` is None as long as nobody has asked for anything."""

    value: str
    label: str
    count: int | None
    chosen: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A facet as the form offers it."""

    name: str
    label: str
    everything: str
    options: tuple[Option, ...]


def choices(chosen: Mapping[str, Iterable[str]], counts: Mapping[str, Mapping[Hashable, int]]) -> tuple[Choice, ...]:
    """The facets of which something can be chosen. With `counts`, only values that would bring something, or that are
    chosen. Seven queries.
    """
    found = []
    for name, labels in _labels().items():
        of_facet = {str(value): count for value, count in counts.get(name, {}).items()}
        options = tuple(
            Option(value, label, of_facet.get(value, 0) if counts else None, value in chosen.get(name, ()))
            for value, label in labels.items()
            if not counts or value in of_facet or value in chosen.get(name, ())
        )
        if len(options) > 1 or any(option.chosen for option in options):
            found.append(Choice(name, str(NAMES[name][0]), str(NAMES[name][1]), options))
    return tuple(found)


def _labels() -> Mapping[str, Mapping[str, str]]:
    """What the values of each facet are called, in the order in which they are offered."""
    public = Episode.objects.public()
    rated = AgeRating.objects.filter(pk__in=public.order_by().values("age_rating"))
    of_all = known.facts()
    documents = [of_all[pk] for pk in public.order_by().values_list("pk", flat=True) if pk in of_all]
    years, lengths = {each.year for each in documents}, {each.length for each in documents}
    return {
        "topic": {each.code: each.label for each in finding.topics_of(public)},
        "show": {str(each.pk): each.title for each in Show.objects.public().order_by("title", "pk")},
        "person": {str(each.pk): each.name for each in finding.named_people(public)},
        "year": {str(year): str(year) for year in sorted(years, reverse=True)},
        "age": {each.code: each.label for each in rated},
        "length": {str(length): str(label) for length, label in LENGTHS.items() if length in lengths},
    }
