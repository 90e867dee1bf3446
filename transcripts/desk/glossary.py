"""Names and terms that the machine has perhaps misheard: suggestions, which a person takes or refuses."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from transcripts import actions
from transcripts.actions.correcting import Change, seal_of
from transcripts.desk.access import editor, transcript_of
from transcripts.glossary import glossary, names_in
from transcripts.models import Segment, Transcript
from transcripts.text.findings import Finding, findings
from transcripts.text.lexicon import lexicon

AROUND = 6  # words that are shown on each side
LONGEST = 200  # characters of what is written instead

REASONS: Mapping[str, str | Promise] = {
    Finding.SPELLED: gettext_lazy("letters read aloud"),
    Finding.KNOWN: gettext_lazy("known to be misheard like this"),
    Finding.SIMILAR: gettext_lazy("sounds alike"),
}


@dataclass(frozen=True)
class Suggestion:
    """A finding with the words around it, for the template."""

    segment: Segment
    place: str
    start: float
    end: float
    before: str
    heard: str
    after: str
    meant: str
    reason: str


@dataclass(frozen=True)
class Picked:
    """A suggestion that an editor has ticked: words `first` to `last` of a paragraph that had the seal `seen`."""

    segment: int
    seen: str
    first: int
    last: int
    meant: str


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, audio_id: uuid.UUID) -> HttpResponse:
    """Lists the suggestions. POST takes or refuses those that are ticked."""
    transcript = transcript_of(request, audio_id)
    if request.method == "POST":
        act = _refuse if request.POST.get("do") == "refuse" else _take
        try:
            act(request, transcript, list(_picked(request.POST)))
        except (ValueError, OverflowError):
            return HttpResponseBadRequest()
        return redirect("transcript-glossary", audio_id)
    context = {
        "audio": transcript.audio_file,
        "episode": transcript.audio_file.episode,
        "transcript": transcript,
        "suggestions": _suggestions(transcript),
        "tab": "glossary",
        "page_title": _("Names and terms"),
    }
    return render(request, "transcripts/desk/glossary.html", context)


def _suggestions(transcript: Transcript) -> list[Suggestion]:
    """All of them, kept for each state of the text: three hours of talk take a second to look through."""
    rows = list(transcript.segments.select_related("speaker"))
    names = names_in(transcript.audio_file.episode)
    state = hashlib.sha256(json.dumps([names, *(row.words for row in rows)]).encode()).hexdigest()
    found = cache.get_or_set(
        f"findings-{state}", lambda: findings([row.paragraph().words for row in rows], lexicon(names))
    )
    return [_suggestion(rows[each.paragraph], each) for each in found or []]


def _suggestion(row: Segment, found: Finding) -> Suggestion:
    texts = [word[0] for word in row.words]
    return Suggestion(
        segment=row,
        place=f"{row.pk}:{seal_of(row)}:{found.first}:{found.last}",
        start=row.words[found.first][1],
        end=row.words[found.last][2],
        before=" ".join(texts[max(0, found.first - AROUND) : found.first]),
        heard=" ".join(texts[found.first : found.last + 1]),
        after=" ".join(texts[found.last + 1 : found.last + 1 + AROUND]),
        meant="" if found.note == Finding.SUPERSEDED else found.meant,
        reason=_reason(found),
    )


def _reason(found: Finding) -> str:
    if found.note == Finding.SUPERSEDED:  # a transcript holds what was said, not what would be right today
        return _("Called “%(now)s” today. Write what is said.") % {"now": found.meant}
    if found.note in REASONS:
        return str(REASONS[found.note])
    word = found.note.removeprefix(Finding.JAMBI)
    traps = (entry for entry in glossary()["jambi_malay"]["terms"] if entry["jambi"] == word)
    return next((f"Melayu Jambi: {word} = {entry['indonesian']}. {entry['warning']}" for entry in traps), "")


def _picked(data: Mapping[str, str]) -> Iterator[Picked]:
    """The ticked rows: fields pick-N, place-N (paragraph:seal:first:last) and meant-N. Raises ValueError."""
    for name in data:
        if name.startswith("pick-"):
            number = name.removeprefix("pick-")
            segment, seen, first, last = data.get(f"place-{number}", "").split(":")
            yield Picked(int(segment), seen, int(first), int(last), data.get(f"meant-{number}", "").strip()[:LONGEST])


def _take(request: HttpRequest, transcript: Transcript, picked: list[Picked]) -> None:
    together = defaultdict(list)
    for each in picked:
        if each.meant:
            together[each.segment].append(each)
    rows = transcript.segments.select_related("speaker").filter(pk__in=together)
    saved = actions.save(transcript, [_change(row, together[row.pk]) for row in rows], by=editor(request))
    _tell(request, len(saved.shown), len(saved.conflicts))


def _change(row: Segment, picked: list[Picked]) -> Change:
    """All that was picked in one paragraph, from its end on, so that earlier words keep their numbers."""
    texts = [word[0] for word in row.words]
    for each in sorted(picked, key=lambda each: -each.first):
        if 0 <= each.first <= each.last < len(texts):
            texts[each.first : each.last + 1] = [_dressed(texts[each.first : each.last + 1], each.meant)]
    return Change(row.pk, picked[0].seen, " ".join(texts), row.speaker.number if row.speaker else None)


def _dressed(heard: list[str], meant: str) -> str:
    """`meant` with the signs that stand before and after what was heard."""
    first, last = heard[0], heard[-1]
    before = first[: len(first) - len(first.lstrip("\"'“‘(["))]
    after = last[len(last.rstrip(".,;:?!…\"'”’)]")) :]
    return before + meant + after


def _refuse(request: HttpRequest, transcript: Transcript, picked: list[Picked]) -> None:
    done = [
        actions.vouch(transcript, each.segment, each.seen, each.first, each.last, by=editor(request)) for each in picked
    ]
    _tell(request, sum(done), len(done) - sum(done))


def _tell(request: HttpRequest, done: int, missed: int) -> None:
    if done:
        text = ngettext("%(count)d paragraph is saved.", "%(count)d paragraphs are saved.", done)
        messages.success(request, text % {"count": done})
    if missed:
        messages.error(request, _("Some paragraphs were changed by somebody else meanwhile; look at them again."))
    if not done and not missed:
        messages.warning(request, _("Nothing was ticked."))
