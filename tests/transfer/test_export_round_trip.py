"""What was exported can be imported: another host, given the folder, ends with the same podcast."""

from __future__ import annotations

import hashlib
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.management import call_command

from episodes.audio.ffmpeg import find_ffmpeg
from episodes.models import AudioFile, Episode, Rendition, Show
from tests import factories, sounds
from tests.transfer.exporting import export, full_episode
from tests.transfer.server import Host
from transcripts.engines import supplied
from transcripts.files import public_file
from transcripts.formats.cue import Cue
from transcripts.formats.reading import read
from transcripts.visibility import public_version

pytestmark = pytest.mark.django_db

SECONDS = 40.0  # the text of an exported episode has words after half a minute


@pytest.fixture(scope="module")
def mp3(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("mp3")
    wav = sounds.write_wav(folder / "sound.wav", sounds.voice(SECONDS))
    path: Path = sounds.convert(wav, folder / "sound.mp3", "-b:a", "32k", ffmpeg=find_ffmpeg())
    return path.read_bytes()


def heard(mp3: bytes, number: int) -> AudioFile:
    """A recording whose main rendition can be played."""
    audio = factories.audio(duration=SECONDS)
    data = mp3 + bytes(number)  # two episodes never have the same bytes
    main = Rendition.objects.get(audio_file=audio, kind="main")
    main.sha256, main.size, main.duration = hashlib.sha256(data).hexdigest(), len(data), SECONDS
    main.file.save("sound", ContentFile(data), save=False)
    main.save()
    return audio


def text(episode: Episode) -> list[Cue]:
    """What the public reads; of an imported episode what waits beside its recording to be read and approved."""
    version = public_version(episode)
    if version:
        return read(public_file(version, "vtt")[1].encode())
    assert episode.audio
    waiting = supplied.beside(Path(episode.audio.file.path))
    return read(waiting.read_bytes()) if waiting else []


def told(show: Show) -> list[dict[str, object]]:
    """What listeners would miss if it changed."""
    return [
        {
            "guid": episode.feed_guid,
            "title": episode.title,
            "published": f"{episode.first_published_at:%Y-%m-%d %H:%M:%S}",  # feeds know nothing shorter
            "number": episode.number,
            "season": episode.season,
            "kind": episode.kind,
            "chapters": [(float(each.start), each.title) for each in episode.chapters.all()],
            "soundbites": [(float(each.start), float(each.duration)) for each in episode.soundbites.all()],
            "text": text(episode),
            "notes": "Catatan." in episode.notes,
        }
        for episode in Episode.objects.child_of(show).order_by("number")
    ]


def lay_out(folder: Path, host: Host) -> str:
    """Serves an exported folder as its README says; returns the address of the feed."""
    for path in (path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        if path.suffix in (".xml", ".opml"):  # a site of another name
            content = content.replace(settings.CONFIG.public_url.encode(), host.address.encode())
        host.serve(f"/{path.relative_to(folder).as_posix()}", content)
    return f"{host.address}/feed/feed.xml"


def test_an_exported_show_comes_back_with_its_ids_dates_chapters_and_texts(
    mp3: bytes, host: Host, tmp_path: Path
) -> None:
    show = factories.show("Suara Ibu", author="Kantor", cover=factories.cover(), license="cc-by-4.0")
    full_episode(show, sound=heard(mp3, 1), season=1, number=1)
    full_episode(show, sound=heard(mp3, 2), season=1, number=2, imported_guid="lama:2", kind="bonus")
    guid, before = show.podcast_guid, told(show)
    export(show, tmp_path / "salinan")
    show.delete()

    output = StringIO()
    arguments = [lay_out(tmp_path / "salinan", host), "--new-show", "--ours", "--allow-private"]
    call_command("import_feed", *arguments, stdout=output, stderr=output)

    back = Show.objects.get()
    assert (back.podcast_guid, back.title, back.author, back.license) == (guid, "Suara Ibu", "Kantor", "cc-by-4.0")
    assert back.cover
    assert before[0]["text"]
    assert told(back) == before, output.getvalue()
