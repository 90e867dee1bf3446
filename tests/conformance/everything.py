"""A show that has everything that our feeds can tell of: each value that the writers know, at least once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

from feeds.formats.values import (
    Channel,
    Chapter,
    Credit,
    Enclosure,
    Frequency,
    Item,
    Pages,
    RemoteItem,
    Soundbite,
    Trailer,
    Transcript,
)

SITE = "https://siniar.example"
JAMBI = timezone(timedelta(hours=7))
NOTES = f'<p>Catatan <b>tebal</b> &amp; <a href="{SITE}/x?a=1&amp;b=2">tautan</a> ]]&gt;</p>'
FORMATS = {"vtt": "text/vtt", "srt": "application/x-subrip", "json": "application/json", "html": "text/html"}


def item(number: int) -> Item:
    """An episode. The first is a trailer, every other one is explicit; the third has notes that directories would cut,
    and the fourth has none.
    """
    place = f"{SITE}/media/{number}/siniar-{number}"
    return Item(
        guid=f"guid-{number}",
        title=f"Judul & <i>anak</i> “{number}” 🎧",
        url=f"{SITE}/obrolan/episode-{number}/",
        published=datetime(2026, 5, number, 8, 30, tzinfo=JAMBI),
        description=f"Bantuan: 129.\n\nRingkasan {number} & tanda <, > dan 'kutip'.",
        notes="" if number == 4 else NOTES * (60 if number == 3 else 1),
        enclosure=Enclosure(f"{place}.mp3", 1_000 + number, "audio/mpeg", 1_440.4, 96_000, "ab" * 32),
        number=number,
        season=2,
        kind="trailer" if number == 1 else "full",
        explicit=number % 2 == 0,
        image_url=f"{SITE}/cover/{number}/siniar.jpg",
        alternates=(Enclosure(f"{place}.opus", 500 + number, "audio/ogg", 1_440.4, 24_000, "cd" * 32, "Hemat kuota"),),
        people=(Credit("Ratna & Wulan", "host", "cast"), Credit("Dewi", "author", "writing")),
        transcripts=tuple(
            Transcript(f"{SITE}/transcript/{number}.{suffix}", kind, "id", suffix != "html")
            for suffix, kind in FORMATS.items()
        ),
        chapters=(Chapter(0, "Awal"), Chapter(60.5, "Bab & dua"), Chapter(3_661.25, "Akhir")),
        chapters_url=f"{SITE}/chapters/{number}.json",
        soundbites=(Soundbite(10, 20.5, "Cuplikan & satu"), Soundbite(100.25, 60, "Cuplikan dua")),
    )


def channel() -> Channel:
    """The show, as the second of four pages."""
    trailer = (f"{SITE}/media/1/siniar-1.mp3", 1_001, "audio/mpeg", datetime(2026, 5, 1, 8, 30, tzinfo=JAMBI))
    return Channel(
        url=f"{SITE}/obrolan/",
        feed_url=f"{SITE}/obrolan/feed.xml",
        json_url=f"{SITE}/obrolan/feed.json",
        guid="917393e3-1b1e-5cef-ace4-edaa54e1f810",
        title="Obrolan & <Rumah>",
        description="Bantuan: 129.\n\nTentang anak & keluarga.",
        language="id",
        category="Society & Culture > Relationships",
        author="Studio Siniar",
        owner=("Ibu Ratna", "studio@siniar.example"),
        changed=datetime(2026, 6, 1, 9, tzinfo=JAMBI),
        items=tuple(map(item, (4, 3, 2, 1))),
        copyright="© 2026 Studio Siniar",
        cover_url=f"{SITE}/cover/obrolan/siniar.jpg",
        kind="serial",
        explicit=True,
        blocked=True,
        complete=True,
        locked=True,
        license="cc-by-sa-4.0",
        moved_to="https://baru.example/feed.xml",
        hub="https://hub.example/",
        podping=True,
        pages=Pages(*(f"{SITE}/obrolan/{name}.xml" for name in ("hemat", "hemat-4", "hemat-2", "hemat-3"))),
        frequency=Frequency("FREQ=WEEKLY;INTERVAL=2", "tiap dua minggu"),
        texts=(("applepodcastsverify", "abc-123"), ("ai-content", "Teks dibantu mesin & manusia")),
        podroll=(
            RemoteItem("21111111-1111-5111-8111-111111111111", "", "Lain satu"),
            RemoteItem("11111111-1111-5111-8111-111111111111", "https://lain.example/feed?a=1&b=2", "Lain & dua"),
        ),
        trailers=(Trailer("Cuplikan", *trailer, season=None), Trailer("Cuplikan musim", *trailer, season=2)),
    )


def without_owner() -> Channel:
    """The same as a neutral feed has it: nobody is named who could be written to."""
    return replace(channel(), owner=None)
