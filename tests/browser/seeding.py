"""Fills an installation with what is looked at, through the product's own actions: no engine runs, and no hour of sound
is worked through.

Called in a shell of the installation. `public` makes two published episodes, one of them on a topic that asks for
discretion. NAME=MINUTES makes a draft with a machine's text of that length: about 170 words a minute in paragraphs of
24 seconds, so that three hours are 30,000 words in 450 paragraphs.
"""

from __future__ import annotations

import functools
import json
import random
import subprocess
import tempfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.files.images import ImageFile
from django.test import Client
from wagtail.images import get_image_model

from demo import content
from episodes import actions, uploads
from episodes.audio.encode import Encoded, Encoding, Kind
from episodes.audio.ffmpeg import find_ffmpeg
from episodes.audio.files import hash_file
from episodes.audio.inspect import Recording
from episodes.audio.loudness import Loudness
from episodes.audio.measure import Measured
from episodes.models import AudioFile, Chapter, Episode, EpisodePerson, Person, Show, Topic
from siniar.jobs import runner
from siniar.jobs.models import Job
from siniar.models import User
from siniar.pages.models import HomePage
from tests import sounds
from transcripts import actions as transcribing
from transcripts.engines.doubts import Doubt
from transcripts.engines.protocol import Segment, Word
from transcripts.formats.cue import Cue
from transcripts.windows import Window

PARAGRAPH = 24.0  # seconds, the pause after it included
PAUSE = 2.0
WORDS = 67  # in a paragraph
DOUBTFUL = 0.1  # of all words
SUSPECT = 0.04  # of all sentences
EDITORS = ("rani", "dewi")
LOUDNESS = Loudness(-16.0, -1.5, 4.0)
#: As small as can be: what counts is that a sound can be played, and that one can seek in it.
CODECS = {
    Kind.MAIN: ("main.mp3", "-c:a", "libmp3lame", "-b:a", "8k", "-ar", "8000"),
    Kind.HEMAT: ("hemat.opus", "-c:a", "libopus", "-b:a", "6k", "-compression_level", "0"),
}


def main(wanted: tuple[str, ...]) -> None:
    """Makes what is wanted; prints, as a line of JSON, the editors' sessions and where to find what was made."""
    made: dict[str, Any] = {"editors": {name: session(name) for name in EDITORS}}
    for what in wanted:
        name, _equals, minutes = what.partition("=")
        made |= public() if what == "public" else {name: machine_text(name, float(minutes))}
    print(json.dumps(made))


def session(name: str) -> str:
    """The session key of an editor who has logged in: `rani` may do everything, the others are moderators."""
    user = User.objects.filter(username=name).first()
    if user is None:
        chief = name == EDITORS[0]
        user = User.objects.create_user(name, password="rahasia", is_superuser=chief, is_staff=True)
        user.groups.set([] if chief else Group.objects.filter(name="Moderators"))
    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value


def show() -> Show:
    """The only show, with a cover; made by the first call."""
    made = Show.objects.first()
    if made is None:
        source = content.show()
        with source.cover.open("rb") as file:
            cover = get_image_model().objects.create(title="sampul", file=ImageFile(file, name=source.cover.name))
        made = Show(
            title="Obrolan", slug="obrolan", summary="Obrolan pendek.", description="Setiap pekan.", cover=cover
        )
        HomePage.objects.get().add_child(instance=made)
        made.save_revision().publish()
    return made


def public() -> dict[str, Any]:
    """A show with two episodes that everybody may see, with all that a public page can carry."""
    return {
        "show": {"path": show().get_url()},
        "open": published("Mendampingi anak di dunia maya", "PENGASUHAN"),
        "discreet": published("Ketika rumah tidak aman", "KDRT"),
    }


def published(title: str, topic: str) -> dict[str, Any]:
    """One of them."""
    episode = recorded(title, 120, topic)
    assert episode.audio
    episode.summary = "Obrolan singkat dengan langkah yang bisa dicoba hari ini."
    episode.notes = "<p>Catatan siaran dengan <b>satu</b> hal penting.</p>"
    episode.chapters.set([Chapter(start=Decimal(0), title="Awal"), Chapter(start=Decimal("60.5"), title="Saran")])
    person, _created = Person.objects.get_or_create(name="Ratna Wulan", consents_to_be_named=True)
    episode.people.set([EpisodePerson(person=person, role=EpisodePerson.Role.HOST)])
    episode.save()
    episode.save_revision()
    cues = [Cue(segment.start, segment.end, segment.text, person.name) for segment in heard(2, title)]
    transcript = transcribing.supply(episode.audio, "id", cues, by=None)
    transcribing.name_speaker(transcript.speakers.get(), person, by=None)
    transcribing.approve(transcript, by=None)
    actions.publish(episode)
    tag(episode.audio)
    return {"path": episode.get_url(), "audio": str(episode.audio_id), "episode": episode.pk}


def tag(audio: AudioFile) -> None:
    """Writes the tags of a published episode, without which it is not public."""
    job = Job.objects.of(audio.pk).get(step="tag", state=Job.State.WAITING)
    runner.run(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.trace


def machine_text(name: str, minutes: float) -> dict[str, Any]:
    """A draft with a machine's text that nobody has read yet."""
    episode = recorded(f"Rekaman {name}", 60 * minutes, "PENGASUHAN")
    assert episode.audio
    window = Window(0, 0.0, 60 * minutes, np.empty(0, np.float32))
    transcribing.keep_window(episode.audio, "seeded", window, heard(minutes, name))
    transcribing.keep_machine_text(episode.audio, language="id", engine="seeded", fingerprint="seeded")
    words = sum(map(len, paragraphs(minutes, name)))
    return {"audio": str(episode.audio_id), "episode": episode.pk, "words": words}


def recorded(title: str, seconds: float, topic: str) -> Episode:
    """A draft with encoded sound of that length. The master lasts a second: nobody measures it again."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "master"
        path.write_bytes(master()[0])
        audio = actions.receive(path, master()[1], f"{title}.wav", again=True)
        frames = round(seconds * 48_000)
        actions.keep_measured(audio, Measured("wav", (1.0,), frames, LOUDNESS, gain=0.0, aim=-16.0, cautions=()))
        audio.refresh_from_db()
        bars = tuple(map(int, np.random.default_rng(1).integers(20, 230, 800)))
        actions.keep_encoded(audio, Encoding(tuple(encoded(folder, seconds)), bars, seconds, ()))
    Job.objects.of(audio.pk).update(state=Job.State.DONE, progress=100)
    audio.refresh_from_db()
    return actions.draft(show(), title, audio, topics=list(Topic.objects.filter(code=topic)))


@functools.cache
def master() -> tuple[bytes, Recording]:
    """A second of sound, and what inspection says of it."""
    with tempfile.TemporaryDirectory() as folder:
        path = sounds.write_wav(Path(folder) / "master.wav", sounds.voice(1.0))
        return path.read_bytes(), uploads.examine(path)


def encoded(folder: Path, seconds: float) -> Iterator[Encoded]:
    """A quiet tone in both formats."""
    for kind, (name, *_codec) in CODECS.items():
        path = folder / name
        path.write_bytes(tone(kind, seconds))
        size = path.stat().st_size
        yield Encoded(kind, path, hash_file(path), size, seconds, round(size * 8 / seconds), LOUDNESS)


@functools.cache
def tone(kind: Kind, seconds: float) -> bytes:
    """The encoded tone; three hours take a few seconds to make."""
    sine = ("-f", "lavfi", "-i", f"sine=frequency=180:duration={seconds}:sample_rate=8000")
    with tempfile.TemporaryDirectory() as folder:
        name, *codec = CODECS[kind]
        path = Path(folder) / name
        program = str(find_ffmpeg(settings.CONFIG.ffmpeg))
        subprocess.run([program, "-v", "error", "-nostdin", *sine, *codec, str(path)], check=True)
        return path.read_bytes()


def paragraphs(minutes: float, name: str) -> list[list[str]]:
    """The words of a talk: sentences of the demo's scripts in any order, the same for the same name."""
    sentences = [sentence.text.split() for episode in content.episodes() for sentence in episode.sentences]
    chance = random.Random(name)
    spoken = []
    for _number in range(round(minutes * 60 / PARAGRAPH)):
        words: list[str] = []
        while len(words) < WORDS:
            words += chance.choice(sentences)
        spoken.append([*words[: WORDS - 1], words[WORDS - 1].rstrip(",.?!") + "."])
    return spoken


def heard(minutes: float, name: str) -> Iterator[Segment]:
    """The same as an engine hears it: sentences with word times, some words doubtful, some sentences suspect."""
    chance = random.Random(name)
    for place, spoken in enumerate(paragraphs(minutes, name)):
        pace = (PARAGRAPH - PAUSE) / len(spoken)
        sentence: list[Word] = []
        for number, text in enumerate(spoken):
            start = round(place * PARAGRAPH + number * pace, 3)
            doubtful = chance.random() < DOUBTFUL
            probability = round(chance.uniform(0.2, 0.8) if doubtful else chance.uniform(0.85, 0.99), 3)
            sentence.append(Word(text, start, round(start + pace * 0.9, 3), probability))
            if text[-1] in ".?!" or number == len(spoken) - 1:
                doubts = (Doubt.TOO_FAST.value,) if chance.random() < SUSPECT else ()
                said = " ".join(word.text for word in sentence)
                yield Segment(sentence[0].start, sentence[-1].end, said, tuple(sentence), doubts=doubts)
                sentence = []
