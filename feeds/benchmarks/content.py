"""A show as it looks after years of work, made in seconds: every episode is public, with people, chapters, both
renditions on the disk and an approved text.

Rows are written in bulk, past all actions: only a benchmark may do that, on a data folder of its own.
"""

from __future__ import annotations

import hashlib
import io
import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.db import transaction
from django.utils import timezone
from PIL import Image
from wagtail.images import get_image_model
from wagtail.models import Page

from episodes.models import AgeRating, AudioFile, Chapter, Episode, EpisodePerson, Person, Rendition, Show, Topic
from siniar.pages.models import HomePage
from transcripts.models import Transcript, Version

CHAPTERS = 5
LENGTH = 1_440.0  # seconds: a talk of 24 minutes
SUMMARY, NOTES = 160, 300  # signs of text
WORDS, PARAGRAPH = 200, 40  # of the approved text
SPACING = timedelta(hours=6)  # between two publications; all lie in the past
SOUND = b"\0" * 2_000  # a rendition: only its size and its address stand in a feed
NAMES = ("Ratna Wulan", "Sari Lestari", "Hasan Basri", "Dewi Anggraini", "Yusuf Maulana", "Nurul Aini")
TOPICS = ("PENGASUHAN", "LITDIG", "KDRT")
SENTENCES = (
    "Kami bicara tentang cara mendampingi anak saat memakai gawai di rumah.",
    "Ada langkah kecil yang bisa dicoba hari ini bersama keluarga & tetangga.",
    "Seorang psikolog menjelaskan tanda-tanda yang sering luput dari perhatian.",
    "Siapa pun boleh bertanya, dan tidak ada pertanyaan yang terlalu sederhana.",
    "Di akhir obrolan ada alamat layanan yang dapat dihubungi kapan saja.",
    "“Didengar dulu, baru dinasihati,” begitu pesan narasumber kita kali ini.",
)


@transaction.atomic
def build(count: int, slug: str, words: int = WORDS) -> Show:
    """Makes a public show with that many public episodes, whose texts have about so many words. The same arguments give
    the same texts.
    """
    chance = random.Random(slug)  # noqa: S311 - texts, not secrets
    show = _show(slug)
    people = [Person.objects.create(name=name, consents_to_be_named=True) for name in NAMES]
    sounds = _sounds(count, slug)
    episodes = _episodes(show, sounds, chance)
    _parts(episodes, people, chance)
    _texts(sounds, chance, words)
    return Show.objects.get(pk=show.pk)


def _show(slug: str) -> Show:
    picture = io.BytesIO()
    Image.new("RGB", (1_400, 1_400), (20, 90, 80)).save(picture, "JPEG")
    cover = get_image_model().objects.create(
        title=slug, file=ImageFile(io.BytesIO(picture.getvalue()), name=f"{slug}.jpg")
    )
    show = Show(
        title="Obrolan Siniar",
        slug=slug,
        summary=SENTENCES[0],
        description=" ".join(SENTENCES),
        author="Studio Siniar",
        owner_name="Studio Siniar",
        owner_email="studio@siniar.example",
        copyright="CC BY-SA Studio Siniar",
        cover=cover,
    )
    HomePage.objects.get().add_child(instance=show)
    show.save_revision().publish()
    return show


def _sounds(count: int, slug: str) -> list[AudioFile]:
    """Recordings with both renditions; their files are small, but each lies in its own place."""
    sounds, renditions = [], []
    for number in range(count):
        digest = hashlib.sha256(f"{slug} {number}".encode()).hexdigest()
        sound = AudioFile(
            original_name=f"rekaman-{number}.wav",
            sha256=digest,
            size=len(SOUND),
            duration=LENGTH,
            inspected={},
            state=AudioFile.State.ENCODED,
        )
        sound.file.name = f"{sound.pk}/master"
        sounds.append(sound)
        for kind, bitrate in ((Rendition.Kind.MAIN, 96_000), (Rendition.Kind.HEMAT, 24_000)):
            rendition = Rendition(
                audio_file=sound,
                kind=kind,
                sha256=hashlib.sha256(f"{digest} {kind}".encode()).hexdigest(),
                size=len(SOUND),
                duration=LENGTH,
                bitrate=bitrate,
                integrated=-16.0,
                true_peak=-1.5,
                tags_hash=digest,
                tags_neutral=True,
                encoded_at=timezone.now(),
            )
            rendition.file.save("sound", ContentFile(SOUND), save=False)
            renditions.append(rendition)
    AudioFile.objects.bulk_create(sounds, batch_size=500)
    Rendition.objects.bulk_create(renditions, batch_size=500)
    return sounds


def _episodes(show: Show, sounds: Sequence[AudioFile], chance: random.Random) -> list[Episode]:
    """Pages below the show, the oldest first."""
    kind = ContentType.objects.get_for_model(Episode)
    rating = AgeRating.objects.get(code="SU")
    begin = timezone.now() - SPACING * (len(sounds) + 1)
    episodes = [
        _episode(show, number, sound, begin + SPACING * number, chance) for number, sound in enumerate(sounds, start=1)
    ]
    for episode in episodes:
        episode.content_type, episode.age_rating = kind, rating
    # Django makes no rows of two tables at once: the pages in bulk, then what an episode has beside its page.
    shared = [field.attname for field in Page._meta.concrete_fields]
    pages = [Page(**{name: getattr(each, name) for name in shared if name != "id"}) for each in episodes]
    for page, episode in zip(Page.objects.bulk_create(pages, batch_size=500), episodes, strict=True):
        episode.pk = episode.page_ptr_id = episode.id = page.pk
        episode.save_base(raw=True, force_insert=True)
    Page.objects.filter(pk=show.pk).update(numchild=len(episodes))
    return episodes


def _episode(show: Show, number: int, sound: AudioFile, published: datetime, chance: random.Random) -> Episode:
    title = f"{_text(chance, 40)} {number}"
    episode = Episode(
        title=title,
        draft_title=title,
        depth=show.depth + 1,
        path=Page._get_path(show.path, show.depth + 1, number),
        url_path="",
        locale_id=show.locale_id,
        live=True,
        has_unpublished_changes=False,
        first_published_at=published,
        last_published_at=published,
        latest_revision_created_at=published,
        audio=sound,
        number=number,
        season=1 + number // 50,
        summary=_text(chance, SUMMARY),
        notes=f"<p>{_text(chance, NOTES // 2)}</p><p><b>Catatan</b> {_text(chance, NOTES // 2)}</p>",
    )
    episode.slug = episode.short_id
    episode.url_path = f"{show.url_path}{episode.slug}/"
    return episode


def _parts(episodes: Sequence[Episode], people: Sequence[Person], chance: random.Random) -> None:
    topics = list(Topic.objects.filter(code__in=TOPICS))
    roles = (EpisodePerson.Role.HOST, EpisodePerson.Role.GUEST)
    Chapter.objects.bulk_create(
        [
            Chapter(episode=episode, start=Decimal(place * 240), title=_text(chance, 30))
            for episode in episodes
            for place in range(CHAPTERS)
        ],
        batch_size=1_000,
    )
    EpisodePerson.objects.bulk_create(
        [
            EpisodePerson(episode=episode, person=person, role=role, sort_order=order)
            for episode in episodes
            for order, (role, person) in enumerate(zip(roles, chance.sample(people, 2), strict=True))
        ],
        batch_size=1_000,
    )
    links = Episode.topics.through
    links.objects.bulk_create(
        [links(episode=episode, topic=chance.choice(topics)) for episode in episodes], batch_size=1_000
    )


def _texts(sounds: Sequence[AudioFile], chance: random.Random, count: int) -> None:
    """An approved text for each recording; that it is short spares the disk, not the feed, which only names it."""
    said = _text(chance, count * 7).split()
    pace = min(0.4, LENGTH / len(said))
    words = [[word, place * pace, (place + 0.8) * pace, 1.0] for place, word in enumerate(said)]
    parts = [words[place : place + PARAGRAPH] for place in range(0, len(words), PARAGRAPH)]
    content = [{"start": part[0][1], "end": part[-1][2], "speaker": 1, "words": part, "doubts": []} for part in parts]
    transcripts = Transcript.objects.bulk_create(
        [Transcript(audio_file=sound, language="id", state=Transcript.State.CORRECTED) for sound in sounds],
        batch_size=500,
    )
    now = timezone.now()
    versions = Version.objects.bulk_create(
        [
            Version(transcript=each, number=1, reason=Version.Reason.APPROVED, made_at=now, content=content)
            for each in transcripts
        ],
        batch_size=500,
    )
    for transcript, version in zip(transcripts, versions, strict=True):
        transcript.approved, transcript.state = version, Transcript.State.APPROVED
    Transcript.objects.bulk_update(transcripts, ["approved", "state"], batch_size=200)


def _text(chance: random.Random, signs: int) -> str:
    """Sentences in any order, cut at that many signs."""
    text = ""
    while len(text) < signs:
        text += chance.choice(SENTENCES) + " "
    return text[:signs].strip()
