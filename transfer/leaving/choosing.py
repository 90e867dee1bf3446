"""What of a show is meant to be taken away, and how large it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from episodes.models import AudioFile, Episode, Rendition, Show
from transfer.leaving.describing import VERSION

BATCH = 20  # episodes that are read from the database at a time
TEXTS = 1_000_000  # bytes for all texts of an episode; three hours of talk need about as much


@dataclass(frozen=True)
class Wish:
    """What is to be taken: what is public, or `everything`; `masters` are the recordings as they were uploaded."""

    everything: bool = False
    masters: bool = False


def claim(show: Show, wish: Wish) -> dict[str, object]:
    """What a folder says of the export that it holds."""
    return {
        "format": "siniar-export",
        "version": VERSION,
        "show": str(show.podcast_guid),
        "everything": wish.everything,
        "masters": wish.masters,
    }


def episodes(show: Show, wish: Wish) -> QuerySet[Episode]:
    """The episodes that are meant."""
    return Episode.objects.child_of(show) if wish.everything else public(show)


def public(show: Show) -> QuerySet[Episode]:
    """Those that everybody may hear now."""
    return Episode.objects.child_of(show).public()


def in_batches(show: Show, wish: Wish) -> Iterator[list[Episode]]:
    """The episodes that are meant with all that belongs to them; each batch is asked for when its turn comes."""
    keys = list(episodes(show, wish).order_by("pk").values_list("pk", flat=True))
    for place in range(0, len(keys), BATCH):
        yield list(
            episodes(show, wish)
            .filter(pk__in=keys[place : place + BATCH])
            .order_by("pk")
            .select_related("audio", "age_rating", "cover")
            .prefetch_related(
                "topics", "people__person", "warnings__warning", "chapters", "soundbites", "audio__renditions"
            )
        )


def masters(of: QuerySet[Episode], wish: Wish) -> QuerySet[AudioFile]:
    """The recordings of episodes as they were uploaded; with everything also those that were replaced."""
    keys = of.values("pk")
    present = AudioFile.objects.filter(episodes__in=keys)
    chosen = present | AudioFile.objects.filter(uploaded_for__in=keys) if wish.everything else present
    return chosen.distinct().order_by("pk")


def size(show: Show, wish: Wish) -> tuple[int, int]:
    """Bytes of sound, and bytes that everything else needs at most, pictures of a show with many left out."""
    chosen = episodes(show, wish)
    sound = Rendition.objects.filter(audio_file__in=chosen.values("audio")).aggregate(bytes=Sum("size"))["bytes"] or 0
    if wish.masters:
        sizes = AudioFile.objects.filter(pk__in=masters(chosen, wish).order_by().values("pk"))
        sound += sizes.aggregate(bytes=Sum("size"))["bytes"] or 0
    return sound, chosen.count() * TEXTS
