"""The facts of all documents, held in the memory of each process and read again when any of them has changed."""

from __future__ import annotations

from collections.abc import Mapping

from search.facets import Facts, Length
from search.models import SearchDocument

_held: tuple[tuple[int, int], Mapping[int, Facts]] = ((-1, -1), {})


def facts() -> Mapping[int, Facts]:
    """The facts of each document by episode; one small query if nothing has changed."""
    global _held
    edition = SearchDocument.objects.edition()
    if _held[0] != edition:
        _held = (edition, {row.episode_id: _facts(row) for row in SearchDocument.objects.all()})
    return _held[1]


def _facts(row: SearchDocument) -> Facts:
    return Facts(
        episode=row.episode_id,
        place=row.place,
        until=row.until,
        fingerprint=row.fingerprint,
        show=row.show_id,
        topic=tuple(row.topics),
        person=tuple(row.people),
        year=row.year,
        age=row.age,
        length=Length.of(row.seconds),
        language=row.language,
    )
