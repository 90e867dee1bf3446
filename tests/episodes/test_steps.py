"""The steps on a recording's sound with the real ffmpeg: what they end in, twice the same, and nothing half-made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import eyed3
import pytest
from django.core.files.base import ContentFile
from tinytag import TinyTag

from episodes import actions, media, refusals, steps, tagging
from episodes.audio.decoded import path_in
from episodes.audio.files import hash_file
from episodes.audio.inspect import Recording
from episodes.audio.refusals import RefusalCode
from episodes.models import AudioFile, Chapter, Episode, Rendition, Topic
from episodes.storage import work_folder
from episodes.visibility import is_public
from siniar.jobs.errors import GiveUp, TryLater
from siniar.jobs.progress import Progress
from tests import factories

pytestmark = pytest.mark.django_db

OnDisk = Callable[[], set[Path]]
Sound = Callable[[], AudioFile]

TITLE, CHAPTERS = "Tetangga Memukul Istrinya", ("Suara Teriakan", "Luka Lebam")
FULL = Path("/dev/full")  # a disk without room: every write to it fails as on a full disk


def progress() -> Progress:
    return Progress(lambda percent: True)


def run(step: Callable[[str, Progress], None], audio: AudioFile) -> AudioFile:
    step(str(audio.pk), progress())
    return AudioFile.objects.get(pk=audio.pk)


def with_chapters(episode: Episode) -> Episode:
    episode.chapters.set([Chapter(start=number, title=title) for number, title in enumerate(CHAPTERS)])
    episode.save()
    return Episode.objects.get(pk=episode.pk)


def published(sound: Sound, topic: str = factories.SENSITIVE, **values: object) -> Episode:
    """A published episode with chapters, whose sound is encoded and not tagged yet."""
    return with_chapters(factories.episode(sound=sound(), title=TITLE, topics=(topic,), **values))  # type: ignore[arg-type]


def tagged(sound: Sound, topic: str = factories.SENSITIVE, **values: object) -> Episode:
    """The same with its tags in both files."""
    episode = published(sound, topic, **values)
    steps.tag(str(episode.audio_id), progress())
    return Episode.objects.get(pk=episode.pk)


def path(episode: Episode, kind: str) -> Path:
    return Path(Rendition.objects.get(audio_file=episode.audio_id, kind=kind).file.path)


def rows(audio: AudioFile) -> list[dict[str, object]]:
    """All that is stored of a recording, but for the time of writing."""
    values = [*AudioFile.objects.filter(pk=audio.pk).values(), *audio.renditions.order_by("kind").values()]
    return [{name: value for name, value in row.items() if name != "encoded_at"} for row in values]


def files(audio: AudioFile) -> dict[str, str]:
    return {each.kind: hash_file(Path(each.file.path)) for each in Rendition.objects.filter(audio_file=audio)}


# From the upload to the public -----------------------------------------------------------------------------------


def test_measure_encode_and_tag_make_a_published_episode_public(wav: Path, inspected: Recording) -> None:
    audio = actions.receive(wav, inspected, "rekaman.wav")
    episode = factories.episode(sound=audio, topics=(factories.SENSITIVE,))
    said = []
    for step in (steps.measure, steps.encode, steps.tag):
        said.append(is_public(episode))
        run(step, audio)
    assert (said, is_public(episode)) == ([False, False, False], True)


def test_measuring_stores_what_was_found(wav: Path, inspected: Recording) -> None:
    audio = run(steps.measure, actions.receive(wav, inspected, "rekaman.wav"))
    assert (audio.state, audio.duration) == (AudioFile.State.MEASURED, pytest.approx(2.0, abs=0.01))


def test_measuring_twice_changes_nothing(wav: Path, inspected: Recording) -> None:
    audio = run(steps.measure, actions.receive(wav, inspected, "rekaman.wav"))
    before = rows(audio)
    assert rows(run(steps.measure, audio)) == before


def test_encoding_twice_changes_no_row_and_no_byte(wav: Path, inspected: Recording, on_disk: OnDisk) -> None:
    audio = run(steps.measure, actions.receive(wav, inspected, "rekaman.wav"))
    run(steps.encode, audio)
    before = (rows(audio), files(audio), on_disk())
    run(steps.encode, audio)
    assert (rows(audio), files(audio), on_disk()) == before


def test_encoding_before_measuring_waits(wav: Path, inspected: Recording) -> None:
    with pytest.raises(TryLater):
        run(steps.encode, actions.receive(wav, inspected, "rekaman.wav"))


def test_tagging_twice_changes_no_row_and_no_byte(sound: Sound, on_disk: OnDisk) -> None:
    episode = tagged(sound)
    before = (rows(episode.audio), files(episode.audio), on_disk())
    run(steps.tag, episode.audio)
    assert (rows(episode.audio), files(episode.audio), on_disk()) == before


def test_tagging_starts_from_tagged_files_as_from_bare_ones(sound: Sound) -> None:
    episode = tagged(sound)
    before = files(episode.audio)
    Rendition.objects.update(tags_hash="forgotten")
    run(steps.tag, episode.audio)
    assert files(episode.audio) == before


def test_tagging_leaves_nothing_beside_the_tagged_files(sound: Sound, on_disk: OnDisk) -> None:
    episode = published(sound)
    before = on_disk()
    run(steps.tag, episode.audio)
    assert len(on_disk()) == len(before)


@pytest.mark.parametrize("kind", ["main", "hemat"])
def test_size_and_hash_are_those_of_the_tagged_file(sound: Sound, kind: str) -> None:
    episode = tagged(sound)
    rendition = Rendition.objects.get(audio_file=episode.audio_id, kind=kind)
    file = Path(rendition.file.path)
    assert (rendition.size, rendition.sha256) == (file.stat().st_size, hash_file(file))


# Tags as others read them ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["main", "hemat"])
def test_an_open_episode_tells_its_title_to_another_reader(sound: Sound, kind: str) -> None:
    episode = tagged(sound, factories.OPEN)
    read = TinyTag.get(path(episode, kind))
    assert (read.title, read.album) == (TITLE, episode.show.title)


@pytest.mark.parametrize("kind", ["main", "hemat"])
def test_a_sensitive_episode_tells_its_neutral_name_to_another_reader(sound: Sound, kind: str) -> None:
    episode = tagged(sound, number=7)
    read = TinyTag.get(path(episode, kind))
    show = episode.show.surface_title
    assert (read.title, read.album, read.artist, read.albumartist) == (episode.surface_title, show, show, show)


def test_the_chapters_of_an_open_episode_are_read_by_another_reader(sound: Sound) -> None:
    read = eyed3.load(path(tagged(sound, factories.OPEN), "main"))
    assert [(each.times.start, each.title) for each in read.tag.chapters] == [(0, CHAPTERS[0]), (1000, CHAPTERS[1])]


def test_the_chapters_of_a_sensitive_episode_keep_their_times(sound: Sound) -> None:
    read = eyed3.load(path(tagged(sound), "main"))
    assert [each.times.start for each in read.tag.chapters] == [0, 1000]


def test_the_picture_of_the_show_is_in_the_main_file(sound: Sound, cover: Callable[..., object]) -> None:
    show = factories.show(cover=cover())
    read = eyed3.load(path(tagged(sound, factories.OPEN, of=show), "main"))
    assert read.tag.images[0].image_data[:3] == b"\xff\xd8\xff"


def test_the_picture_that_tells_the_topic_is_not_in_the_file_of_a_sensitive_episode(
    sound: Sound, cover: Callable[..., object]
) -> None:
    read = eyed3.load(path(tagged(sound, of=factories.show(cover=cover())), "main"))
    assert list(read.tag.images) == []


def test_the_neutral_picture_is_in_the_file_of_a_sensitive_episode(sound: Sound, cover: Callable[..., object]) -> None:
    read = eyed3.load(path(tagged(sound, of=factories.show(neutral_cover=cover())), "main"))
    assert read.tag.images[0].image_data[:3] == b"\xff\xd8\xff"


def test_a_cover_that_is_lost_does_not_keep_an_episode_from_the_public(
    sound: Sound, cover: Callable[..., object]
) -> None:
    show = factories.show(cover=cover())
    Path(show.cover.file.path).unlink()
    assert is_public(tagged(sound, factories.OPEN, of=show))


def spellings(text: str) -> set[bytes]:
    """A text as it may stand in a file."""
    return {
        each.encode(coding)
        for each in (text, text.lower(), text.upper())
        for coding in ("utf-8", "utf-16-le", "utf-16-be")
    }


def words() -> list[str]:
    return [word for text in (TITLE, *CHAPTERS) for word in text.split()]


@pytest.mark.parametrize("kind", ["main", "hemat"])
def test_no_word_of_title_or_chapters_is_anywhere_in_the_file_of_a_sensitive_episode(sound: Sound, kind: str) -> None:
    content = path(tagged(sound, summary=TITLE, notes=f"<p>{TITLE}</p>"), kind).read_bytes()
    assert [word for word in words() if any(spelling in content for spelling in spellings(word))] == []


@pytest.mark.parametrize("kind", ["main", "hemat"])
def test_the_words_of_an_open_episode_are_found_by_the_same_search(sound: Sound, kind: str) -> None:
    content = path(tagged(sound, factories.OPEN), kind).read_bytes()
    assert [word for word in words() if not any(spelling in content for spelling in spellings(word))] == []


def test_the_address_of_a_sensitive_episode_tells_nothing_either(sound: Sound) -> None:
    episode = tagged(sound)
    told = "".join(media.path(episode, each) for each in episode.audio.renditions.all()).lower()
    assert [word for word in words() if word.lower() in told] == []


# Changes ---------------------------------------------------------------------------------------------------------


def changed(episode: Episode, **values: object) -> Episode:
    """Publishes a change; its tags are not written yet."""
    for name, value in values.items():
        setattr(episode, name, value)
    episode.save_revision().publish()
    return Episode.objects.get(pk=episode.pk)


def addresses(episode: Episode) -> list[str]:
    return [
        media.path(episode, each) for each in Rendition.objects.filter(audio_file=episode.audio_id).order_by("kind")
    ]


def test_a_new_title_gives_open_files_new_addresses(sound: Sound) -> None:
    episode = tagged(sound, factories.OPEN)
    before = addresses(episode)
    episode = changed(episode, title="Judul Yang Lain")
    run(steps.tag, episode.audio)
    assert not set(before) & set(addresses(episode))


def test_a_new_title_leaves_neutral_files_as_they_are(sound: Sound) -> None:
    episode = tagged(sound)
    before = (addresses(episode), files(episode.audio))
    episode = changed(episode, title="Judul Yang Lain")
    run(steps.tag, episode.audio)
    assert (addresses(episode), files(episode.audio)) == before


def become_sensitive(episode: Episode) -> Episode:
    return changed(episode, topics=Topic.objects.filter(code=factories.SENSITIVE))


def test_an_episode_that_becomes_sensitive_is_not_public_until_its_files_are_neutral(sound: Sound) -> None:
    episode = tagged(sound, factories.OPEN)
    said = [is_public(episode)]
    episode = become_sensitive(episode)
    said.append(is_public(episode))
    run(steps.tag, episode.audio)
    assert [*said, is_public(episode)] == [True, False, True]


def test_the_open_files_of_an_episode_that_became_sensitive_are_gone(sound: Sound, on_disk: OnDisk) -> None:
    episode = tagged(sound, factories.OPEN)
    before = {path(episode, kind) for kind in ("main", "hemat")}
    run(steps.tag, become_sensitive(episode).audio)
    assert not before & on_disk()


def test_while_one_of_two_files_is_not_neutral_yet_the_episode_is_not_public(
    sound: Sound, monkeypatch: pytest.MonkeyPatch
) -> None:
    episode = become_sensitive(tagged(sound, factories.OPEN))
    seen: list[bool] = []
    replace = actions.replace_file

    def look(*args: object) -> None:
        seen.append(is_public(episode))
        replace(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(actions, "replace_file", look)
    run(steps.tag, episode.audio)
    assert (seen, is_public(episode)) == ([False, False], True)


def test_a_step_that_dies_between_two_files_leaves_the_episode_hidden(
    sound: Sound, monkeypatch: pytest.MonkeyPatch
) -> None:
    episode = become_sensitive(tagged(sound, factories.OPEN))

    class Killed(BaseException):
        pass

    def die(share: float) -> None:
        raise Killed

    with pytest.raises(Killed):
        steps.tag(str(episode.audio_id), die)  # type: ignore[arg-type]
    assert not is_public(episode)


def test_a_step_that_died_between_two_files_ends_in_the_same_when_it_is_run_again(sound: Sound) -> None:
    episode = tagged(sound)
    expected = files(episode.audio)
    Rendition.objects.filter(audio_file=episode.audio_id, kind="main").update(tags_hash="")
    run(steps.tag, episode.audio)
    assert files(episode.audio) == expected


def test_a_withdrawn_episode_is_not_tagged(sound: Sound, on_disk: OnDisk) -> None:
    episode = published(sound)
    actions.withdraw(episode)
    before = (rows(episode.audio), files(episode.audio), on_disk())
    run(steps.tag, episode.audio)
    assert (rows(episode.audio), files(episode.audio), on_disk()) == before


def test_a_draft_is_not_tagged(sound: Sound) -> None:
    episode = factories.episode(sound=sound(), live=False)
    run(steps.tag, episode.audio)
    assert set(episode.audio.renditions.values_list("tags_hash", flat=True)) == {""}


def test_the_fingerprint_of_the_tags_is_kept_with_the_files(sound: Sound) -> None:
    episode = tagged(sound)
    hashes = set(episode.audio.renditions.values_list("tags_hash", flat=True))
    assert hashes == {tagging.fingerprint(episode)}


# Trouble ---------------------------------------------------------------------------------------------------------


def full_disk(audio: AudioFile, name: str) -> None:
    """Lets a file that a step is going to write lie on a disk without room."""
    (work_folder(audio.pk) / name).symlink_to(FULL)


def test_a_full_disk_puts_measuring_off_in_words(wav: Path, inspected: Recording) -> None:
    audio = actions.receive(wav, inspected, "rekaman.wav")
    full_disk(audio, path_in(Path()).with_suffix(".part").name)
    with pytest.raises(TryLater) as caught:
        run(steps.measure, audio)
    assert caught.value.reason == str(refusals.SENTENCES[RefusalCode.OUT_OF_SPACE])


def test_a_full_disk_puts_encoding_off_in_words(wav: Path, inspected: Recording) -> None:
    audio = run(steps.measure, actions.receive(wav, inspected, "rekaman.wav"))
    full_disk(audio, ".main.mp3.part")
    with pytest.raises(TryLater) as caught:
        run(steps.encode, audio)
    assert caught.value.reason == str(refusals.SENTENCES[RefusalCode.OUT_OF_SPACE])


def test_a_full_disk_while_encoding_leaves_nothing_half_made(wav: Path, inspected: Recording, on_disk: OnDisk) -> None:
    audio = run(steps.measure, actions.receive(wav, inspected, "rekaman.wav"))
    before = (rows(audio), on_disk())
    full_disk(audio, ".hemat.opus.part")
    with pytest.raises(TryLater):
        run(steps.encode, audio)
    assert (rows(audio), on_disk()) == before


def test_encoding_goes_on_when_there_is_room_again(wav: Path, inspected: Recording) -> None:
    audio = run(steps.measure, actions.receive(wav, inspected, "rekaman.wav"))
    full_disk(audio, ".main.mp3.part")
    with pytest.raises(TryLater):
        run(steps.encode, audio)
    assert run(steps.encode, audio).renditions.count() == 2


@pytest.mark.parametrize("kind", ["main", "hemat"])
def test_a_full_disk_while_tagging_leaves_both_files_playable_and_hidden(
    sound: Sound, on_disk: OnDisk, kind: str
) -> None:
    episode = published(sound)
    fingerprint = tagging.fingerprint(episode)
    full_disk(episode.audio, f".{kind}-{fingerprint[:16]}.part")
    with pytest.raises(TryLater) as caught:
        run(steps.tag, episode.audio)
    assert caught.value.reason == str(refusals.SENTENCES[RefusalCode.OUT_OF_SPACE])
    assert {hash_file(path(episode, each)) for each in ("main", "hemat")} == set(
        episode.audio.renditions.values_list("sha256", flat=True)
    )
    assert not is_public(episode)


def test_a_master_that_is_gone_puts_measuring_off(wav: Path, inspected: Recording) -> None:
    audio = actions.receive(wav, inspected, "rekaman.wav")
    Path(audio.file.path).unlink()
    with pytest.raises(TryLater):
        run(steps.measure, audio)


def test_a_recording_of_silence_is_given_up_in_words(tmp_path: Path) -> None:
    path = factories.wav(tmp_path / "silent.wav", 2.0)
    data = bytearray(path.read_bytes())
    data[44:] = bytes(len(data) - 44)
    path.write_bytes(data)
    audio = actions.receive(path, factories.recording(path), "hening.wav")
    with pytest.raises(GiveUp) as caught:
        run(steps.measure, audio)
    assert caught.value.reason == str(refusals.SENTENCES[RefusalCode.SILENT])


def test_a_damaged_master_never_reaches_the_public(wav: Path, inspected: Recording) -> None:
    audio = actions.receive(wav, inspected, "rekaman.wav")
    audio.file.storage.delete(audio.file.name)
    audio.file.storage.save(audio.file.name, ContentFile(b"no sound at all" * 1000))
    episode = factories.episode(sound=audio)
    with pytest.raises((GiveUp, TryLater)):
        run(steps.measure, audio)
    assert not is_public(episode)
