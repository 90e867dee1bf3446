"""The verbs that write episodes and their sound: whole or not at all, and without leftovers."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import File
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from episodes import actions, media, tagging
from episodes.audio.files import hash_file
from episodes.audio.inspect import Recording
from episodes.models import AgeRating, AudioFile, ContentWarning, Episode, Rendition, Topic
from episodes.storage import waveform_path, work_folder
from episodes.visibility import is_public
from siniar.jobs import runner
from siniar.jobs.models import Job
from tests import factories
from tests.episodes.sound import Encoded, copied

pytestmark = pytest.mark.django_db

OnDisk = Callable[[], set[Path]]
Sound = Callable[[], AudioFile]


def receive(wav: Path, inspected: Recording, **options: object) -> AudioFile:
    return actions.receive(wav, inspected, "rekaman.wav", **options)  # type: ignore[arg-type]


def tag_job(episode: Episode) -> Job:
    return Job.objects.current().get(step="tag", subject=str(episode.audio_id))


def without_error(call: Callable[[], object], error: type[BaseException]) -> None:
    """Calls what must fail."""
    with pytest.raises(error):
        call()


# A recording arrives ---------------------------------------------------------------------------------------------


def test_a_received_recording_is_kept_byte_by_byte(wav: Path, inspected: Recording) -> None:
    assert Path(receive(wav, inspected).file.path).read_bytes() == wav.read_bytes()


def test_the_file_from_outside_stays_where_it_is(wav: Path, inspected: Recording) -> None:
    before = hash_file(wav)
    receive(wav, inspected)
    assert hash_file(wav) == before


def test_a_received_recording_starts_its_steps(wav: Path, inspected: Recording) -> None:
    audio = receive(wav, inspected)
    jobs = Job.objects.of(audio.pk)
    assert [(job.step, job.state, job.input_hash) for job in jobs] == [
        (step, Job.State.WAITING, inspected.sha256) for step in ("measure", "encode", "transcribe")
    ]


def test_what_inspection_found_is_kept(wav: Path, inspected: Recording) -> None:
    audio = AudioFile.objects.get(pk=receive(wav, inspected).pk)
    assert (audio.recording, audio.size, audio.sha256) == (inspected, inspected.size, inspected.sha256)


def test_the_uploader_is_kept(wav: Path, inspected: Recording) -> None:
    editor = factories.user()
    assert AudioFile.objects.get(pk=receive(wav, inspected, uploader=editor).pk).uploaded_by == editor


def test_the_name_of_the_file_is_kept_clean_and_short(wav: Path, inspected: Recording) -> None:
    audio = actions.receive(wav, inspected, "re\x00ka\nman\u202e" + "x" * 300)
    assert (audio.original_name[:8], len(audio.original_name)) == ("reka man", 255)


def test_the_same_recording_is_not_taken_twice(wav: Path, inspected: Recording) -> None:
    earlier = receive(wav, inspected)
    with pytest.raises(actions.AlreadyReceived) as caught:
        receive(wav, inspected)
    assert caught.value.earlier == earlier


def test_what_is_not_taken_leaves_no_file(wav: Path, inspected: Recording, on_disk: OnDisk) -> None:
    receive(wav, inspected)
    before = on_disk()
    without_error(lambda: receive(wav, inspected), actions.AlreadyReceived)
    assert on_disk() == before


def test_the_same_recording_is_taken_again_if_that_is_meant(wav: Path, inspected: Recording) -> None:
    assert receive(wav, inspected).pk != receive(wav, inspected, again=True).pk


def test_a_second_upload_that_came_in_meanwhile_is_told(
    wav: Path, inspected: Recording, on_disk: OnDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    save = AudioFile.file.field.attr_class.save  # type: ignore[attr-defined]
    before: list[set[Path]] = []

    def slow(this: object, *args: object, **options: object) -> None:
        monkeypatch.undo()
        receive(wav, inspected)
        before.append(on_disk())
        save(this, *args, **options)

    monkeypatch.setattr(AudioFile.file.field.attr_class, "save", slow)  # type: ignore[attr-defined]
    without_error(lambda: receive(wav, inspected), actions.AlreadyReceived)
    assert (AudioFile.objects.count(), on_disk()) == (1, before[0])


# Nothing half-made -----------------------------------------------------------------------------------------------


def full_after_a_while(this: File, chunk_size: int | None = None) -> Iterator[bytes]:
    """What a disk does that has room for the beginning."""
    yield b"RIFF" * 100
    raise OSError(errno.ENOSPC, "No space left on device")


def broken_database(*args: object, **options: object) -> None:
    raise DatabaseError("disk I/O error")


@pytest.mark.parametrize(
    ("place", "name", "broken", "error"),
    [
        (File, "chunks", full_after_a_while, OSError),
        (AudioFile, "save", broken_database, DatabaseError),
        (runner, "start", broken_database, DatabaseError),
    ],
    ids=["disk", "row", "jobs"],
)
def test_a_failure_in_the_middle_leaves_nothing(
    place: object,
    name: str,
    broken: object,
    error: type[Exception],
    wav: Path,
    inspected: Recording,
    on_disk: OnDisk,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = on_disk()
    monkeypatch.setattr(place, name, broken)
    without_error(lambda: receive(wav, inspected), error)
    assert (AudioFile.objects.count(), factories.sound_jobs().count(), on_disk()) == (0, 0, before)


def test_after_a_failure_the_same_recording_is_taken(
    wav: Path, inspected: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(runner, "start", broken_database)
        without_error(lambda: receive(wav, inspected), DatabaseError)
    assert AudioFile.objects.filter(pk=receive(wav, inspected).pk).exists()


def begin(wav: Path, inspected: Recording, title: str = "Menjaga anak", **options: object) -> Episode:
    return actions.begin(factories.show(), title, wav, inspected, "rekaman.wav", **options)  # type: ignore[arg-type]


def test_recording_and_draft_begin_together(wav: Path, inspected: Recording) -> None:
    episode = begin(wav, inspected)
    assert (episode.audio.original_name, Job.objects.of(episode.audio.pk).count()) == ("rekaman.wav", 3)


def test_a_draft_that_cannot_be_made_leaves_no_recording(wav: Path, inspected: Recording, on_disk: OnDisk) -> None:
    before = on_disk()
    without_error(lambda: begin(wav, inspected, "\x00\x07"), Exception)
    assert (AudioFile.objects.count(), factories.sound_jobs().count(), Episode.objects.count(), on_disk()) == (
        0,
        0,
        0,
        before,
    )


# A draft begins --------------------------------------------------------------------------------------------------


def test_a_first_draft_has_number_one() -> None:
    assert actions.draft(factories.show(), "Satu").number == 1


def test_the_next_draft_has_the_next_number() -> None:
    show = factories.show()
    factories.episode(show, number=41)
    assert actions.draft(show, "Berikutnya").number == 42


def test_the_numbers_of_another_show_do_not_count() -> None:
    factories.episode(number=41)
    assert actions.draft(factories.show(), "Satu").number == 1


def test_a_draft_is_not_live() -> None:
    assert not Episode.objects.get(pk=actions.draft(factories.show(), "Satu").pk).live


def test_a_draft_has_a_first_version() -> None:
    author = factories.user()
    revision = actions.draft(factories.show(), "Satu", author=author).get_latest_revision()
    assert (revision.user, revision.content["title"]) == (author, "Satu")


def test_a_draft_without_topics_suggests_nothing() -> None:
    episode = actions.draft(factories.show(), "Satu")
    assert (list(episode.warnings.all()), episode.age_rating) == ([], None)


def test_a_draft_has_the_warnings_that_its_topics_suggest() -> None:
    topics = list(Topic.objects.filter(code__in=("KDRT", "KSA")))
    episode = actions.draft(factories.show(), "Satu", topics=topics)
    suggested = {warning.code for topic in topics for warning in topic.default_warnings.all()}
    assert {row.warning.code for row in episode.warnings.all()} == suggested


def test_suggested_warnings_are_in_the_first_version() -> None:
    topics = list(Topic.objects.filter(code="KDRT"))
    latest = actions.draft(factories.show(), "Satu", topics=topics).get_latest_revision_as_object()
    assert latest.warnings.count() == topics[0].default_warnings.count()


@pytest.mark.parametrize("codes", [("KDRT",), ("PENGASUHAN",), ("PENGASUHAN", "KSA"), ("KDRT", "KSA", "TPPO")])
def test_the_suggested_rating_satisfies_all_suggested_warnings(codes: tuple[str, ...], sound: Sound) -> None:
    topics = list(Topic.objects.filter(code__in=codes))
    episode = actions.draft(factories.show(), "Satu", sound(), topics=topics)
    actions.publish(episode)
    assert Episode.objects.get(pk=episode.pk).live


def test_the_suggested_rating_is_the_highest_that_a_topic_has() -> None:
    topics = list(Topic.objects.filter(code__in=("PENGASUHAN", "TPPO")))
    episode = actions.draft(factories.show(), "Satu", topics=topics)
    assert episode.age_rating.order >= max(topic.default_age_rating.order for topic in topics)


def test_a_rating_that_was_chosen_stays() -> None:
    episode = factories.episode(live=False, age_rating=AgeRating.objects.get(code="D18"))
    actions.classify(episode, list(Topic.objects.filter(code="PENGASUHAN")))
    assert episode.age_rating.code == "D18"


def test_warnings_that_were_chosen_stay() -> None:
    episode = factories.episode(live=False)
    chosen = ContentWarning.objects.all()[0]
    episode.warnings.create(warning=chosen)
    actions.classify(episode, list(Topic.objects.filter(code="KDRT")))
    assert [row.warning for row in episode.warnings.all()] == [chosen]


def test_a_draft_keeps_the_guid_that_it_is_given() -> None:
    guid = Episode().guid
    assert actions.draft(factories.show(), "Satu", guid=guid).guid == guid


def test_a_draft_has_the_language_of_its_show() -> None:
    show = factories.show()
    assert actions.draft(show, "Satu").language == show.locale.language_code


# Another recording -----------------------------------------------------------------------------------------------


def test_a_draft_has_its_new_recording_at_once(sound: Sound) -> None:
    episode, new = factories.episode(live=False), sound()
    actions.replace_recording(episode, new)
    assert Episode.objects.get(pk=episode.pk).audio == new


def test_the_public_keeps_the_old_recording_until_the_new_one_is_published(sound: Sound) -> None:
    old, new = factories.audio(), sound()
    episode = factories.episode(sound=old)
    actions.replace_recording(episode, new)
    shown = Episode.objects.get(pk=episode.pk)
    assert (shown.audio, is_public(shown)) == (old, True)


def test_publication_brings_the_new_recording(sound: Sound) -> None:
    episode, new = factories.episode(), sound()
    actions.replace_recording(episode, new)
    actions.publish(Episode.objects.get(pk=episode.pk))
    assert Episode.objects.get(pk=episode.pk).audio == new


# Publication and withdrawal --------------------------------------------------------------------------------------


def test_publishing_makes_public_what_is_ready() -> None:
    episode = factories.episode(live=False)
    actions.publish(episode)
    assert is_public(episode)


def test_what_may_not_be_published_is_refused_with_reasons() -> None:
    episode = factories.episode(live=False, topics=())
    with pytest.raises(actions.NotPublishable) as caught:
        actions.publish(episode)
    assert (len(caught.value.hindrances), is_public(episode)) == (1, False)


def test_publishing_starts_the_tags(sound: Sound) -> None:
    episode = factories.episode(live=False, sound=sound())
    actions.publish(episode)
    assert tag_job(Episode.objects.get(pk=episode.pk)).state == Job.State.WAITING


def test_publishing_again_without_a_change_starts_nothing(sound: Sound) -> None:
    episode = factories.episode(sound=sound())
    episode = Episode.objects.get(pk=episode.pk)
    Rendition.objects.update(tags_hash=tagging.fingerprint(episode))
    Job.objects.filter(step="tag").update(state=Job.State.DONE)
    actions.publish(episode)
    assert tag_job(episode).state == Job.State.DONE


def test_a_changed_title_starts_the_tags_anew(sound: Sound) -> None:
    episode = factories.episode(sound=sound())
    before = tag_job(episode)
    episode.title = "Judul yang lain"
    episode.save_revision()
    actions.publish(episode)
    assert tag_job(episode).pk != before.pk


def test_withdrawing_takes_the_episode_back_at_once() -> None:
    episode = factories.episode()
    actions.withdraw(episode)
    assert not is_public(episode)


def test_withdrawing_keeps_the_sound(on_disk: OnDisk) -> None:
    episode = factories.episode()
    before = on_disk()
    actions.withdraw(episode)
    assert on_disk() == before


def test_tags_that_were_not_written_because_of_a_withdrawal_are_written_after_the_next_publication(
    sound: Sound,
) -> None:
    episode = factories.episode(sound=sound())
    actions.withdraw(episode)
    Job.objects.filter(step="tag").update(state=Job.State.DONE)  # as the step ends that finds nothing to tag
    actions.publish(episode)
    assert tag_job(episode).state == Job.State.WAITING


def test_tags_that_were_not_written_before_a_scheduled_hour_are_written_then(
    sound: Sound, monkeypatch: pytest.MonkeyPatch
) -> None:
    episode = factories.episode(live=False, sound=sound())
    episode.go_live_at = timezone.now() + timedelta(seconds=30)
    episode.save_revision().publish()
    Job.objects.filter(step="tag").update(state=Job.State.DONE)
    hour = episode.go_live_at + timedelta(seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: hour)
    Episode.objects.get(pk=episode.pk).get_latest_revision().publish()
    assert tag_job(episode).state == Job.State.WAITING


def test_an_episode_without_recording_starts_nothing() -> None:
    episode = factories.episode()
    Job.objects.all().delete()
    episode.audio = None
    actions.published(episode)
    assert not Job.objects.exists()


# Encoded sound ---------------------------------------------------------------------------------------------------


def test_encoded_sound_lies_where_its_row_says(sound: Sound) -> None:
    audio = sound()
    assert [hash_file(Path(each.file.path)) for each in audio.renditions.all()] == [
        each.sha256 for each in audio.renditions.all()
    ]


def test_encoded_sound_has_size_loudness_and_waves(sound: Sound, encoded: Encoded) -> None:
    audio = sound()
    main = audio.renditions.get(kind="main")
    assert (main.size, main.integrated, audio.peaks) == (
        Path(main.file.path).stat().st_size,
        encoded.encoding.renditions[0].loudness.integrated,
        list(encoded.encoding.bars),
    )


def test_after_encoding_nothing_lies_in_the_work_folder(sound: Sound) -> None:
    assert list(work_folder(sound().pk).iterdir()) == []


def test_encoding_again_leaves_no_orphan(sound: Sound, encoded: Encoded, on_disk: OnDisk) -> None:
    audio = sound()
    before = on_disk()
    actions.keep_encoded(audio, copied(encoded.encoding, audio))
    assert on_disk() == before


def test_cautions_are_kept_once(sound: Sound, encoded: Encoded) -> None:
    audio = sound()
    AudioFile.objects.filter(pk=audio.pk).update(cautions=["clipped", *map(str, encoded.measured.cautions)])
    audio.refresh_from_db()
    before = audio.cautions
    actions.keep_measured(audio, encoded.measured)
    audio.refresh_from_db()
    assert audio.cautions == before


def test_sound_that_is_encoded_anew_is_tagged_anew(sound: Sound, encoded: Encoded) -> None:
    episode = factories.episode(sound=sound())
    Job.objects.filter(step="tag").update(state=Job.State.DONE)
    actions.keep_encoded(episode.audio, copied(encoded.encoding, episode.audio))
    assert tag_job(episode).state == Job.State.WAITING


def test_sound_of_a_draft_is_not_tagged(sound: Sound) -> None:
    episode = factories.episode(live=False, sound=sound())
    assert not Job.objects.filter(step="tag", subject=str(episode.audio_id)).exists()


# Replaced files --------------------------------------------------------------------------------------------------


def replaced(rendition: Rendition, tmp_path: Path, content: bytes = b"new sound") -> None:
    path = tmp_path / "new"
    path.write_bytes(content)
    actions.replace_file(rendition, path, hash_file(path))


def test_the_fine_waveform_is_kept_with_the_sound(sound: Sound, encoded: Encoded) -> None:
    kept = waveform_path(sound().pk).read_bytes()
    assert (len(kept), kept) == (40, encoded.encoding.waveform)  # two seconds


def test_a_waveform_that_cannot_be_written_leaves_nothing(monkeypatch: pytest.MonkeyPatch, on_disk: OnDisk) -> None:
    audio = factories.audio()
    before = on_disk()
    monkeypatch.setattr(Path, "replace", lambda path, target: (_ for _ in ()).throw(OSError(errno.ENOSPC, "full")))
    without_error(lambda: actions.keep_waveform(audio, b"1"), OSError)
    assert on_disk() == before


def test_a_replaced_file_takes_the_place_of_the_old_one(tmp_path: Path, on_disk: OnDisk) -> None:
    rendition = factories.audio().renditions.get(kind="main")
    old, before = Path(rendition.file.path), on_disk()
    replaced(rendition, tmp_path)
    assert on_disk() - before == {Path(rendition.file.path)}
    assert before - on_disk() == {old}


def test_the_row_names_the_new_file(tmp_path: Path) -> None:
    rendition = factories.audio().renditions.get(kind="main")
    replaced(rendition, tmp_path)
    assert Path(Rendition.objects.get(pk=rendition.pk).file.path).read_bytes() == b"new sound"


def test_replacing_by_the_same_content_keeps_the_file(tmp_path: Path) -> None:
    rendition = factories.audio().renditions.get(kind="main")
    for _time in range(2):
        replaced(rendition, tmp_path)
    assert Path(rendition.file.path).read_bytes() == b"new sound"


def test_a_row_that_cannot_be_written_keeps_naming_a_file_that_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendition = factories.audio().renditions.get(kind="main")
    monkeypatch.setattr(Rendition, "save", broken_database)
    without_error(lambda: replaced(rendition, tmp_path), DatabaseError)
    assert Path(Rendition.objects.get(pk=rendition.pk).file.path).exists()


def test_the_old_address_leads_to_the_new_one_while_the_episode_is_public(tmp_path: Path) -> None:
    episode = factories.episode()
    rendition = episode.audio.renditions.get(kind="main")
    old = media.path(episode, rendition)
    replaced(rendition, tmp_path)
    reply = Client().get(old)
    assert (reply.status_code, reply["Location"]) == (302, media.path(episode, rendition))


def test_the_old_address_leads_nowhere_after_the_withdrawal(tmp_path: Path) -> None:
    episode = factories.episode()
    rendition = episode.audio.renditions.get(kind="main")
    old = media.path(episode, rendition)
    replaced(rendition, tmp_path)
    actions.withdraw(episode)
    assert Client().get(old).status_code == 404


# Duplicates in words ---------------------------------------------------------------------------------------------


def test_a_duplicate_is_told_by_the_title_of_its_episode() -> None:
    assert "Menjaga anak" in actions.describe_duplicate(factories.episode(title="Menjaga anak").audio)


def test_a_duplicate_without_episode_is_told_by_its_name() -> None:
    assert "wawancara.wav" in actions.describe_duplicate(factories.audio(original_name="wawancara.wav"))
