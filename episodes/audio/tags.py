"""Title, cover and chapters inside the sound files, written with mutagen and nothing else.

MP3 gets ID3v2.3 in UTF-16 (old car radios and Windows read no other), Opus gets Vorbis comments. The source is never
touched: its sound is copied, its old tags are dropped, so tagging twice gives the same bytes as tagging once.
"""

import base64
import datetime
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mutagen import MutagenError
from mutagen.flac import Picture
from mutagen.id3 import (
    APIC,
    CHAP,
    COMM,
    CTOC,
    ID3,
    PCST,
    TALB,
    TCON,
    TDES,
    TDRC,
    TGID,
    TIT2,
    TLAN,
    TPE1,
    TPE2,
    TPOS,
    TRCK,
    WOAS,
    CTOCFlags,
    Encoding,
    PictureType,
)
from mutagen.oggopus import OggOpus

from episodes.audio.description import GENRE, Chapter, Tags, clean, spans
from episodes.audio.files import sync, sync_folder
from episodes.audio.refusals import RefusalCode, Setback, setback

_PADDING = 1024  # bytes behind the tag, always the same, so that equal tags give equal files
_NO_OFFSET = 0xFFFFFFFF  # a chapter is found by its time, not by its byte
_UTF16 = Encoding.UTF16
# ID3 wants three letters (ISO 639-2), everybody else two (ISO 639-1); the languages of the province and its guests
_LANGUAGES = {
    "id": "ind",
    "en": "eng",
    "ms": "msa",
    "jv": "jav",
    "su": "sun",
    "ar": "ara",
    "zh": "zho",
    "nl": "nld",
}


def tag_mp3(source: Path, target: Path, tags: Tags, duration: float) -> None:
    """Copy an MP3 of `duration` seconds to `target` with exactly these tags. Raises Setback(OUT_OF_SPACE …)."""
    with _replacing(source, target) as part:
        ID3().delete(part)
        frames = ID3()
        for frame in _frames(tags, duration):
            frames.add(frame)
        frames.update_to_v23()
        frames.save(part, v1=0, v2_version=3, padding=lambda info: _PADDING)


def tag_opus(source: Path, target: Path, tags: Tags, duration: float) -> None:
    """Copy an Ogg Opus file of `duration` seconds to `target` with exactly these tags. Raises Setback.

    A cover costs the listener its bytes at each download; for "hemat" leave it out.
    """
    with _replacing(source, target) as part:
        opus = OggOpus(part)
        opus.delete(part)
        opus = OggOpus(part)
        opus.update(_comments(tags, duration))
        opus.save(part, padding=lambda info: 0)


def read_mp3(path: Path) -> Tags:
    """The tags of an MP3 that `tag_mp3` wrote; also of others, as far as they use the same frames.

    Raises mutagen.MutagenError if there is no readable tag.
    """
    frames = ID3(path)

    def text(name: str) -> str:
        return str(frames[name].text[0]) if name in frames else ""

    def number(name: str) -> int | None:
        match = re.match(r"\d+", text(name))
        return int(match.group()) if match else None

    comments, pictures = frames.getall("COMM"), frames.getall("APIC")
    links = frames.getall("WOAS")
    return Tags(
        title=text("TIT2"),
        show=text("TALB"),
        artist=text("TPE1"),
        album_artist=text("TPE2"),
        number=number("TRCK"),
        season=number("TPOS"),
        date=_date(text("TDRC")),
        language=next((short for short, long in _LANGUAGES.items() if long == text("TLAN")), text("TLAN")),
        summary=text("TDES"),
        comment=str(comments[0].text[0]) if comments else "",
        guid=text("TGID"),
        url=links[0].url if links else "",
        cover=pictures[0].data if pictures else None,
        chapters=tuple(
            Chapter(chap.start_time / 1000, str(chap.sub_frames["TIT2"].text[0]), chap.end_time / 1000)
            for chap in sorted(frames.getall("CHAP"), key=lambda chap: chap.start_time)
        ),
    )


def _frames(tags: Tags, duration: float) -> Iterator[object]:
    language = _LANGUAGES.get(tags.language.split("-")[0].lower(), clean(tags.language))
    texts = {
        TIT2: clean(tags.title),
        TALB: clean(tags.show),
        TPE1: clean(tags.artist),
        TPE2: clean(tags.album_artist),
        TRCK: str(tags.number or ""),
        TPOS: str(tags.season or ""),
        TDRC: tags.date.isoformat() if tags.date else "",
        TLAN: language,
        TDES: clean(tags.summary),
        TGID: clean(tags.guid),
        TCON: GENRE,
    }
    for kind, text in texts.items():
        if text:
            yield kind(encoding=_UTF16, text=[text])
    yield PCST(value=0)
    if clean(tags.comment):
        yield COMM(
            encoding=_UTF16,
            lang=language if len(language) == 3 else "und",
            desc="",
            text=[clean(tags.comment)],
        )
    if clean(tags.url):
        yield WOAS(url=clean(tags.url))
    if tags.cover:
        yield APIC(encoding=0, mime="image/jpeg", type=PictureType.COVER_FRONT, desc="", data=tags.cover)
    yield from _chapter_frames(spans(tags.chapters, duration))


def _chapter_frames(chapters: list[tuple[int, int, str]]) -> Iterator[object]:
    """CHAP frames that mutagen, which sorts frames of a kind by size, leaves in the order of time.

    Readers that take them as they come (ffmpeg) would mix up the times otherwise. All frames get the same size: what
    a short title saves, its element id makes up for.
    """
    if not chapters:
        return
    widest = max(_width(title) for _, _, title in chapters)
    names = [f"chp{index:03d}{'_' * (widest - _width(title))}" for index, (_, _, title) in enumerate(chapters)]
    yield CTOC(
        element_id="toc",
        flags=CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED,
        child_element_ids=names,
        sub_frames=[],
    )
    for name, (start, end, title) in zip(names, chapters, strict=True):
        yield CHAP(
            element_id=name,
            start_time=start,
            end_time=end,
            start_offset=_NO_OFFSET,
            end_offset=_NO_OFFSET,
            sub_frames=[TIT2(encoding=_UTF16, text=[title])],
        )


def _width(title: str) -> int:
    return len(title.encode("utf-16-le"))


def _comments(tags: Tags, duration: float) -> dict[str, str]:
    values = {
        "TITLE": tags.title,
        "ALBUM": tags.show,
        "ARTIST": tags.artist,
        "ALBUMARTIST": tags.album_artist,
        "TRACKNUMBER": str(tags.number or ""),
        "DISCNUMBER": str(tags.season or ""),
        "DATE": tags.date.isoformat() if tags.date else "",
        "LANGUAGE": tags.language,
        "DESCRIPTION": tags.summary,
        "COMMENT": tags.comment,
        "PODCASTGUID": tags.guid,
        "CONTACT": tags.url,
        "GENRE": GENRE,
    }
    for index, (start, _, title) in enumerate(spans(tags.chapters, duration)):
        seconds, thousandths = divmod(start, 1000)
        clock = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{thousandths:03d}"
        values |= {f"CHAPTER{index:03d}": clock, f"CHAPTER{index:03d}NAME": title}
    if tags.cover:
        picture = Picture()
        picture.type, picture.mime, picture.data = PictureType.COVER_FRONT, "image/jpeg", tags.cover
        values["METADATA_BLOCK_PICTURE"] = base64.b64encode(picture.write()).decode("ascii")
    cleaned = {name: clean(value) for name, value in values.items()}
    return {name: value for name, value in cleaned.items() if value}


def _date(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text[:10])
    except ValueError:
        return None


@contextmanager
def _replacing(source: Path, target: Path) -> Iterator[Path]:
    """A copy of `source` that becomes `target` when all went well, and vanishes otherwise."""
    part = target.with_name(f".{target.name}.part")
    try:
        shutil.copyfile(source, part)
        yield part
        sync(part)
        part.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        raise setback(error) from error
    except MutagenError as error:
        # mutagen hands on the system's errors inside its own
        cause = error.args[0] if error.args and isinstance(error.args[0], OSError) else None
        raise setback(cause) if cause else Setback(RefusalCode.CRASHED, reason=str(error)) from error
    finally:
        part.unlink(missing_ok=True)
