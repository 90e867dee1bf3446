"""The editors' pages of recordings: upload, bad input in words, steps, sound, and who may see what."""

from __future__ import annotations

import dataclasses
import errno
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _

from episodes import actions, forms, refusals, uploads
from episodes.audio.files import hash_file
from episodes.audio.inspect import Recording
from episodes.audio.refusals import Caution, RefusalCode
from episodes.models import AudioFile, Episode, Rendition, Show, Topic
from episodes.visibility import is_public
from siniar.jobs import pipeline, runner
from siniar.jobs.models import Job
from siniar.models import User
from tests import factories
from tests.episodes import sound
from tests.episodes.editing import browser, editor

OnDisk = Callable[[], set[Path]]


@pytest.fixture
def quick(wav: Path, inspected: Recording, monkeypatch: pytest.MonkeyPatch) -> None:
    """The usual recording need not be inspected again and again; every other file is."""
    inspect = uploads.inspect

    def known(path: Path, **limits: Any) -> Recording:
        same = path.stat().st_size == inspected.size and hash_file(path) == inspected.sha256
        return inspected if same else inspect(path, **limits)

    monkeypatch.setattr(uploads, "inspect", known)


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick")]


@pytest.fixture
def show() -> Show:
    return factories.show()


@pytest.fixture
def account(show: Show) -> User:
    return editor(show)


@pytest.fixture
def client(account: User) -> Client:
    """The browser of somebody who may edit the show."""
    return browser(account)


def send(client: Client, show: Show, path: Path | None, name: str = "rekaman.wav", **fields: Any) -> HttpResponse:
    """Uploads a file for a new episode."""
    headers = fields.pop("headers", {})
    data = {"show": show.pk, **fields}
    if path is not None:
        data["recording"] = SimpleUploadedFile(name, path.read_bytes())
    return client.post(reverse("upload"), data, headers=headers)


def nothing_kept() -> bool:
    return not (AudioFile.objects.exists() or factories.sound_jobs().exists() or Episode.objects.exists())


def told(reply: HttpResponse) -> str:
    """The page as text, as an editor reads it."""
    return reply.content.decode()


# Upload ----------------------------------------------------------------------------------------------------------


def test_the_form_is_there(client: Client) -> None:
    assert client.get(reverse("upload")).status_code == 200


def test_the_form_begins_with_the_show_from_which_one_came(client: Client, account: User, show: Show) -> None:
    reply = client.get(reverse("upload-to-show", args=[show.pk]))
    assert reply.context["form"]["show"].value() == show.pk


def test_an_upload_leads_to_the_form_of_its_draft(client: Client, show: Show, wav: Path) -> None:
    reply = send(client, show, wav)
    assert (reply.status_code, reply["Location"]) == (
        302,
        reverse("wagtailadmin_pages:edit", args=[Episode.objects.get().pk]),
    )


def test_the_form_of_the_draft_can_be_opened(client: Client, show: Show, wav: Path) -> None:
    assert client.get(send(client, show, wav)["Location"]).status_code == 200


def test_an_upload_makes_a_draft_with_its_recording(client: Client, show: Show, wav: Path) -> None:
    send(client, show, wav)
    episode = Episode.objects.child_of(show).get()
    assert (episode.live, Path(episode.audio.file.path).read_bytes()) == (False, wav.read_bytes())


def test_an_upload_starts_the_steps(client: Client, show: Show, wav: Path) -> None:
    send(client, show, wav)
    assert [job.step for job in Job.objects.of(AudioFile.objects.get().pk)] == ["measure", "encode", "transcribe"]


def test_the_worker_is_woken_once_the_upload_is_certain(
    client: Client, show: Show, wav: Path, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        send(client, show, wav)
    assert not factories.sound_jobs().filter(woken_at=None).exists()


def test_uploader_and_owner_are_the_editor(client: Client, account: User, show: Show, wav: Path) -> None:
    send(client, show, wav)
    episode = Episode.objects.get()
    assert (episode.owner, episode.audio.uploaded_by) == (account, account)


def test_a_title_that_was_typed_is_taken(client: Client, show: Show, wav: Path) -> None:
    send(client, show, wav, title="Menjaga anak")
    assert Episode.objects.get().draft_title == "Menjaga anak"


def test_without_a_title_the_name_of_the_file_is_taken(client: Client, show: Show, wav: Path) -> None:
    send(client, show, wav, "wawancara_ibu-ratna.wav")
    assert Episode.objects.get().draft_title == "wawancara ibu ratna"


def test_topics_are_taken_with_what_they_suggest(client: Client, show: Show, wav: Path) -> None:
    topic = Topic.objects.get(code="KDRT")
    send(client, show, wav, topics=[topic.pk])
    episode = Episode.objects.get()
    assert (list(episode.topics.all()), episode.warnings.count()) == ([topic], topic.default_warnings.count())


def test_a_script_is_told_where_to_go(client: Client, show: Show, wav: Path) -> None:
    reply = send(client, show, wav, headers={"X-Upload": "1"})
    edit = reverse("wagtailadmin_pages:edit", args=[Episode.objects.get().pk])
    assert (reply.status_code, reply["X-Go-To"], reply.content) == (204, edit, b"")


def test_a_script_gets_the_refusal_as_a_page(client: Client, show: Show, tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    reply = send(client, show, tmp_path / "empty", headers={"X-Upload": "1"})
    assert (reply.status_code, "data-upload" in told(reply)) == (422, True)


def test_a_large_file_that_the_server_put_on_disk_is_taken_from_there(
    client: Client, show: Show, wav: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "FILE_UPLOAD_MAX_MEMORY_SIZE", 1000)
    monkeypatch.delattr(forms, "NamedTemporaryFile")  # with which a small one is written to disk
    send(client, show, wav)
    assert Path(Episode.objects.get().audio.file.path).read_bytes() == wav.read_bytes()


# Bad input -------------------------------------------------------------------------------------------------------


def empty(folder: Path, wav: Path) -> Path:
    (folder / "empty.wav").touch()
    return folder / "empty.wav"


def text(folder: Path, wav: Path) -> Path:
    path = folder / "text.mp3"
    path.write_text("Ini bukan rekaman. " * 200, encoding="utf-8")
    return path


def cut_wav(folder: Path, wav: Path) -> Path:
    return sound.first_part(wav, folder / "cut.wav")


def cut_mp3(folder: Path, wav: Path) -> Path:
    return sound.first_part(sound.converted(wav, folder / "whole.mp3"), folder / "cut.mp3")


def cut_m4a(folder: Path, wav: Path) -> Path:
    return sound.first_part(sound.converted(wav, folder / "whole.m4a"), folder / "cut.m4a")


def zero_length(folder: Path, wav: Path) -> Path:
    return factories.wav(folder / "zero.wav", 0)


def silent_video(folder: Path, wav: Path) -> Path:
    return sound.converted(sound.video(folder / "whole.mp4", wav), folder / "silent.mp4", "-an", "-c", "copy")


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (empty, RefusalCode.EMPTY),
        (text, RefusalCode.NOT_AUDIO),
        (cut_wav, RefusalCode.TRUNCATED),
        (cut_mp3, RefusalCode.TRUNCATED),
        (cut_m4a, RefusalCode.TRUNCATED),
        (zero_length, RefusalCode.NO_SOUND),
        (silent_video, RefusalCode.NO_AUDIO_STREAM),
    ],
)
def test_bad_input_is_refused_in_words_and_nothing_is_kept(
    make: Callable[[Path, Path], Path],
    code: RefusalCode,
    client: Client,
    show: Show,
    wav: Path,
    tmp_path: Path,
    on_disk: OnDisk,
) -> None:
    path, before = make(tmp_path, wav), on_disk()
    reply = send(client, show, path, path.name)
    assert (reply.status_code, reply.context["form"].errors["recording"]) == (422, [str(refusals.SENTENCES[code])])
    assert escape(str(refusals.SENTENCES[code])) in told(reply)
    assert (nothing_kept(), on_disk()) == (True, before)


def test_a_video_is_taken_and_its_picture_is_said_to_be_dropped(
    client: Client, show: Show, wav: Path, tmp_path: Path
) -> None:
    send(client, show, sound.video(tmp_path / "video.mp4", wav), "video.mp4")
    messages = client.get(reverse("recordings")).context["messages"]
    assert str(refusals.CAUTIONS[Caution.VIDEO_DROPPED]) in [str(message) for message in messages]


def test_a_file_above_the_limit_is_refused_in_words(
    client: Client, show: Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "CONFIG", dataclasses.replace(settings.CONFIG, max_upload_mb=1))
    (tmp_path / "large.wav").write_bytes(bytes(1_000_001))
    reply = send(client, show, tmp_path / "large.wav")
    assert (reply.status_code, reply.context["form"].errors["recording"], nothing_kept()) == (
        422,
        [_("The file is too large: at most %(most)d MB.") % {"most": 1}],
        True,
    )


def test_without_a_file_the_form_asks_for_one(client: Client, show: Show) -> None:
    reply = send(client, show, None)
    assert (reply.status_code, list(reply.context["form"].errors)) == (422, ["recording"])


def test_a_form_with_nothing_in_it_asks_for_what_is_missing(client: Client) -> None:
    assert client.post(reverse("upload")).status_code == 422


def test_what_was_typed_is_there_again_after_a_refusal(client: Client, show: Show, tmp_path: Path) -> None:
    reply = send(client, show, empty(tmp_path, tmp_path), title="Menjaga anak")
    assert "Menjaga anak" in told(reply)


def test_a_disk_that_is_nearly_full_is_told(
    client: Client, show: Show, wav: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "CONFIG", dataclasses.replace(settings.CONFIG, min_free_mb=10**9))
    assert (send(client, show, wav).status_code, nothing_kept()) == (422, True)


def test_a_disk_that_fills_up_while_the_file_is_kept_is_told(
    client: Client, show: Show, wav: Path, on_disk: OnDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object, **options: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    before = on_disk()
    monkeypatch.setattr(AudioFile.file.field.attr_class, "save", full)  # type: ignore[attr-defined]
    reply = send(client, show, wav)
    assert (reply.status_code, "No space left on device" in told(reply)) == (422, True)
    assert (nothing_kept(), on_disk()) == (True, before)


def test_a_title_with_control_characters_is_cleaned(client: Client, show: Show, wav: Path) -> None:
    send(client, show, wav, title="Men\x07jaga\u202e\tanak")
    assert Episode.objects.get().draft_title == "Menjaga anak"


def test_a_title_with_nul_is_refused(client: Client, show: Show, wav: Path) -> None:
    reply = send(client, show, wav, title="Men\x00jaga")
    assert (reply.status_code, list(reply.context["form"].errors), nothing_kept()) == (422, ["title"], True)


def test_a_title_of_nothing_but_control_characters_gives_way_to_the_name(client: Client, show: Show, wav: Path) -> None:
    send(client, show, wav, title="\x07\u202e")
    assert Episode.objects.get().draft_title == "rekaman"


def test_a_topic_that_does_not_exist_is_refused(client: Client, show: Show, wav: Path) -> None:
    reply = send(client, show, wav, topics=["99999"])
    assert (reply.status_code, list(reply.context["form"].errors), nothing_kept()) == (422, ["topics"], True)


# The same recording twice ----------------------------------------------------------------------------------------


def test_a_duplicate_is_told_with_the_title_of_its_episode(client: Client, show: Show, wav: Path) -> None:
    send(client, show, wav, title="Menjaga anak")
    reply = send(client, show, wav, title="Yang lain")
    assert (reply.status_code, "Menjaga anak" in reply.context["form"].errors["recording"][0]) == (422, True)


def test_a_duplicate_is_not_kept(client: Client, show: Show, wav: Path, on_disk: OnDisk) -> None:
    send(client, show, wav)
    before = on_disk()
    send(client, show, wav)
    assert (AudioFile.objects.count(), Episode.objects.count(), on_disk()) == (1, 1, before)


def test_at_a_duplicate_the_form_offers_to_take_it_all_the_same(client: Client, show: Show, wav: Path) -> None:
    send(client, show, wav)
    assert 'type="checkbox" name="again"' in told(send(client, show, wav))


def test_a_duplicate_that_is_meant_is_taken(client: Client, show: Show, wav: Path) -> None:
    send(client, show, wav)
    assert (send(client, show, wav, again="on").status_code, Episode.objects.count()) == (302, 2)


def test_a_duplicate_that_arrives_while_this_one_is_examined_is_told(
    client: Client, show: Show, wav: Path, inspected: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = actions.begin

    def beaten(*args: Any, **options: Any) -> Episode:
        actions.receive(wav, inspected, "dulu.wav")
        return begin(*args, **options)

    monkeypatch.setattr(actions, "begin", beaten)
    reply = send(client, show, wav)
    assert (reply.status_code, AudioFile.objects.count(), Episode.objects.count()) == (422, 1, 0)


# Another recording for an episode --------------------------------------------------------------------------------


def send_instead(client: Client, episode: Episode, path: Path, **fields: Any) -> HttpResponse:
    data = {"recording": SimpleUploadedFile("baru.wav", path.read_bytes()), **fields}
    return client.post(reverse("replace-recording", args=[episode.pk]), data)


def test_the_form_for_another_recording_is_there(client: Client, show: Show) -> None:
    assert client.get(reverse("replace-recording", args=[factories.episode(show).pk])).status_code == 200


def test_another_recording_leads_back_to_the_episode(client: Client, show: Show, wav: Path) -> None:
    episode = factories.episode(show)
    assert send_instead(client, episode, wav)["Location"] == reverse("wagtailadmin_pages:edit", args=[episode.pk])


def test_the_public_keeps_the_old_recording(client: Client, show: Show, wav: Path) -> None:
    episode = factories.episode(show)
    send_instead(client, episode, wav)
    shown = Episode.objects.get(pk=episode.pk)
    assert (shown.audio_id, is_public(shown)) == (episode.audio_id, True)


def test_the_draft_has_the_new_recording(client: Client, show: Show, wav: Path) -> None:
    episode = factories.episode(show)
    send_instead(client, episode, wav)
    latest = Episode.objects.get(pk=episode.pk).get_latest_revision_as_object()
    assert latest.audio.original_name == "baru.wav"


def test_the_new_recording_cannot_be_published_before_it_is_ready(client: Client, show: Show, wav: Path) -> None:
    episode = factories.episode(show)
    send_instead(client, episode, wav)
    with pytest.raises(actions.NotPublishable):
        actions.publish(Episode.objects.get(pk=episode.pk))


def test_bad_input_instead_of_a_recording_changes_nothing(client: Client, show: Show, tmp_path: Path) -> None:
    episode = factories.episode(show)
    reply = send_instead(client, episode, text(tmp_path, tmp_path))
    assert (reply.status_code, Episode.objects.get(pk=episode.pk).has_unpublished_changes) == (422, False)


def test_a_recording_that_is_there_already_is_told_here_as_well(client: Client, show: Show, wav: Path) -> None:
    send(client, show, wav)
    assert send_instead(client, factories.episode(show), wav).status_code == 422


def test_a_colleague_sees_the_recording_that_waits_in_a_draft(client: Client, show: Show, wav: Path) -> None:
    episode = factories.episode(show)
    send_instead(client, episode, wav)
    new = AudioFile.objects.get(original_name="baru.wav")
    assert browser(editor(show)).get(reverse("recording", args=[new.pk])).status_code == 200


def test_a_disk_that_fills_up_changes_nothing_of_the_episode(
    client: Client, show: Show, wav: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object, **options: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    episode = factories.episode(show)
    monkeypatch.setattr(AudioFile.file.field.attr_class, "save", full)  # type: ignore[attr-defined]
    reply = send_instead(client, episode, wav)
    assert (reply.status_code, Episode.objects.get(pk=episode.pk).has_unpublished_changes) == (422, False)


def test_a_locked_episode_gets_no_other_recording(client: Client, show: Show, wav: Path) -> None:
    episode = factories.episode(show)
    Episode.objects.update(locked=True, locked_by=factories.user())
    send_instead(client, episode, wav)
    assert AudioFile.objects.count() == 1


# Lists and steps -------------------------------------------------------------------------------------------------


def started(audio: AudioFile) -> list[Job]:
    return runner.start(pipeline.RECORDING_RECEIVED, audio.pk, audio.sha256)


def steps_of(client: Client, audio: AudioFile) -> HttpResponse:
    return client.get(reverse("recording-steps", args=[audio.pk]))


@pytest.fixture
def audio(show: Show) -> AudioFile:
    """A recording of an episode of the show, with its steps."""
    made = factories.audio(original_name="wawancara.wav")
    factories.episode(show, title="Menjaga anak", sound=made)
    factories.sound_jobs().delete()
    started(made)
    return made


def test_recordings_are_listed_with_episode_and_steps(client: Client, audio: AudioFile) -> None:
    page = told(client.get(reverse("recordings")))
    labels = [str(step.label) for step in pipeline.RECORDING_RECEIVED]
    assert all(escape(word) in page for word in ("wawancara.wav", "Menjaga anak", *labels))


def test_an_empty_list_can_be_shown(client: Client) -> None:
    assert client.get(reverse("recordings")).context["rows"] == []


def test_the_page_of_a_recording_lists_its_steps(client: Client, audio: AudioFile) -> None:
    page = told(client.get(reverse("recording", args=[audio.pk])))
    assert all(escape(str(step.label)) in page for step in pipeline.RECORDING_RECEIVED)


@pytest.mark.parametrize("live", [True, False])
def test_the_page_of_a_recording_says_whether_it_is_public(client: Client, show: Show, live: bool) -> None:
    made = factories.episode(show, live=live).audio
    assert client.get(reverse("recording", args=[made.pk])).context["public"] is live


def test_the_page_of_a_recording_tells_what_was_noticed(client: Client, audio: AudioFile) -> None:
    AudioFile.objects.update(cautions=["clipped"])
    page = told(client.get(reverse("recording", args=[audio.pk])))
    assert escape(str(refusals.CAUTIONS[Caution.CLIPPED])) in page


def test_a_recording_that_is_not_encoded_yet_has_a_page(client: Client, show: Show) -> None:
    made = factories.episode(show, sound=factories.audio(encoded=False)).audio
    assert client.get(reverse("recording", args=[made.pk])).status_code == 200


def test_the_steps_alone_are_no_whole_page(client: Client, audio: AudioFile) -> None:
    page = told(steps_of(client, audio))
    assert ("siniar-steps" in page, "<html" in page) == (True, False)


def test_while_steps_wait_for_a_worker_they_move(client: Client, audio: AudioFile) -> None:
    assert steps_of(client, audio)["X-Settled"] == "0"


@pytest.mark.parametrize("state", [Job.State.DONE, Job.State.FAILED])
def test_when_all_steps_have_ended_nothing_moves(client: Client, audio: AudioFile, state: str) -> None:
    Job.objects.update(state=state)
    assert steps_of(client, audio)["X-Settled"] == "1"


def test_steps_that_wait_for_one_that_was_given_up_do_not_move(client: Client, audio: AudioFile) -> None:
    Job.objects.filter(step="measure").update(state=Job.State.FAILED)
    assert steps_of(client, audio)["X-Settled"] == "1"


def test_a_running_step_shows_how_far_it_is(client: Client, audio: AudioFile) -> None:
    Job.objects.filter(step="measure").update(state=Job.State.RUNNING, progress=42)
    assert '<progress max="100" value="42"' in told(steps_of(client, audio))


def test_the_reason_of_a_failure_is_shown(client: Client, audio: AudioFile) -> None:
    Job.objects.filter(step="measure").update(state=Job.State.FAILED, reason="Alasan <penting>")
    assert "Alasan &lt;penting&gt;" in told(steps_of(client, audio))


def test_a_step_that_is_tried_again_later_says_when(client: Client, audio: AudioFile) -> None:
    Job.objects.filter(step="measure").update(attempts=3, reason="Disk penuh")
    assert "3" in told(steps_of(client, audio)).split("siniar-step__reason")[0].split("siniar-step__name")[1]


# Trying again ----------------------------------------------------------------------------------------------------


def failed(audio: AudioFile) -> Job:
    Job.objects.filter(subject=str(audio.pk), step="measure").update(state=Job.State.FAILED, attempts=5, reason="x")
    return Job.objects.get(subject=str(audio.pk), step="measure")


def test_a_failed_step_is_offered_to_be_tried_again(client: Client, audio: AudioFile) -> None:
    job = failed(audio)
    assert reverse("retry-step", args=[job.pk]) in told(client.get(reverse("recording", args=[audio.pk])))


def test_trying_again_gives_a_step_new_attempts(client: Client, audio: AudioFile) -> None:
    job = failed(audio)
    client.post(reverse("retry-step", args=[job.pk]))
    job.refresh_from_db()
    assert (job.state, job.attempts, job.reason) == (Job.State.WAITING, 0, "")


def test_trying_again_leads_back_to_the_recording(client: Client, audio: AudioFile) -> None:
    reply = client.post(reverse("retry-step", args=[failed(audio).pk]))
    assert reply["Location"] == reverse("recording", args=[audio.pk])


def test_a_step_that_is_done_is_not_done_again(client: Client, audio: AudioFile) -> None:
    Job.objects.update(state=Job.State.DONE)
    client.post(reverse("retry-step", args=[Job.objects.get(step="measure").pk]))
    assert Job.objects.get(step="measure").state == Job.State.DONE


def test_looking_at_an_address_tries_nothing_again(client: Client, audio: AudioFile) -> None:
    assert client.get(reverse("retry-step", args=[failed(audio).pk])).status_code == 405


# Stopping --------------------------------------------------------------------------------------------------------


STOP_BUTTON = "/recordings/stop/"


def long_step(audio: AudioFile, state: str = Job.State.RUNNING) -> Job:
    """The long step of a recording, alone and in a state."""
    Job.objects.filter(subject=str(audio.pk)).exclude(step="transcribe").update(state=Job.State.DONE)
    Job.objects.filter(subject=str(audio.pk), step="transcribe").update(state=state, lease_holder="somebody")
    return Job.objects.get(subject=str(audio.pk), step="transcribe")


@pytest.mark.parametrize("state", [Job.State.RUNNING, Job.State.WAITING])
def test_a_long_step_can_be_stopped_on_the_page_of_its_recording(client: Client, audio: AudioFile, state: str) -> None:
    long_step(audio, state)
    assert told(client.get(reverse("recording", args=[audio.pk]))).count(STOP_BUTTON) == 1


@pytest.mark.parametrize("state", [Job.State.DONE, Job.State.FAILED])
def test_a_step_that_has_ended_cannot_be_stopped(client: Client, audio: AudioFile, state: str) -> None:
    long_step(audio, state)
    assert STOP_BUTTON not in told(client.get(reverse("recording", args=[audio.pk])))


def test_short_steps_are_not_offered_to_be_stopped(client: Client, audio: AudioFile) -> None:
    long_step(audio, Job.State.DONE)
    Job.objects.filter(step="encode").update(state=Job.State.RUNNING)
    assert STOP_BUTTON not in told(client.get(reverse("recording", args=[audio.pk])))


def test_short_steps_are_not_stopped(client: Client, audio: AudioFile) -> None:
    Job.objects.filter(step="encode").update(state=Job.State.RUNNING)
    client.post(reverse("stop-step", args=[Job.objects.get(step="encode").pk]))
    assert Job.objects.get(step="encode").state == Job.State.RUNNING


def test_a_stopped_step_says_who_stopped_it(client: Client, audio: AudioFile) -> None:
    reply = client.post(reverse("stop-step", args=[long_step(audio).pk]), follow=True)
    job = Job.objects.get(step="transcribe")
    assert (job.state, reply.context["user"].get_username() in job.reason) == (Job.State.STOPPED, True)
    assert escape(job.reason) in told(reply)


def test_a_stopped_step_can_be_tried_again(client: Client, audio: AudioFile) -> None:
    job = long_step(audio)
    client.post(reverse("stop-step", args=[job.pk]))
    client.post(reverse("retry-step", args=[job.pk]))
    job.refresh_from_db()
    assert (job.state, job.reason) == (Job.State.WAITING, "")


# Listening -------------------------------------------------------------------------------------------------------


def listen(client: Client, audio: AudioFile, kind: str, **headers: str) -> tuple[HttpResponse, bytes]:
    reply = client.get(reverse("recording-sound", args=[audio.pk, kind]), headers=headers)
    return reply, reply.getvalue()


@pytest.mark.parametrize("kind", ["main", "hemat"])
def test_editors_hear_a_draft(client: Client, show: Show, kind: str) -> None:
    made = factories.episode(show, live=False).audio
    rendition = made.renditions.get(kind=kind)
    reply, body = listen(client, made, kind)
    assert (reply["Content-Type"], body) == (rendition.content_type, Path(rendition.file.path).read_bytes())


def test_editors_get_the_upload_as_it_was(client: Client, audio: AudioFile) -> None:
    assert listen(client, audio, "master")[1] == Path(audio.file.path).read_bytes()


def test_the_upload_is_never_played_as_what_it_might_claim_to_be(client: Client, audio: AudioFile) -> None:
    assert listen(client, audio, "master")[0]["Content-Type"] == "application/octet-stream"


def test_editors_may_listen_from_the_middle(client: Client, audio: AudioFile) -> None:
    reply, body = listen(client, audio, "main", Range="bytes=5-9")
    assert (reply.status_code, len(body)) == (206, 5)


def test_there_are_no_other_kinds_of_sound(client: Client, audio: AudioFile) -> None:
    assert listen(client, audio, "flac")[0].status_code == 404


@pytest.mark.parametrize("kind", ["main", "master"])
def test_sound_that_is_missing_on_disk_does_not_exist(client: Client, audio: AudioFile, kind: str) -> None:
    Path(audio.file.path).unlink()
    Path(audio.renditions.get(kind="main").file.path).unlink()
    assert listen(client, audio, kind)[0].status_code == 404


def test_a_rendition_that_has_no_file_yet_does_not_exist(client: Client, audio: AudioFile) -> None:
    Rendition.objects.update(file="")
    assert listen(client, audio, "main")[0].status_code == 404


# Who may see what ------------------------------------------------------------------------------------------------


def everything(audio: AudioFile, episode: Episode) -> dict[str, str]:
    """Each address that tells of a recording or lets one change it."""
    return {
        "recording": reverse("recording", args=[audio.pk]),
        "steps": reverse("recording-steps", args=[audio.pk]),
        "main": reverse("recording-sound", args=[audio.pk, "main"]),
        "master": reverse("recording-sound", args=[audio.pk, "master"]),
        "replace": reverse("replace-recording", args=[episode.pk]),
    }


NAMES = ["recording", "steps", "main", "master", "replace"]


@pytest.mark.parametrize("name", NAMES)
def test_who_has_not_logged_in_is_asked_to(audio: AudioFile, name: str) -> None:
    reply = Client().get(everything(audio, audio.episode)[name])
    assert (reply.status_code, reply["Location"].split("?")[0]) == (302, reverse("wagtailadmin_login"))


@pytest.mark.parametrize("name", ["upload", "recordings"])
def test_the_pages_themselves_ask_to_log_in_as_well(name: str) -> None:
    assert Client().get(reverse(name))["Location"].split("?")[0] == reverse("wagtailadmin_login")


def test_nobody_uploads_without_logging_in(show: Show, wav: Path) -> None:
    assert (send(Client(), show, wav).status_code, nothing_kept()) == (302, True)


@pytest.fixture
def stranger() -> Client:
    """The browser of an editor of another show, who may publish there."""
    return browser(editor(factories.show()))


@pytest.mark.parametrize("name", NAMES)
def test_an_editor_of_another_show_is_refused(stranger: Client, audio: AudioFile, name: str) -> None:
    reply = stranger.get(everything(audio, audio.episode)[name], follow=True)
    assert "Menjaga anak" not in told(reply)
    assert "wawancara.wav" not in told(reply)
    assert reply.status_code == 404 or reply.redirect_chain[0][0] == reverse("wagtailadmin_home")


def test_an_editor_of_another_show_does_not_find_it_in_the_list(stranger: Client, audio: AudioFile) -> None:
    page = told(stranger.get(reverse("recordings")))
    assert ("wawancara.wav" in page, "Menjaga anak" in page) == (False, False)


def test_an_editor_of_another_show_cannot_upload_to_it(stranger: Client, show: Show, wav: Path) -> None:
    reply = send(stranger, show, wav)
    assert (reply.status_code, list(reply.context["form"].errors), nothing_kept()) == (422, ["show"], True)


def test_an_editor_of_another_show_cannot_try_its_steps_again(stranger: Client, audio: AudioFile) -> None:
    job = failed(audio)
    stranger.post(reverse("retry-step", args=[job.pk]))
    job.refresh_from_db()
    assert job.state == Job.State.FAILED


def test_an_editor_of_another_show_cannot_stop_its_steps(stranger: Client, audio: AudioFile) -> None:
    job = long_step(audio)
    stranger.post(reverse("retry-step", args=[job.pk]), {"stop": "1"})
    job.refresh_from_db()
    assert job.state == Job.State.RUNNING


def test_an_editor_of_another_show_cannot_replace_its_recording(stranger: Client, show: Show, wav: Path) -> None:
    episode = factories.episode(show)
    before = AudioFile.objects.count()
    send_instead(stranger, episode, wav)
    assert AudioFile.objects.count() == before


def test_an_editor_who_may_add_nowhere_cannot_upload(wav: Path) -> None:
    client = browser(editor())
    assert client.get(reverse("upload")).status_code in (302, 403)


def test_who_may_only_read_the_admin_sees_no_recording(audio: AudioFile) -> None:
    assert browser(editor()).get(reverse("recordings")).context["rows"] == []


def test_who_uploaded_a_recording_sees_it_as_long_as_no_episode_has_it(audio: AudioFile) -> None:
    uploader, alone = editor(), factories.audio()
    AudioFile.objects.filter(pk__in=[audio.pk, alone.pk]).update(uploaded_by=uploader)
    replies = [browser(uploader).get(reverse("recording", args=[each.pk])).status_code for each in (alone, audio)]
    assert replies == [200, 404]


def test_a_recording_without_episode_is_seen_by_who_may_do_everything() -> None:
    alone = factories.audio()
    client = browser(factories.user(is_superuser=True))
    assert client.get(reverse("recording", args=[alone.pk])).status_code == 200


def test_a_recording_without_episode_is_not_listed_for_others(client: Client) -> None:
    factories.audio(original_name="rahasia.wav")
    assert "rahasia.wav" not in told(client.get(reverse("recordings")))


@pytest.mark.parametrize("name", ["recordings", "recording", "recording-steps"])
def test_pages_that_show_something_are_changed_by_nothing(client: Client, audio: AudioFile, name: str) -> None:
    arguments = [] if name == "recordings" else [audio.pk]
    assert client.post(reverse(name, args=arguments)).status_code == 405


def test_pages_of_recordings_stay_out_of_caches(client: Client, audio: AudioFile) -> None:
    assert "no-store" in client.get(reverse("recording", args=[audio.pk]))["Cache-Control"]


@pytest.mark.parametrize("action", ["retry-step", "stop-step"])
def test_a_job_on_something_else_is_no_step_of_a_recording(action: str) -> None:
    client = Client()
    client.force_login(factories.user(is_superuser=True))
    job = Job.objects.create(step="rebuild", subject="show-7")
    assert client.post(reverse(action, args=[job.pk])).status_code == 404
