"""What the desk shows of a paragraph: its text twice, once to read with doubtful words marked, once to write."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from transcripts.actions.correcting import seal_of
from transcripts.engines.doubts import Doubt
from transcripts.models import Segment, Speaker

#: The engine's own probability of a word below which it is marked: it is over-confident, so these are likely wrong.
DOUBTFUL, VERY_DOUBTFUL = 0.8, 0.5

LINE = 72  # characters; only a guess for browsers without script

REASONS: Mapping[str, str | Promise] = {
    Doubt.NO_SPEECH: gettext_lazy("perhaps nobody speaks here"),
    Doubt.COMPRESSED: gettext_lazy("the machine repeats itself"),
    Doubt.REPEATED: gettext_lazy("the machine repeats itself"),
    Doubt.NO_LETTERS: gettext_lazy("no words"),
    Doubt.TOO_FAST: gettext_lazy("too fast for speech"),
    Doubt.TOO_SLOW: gettext_lazy("too slow for speech"),
    Doubt.IMPROBABLE: gettext_lazy("badly understood"),
    Doubt.OTHER_SCRIPT: gettext_lazy("foreign letters"),
    Doubt.STOCK_PHRASE: gettext_lazy("a sentence that machines invent where nobody speaks"),
    Doubt.ECHO: gettext_lazy("the machine recites the names that it was told to listen for"),
}


@dataclass(frozen=True)
class Conflict:
    """What an editor has written of a paragraph that somebody else has changed meanwhile."""

    mine: str
    who: str


@dataclass(frozen=True)
class Shown:
    """One paragraph for the template. `starts` are the beginnings of its words in hundredths of a second, each counted
    from the one before.
    """

    segment: Segment
    seen: str
    text: str
    marked: SafeString
    starts: str
    options: SafeString
    doubts: tuple[str, ...]
    unsure: int
    conflict: Conflict | None = None

    @property
    def vouched_for(self) -> bool:
        """Whether a person has said of every word that it is right."""
        return all(word[3] == 1 for word in self.segment.words)

    @property
    def rows(self) -> int:
        """Lines that the text needs about."""
        return math.ceil(len(self.conflict.mine if self.conflict else self.text) / LINE) + 1


class Showing:
    """Makes paragraphs of one transcript ready to be shown; options of the speakers' lists are made once."""

    def __init__(self, speakers: Iterable[Speaker]) -> None:
        self._speakers = list(speakers)
        self._options: dict[int | None, SafeString] = {}

    def paragraph(self, segment: Segment, conflict: Conflict | None = None) -> Shown:
        """One paragraph."""
        codes = dict.fromkeys(code for code, _start, _end in segment.open_doubts())
        return Shown(
            segment=segment,
            seen=seal_of(segment),
            text=segment.text,
            marked=_marked(segment.words),
            starts=_starts(segment.words),
            options=self._speaker_options(segment.speaker.number if segment.speaker else None),
            doubts=tuple(str(REASONS.get(code, code)) for code in codes),
            unsure=sum(word[3] < DOUBTFUL for word in segment.words),
            conflict=conflict,
        )

    def _speaker_options(self, chosen: int | None) -> SafeString:
        if chosen not in self._options:
            rows = [("", "—"), *((str(each.number), each.name) for each in self._speakers), ("new", _("New speaker"))]
            self._options[chosen] = format_html_join(
                "",
                '<option value="{}"{}>{}</option>',
                ((value, _SELECTED if value == str(chosen or "") else "", label) for value, label in rows),
            )
        return self._options[chosen]


_SELECTED = SafeString(" selected")


def _marked(words: Sequence[Sequence[object]]) -> SafeString:
    """The text with each doubtful word in a <mark>; the others stand as they are, so that the page has few elements."""
    return format_html_join(" ", "{}", ((_mark(str(word[0]), float(str(word[3]))),) for word in words))


def _mark(text: str, probability: float) -> str:
    if probability >= DOUBTFUL:
        return text
    kind = "very" if probability < VERY_DOUBTFUL else "rather"
    return format_html('<mark class="desk-doubt desk-doubt--{}">{}</mark>', kind, text)


def _starts(words: Sequence[Sequence[float]]) -> str:
    moments = [round(word[1] * 100) for word in words]
    return " ".join(str(after - before) for before, after in zip([0, *moments], moments, strict=False))
