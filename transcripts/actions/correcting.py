"""What an editor changes in a text: paragraph by paragraph, each only if it is still what the editor has seen."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.db import transaction
from django.db.models import Q

from episodes.models import Person
from siniar import texts
from siniar.models import User
from transcripts.actions.keeping import add_speaker, keep_earlier, locked, mark_changed, with_speakers
from transcripts.models import Segment, Speaker, Transcript, stored
from transcripts.text.alignment import BLANK_LINES, realigned_paragraphs
from transcripts.text.paragraphs import Paragraph

NEW_SPEAKER = -1
"""As the speaker of a Change: one whom the transcript does not have yet. All of one save are the same."""

LONGEST_PARAGRAPH = 50_000  # characters; more than an hour of speech
MOST_CHANGES = 5_000
MOST_CHARACTERS = 1_000_000
"""Of one save: five times what three hours of talk need. While it runs nobody else can write to SQLite."""


def seal(text: str, speaker: int | None) -> str:
    """A short hash of what an editor sees of a paragraph. A save is refused where it is no longer what stands there."""
    return hashlib.blake2b(f"{speaker}\n{' '.join(text.split())}".encode(), digest_size=8).hexdigest()


def seal_of(segment: Segment) -> str:
    """The seal of a stored paragraph."""
    return seal(segment.text, segment.speaker.number if segment.speaker else None)


@dataclass(frozen=True, slots=True)
class Change:
    """What an editor wants of one paragraph, known by its row's id, of which `seen` was the seal.

    A blank line in `text` parts it in two; an empty text deletes it; `joins` hangs it on the one before;
    `checked` says that every word of it is right. `speaker` is a number of the transcript, None or NEW_SPEAKER.
    `onto` is the seal of the paragraph before, where it `joins`: nobody's words are hung on what he has not seen.
    """

    segment: int
    seen: str
    text: str
    speaker: int | None = None
    checked: bool = False
    joins: bool = False
    onto: str = ""

    @property
    def untouched(self) -> bool:
        """Whether the editor has left it as it was."""
        asked = self.checked or self.joins or BLANK_LINES.search(self.text.strip())
        return not asked and seal(self.text, self.speaker) == self.seen


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save did to the text, which was at revision `before` and is at `revision` now.

    `shown` holds, by id of each changed row, the rows that now stand in its place, in order. `conflicts` are rows that
    somebody else has changed: they are left alone, None for one that is gone.
    """

    before: int
    revision: int
    shown: Mapping[int, Sequence[Segment]] = field(default_factory=dict)
    conflicts: Mapping[int, Segment | None] = field(default_factory=dict)


@transaction.atomic
def save(transcript: Transcript, changes: Iterable[Change], *, by: User | None) -> Saved:
    """Writes the changes of one editor; word times are kept where words are. Nothing of others is overwritten.

    Raises ValueError for a speaker whom the transcript does not have, and for too much in a paragraph or at once.
    """
    wanted = {change.segment: change for change in changes if not change.untouched}
    if len(wanted) > MOST_CHANGES or sum(len(change.text) for change in wanted.values()) > MOST_CHARACTERS:
        raise ValueError(f"{len(wanted)} changes at once")
    transcript = locked(transcript)
    before = transcript.revision
    found = {row.pk: row for row in transcript.segments.select_related("speaker").filter(pk__in=wanted)}
    conflicts = {pk: found.get(pk) for pk, change in wanted.items() if not _may_write(found.get(pk), change)}
    conflicts |= {pk: found[pk] for pk in _misjoined(wanted, found, conflicts)}
    ready = sorted((found[pk] for pk in wanted.keys() - conflicts.keys()), key=lambda row: (row.start, row.pk))
    if not ready:
        return Saved(before, before, conflicts=conflicts)
    keep_earlier(transcript, by=by)
    speakers = _speakers(transcript, wanted.values())
    shown: dict[int, list[Segment]] = {}
    for row in ready:
        _write(row, wanted[row.pk], speakers, shown)
    mark_changed(transcript, by=by)
    return Saved(before, transcript.revision, shown, conflicts)


def _may_write(row: Segment | None, change: Change) -> bool:
    return row is not None and seal_of(row) in (change.seen, seal(change.text, change.speaker))


def _misjoined(wanted: Mapping[int, Change], found: Mapping[int, Segment], conflicts: Container[int]) -> list[int]:
    """The paragraphs that would be hung on another one than the editor has seen above them.

    One that the same editor changes in the same save is known to her.
    """
    misjoined: list[int] = []
    for row in sorted(found.values(), key=lambda row: (row.start, row.pk)):
        above = _before(row) if wanted[row.pk].joins and row.pk not in conflicts else None
        if above is None:
            continue
        written = above.pk in wanted and above.pk not in conflicts and above.pk not in misjoined
        if not written and seal_of(above) != wanted[row.pk].onto:
            misjoined.append(row.pk)
    return misjoined


def _speakers(transcript: Transcript, changes: Iterable[Change]) -> dict[int | None, Speaker | None]:
    numbers = {change.speaker for change in changes if change.speaker is not None}
    if NEW_SPEAKER in numbers:
        new = add_speaker(transcript)
    known: dict[int | None, Speaker | None] = {None: None}
    known.update(with_speakers(transcript, ()).items())
    if NEW_SPEAKER in numbers:
        known[NEW_SPEAKER] = new
    if numbers - known.keys():
        raise ValueError(f"no such speaker: {sorted(numbers - known.keys())}")
    return known


def _write(
    row: Segment, change: Change, speakers: Mapping[int | None, Speaker | None], shown: dict[int, list[Segment]]
) -> None:
    """Brings one row to what `change` wants, and notes in `shown` what stands there now."""
    if len(change.text) > LONGEST_PARAGRAPH:
        raise ValueError(f"a paragraph of {len(change.text)} characters")
    row.speaker = speakers[change.speaker]
    parts = _parts(row.paragraph(), texts.without_controls(change.text), checked=change.checked)
    if not parts:
        shown[change.segment] = []
        row.delete()
        return
    stands = [_filled(row, parts[0])]
    stands += [_filled(Segment(transcript=row.transcript, speaker=row.speaker), part) for part in parts[1:]]
    before = _before(row) if change.joins else None
    if before:
        _hang_on(before, stands[0])
        _show_longer(before, shown)
        stands = stands[1:]
        row.delete()
    for each in stands:
        each.save()
    shown[change.segment] = stands


def _parts(paragraph: Paragraph, text: str, *, checked: bool) -> list[Paragraph]:
    """What `text` makes of a paragraph: one for each stretch between blank lines, each with its part of the doubts."""
    parts = []
    for words in realigned_paragraphs(paragraph.words, text, (paragraph.start, paragraph.end)):
        if checked:
            words = tuple(replace(word, probability=1.0) for word in words)
        start, end = words[0].start, words[-1].end
        doubts = tuple(doubt for doubt in paragraph.doubts if doubt[1] < end and doubt[2] > start)
        parts.append(Paragraph(start, end, paragraph.speaker, words, doubts))
    return parts


def _filled(row: Segment, part: Paragraph) -> Segment:
    row.start, row.end = round(part.start, 3), round(part.end, 3)
    row.words = stored.words_to_json(part.words)
    row.doubts = [list(doubt) for doubt in stored.open_doubts(row.words, part.doubts)]
    return row


def _before(row: Segment) -> Segment | None:
    earlier = Q(start__lt=row.start) | Q(start=row.start, pk__lt=row.pk)
    return Segment.objects.filter(earlier, transcript=row.transcript_id).select_related("speaker").last()


def _show_longer(before: Segment, shown: dict[int, list[Segment]]) -> None:
    """Puts a row that has grown in the place where it is shown already, or else in its own."""
    for stands in shown.values():
        for place, each in enumerate(stands):
            if each.pk == before.pk:
                stands[place] = before
                return
    shown[before.pk] = [before]


def _hang_on(before: Segment, after: Segment) -> None:
    before.words, before.doubts = before.words + after.words, before.doubts + after.doubts
    before.end = max(before.end, after.end)
    before.save(update_fields=["words", "doubts", "end"])


@transaction.atomic
def vouch(transcript: Transcript, segment: int, seen: str, first: int, last: int, *, by: User | None) -> bool:
    """Says that the words `first` to `last` of a paragraph are right as they stand. False if they are others by now."""
    transcript = locked(transcript)
    row = transcript.segments.select_related("speaker").filter(pk=segment).first()
    if row is None or seal_of(row) != seen:
        return False
    keep_earlier(transcript, by=by)
    row.words = [[*word[:3], 1.0] if first <= place <= last else word for place, word in enumerate(row.words)]
    row.doubts = [list(doubt) for doubt in row.open_doubts()]
    row.save(update_fields=["words", "doubts"])
    mark_changed(transcript, by=by)
    return True


@transaction.atomic
def name_speaker(speaker: Speaker, person: Person | None, *, by: User | None) -> None:
    """Says who a speaker is, or that nobody is to be named. The public reads it with the next approval."""
    if speaker.person == person:
        return
    transcript = locked(speaker.transcript)
    keep_earlier(transcript, by=by)
    Speaker.objects.filter(pk=speaker.pk).update(person=person)
    mark_changed(transcript, by=by)


def replace_words(
    transcript: Transcript, find: str, put: str, *, by: User | None, whole_words: bool = True, match_case: bool = False
) -> int:
    """Puts one text in the place of another wherever it stands in a paragraph; returns how often it did.

    Raises ValueError where the text would become too long.
    """
    edge = r"(?<!\w)", r"(?!\w)"
    wanted = r"\s+".join(re.escape(part) for part in find.split())
    if not wanted:
        return 0
    pattern = re.compile(
        f"{edge[0]}{wanted}{edge[1]}" if whole_words else wanted, re.NOFLAG if match_case else re.IGNORECASE
    )
    put = texts.on_one_line(put)
    changes, counts = [], {}
    for row in transcript.segments.select_related("speaker"):
        text, times = pattern.subn(lambda _match: put, row.text)
        if times:
            counts[row.pk] = times
            number = row.speaker.number if row.speaker else None
            changes.append(Change(row.pk, seal_of(row), text, number))
    saved = save(transcript, changes, by=by)
    return sum(times for pk, times in counts.items() if pk not in saved.conflicts)
