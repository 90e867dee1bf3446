"""The page of chapters without its script: what it shows, what it saves and refuses, and to whom it exists."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.db.models import F
from django.http import HttpResponse
from django.test import Client
from wagtail.users.models import UserProfile

from episodes import actions, chapters
from episodes.chapters import Mark
from episodes.models import AudioFile, Episode
from episodes.storage import waveform_path
from tests import factories
from tests.episodes import editing
from transcripts.desk import chapters as desk_chapters
from transcripts.models import Transcript
from transcripts.text.shifts import Suggestion

pytestmark = pytest.mark.django_db

AWAL, SARAN = Mark(Decimal(0), "Awal"), Mark(Decimal("12.345"), "Saran")


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    cache.clear()


@pytest.fixture
def episode() -> Episode:
    """A public episode of a minute without chapters."""
    return factories.episode()


def with_chapters(episode: Episode, *marks: Mark) -> Episode:
    chapters.set_in_draft(episode, marks, seen=chapters.seal(draft(episode)), user=None)
    return episode


def draft(episode: Episode) -> tuple[Mark, ...]:
    return chapters.marks(Episode.objects.get(pk=episode.pk).get_latest_revision_as_object())


def public(episode: Episode) -> tuple[Mark, ...]:
    return chapters.marks(Episode.objects.get(pk=episode.pk))


def address(episode: Episode) -> str:
    return f"/admin/transcripts/{episode.audio_id}/chapters/"


def form(rows: Sequence[tuple[str, str]], seen: Sequence[Mark] = (), **more: str) -> dict[str, str]:
    """What a browser sends for these rows of start and title, all new."""
    data = {"chapter-TOTAL_FORMS": str(len(rows)), "chapter-INITIAL_FORMS": "0", "seen": chapters.seal(seen), **more}
    for number, (start, title) in enumerate(rows):
        data |= {f"chapter-{number}-start": start, f"chapter-{number}-title": title}
    return data


def post(episode: Episode, rows: Sequence[tuple[str, str]], client: Client | None = None, **more: Any) -> HttpResponse:
    reply: HttpResponse = (client or editing.admin()).post(address(episode), form(rows, **more))  # type: ignore[assignment]
    return reply


def read(reply: Any) -> BeautifulSoup:
    return BeautifulSoup(reply.content, "html.parser")


def errors(reply: Any) -> dict[str, str]:
    """What is said, by the name of the field at which it is said."""
    return {
        str(field["name"]): read(reply).find(id=field["aria-describedby"]).get_text(strip=True)  # type: ignore[union-attr]
        for field in read(reply).select("[aria-invalid=true]")
    }


def english(episode: Episode, rows: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The errors that an editor reads whose admin is in English."""
    return errors(post(episode, rows, in_english()))


def in_english() -> Client:
    """A browser of somebody who may do everything and has chosen English."""
    account = factories.user(is_superuser=True)
    UserProfile.objects.create(user=account, preferred_language="en")
    return editing.browser(account)


def test_chapters_are_saved_in_the_draft(episode: Episode) -> None:
    reply = post(episode, [("12,345", "Saran"), ("0:00", "Awal")])
    assert (reply.status_code, draft(episode), public(episode)) == (302, (AWAL, SARAN), ())


def test_they_are_shown_as_people_write_times(episode: Episode) -> None:
    page = read(editing.admin().get(address(with_chapters(episode, AWAL, SARAN))))
    assert [field.get("value") for field in page.select("[data-rows] [data-start]")][:2] == ["0:00", "0:12,345"]


def test_a_form_that_nobody_has_touched_changes_nothing(episode: Episode) -> None:
    client = editing.admin()
    page = read(client.get(address(with_chapters(episode, AWAL, SARAN))))
    page.select_one("form[data-chapters]")["id"] = "chapters"  # type: ignore[index]
    before = Episode.objects.get(pk=episode.pk).latest_revision_id
    reply = client.post(address(episode), editing.filled(str(page), "chapters"))
    assert (reply.status_code, Episode.objects.get(pk=episode.pk).latest_revision_id) == (302, before)


def test_a_chapter_that_is_ticked_is_deleted(episode: Episode) -> None:
    with_chapters(episode, AWAL, SARAN)
    post(episode, [("0", "Awal"), ("12.345", "Saran")], seen=(AWAL, SARAN), **{"chapter-0-DELETE": "on"})
    assert draft(episode) == (SARAN,)


def test_a_faulty_row_that_is_ticked_stops_nothing(episode: Episode) -> None:
    post(episode, [("bukan", ""), ("12.345", "Saran")], **{"chapter-0-DELETE": "on"})
    assert draft(episode) == (SARAN,)


def test_empty_rows_are_no_chapters(episode: Episode) -> None:
    post(episode, [("0", "Awal"), ("", ""), ("", "")])
    assert draft(episode) == (AWAL,)


@pytest.mark.parametrize(
    ("start", "said"),
    [
        ("", "Say when the chapter starts."),
        ("satu", "Write the time as minutes:seconds, for example 1:05.3 or 1:02:05."),
        ("-3", "A chapter cannot start before the recording."),
        ("1:00", "The recording is only 1:00 long."),
        ("1:30", "The recording is only 1:00 long."),
    ],
)
def test_a_time_that_cannot_be_is_told_at_its_field(episode: Episode, start: str, said: str) -> None:
    assert english(episode, [(start, "Judul")]) == {"chapter-0-start": said}


def test_two_at_the_same_time_are_told_at_the_second(episode: Episode) -> None:
    found = english(episode, [("5", "Satu"), ("0:05.0", "Dua")])
    assert found == {"chapter-1-start": "Another chapter starts at the same time."}


@pytest.mark.parametrize("title", ["", "   ", "\u202e\x07"])
def test_a_title_in_which_nothing_is_to_read_is_refused(episode: Episode, title: str) -> None:
    assert english(episode, [("5", title)]) == {"chapter-0-title": "Give the chapter a title."}


def test_a_title_that_is_too_long_is_refused(episode: Episode) -> None:
    assert "120" in english(episode, [("5", "x" * 121)])["chapter-0-title"]


def test_more_chapters_than_an_mp3_can_list_are_refused(episode: Episode) -> None:
    reply = post(episode, [(f"{number / 10}", "x") for number in range(chapters.MOST + 1)])
    assert (reply.status_code, draft(episode)) == (422, ())
    assert str(chapters.MOST) in read(reply).select_one(".nonform").text  # type: ignore[union-attr]


def test_nothing_is_saved_half(episode: Episode) -> None:
    reply = post(episode, [("0", "Awal"), ("satu", "Saran")])
    assert (reply.status_code, draft(episode)) == (422, ())
    assert [field.get("value") for field in read(reply).select("[data-rows] [data-title]")] == ["Awal", "Saran"]


def test_hostile_titles_stay_text(episode: Episode) -> None:
    post(episode, [("0", '"><script>alert(1)</script>')])
    assert not read(editing.admin().get(address(episode))).find("script", string="alert(1)")


def test_what_somebody_else_has_set_meanwhile_is_shown_and_not_overwritten(episode: Episode) -> None:
    with_chapters(episode, SARAN)
    reply = post(episode, [("0", "Awal")])
    page = read(reply)
    assert (reply.status_code, draft(episode)) == (409, (SARAN,))
    assert "Saran" in page.select_one(".chapters-conflict li").text  # type: ignore[union-attr]
    assert page.select_one("[data-rows] [data-title]")["value"] == "Awal"  # type: ignore[index]


def test_saving_again_after_the_comparison_replaces_it(episode: Episode) -> None:
    with_chapters(episode, SARAN)
    seen = read(post(episode, [("0", "Awal")])).select_one("[name=seen]")["value"]  # type: ignore[index]
    editing.admin().post(address(episode), form([("0", "Awal")]) | {"seen": str(seen)})
    assert draft(episode) == (AWAL,)


def test_a_form_with_faults_does_not_forget_what_it_was_written_on(episode: Episode) -> None:
    with_chapters(episode, SARAN)
    reply = post(episode, [("satu", "Awal")])
    assert read(reply).select_one("[name=seen]")["value"] == chapters.seal(())  # type: ignore[index]


def test_saved_and_published_chapters_are_public(episode: Episode) -> None:
    post(episode, [("0", "Awal")], do="publish")
    assert public(episode) == (AWAL,)


def test_other_changes_in_the_draft_are_not_published_with_them(episode: Episode) -> None:
    changed = episode.get_latest_revision_as_object()
    changed.summary = "Belum selesai"
    changed.save_revision()
    client = editing.admin()
    assert not read(client.get(address(episode))).select("button[value=publish]")
    post(episode, [("0", "Awal")], client, do="publish")
    assert (draft(episode), public(episode), Episode.objects.get(pk=episode.pk).summary) == ((AWAL,), (), "")


def test_an_episode_that_is_not_public_is_not_published_from_here() -> None:
    episode = factories.episode(live=False)
    post(episode, [("0", "Awal")], do="publish")
    assert (draft(episode), Episode.objects.get(pk=episode.pk).live) == ((AWAL,), False)


def test_who_may_not_publish_is_not_offered_it(episode: Episode) -> None:
    client = editing.browser(editing.editor(episode, rights=("change_page",)))
    assert not read(client.get(address(episode))).select("button[value=publish]")
    assert post(episode, [("0", "Awal")], client, do="publish").status_code == 302
    assert public(episode) == ()


def test_a_locked_page_is_shown_and_not_changed(episode: Episode) -> None:
    with_chapters(episode, AWAL)
    Episode.objects.filter(pk=episode.pk).update(locked=True)
    client = editing.browser(editing.editor(episode))
    page = read(client.get(address(episode)))
    assert not page.select("[data-chapters] button[name]")
    assert all(field.has_attr("disabled") for field in page.select("[data-rows] input[type=text]"))
    post(episode, [("5", "Lain")], client, seen=(AWAL,))
    assert draft(episode) == (AWAL,)


@pytest.mark.parametrize("what", ["", "waveform"])
def test_to_strangers_it_does_not_exist(episode: Episode, what: str) -> None:
    other = editing.browser(editing.editor(factories.show("Lain")))
    assert other.get(address(episode) + what).status_code == 404


def test_chapters_are_those_of_the_recording_that_the_draft_has(episode: Episode) -> None:
    older, newer = address(episode), factories.audio()
    actions.replace_recording(episode, newer)
    reply = editing.admin().get(older)
    assert (reply.status_code, reply["Location"]) == (302, f"/admin/transcripts/{newer.pk}/chapters/")


def test_the_form_of_the_page_leads_there(episode: Episode) -> None:
    page = read(editing.admin().get(f"/admin/pages/{episode.pk}/edit/"))
    assert page.find("a", href=address(episode))


def suggestions(reply: Any) -> list[list[str]]:
    """What is offered: time, title and reasons."""
    rows = read(reply).select("[data-suggestion] .chapters-suggested")
    return [[each.get_text(" ", strip=True) for each in row.find_all(recursive=False)] for row in rows]


@pytest.fixture
def suggesting(episode: Episode, monkeypatch: pytest.MonkeyPatch) -> Episode:
    """The same episode with a text in which two places are found."""
    factories.transcript(episode, "Halo semua.", "Sekarang hal lain.")
    found = [Suggestion(9.5, 0.9, "Hal <i>lain</i>", ("topic", "pause")), Suggestion(40.125, 0.6, "", ("speaker",))]
    monkeypatch.setattr(desk_chapters, "suggested", lambda paragraphs, length: found if paragraphs else [])
    return episode


def test_places_of_the_transcript_are_suggested_with_the_reasons(suggesting: Episode) -> None:
    assert suggestions(in_english().get(address(suggesting))) == [
        ["0:09.5", "Hal <i>lain</i>", "new words · a pause before it"],
        ["0:40.125", "New chapter", "somebody else speaks"],
    ]


def test_what_is_near_a_chapter_is_not_suggested(suggesting: Episode) -> None:
    with_chapters(suggesting, SARAN)
    assert [row[0] for row in suggestions(editing.admin().get(address(suggesting)))] == ["0:40,125"]


def test_a_suggestion_is_saved_along_with_the_form_when_its_button_says_so(suggesting: Episode) -> None:
    post(suggesting, [("0", "Awal")], accept="40.125")
    assert [(mark.start, bool(mark.title)) for mark in draft(suggesting)] == [(0, True), (Decimal("40.125"), True)]


def test_what_nobody_suggested_cannot_be_accepted(suggesting: Episode) -> None:
    post(suggesting, [("0", "Awal")], accept="41")
    assert draft(suggesting) == (AWAL,)


def test_nothing_is_accepted_by_itself(suggesting: Episode) -> None:
    post(suggesting, [("0", "Awal")])
    assert draft(suggesting) == (AWAL,)


def test_a_long_text_is_searched_once(suggesting: Episode, monkeypatch: pytest.MonkeyPatch) -> None:
    client = editing.admin()
    first = suggestions(client.get(address(suggesting)))
    monkeypatch.setattr(desk_chapters, "suggested", lambda paragraphs, length: [])
    assert suggestions(client.get(address(suggesting))) == first


def test_a_corrected_text_is_searched_anew(suggesting: Episode, monkeypatch: pytest.MonkeyPatch) -> None:
    client = editing.admin()
    client.get(address(suggesting))
    monkeypatch.setattr(desk_chapters, "suggested", lambda paragraphs, length: [])
    Transcript.objects.update(revision=F("revision") + 1)
    assert suggestions(client.get(address(suggesting))) == []


def test_a_waveform_is_sent_as_it_was_kept(episode: Episode) -> None:
    assert episode.audio
    actions.keep_waveform(episode.audio, bytes([0, 128, 255]))
    reply = editing.admin().get(address(episode) + "waveform")
    assert b"".join(reply) == bytes([0, 128, 255])  # type: ignore[arg-type]


def test_a_sound_that_cannot_be_decoded_has_no_waveform(episode: Episode) -> None:
    assert editing.admin().get(address(episode) + "waveform").status_code == 404
    assert not waveform_path(episode.audio_id).exists()


def test_a_recording_without_renditions_has_none_yet() -> None:
    audio: AudioFile = factories.audio(encoded=False)
    assert editing.admin().get(address(factories.episode(sound=audio)) + "waveform").status_code == 404
