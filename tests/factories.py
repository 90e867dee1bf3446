"""Makes the things that tests talk about, each with one call and with nothing in it that the test does not name."""

from __future__ import annotations

import hashlib
import io
import itertools
import wave
from pathlib import Path
from typing import Any

import numpy as np
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from PIL import Image
from wagtail.images import get_image_model

from episodes.audio.inspect import Recording, inspect
from episodes.models import AgeRating, AudioFile, Episode, Person, Rendition, Show, Topic
from siniar.jobs.models import Job, JobQuerySet
from siniar.jobs.pipeline import EPISODE_PUBLISHED, RECORDING_RECEIVED
from siniar.models import User
from siniar.pages.models import HomePage
from transcripts import actions as transcript_actions
from transcripts.engines.protocol import Segment as HeardSegment
from transcripts.engines.protocol import Word
from transcripts.models import Transcript
from transcripts.windows import Window

_numbers = itertools.count(1)

#: A topic whose pages must look neutral, and one whose pages need not.
SENSITIVE, OPEN = "KDRT", "PENGASUHAN"


def wav(path: Path, seconds: float = 2.0, *, rate: int = 44_100, channels: int = 1, seed: int = 1) -> Path:
    """Writes a WAV with noise that swells like speech; the same arguments give the same bytes."""
    random = np.random.default_rng(seed)
    moments = np.arange(int(seconds * rate)) / rate
    swell = 0.02 + 0.2 * np.sin(2 * np.pi * 1.5 * moments) ** 2
    sound = np.repeat((random.normal(0, 1, len(moments)) * swell)[:, None], channels, axis=1)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())
    return path


def recording(path: Path) -> Recording:
    """What inspection says of a file, with wide limits."""
    return inspect(path, max_bytes=10**9, max_seconds=10**5)


def sound_jobs() -> JobQuerySet:
    """The jobs on recordings, without those that a change of a show starts."""
    return Job.objects.filter(step__in=[step.name for step in (*RECORDING_RECEIVED, *EPISODE_PUBLISHED)])


def user(name: str = "", **values: Any) -> User:
    """An account; give is_superuser=True for one that may do everything."""
    return User.objects.create_user(name or f"editor{next(_numbers)}", password="rahasia", is_staff=True, **values)


def show(title: str = "Obrolan", **values: Any) -> Show:
    """A published show."""
    made = Show(title=title, slug=f"obrolan-{next(_numbers)}", **values)
    HomePage.objects.get().add_child(instance=made)
    made.save_revision().publish()
    return Show.objects.get(pk=made.pk)


def cover(side: int = 1400) -> Any:
    """A square picture in Wagtail's library."""
    data = io.BytesIO()
    Image.new("RGB", (side, side), (20, 90, 80)).save(data, "JPEG")
    return get_image_model().objects.create(
        title="sampul", file=ImageFile(io.BytesIO(data.getvalue()), name="sampul.jpg")
    )


def audio(*, encoded: bool = True, neutral: bool | None = True, sound: bytes = b"", **values: Any) -> AudioFile:
    """A recording, with renditions of made-up bytes if `encoded`; `neutral` tells of their tags, None: untagged."""
    number = next(_numbers)
    content = sound or f"sound {number} ".encode() * 50
    defaults: dict[str, Any] = {
        "original_name": f"rekaman-{number}.wav",
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
        "duration": 60.0,
        "inspected": {
            "container": "wav",
            "codec": "pcm_s16le",
            "duration": 60.0,
            "sample_rate": 44100,
            "channels": 1,
            "size": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
            "has_picture": False,
            "has_video": False,
            "title": None,
            "artist": None,
            "cautions": [],
        },
    }
    made = AudioFile(**(defaults | values))
    made.file.save("master", ContentFile(content), save=False)
    made.save(force_insert=True)
    if encoded:
        for kind in Rendition.Kind:
            _rendition(made, kind, content, neutral)
    return made


def _rendition(made: AudioFile, kind: Rendition.Kind, content: bytes, neutral: bool | None) -> None:
    data = kind.encode() + content
    rendition = Rendition(
        audio_file=made,
        kind=kind,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        duration=60.0,
        bitrate=96_000,
        integrated=-16.0,
        true_peak=-1.5,
        tags_hash="" if neutral is None else "0" * 64,
        tags_neutral=bool(neutral),
    )
    rendition.file.save("sound", ContentFile(data), save=False)
    rendition.save()


def episode(
    of: Show | None = None,
    title: str = "Menjaga anak",
    *,
    topics: tuple[str, ...] = (OPEN,),
    live: bool = True,
    sound: AudioFile | None = None,
    **values: Any,
) -> Episode:
    """An episode with sound, public unless `live=False` (or unless its sound is not ready for its topics)."""
    made = Episode(
        title=title,
        audio=sound or audio(),
        number=values.pop("number", next(_numbers)),
        age_rating=values.pop("age_rating", None) or AgeRating.objects.get(code="SU"),
        live=False,
        **values,
    )
    (of or show()).add_child(instance=made)
    made.topics.set(Topic.objects.filter(code__in=topics))
    made.save()
    revision = made.save_revision()
    if live:
        revision.publish()
    return Episode.objects.get(pk=made.pk)


def person(name: str = "Sari Wulandari", **values: Any) -> Person:
    """Somebody who agreed to nothing, unless `consents_to_be_named=True`."""
    return Person.objects.create(name=name, **values)


def transcript(
    of: Episode | None = None, *paragraphs: str, probability: float = 0.9, doubts: tuple[str, ...] = ()
) -> Transcript:
    """A machine's text of an episode's recording: one paragraph each 30 seconds, its words half a second apart."""
    sound = (of or episode()).audio
    assert sound
    segments = [
        heard(text, 30.0 * place, probability, doubts) for place, text in enumerate(paragraphs or ("Halo semua.",))
    ]
    window = Window(0, 0.0, 240.0, pcm=None)  # type: ignore[arg-type]
    transcript_actions.keep_window(sound, "f1", window, segments)
    made = transcript_actions.keep_machine_text(sound, language="id", engine="mesin", fingerprint="f1")
    assert made
    return made


def heard(text: str, start: float, probability: float = 0.9, doubts: tuple[str, ...] = ()) -> HeardSegment:
    """What an engine gives back: words half a second apart."""
    words = tuple(
        Word(word, start + place / 2, start + place / 2 + 0.4, probability) for place, word in enumerate(text.split())
    )
    return HeardSegment(start, words[-1].end, text, words, doubts=doubts)
