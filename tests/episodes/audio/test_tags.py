"""What is written into the files is read back the same by other programs than the one that wrote it."""

import datetime
import hashlib
import io
import logging
from pathlib import Path

import av
import eyed3
import pytest
from mutagen.id3 import ID3
from mutagen.oggopus import OggOpus
from PIL import Image
from tinytag import TinyTag

from episodes.audio.encode import Encoding
from episodes.audio.refusals import RefusalCode, Setback
from episodes.audio.tags import Chapter, Tags, read_mp3, tag_mp3, tag_opus
from tests import sounds
from tests.episodes.audio.test_ffmpeg import on_small_disk, small_disk  # noqa: F401  (a fixture)

CHAPTERS = (
    Chapter(0.0, "Pembuka: siapa yang boleh melapor, dan bagaimana caranya"),
    Chapter(1.5, "Tanda"),
    Chapter(3.25, "Ke mana minta tolong – “Silayang” 😀"),
)


def jpeg() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (64, 64), (120, 20, 90)).save(file, "JPEG")
    return file.getvalue()


TAGS = Tags(
    title="Berani bicara – “cerita” Ibu 😀",
    show="Studio Siniar",
    artist="Ibu Ani",
    album_artist="DP3AP2 Provinsi Jambi",
    number=7,
    season=2,
    date=datetime.date(2026, 3, 5),
    language="id",
    summary="Mengenali tanda-tanda kekerasan.",
    comment="Catatan editor",
    guid="5b7c1f0e-0000-4000-8000-000000000001",
    url="https://siniar.example/episode/berani",
    cover=jpeg(),
    chapters=CHAPTERS,
)


@pytest.fixture(scope="module")
def mp3(finished: Encoding, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tags") / "episode.mp3"
    tag_mp3(finished.renditions[0].path, path, TAGS, finished.decoded_seconds)
    return path


@pytest.fixture(scope="module")
def opus(finished: Encoding, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tags") / "episode.opus"
    tag_opus(finished.renditions[1].path, path, TAGS, finished.decoded_seconds)
    return path


def chapters_by_ffmpeg(path: Path) -> list[tuple[float, str]]:
    with av.open(str(path)) as file:
        return [
            (float(chapter["start"] * chapter["time_base"]), chapter["metadata"]["title"])
            for chapter in file.chapters()
        ]


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_tag_is_version_2_3_and_there_is_no_version_1(mp3: Path) -> None:
    data = mp3.read_bytes()
    assert (data[:5], data[-128:-125] == b"TAG") == (b"ID3\x03\x00", False)


def test_texts_are_utf_16(mp3: Path) -> None:
    assert TAGS.title.encode("utf-16-le") in mp3.read_bytes()


def test_our_own_reader_gives_back_every_value(mp3: Path) -> None:
    ends = (1.5, 3.25, 6.0)
    chapters = tuple(Chapter(chapter.start, chapter.title, end) for chapter, end in zip(CHAPTERS, ends, strict=True))
    assert read_mp3(mp3) == Tags(**{**vars(TAGS), "chapters": chapters})


def test_tinytag_reads_the_same(mp3: Path) -> None:
    found = TinyTag.get(mp3)
    assert (found.title, found.album, found.artist, found.albumartist, found.track, found.disc, found.genre) == (
        TAGS.title, TAGS.show, TAGS.artist, TAGS.album_artist, 7, 2, "Podcast",
    )  # fmt: skip


def test_tinytag_reads_the_same_from_opus(opus: Path) -> None:
    found = TinyTag.get(opus)
    assert (found.title, found.album, found.artist, found.albumartist, found.year) == (
        TAGS.title, TAGS.show, TAGS.artist, TAGS.album_artist, "2026-03-05",
    )  # fmt: skip


def test_eyed3_reads_the_same_titles_and_times(mp3: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR)
    found = eyed3.load(mp3).tag
    assert [(chapter.times.start / 1000, chapter.times.end / 1000, chapter.title) for chapter in found.chapters] == [
        (0.0, 1.5, CHAPTERS[0].title), (1.5, 3.25, CHAPTERS[1].title), (3.25, 6.0, CHAPTERS[2].title),
    ]  # fmt: skip


def test_eyed3_finds_every_chapter_in_the_table_of_contents(mp3: Path) -> None:
    found = eyed3.load(mp3).tag
    contents = next(iter(found.table_of_contents))
    assert contents.child_ids == [chapter.element_id for chapter in found.chapters]


@pytest.mark.parametrize("kind", ["mp3", "opus"])
def test_ffmpeg_reads_the_same_chapters_in_the_order_of_time(kind: str, request: pytest.FixtureRequest) -> None:
    path = request.getfixturevalue(kind)
    assert chapters_by_ffmpeg(path) == [(chapter.start, chapter.title) for chapter in CHAPTERS]


def test_the_cover_is_a_jpeg_that_opens(mp3: Path) -> None:
    picture = eyed3.load(mp3).tag.images[0]
    assert (picture.mime_type, picture.picture_type, Image.open(io.BytesIO(picture.image_data)).size) == (
        "image/jpeg", 3, (64, 64),
    )  # fmt: skip


def test_the_cover_of_opus_is_the_same_picture(opus: Path) -> None:
    image = TinyTag.get(opus, image=True).images.any
    assert image is not None and image.data == TAGS.cover


def test_no_frame_is_written_that_players_misread(mp3: Path) -> None:
    assert {"WFED", "TDRC"} & set(ID3(mp3, translate=False).keys()) == set()


@pytest.mark.parametrize("kind", ["mp3", "opus"])
def test_tagging_a_tagged_file_gives_the_same_bytes(
    kind: str, finished: Encoding, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    once = request.getfixturevalue(kind)
    writer = {"mp3": tag_mp3, "opus": tag_opus}[kind]
    writer(once, tmp_path / "other", Tags(title="Anders", cover=b"x" * 90_000), finished.decoded_seconds)
    writer(tmp_path / "other", tmp_path / "again", TAGS, finished.decoded_seconds)
    assert digest(tmp_path / "again") == digest(once)


@pytest.mark.parametrize("kind", ["mp3", "opus"])
def test_the_sound_is_untouched(kind: str, finished: Encoding, ffmpeg: Path, request: pytest.FixtureRequest) -> None:
    source = finished.renditions[0 if kind == "mp3" else 1].path
    before, after = sounds.decode(source, ffmpeg), sounds.decode(request.getfixturevalue(kind), ffmpeg)
    assert before.tobytes() == after.tobytes()


def test_a_file_may_be_tagged_in_place(finished: Encoding, mp3: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    path.write_bytes(finished.renditions[0].path.read_bytes())
    tag_mp3(path, path, TAGS, finished.decoded_seconds)
    assert digest(path) == digest(mp3)


def test_control_characters_do_not_reach_the_file(finished: Encoding, tmp_path: Path) -> None:
    nasty = Tags(title="Judul\x00 dengan\x07\nbaris\u2028baru\ud800", chapters=(Chapter(0, "Bab\x1b[31m satu"),))
    tag_mp3(finished.renditions[0].path, tmp_path / "a.mp3", nasty, finished.decoded_seconds)
    found = read_mp3(tmp_path / "a.mp3")
    assert (found.title, found.chapters[0].title) == ("Judul dengan baris baru", "Bab[31m satu")


def test_empty_values_are_not_written(finished: Encoding, tmp_path: Path) -> None:
    tag_mp3(finished.renditions[0].path, tmp_path / "a.mp3", Tags(title="Judul"), finished.decoded_seconds)
    assert set(ID3(tmp_path / "a.mp3").keys()) == {"TIT2", "TCON", "PCST"}


def test_many_chapters_keep_their_order(finished: Encoding, tmp_path: Path) -> None:
    many = tuple(Chapter(index * 0.04, "x" * (150 - index)) for index in range(120))
    tag_mp3(finished.renditions[0].path, tmp_path / "a.mp3", Tags(title="Judul", chapters=many), 6.0)
    assert [start for start, _ in chapters_by_ffmpeg(tmp_path / "a.mp3")] == pytest.approx(
        [chapter.start for chapter in many], abs=0.001
    )


def test_a_source_that_is_not_there_is_a_setback(tmp_path: Path) -> None:
    with pytest.raises(Setback) as setback:
        tag_mp3(tmp_path / "gone.mp3", tmp_path / "a.mp3", TAGS, 1.0)
    assert (setback.value.code, list(tmp_path.iterdir())) == (RefusalCode.MISSING, [])


def test_the_comment_has_the_language_of_the_episode(mp3: Path) -> None:
    assert ID3(mp3).getall("COMM")[0].lang == "ind"


def test_opus_carries_the_identity_and_the_address(opus: Path) -> None:
    found = OggOpus(opus)
    assert (found["podcastguid"], found["contact"]) == ([TAGS.guid], [TAGS.url])


def test_a_file_that_is_no_opus_is_a_setback_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.opus").write_bytes(b"text" * 100)
    with pytest.raises(Setback) as setback:
        tag_opus(tmp_path / "a.opus", tmp_path / "b.opus", TAGS, 1.0)
    assert (setback.value.code, [path.name for path in tmp_path.iterdir()]) == (RefusalCode.CRASHED, ["a.opus"])


@pytest.mark.parametrize("ballast", [225_000, 285_000])
def test_a_full_disk_is_a_setback_and_leaves_nothing(ballast: int, mp3: Path, small_disk: Path) -> None:  # noqa: F811
    """The first ballast leaves room for the sound but none for the tag, the second not even for the sound."""
    said = on_small_disk(
        small_disk,
        f"""
        import os
        from pathlib import Path
        from episodes.audio.refusals import Setback
        from episodes.audio.tags import Tags, tag_mp3
        Path("/mnt/ballast").write_bytes(bytes({ballast}))
        try:
            tag_mp3(Path({str(mp3)!r}), Path("/mnt/a.mp3"), Tags(title="x", cover=bytes(100_000)), 6.0)
        except Setback as setback:
            print(setback.code, os.listdir("/mnt"))
        """,
    )
    assert said == "out_of_space ['ballast']"
