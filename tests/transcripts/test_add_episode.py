"""The path of a recording from a terminal, with real ffmpeg: what is printed, how it ends, what bad input gets."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.test import Client

from episodes.audio.ffmpeg import find_ffmpeg
from episodes.models import AudioFile, Episode, Show
from episodes.storage import remove_leftovers
from episodes.visibility import is_public
from siniar.jobs.models import Job
from tests import factories
from tests.models import model_folder
from transcripts.models import Transcript

pytestmark = pytest.mark.django_db
VOICE = Path(__file__).resolve().parent.parent / "audio" / "real-id-common-voice-19059577.flac"


@pytest.fixture(autouse=True)
def real_model(settings: LazySettings) -> None:
    settings.CONFIG = replace(settings.CONFIG, whisper_dir=model_folder())


@pytest.fixture
def show() -> Show:
    return factories.show()


def add(file: Path, show: Show, *arguments: str, title: str = "Obrolan pagi") -> str:
    output = StringIO()
    call_command(
        "add_episode", str(file), "--show", show.slug, "--title", title, *arguments, stdout=output, stderr=output
    )
    return output.getvalue()


def addresses(printed: str) -> list[str]:
    return re.findall(r"http://127\.0\.0\.1:8000(\S+)", printed)


def test_a_recording_becomes_a_public_episode_whose_printed_addresses_work(show: Show) -> None:
    printed = add(VOICE, show, "--topic", "KDRT", "--publish", "--approve-transcript", "--wait")
    paths = addresses(printed)
    kinds = []
    for path in paths:
        reply = Client().get(path)
        assert reply.status_code == 200, path
        reply.getvalue()
        kinds.append(reply["Content-Type"].split(";")[0])
    assert kinds == ["text/html", "application/rss+xml", "audio/mpeg", "text/vtt"]


def test_without_approval_the_transcript_stays_with_the_editors(show: Show) -> None:
    printed = add(VOICE, show, "--topic", "KDRT", "--publish", "--wait")
    episode = Episode.objects.get()
    assert is_public(episode)
    assert Transcript.objects.get().state == Transcript.State.MACHINE
    assert Client().get(f"/transcript/{episode.guid}.vtt").status_code == 404
    assert f"/admin/transcripts/{episode.audio_id}/" in addresses(printed)


def test_without_publish_it_stays_a_draft(show: Show) -> None:
    add(VOICE, show, "--wait")
    assert not is_public(Episode.objects.get())


def test_without_wait_the_steps_are_left_to_the_worker(show: Show) -> None:
    add(VOICE, show)
    assert set(Job.objects.values_list("state", flat=True)) == {Job.State.WAITING}


def test_publishing_without_a_topic_is_refused_before_anything_is_kept(show: Show) -> None:
    with pytest.raises(CommandError, match="--topic"):
        add(VOICE, show, "--publish", "--wait")
    assert not (Episode.objects.exists() or AudioFile.objects.exists())


def test_approving_without_a_transcript_is_told_after_the_addresses(show: Show, no_model: None) -> None:
    with pytest.raises(CommandError):
        add(VOICE, show, "--topic", "KDRT", "--publish", "--approve-transcript", "--wait")
    assert is_public(Episode.objects.get())


def test_a_missing_model_costs_the_transcript_and_nothing_else(show: Show, no_model: None) -> None:
    printed = add(VOICE, show, "--topic", "KDRT", "--publish", "--wait")
    assert is_public(Episode.objects.get())
    job = Job.objects.get(step="transcribe")
    assert (job.state, "manage.py fetch_model" in job.reason) == (Job.State.FAILED, True)
    assert job.reason in printed


def test_an_unknown_topic_is_told_with_those_that_exist(show: Show) -> None:
    with pytest.raises(CommandError, match="KDRT"):
        add(VOICE, show, "--topic", "NGAWUR")
    assert not AudioFile.objects.exists()


def test_an_unknown_show_is_told_with_those_that_exist(show: Show) -> None:
    with pytest.raises(CommandError, match=show.slug):
        call_command("add_episode", str(VOICE), "--show", "tidak-ada", "--title", "x")
    assert not AudioFile.objects.exists()


def test_a_title_of_control_characters_is_no_title(show: Show) -> None:
    with pytest.raises(CommandError):
        add(VOICE, show, title="\x00\x07\n")
    assert not AudioFile.objects.exists()


def test_control_characters_in_a_title_are_dropped(show: Show) -> None:
    add(VOICE, show, title="Obrolan\x00 \x1bpagi\u202e")
    assert Episode.objects.get().title == "Obrolan pagi"


def test_the_same_recording_is_told_and_not_taken_twice(show: Show) -> None:
    add(VOICE, show, title="Yang pertama")
    with pytest.raises(CommandError, match="Yang pertama"):
        add(VOICE, show, title="Yang kedua")
    assert (Episode.objects.count(), AudioFile.objects.count()) == (1, 1)


def test_the_same_recording_is_taken_again_when_that_is_meant(show: Show) -> None:
    add(VOICE, show)
    add(VOICE, show, "--again")
    assert Episode.objects.count() == 2


def broken(kind: str, folder: Path) -> Path:
    path = folder / "rekaman.mp3"
    whole = folder / "utuh.m4a"
    match kind:
        case "empty":
            path.write_bytes(b"")
        case "text":
            path.write_text("Ini bukan suara.\n" * 50)
        case "folder":
            path.mkdir()
        case "no samples":
            factories.wav(path, seconds=0)
        case "truncated wav":
            data = factories.wav(path, seconds=3).read_bytes()
            path.write_bytes(data[: len(data) // 2])
        case "truncated m4a":
            factories.wav(path, seconds=3)
            subprocess.run([find_ffmpeg(), "-v", "error", "-i", path, "-c:a", "aac", whole], check=True)
            path.write_bytes(whole.read_bytes()[:-4000])
        case "missing":
            pass
    return path


@pytest.mark.parametrize("kind", ["empty", "text", "folder", "no samples", "truncated wav", "truncated m4a", "missing"])
def test_bad_input_gets_a_sentence_and_leaves_nothing_behind(
    kind: str, show: Show, tmp_path: Path, settings: LazySettings
) -> None:
    before = {path for path in Path(settings.MASTERS_DIR).rglob("*") if path.is_file()}
    with pytest.raises(CommandError) as error:
        add(broken(kind, tmp_path), show, "--publish", "--wait")
    assert len(str(error.value)) > 20
    assert not (Episode.objects.exists() or AudioFile.objects.exists() or factories.sound_jobs().exists())
    assert {path for path in Path(settings.MASTERS_DIR).rglob("*") if path.is_file()} == before


def test_a_file_above_the_limit_is_refused(show: Show, tmp_path: Path, settings: LazySettings) -> None:
    settings.CONFIG = replace(settings.CONFIG, max_upload_mb=1)
    with pytest.raises(CommandError):
        add(factories.wav(tmp_path / "besar.wav", seconds=15), show)


def test_a_nearly_full_disk_is_told_before_anything_is_kept(show: Show, settings: LazySettings) -> None:
    settings.CONFIG = replace(settings.CONFIG, min_free_mb=10**9)
    with pytest.raises(CommandError):
        add(VOICE, show)
    assert not AudioFile.objects.exists()


def spoken_beside(folder: Path, text: str) -> Path:
    """The voice in a folder of its own, with a text that has its name."""
    recording = folder / "obrolan.flac"
    recording.write_bytes(VOICE.read_bytes())
    (folder / "obrolan.vtt").write_text(text)
    return recording


def test_a_text_beside_the_recording_is_used_instead_of_the_machine(show: Show, tmp_path: Path) -> None:
    recording = spoken_beside(tmp_path, "WEBVTT\n\n00:00.500 --> 00:03.000\nTom mau bersih-bersih.")
    add(recording, show, "--topic", "KDRT", "--wait")
    made = Transcript.objects.get()
    assert (made.engine.split()[0], made.state) == ("file", Transcript.State.MACHINE)
    assert [segment.text for segment in made.segments.all()] == ["Tom mau bersih-bersih."]


def test_a_broken_text_beside_the_recording_is_told_with_its_line_and_nothing_is_kept(
    show: Show, tmp_path: Path
) -> None:
    recording = spoken_beside(tmp_path, "WEBVTT\n\n00:09.500 --> 00:03.000\nTom.")
    with pytest.raises(CommandError, match=r"obrolan\.vtt: .*3"):
        add(recording, show, "--topic", "KDRT")
    assert not AudioFile.objects.exists()


def test_the_text_beside_a_master_is_no_leftover(show: Show, tmp_path: Path) -> None:
    add(spoken_beside(tmp_path, "WEBVTT\n\n00:00.500 --> 00:03.000\nTom."), show)
    assert Path(AudioFile.objects.get().file.path).with_suffix(".vtt") not in remove_leftovers(older_than=-1)
