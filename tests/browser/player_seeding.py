"""Fills an installation with what players are tried on: real voices that can be heard, warnings about parts, chapters
and an approved text. Called in a shell of the installation, beside `seeding`.
"""

from __future__ import annotations

import functools
import json
import subprocess
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings

from episodes import actions
from episodes.audio.encode import Kind
from episodes.audio.ffmpeg import find_ffmpeg
from episodes.models import Chapter, ContentWarning, EpisodePerson, EpisodeWarning, Person
from tests.browser import seeding
from tests.browser.seeding import heard, recorded, tag
from transcripts import actions as transcribing
from transcripts.formats.cue import Cue

VOICE = Path(__file__).parent.parent / "audio" / "real-id-common-voice-19059577.flac"


def main() -> None:
    """Makes three episodes; prints, as a line of JSON, where they are."""
    seeding.tone = voice
    made = {
        "long": episode("Dari rumah ke sekolah", "PENGASUHAN", 30, every=300, part=(400, 430)),
        "short": episode("Menjaga anak di dunia maya", "PENGASUHAN", 2, every=20, part=(24, 34)),
        "hushed": episode("Suami yang memukul", "KDRT", 2, every=20, part=(24, 34)),
    }
    print(json.dumps(made))


def episode(title: str, topic: str, minutes: int, *, every: int, part: tuple[int, int]) -> dict[str, Any]:
    """A public episode with a chapter `every` so many seconds and a warning about a part, from second to second."""
    made = recorded(title, 60 * minutes, topic)
    assert made.audio
    starts = range(0, 60 * minutes, every)
    made.chapters.set([Chapter(start=start, title=f"Bab {place}") for place, start in enumerate(starts, start=1)])
    people = [Person.objects.get_or_create(name=name, consents_to_be_named=True)[0] for name in ("Ratna", "Hasan")]
    made.people.set([EpisodePerson(person=person, role=EpisodePerson.Role.HOST) for person in people])
    warning = ContentWarning.objects.get(code="CW-KDRT" if topic == "KDRT" else "CW-PSIKIS")
    made.warnings.set([EpisodeWarning(warning=warning, level=0, start=Decimal(part[0]), end=Decimal(part[1]))])
    made.notes = "<p>Catatan siaran dengan <b>satu</b> hal penting.</p>"
    made.summary = "Obrolan dengan langkah yang bisa dicoba hari ini."
    made.save()
    made.save_revision()
    _approve(made.audio, minutes, people)
    actions.publish(made)
    tag(made.audio)
    return {"path": made.get_url(), "signs": made.slug, "minutes": minutes}


def _approve(audio: Any, minutes: int, people: list[Person]) -> None:
    """A text in which two people take turns, sentence by sentence."""
    cues = [
        Cue(said.start, said.end, said.text, people[int(said.start // 24) % 2].name)
        for said in heard(minutes, str(audio.pk))
    ]
    transcript = transcribing.supply(audio, "id", cues, by=None)
    for speaker in transcript.speakers.all():
        transcribing.name_speaker(speaker, next(each for each in people if each.name == speaker.note), by=None)
    transcribing.approve(transcript, by=None)


@functools.cache
def voice(kind: Kind, seconds: float) -> bytes:
    """A real voice, said again and again for that long."""
    with tempfile.TemporaryDirectory() as folder:
        name, *codec = seeding.CODECS[kind]
        path = Path(folder) / name
        program = str(find_ffmpeg(settings.CONFIG.ffmpeg))
        again = ("-stream_loop", "-1", "-i", str(VOICE), "-t", str(seconds))
        subprocess.run([program, "-v", "error", "-nostdin", *again, *codec, str(path)], check=True)
        return path.read_bytes()
