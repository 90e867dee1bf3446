"""Everything of a show in one folder: all that is public and nothing else, unless more is asked for."""

from __future__ import annotations

import hashlib
import json
import subprocess
import tracemalloc
import xml.etree.ElementTree as ET
from collections import namedtuple
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext

from episodes import artwork, media
from episodes.models import Episode, Person, PodrollEntry, Rendition, Show
from tests import factories
from tests.siniar.answers import body
from tests.transfer.exporting import CONSENTING, SILENT, as_text, described, export, files, full_episode
from transcripts.models import Transcript
from transfer.leaving import filling
from transfer.leaving.folder import Fault
from transfer.management.commands.export_show import SENTENCES

pytestmark = pytest.mark.django_db


@pytest.fixture
def show() -> Show:
    return factories.show(summary="Satu kalimat.", owner_name="Kantor", owner_email="kantor@example.org")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "salinan"


# What is taken ---------------------------------------------------------------------------------------------------


def test_every_file_is_what_its_checksum_says(show: Show, folder: Path) -> None:
    full_episode(show)
    export(show, folder)
    subprocess.run(["sha256sum", "--quiet", "--strict", "-c", "SHA256SUMS"], cwd=folder, check=True)
    listed = {line.split("  ")[1] for line in (folder / "SHA256SUMS").read_text().splitlines()}
    assert listed == set(files(folder)) - {"SHA256SUMS"}


def test_the_feeds_are_those_that_are_served(show: Show, folder: Path) -> None:
    full_episode(show)
    export(show, folder)
    taken = {name.removeprefix("feed/"): content for name, content in files(folder).items() if name.startswith("feed/")}
    assert {"feed.xml", "feed.json", "hemat.xml", "netral.xml"} < set(taken)
    assert {name: body(Client().get(f"/{show.slug}/{name}")) for name in taken} == taken


def test_every_address_in_the_feed_has_its_file_at_the_same_path(show: Show, folder: Path) -> None:
    show.cover = factories.cover()
    show.save_revision().publish()
    full_episode(show, cover=factories.cover())
    export(show, folder)
    feed = (folder / "feed/feed.xml").read_text()
    kinds = ("media", "cover", "chapters", "transcript")
    addresses = {
        value
        for element in ET.fromstring(feed).iter()
        for value in (*element.attrib.values(), element.text or "")
        if value.startswith(tuple(f"{settings.CONFIG.public_url}/{kind}/" for kind in kinds))
    }
    assert {address.removeprefix(settings.CONFIG.public_url).split("/")[1] for address in addresses} == set(kinds)
    for address in addresses:
        path = address.removeprefix(settings.CONFIG.public_url)
        assert (folder / path[1:]).read_bytes() == body(Client().get(path)), path


def test_the_sound_is_there_in_all_renditions_under_neutral_names(show: Show, folder: Path) -> None:
    episode = full_episode(show)
    export(show, folder)
    for rendition in Rendition.objects.filter(audio_file=episode.audio_id):
        taken = folder / f"media/{episode.slug}/{media.file_name(episode, rendition)}"
        assert hashlib.sha256(taken.read_bytes()).hexdigest() == rendition.sha256
    assert [each["kind"] for each in described(folder, episode)["sound"]] == ["hemat", "main"]


def test_the_text_is_there_in_every_format_and_word_by_word(show: Show, folder: Path) -> None:
    episode = full_episode(show)
    export(show, folder)
    text = described(folder, episode)["transcript"]
    assert [Path(name).suffix for name in text["files"]] == [".vtt", ".srt", ".json", ".html", ".txt"]
    assert all((folder / name).is_file() for name in text["files"])
    words = json.loads((folder / text["words"]).read_bytes())
    assert [word for paragraph in words["paragraphs"] for word in paragraph["words"]][:2] == [
        ["Halo,", 0.0, 0.4],
        ["selamat", 0.5, 0.9],
    ]
    assert [paragraph["speaker"] for paragraph in words["paragraphs"]] == [CONSENTING, "Penutur 2"]


def test_all_that_people_have_entered_is_told(show: Show, folder: Path) -> None:
    episode = full_episode(show, season=2, imported_guid="lama-7")
    export(show, folder)
    told = described(folder, episode)
    assert (told["guid"], told["feed_guid"]) == (str(episode.guid), "lama-7")
    assert (told["title"], told["summary"], told["notes"]) == (episode.title, "Tentang rumah.", "<p>Catatan.</p>")
    assert (told["number"], told["season"], told["kind"], told["language"]) == (episode.number, 2, "full", "id")
    assert told["topics"] == [{"code": "PENGASUHAN", "label": episode.topics.get().label_id}]
    assert [(each["code"], each["depth"]) for each in told["warnings"]] == [
        (row.warning.code, 2) for row in episode.warnings.all()
    ]
    assert told["age_rating"]["code"] == "SU"
    assert told["chapters"] == [{"start": 0.0, "title": "Pembuka"}, {"start": 12.5, "title": "Isi"}]
    assert told["soundbites"] == [{"start": 3.0, "duration": 20.0, "title": "Cuplikan"}]
    assert episode.first_published_at
    assert told["published"] == episode.first_published_at.isoformat()
    assert told["address"] == f"{settings.CONFIG.public_url}/{show.slug}/{episode.slug}/"


def test_the_show_is_told_with_its_recommendations(show: Show, folder: Path) -> None:
    show.podroll.add(PodrollEntry(title="Lain", feed_guid="917393e3-1b1e-5cef-ace4-edaa54e1f810"))
    show.license = "cc-by-4.0"
    show.save_revision().publish()
    export(show, folder)
    told = json.loads((folder / "show.json").read_bytes())
    assert (told["title"], told["slug"], told["guid"]) == (show.title, show.slug, str(show.podcast_guid))
    assert told["owner"] == {"name": "Kantor", "email": "kantor@example.org"}
    assert told["license"] == "cc-by-4.0"
    assert told["podroll"] == [{"title": "Lain", "guid": "917393e3-1b1e-5cef-ace4-edaa54e1f810", "feed": ""}]


#: Fields of the models, and where they stand in the export under another name or as files.
ELSEWHERE = {
    "podcast_guid": "guid",
    "imported_guid": "feed_guid",
    "owner_name": "owner",
    "owner_email": "owner",
    "audio": "sound",
    "recorded_on": "private",
    "page_ptr": "guid",
}


@pytest.mark.parametrize("model", [Show, Episode])
def test_no_field_of_the_model_is_forgotten(model: type[Show | Episode], show: Show, folder: Path) -> None:
    episode = full_episode(show)
    export(show, folder, "--everything")
    told = json.loads((folder / "show.json").read_bytes()) if model is Show else described(folder, episode)
    fields = {field.name for field in (*model._meta.local_fields, *model._meta.local_many_to_many)}
    assert {ELSEWHERE.get(name, name) for name in fields} - set(told) == set()


def test_covers_are_there_as_uploaded_and_as_served(show: Show, folder: Path) -> None:
    show.cover = factories.cover()
    show.save_revision().publish()
    export(show, folder)
    told = json.loads((folder / "show.json").read_bytes())
    assert (folder / told["cover"]).read_bytes() == Path(show.cover.file.path).read_bytes()
    served = artwork.cover_path(show)
    assert served
    assert (folder / served[1:]).read_bytes() == body(Client().get(served))


def test_a_list_of_feeds_names_the_show(show: Show, folder: Path) -> None:
    export(show, folder)
    outline = ET.fromstring((folder / "umpan.opml").read_bytes()).find("body/outline")
    assert outline is not None
    assert outline.get("xmlUrl") == f"{settings.CONFIG.public_url}/{show.slug}/feed.xml"


def test_the_readme_names_every_folder_in_indonesian(show: Show, folder: Path) -> None:
    full_episode(show)
    export(show, folder, "--everything", "--with-masters")
    readme = (folder / "README.txt").read_text()
    assert "Folder ini berisi" in readme
    assert [
        name for name in {path.split("/")[0] for path in files(folder)} - {"README.txt"} if name not in readme
    ] == []


# Only what is public ----------------------------------------------------------------------------------------------


def test_a_draft_is_left_out(show: Show, folder: Path) -> None:
    full_episode(show)
    draft = factories.episode(show, "Belum siap", live=False)
    export(show, folder)
    assert not [name for name in files(folder) if str(draft.guid) in name or draft.slug in name]
    assert "Belum siap" not in as_text(folder)


def test_changes_that_are_not_published_are_left_out(show: Show, folder: Path) -> None:
    episode = full_episode(show)
    episode.title = "Judul rahasia"
    episode.save_revision()
    export(show, folder)
    assert "Judul rahasia" not in as_text(folder)


def test_nobody_is_named_who_did_not_agree(show: Show, folder: Path) -> None:
    episode = full_episode(show)
    export(show, folder)
    assert SILENT not in as_text(folder)
    assert described(folder, episode)["people"] == [{"name": CONSENTING, "role": "guest", "consents_to_be_named": True}]


def test_a_text_that_nobody_approved_is_left_out(show: Show, folder: Path) -> None:
    episode = factories.episode(show)
    factories.transcript(episode, "Belum diperiksa.")
    export(show, folder)
    assert described(folder, episode)["transcript"] is None
    assert "diperiksa." not in as_text(folder).replace((folder / "README.txt").read_text(), "")


def test_what_only_editors_know_is_left_out(show: Show, folder: Path) -> None:
    episode = full_episode(show)
    Person.objects.update(about="Rahasia, jangan disebut")
    export(show, folder)
    text = as_text(folder)
    assert "jangan disebut" not in text  # no digits: checksums are full of them
    assert "catatan rahasia" not in text
    assert "2025-03-01" not in text
    assert episode.audio
    assert episode.audio.original_name not in text
    assert '"private"' not in text


def test_an_owner_without_address_stays_unnamed_as_in_the_feed(folder: Path) -> None:
    export(factories.show(owner_name="Kantor"), folder)
    assert "Kantor" not in as_text(folder)


def test_masters_are_left_out(show: Show, folder: Path) -> None:
    full_episode(show)
    export(show, folder)
    assert not (folder / "masters").exists()


def test_the_cover_of_a_sensitive_episode_is_left_out(show: Show, folder: Path) -> None:
    episode = factories.episode(show, topics=(factories.SENSITIVE,), cover=factories.cover())
    export(show, folder)
    assert described(folder, episode)["cover"] is None
    assert not (folder / "pictures").exists()


def test_no_file_name_tells_a_title_or_a_topic(show: Show, folder: Path) -> None:
    episode = full_episode(show, title="Luka di rumah", topics=(factories.SENSITIVE,))
    export(show, folder, "--everything", "--with-masters")
    names = " ".join(files(folder)).lower()
    assert str(episode.guid) in names
    assert not [word for word in ("luka", "rumah", "kdrt", show.slug, "rekaman") if word in names]


def test_names_are_such_that_every_disk_can_hold_them(show: Show, folder: Path) -> None:
    full_episode(show, cover=factories.cover())
    export(show, folder, "--everything", "--with-masters")
    for name in files(folder):
        assert name.isascii()
        assert not set(name) & set('<>:"\\|?* ')
        assert len(name) <= 100


def test_a_show_that_is_not_public_is_refused(show: Show, folder: Path) -> None:
    show.unpublish()
    with pytest.raises(CommandError, match="--everything"):
        export(show, folder)
    assert not folder.exists()


def test_an_episode_withdrawn_since_the_last_run_is_taken_back(show: Show, folder: Path) -> None:
    kept, gone = full_episode(show), full_episode(show)
    export(show, folder)
    gone.unpublish()
    export(show, folder)
    assert not [name for name in files(folder) if str(gone.guid) in name or gone.slug in name]
    assert str(gone.guid) not in (folder / "feed/feed.xml").read_text()
    assert (folder / f"episodes/{kept.guid}.json").exists()


def test_an_episode_withdrawn_while_it_was_copied_is_taken_back(
    show: Show, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    episode = full_episode(show)
    gather = filling.gathering.gather
    monkeypatch.setattr(filling.gathering, "gather", lambda of: episode.unpublish() or gather(of))
    printed = export(show, folder)
    assert not [name for name in files(folder) if str(episode.guid) in name or episode.slug in name]
    assert gettext("The show has changed meanwhile. Run the command again to take the rest.") in printed


# Everything -------------------------------------------------------------------------------------------------------


def test_everything_is_announced_before_anything_is_written(
    show: Show, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("transfer.management.commands.export_show._total", _stop)
    output: list[str] = []
    monkeypatch.setattr("django.core.management.base.OutputWrapper.write", lambda self, text, *_: output.append(text))
    with pytest.raises(Stopped):
        export(show, folder, "--everything")
    assert output
    assert not folder.exists()


def test_everything_holds_drafts_and_names_with_their_consent(show: Show, folder: Path) -> None:
    full_episode(show)
    draft = factories.episode(show, "Belum siap", live=False)
    episode = full_episode(show)
    export(show, folder, "--everything")
    assert described(folder, draft)["title"] == "Belum siap"
    assert described(folder, draft)["private"]["public"] is False
    people = {each["name"]: each["consents_to_be_named"] for each in described(folder, episode)["people"]}
    assert people == {CONSENTING: True, SILENT: False}


def test_everything_holds_unpublished_changes_beside_what_is_public(show: Show, folder: Path) -> None:
    episode = full_episode(show)
    public = episode.title
    episode.title = "Judul baru"
    episode.save_revision()
    export(show, folder, "--everything")
    told = described(folder, episode)
    assert (told["title"], told["private"]["draft"]["title"]) == (public, "Judul baru")
    assert {each["name"] for each in told["private"]["draft"]["people"]} == {CONSENTING, SILENT}


def test_everything_holds_the_working_text(show: Show, folder: Path) -> None:
    episode = factories.episode(show)
    factories.transcript(episode, "Belum diperiksa.", doubts=("quiet",))
    export(show, folder, "--everything")
    told = json.loads((folder / described(folder, episode)["private"]["working_text"]).read_bytes())
    assert told["state"] == Transcript.State.MACHINE
    assert [word[0] for word in told["paragraphs"][0]["words"]] == ["Belum", "diperiksa."]
    assert "Belum diperiksa." in (folder / f"working/{episode.guid}.vtt").read_text()


def test_a_show_that_is_not_public_has_everything_but_feeds(show: Show, folder: Path) -> None:
    episode = full_episode(show)
    show.unpublish()
    export(show, folder, "--everything")
    assert not (folder / "feed").exists()
    assert described(folder, episode)["transcript"]
    assert json.loads((folder / "show.json").read_bytes())["private"]["live"] is False


def test_masters_come_byte_for_byte(show: Show, folder: Path) -> None:
    episode = full_episode(show)
    export(show, folder, "--with-masters")
    (master,) = described(folder, episode)["masters"]
    assert episode.audio
    assert (folder / master["file"]).read_bytes() == Path(episode.audio.file.path).read_bytes()
    assert master["file"].endswith(".wav")
    assert episode.audio.original_name not in as_text(folder)


def test_everything_with_masters_holds_replaced_recordings_too(show: Show, folder: Path) -> None:
    episode = full_episode(show)
    factories.audio(encoded=False, uploaded_for=episode)
    export(show, folder, "--everything", "--with-masters")
    masters = described(folder, episode)["masters"]
    assert [master["current"] for master in masters].count(True) == 1
    assert len(masters) == 2
    assert all(master["original_name"] for master in masters)


# Going on ---------------------------------------------------------------------------------------------------------


class Stopped(BaseException):
    """What a killed process is to the code that runs: no more of it runs."""


def _stop(*args: Any) -> None:
    raise Stopped


def test_killed_at_any_file_and_run_again_it_ends_as_if_undisturbed(
    show: Show, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full_episode(show)
    export(show, tmp_path / "undisturbed", "--everything", "--with-masters")
    whole = files(tmp_path / "undisturbed")
    for last in range(0, len(whole), 3):
        target = tmp_path / f"killed-{last}"
        with monkeypatch.context() as patch, pytest.raises(Stopped):
            patch.setattr(Path, "replace", _dying_after(last))
            export(show, target, "--everything", "--with-masters")
        assert "SHA256SUMS" not in files(target)
        export(show, target, "--everything", "--with-masters")
        assert files(target) == whole


def _dying_after(count: int) -> Callable[[Path, Path], Path]:
    """A Path.replace that dies after so many of the command's own files, leaving its half file behind."""
    real, seen = Path.replace, 0

    def replace(self: Path, target: Path) -> Path:
        nonlocal seen
        if self.name.endswith(".part"):
            seen += 1
            if seen > count:
                raise Stopped
        return real(self, target)

    return replace


def test_a_second_run_copies_no_sound_again(show: Show, folder: Path) -> None:
    full_episode(show)
    export(show, folder)
    before = {path: path.stat().st_ino for path in (folder / "media").rglob("*.*")}
    export(show, folder)
    assert {path: path.stat().st_ino for path in (folder / "media").rglob("*.*")} == before


def test_a_folder_that_is_not_empty_is_refused_with_a_sentence(show: Show, folder: Path) -> None:
    folder.mkdir()
    (folder / "foto.jpg").write_bytes(b"x")
    with pytest.raises(CommandError) as refused:
        export(show, folder)
    assert str(refused.value).endswith(".")
    assert set(files(folder)) == {"foto.jpg"}


def test_a_folder_with_everything_never_becomes_a_public_one(show: Show, folder: Path) -> None:
    export(show, folder, "--everything")
    with pytest.raises(CommandError):
        export(show, folder)


# When something is wrong ------------------------------------------------------------------------------------------


def test_an_unknown_show_is_answered_with_those_that_there_are(show: Show, folder: Path) -> None:
    with pytest.raises(CommandError, match=show.slug):
        export(Show(slug="tidak-ada"), folder)


def test_a_lost_file_costs_the_others_nothing(show: Show, folder: Path) -> None:
    lost, other = full_episode(show), full_episode(show)
    main = Rendition.objects.get(audio_file=lost.audio_id, kind="main")
    Path(main.file.path).unlink()
    with pytest.raises(CommandError, match="1"):
        export(show, folder)
    assert (folder / "SHA256SUMS").exists()
    assert [each["kind"] for each in described(folder, lost)["sound"]] == ["hemat"]
    assert len(described(folder, other)["sound"]) == 2


def test_a_damaged_file_is_told_and_left_out(show: Show, folder: Path) -> None:
    episode = full_episode(show)
    main = Rendition.objects.get(audio_file=episode.audio_id, kind="main")
    Path(main.file.path).write_bytes(b"x")
    with pytest.raises(CommandError):
        export(show, folder)
    assert [each["kind"] for each in described(folder, episode)["sound"]] == ["hemat"]


def test_a_lost_cover_costs_the_others_nothing(show: Show, folder: Path) -> None:
    show.cover = factories.cover()
    show.save()
    Path(show.cover.file.path).unlink()
    episode = full_episode(show)
    with pytest.raises(CommandError):
        export(show, folder)
    assert described(folder, episode)["sound"]


Usage = namedtuple("Usage", "total used free")


def test_a_disk_without_room_is_refused_before_anything_is_written(
    show: Show, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full_episode(show)
    monkeypatch.setattr("shutil.disk_usage", lambda path: Usage(10**9, 10**9, 1000))
    with pytest.raises(CommandError, match="MB"):
        export(show, folder)
    assert not folder.exists()


def test_a_disk_that_fills_up_meanwhile_says_so_and_can_go_on(
    show: Show, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full_episode(show)
    with monkeypatch.context() as patch:
        patch.setattr("transfer.leaving.folder.sync", _full)
        with pytest.raises(CommandError, match="No space"):
            export(show, folder)
    assert not (folder / "SHA256SUMS").exists()
    export(show, folder)
    assert (folder / "SHA256SUMS").exists()


def _full(path: Path) -> None:
    raise OSError(28, "No space left on device")


# What it costs ----------------------------------------------------------------------------------------------------


def queries(show: Show, folder: Path, *options: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        export(show, folder, *options)
    return len(captured)


@pytest.mark.parametrize(("options", "most"), [((), 10), (("--everything", "--with-masters"), 14)])
def test_an_episode_more_costs_few_queries(show: Show, tmp_path: Path, options: tuple[str, ...], most: int) -> None:
    full_episode(show)
    one = queries(show, tmp_path / "one", *options)
    for _number in range(4):
        full_episode(show)
    five = queries(show, tmp_path / "five", *options)
    assert (five - one) / 4 <= most


def test_the_size_of_a_recording_costs_no_memory(show: Show, folder: Path) -> None:
    factories.episode(show, sound=factories.audio(sound=bytes(24_000_000)))
    tracemalloc.start()
    try:
        export(show, folder)
        assert tracemalloc.get_traced_memory()[1] < 12_000_000
    finally:
        tracemalloc.stop()


def test_it_writes_nothing_to_the_database(show: Show, folder: Path) -> None:
    full_episode(show)
    with CaptureQueriesContext(connection) as captured:
        export(show, folder, "--everything", "--with-masters")
    verbs = {query["sql"].split()[0] for query in captured}
    assert verbs == {"SELECT"}


# Who may read it -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "others_may"), [((), True), (("--everything",), False), (("--with-masters",), False)]
)
def test_only_what_is_public_may_be_read_by_other_accounts(
    show: Show, folder: Path, options: tuple[str, ...], others_may: bool
) -> None:
    export(show, folder, *options)
    assert bool((folder / "show.json").stat().st_mode & 0o044) is others_may


def test_a_linked_folder_is_told_and_not_filled(show: Show, folder: Path, tmp_path: Path) -> None:
    folder.mkdir()
    (folder / "media").symlink_to(tmp_path)
    with pytest.raises(CommandError) as error:
        export(show, folder)
    assert str(error.value) == SENTENCES[Fault.LINKED]
