"""A show with everything that an export must take along, and how tests run the command and look at its folder."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command

from episodes.models import Chapter, ContentWarning, Episode, EpisodePerson, EpisodeWarning, Person, Show, Soundbite
from tests import factories
from transcripts import actions
from transcripts.actions.correcting import Change, seal_of

CONSENTING, SILENT = "Sari Wulandari", "Mawar Melati"


def full_episode(show: Show, **values: Any) -> Episode:
    """A public episode with people, warnings, chapters, a soundbite and an approved text in which both speak."""
    made = factories.episode(show, summary="Tentang rumah.", notes="<p>Catatan.</p>", live=False, **values)
    made.recorded_on = date(2025, 3, 1)
    for name, agreed in ((CONSENTING, True), (SILENT, False)):
        person, _made = Person.objects.get_or_create(name=name, defaults={"consents_to_be_named": agreed})
        made.people.add(EpisodePerson(person=person, role="guest"))
    made.warnings.add(EpisodeWarning(warning=ContentWarning.objects.get(code="CW-FISIK"), level=2))
    made.chapters.add(Chapter(start=Decimal("0"), title="Pembuka"), Chapter(start=Decimal("12.5"), title="Isi"))
    made.soundbites.add(Soundbite(start=Decimal("3"), duration=Decimal("20"), title="Cuplikan"))
    made.save()
    made.save_revision().publish()
    text = factories.transcript(made, "Halo, selamat datang.", "Terima kasih, Kak.")
    for row, credit in zip(text.segments.all(), made.people.all(), strict=True):
        number = actions.add_speaker(text, "catatan rahasia").number
        actions.save(text, [Change(row.pk, seal_of(row), row.text, number)], by=None)
        actions.name_speaker(text.speakers.get(number=number), credit.person, by=None)
    actions.approve(text, by=None, doubts_checked=True)
    return Episode.objects.get(pk=made.pk)


def export(show: Show, folder: Path, *options: str) -> str:
    """Runs the command; what it prints."""
    output = StringIO()
    call_command("export_show", show.slug, str(folder), *options, stdout=output, stderr=output)
    return output.getvalue()


def files(folder: Path) -> dict[str, bytes]:
    """Everything in a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def described(folder: Path, episode: Episode) -> dict[str, Any]:
    """What the export says of an episode."""
    found: dict[str, Any] = json.loads((folder / f"episodes/{episode.guid}.json").read_bytes())
    return found


def as_text(folder: Path) -> str:
    """All that is written in it, sound and pictures left out."""
    binary = ("media/", "masters/", "cover/", "pictures/")
    return "\n".join(content.decode() for name, content in files(folder).items() if not name.startswith(binary))
