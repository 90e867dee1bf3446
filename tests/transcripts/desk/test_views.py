"""The desk as a form and for its script: who gets in, what is shown, what a save answers."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page

from episodes.models import Episode
from siniar.jobs.models import Job
from siniar.models import User
from tests import factories
from transcripts import actions
from transcripts.actions.correcting import Change, seal_of
from transcripts.desk.showing import REASONS
from transcripts.engines.doubts import Doubt
from transcripts.models import Presence, Segment, Transcript

pytestmark = pytest.mark.django_db
Address = Callable[..., str]


@pytest.fixture
def chief() -> Client:
    """Somebody who may do everything."""
    client = Client()
    client.force_login(factories.user("siti", is_superuser=True))
    return client


def writer(of: Episode, *permissions: str) -> Client:
    """Somebody who has some permissions on the show of an episode, and a browser."""
    user = factories.user()
    group = Group.objects.create(name=f"penulis {uuid.uuid4()}")
    group.user_set.add(user)
    group.permissions.add(*Group.objects.get(name="Editors").permissions.filter(codename="access_admin"))
    for codename in permissions:
        GroupPagePermission.objects.create(
            group=group, page=Page.objects.get(pk=of.get_parent().pk), permission_type=codename
        )
    client = Client()
    client.force_login(user)
    return client


def form(transcript: Transcript, **changed: str) -> dict[str, Any]:
    """The whole form as a browser without script sends it, with some fields changed."""
    fields: dict[str, Any] = {"revision": Transcript.objects.get(pk=transcript.pk).revision}
    for row in transcript.segments.select_related("speaker"):
        number = row.speaker.number if row.speaker else ""
        fields |= {f"text-{row.pk}": row.text, f"seen-{row.pk}": seal_of(row), f"speaker-{row.pk}": number}
    return fields | changed


def first(transcript: Transcript) -> Segment:
    row = transcript.segments.first()
    assert row
    return row


def wire(row: Segment, text: str, **values: object) -> dict[str, object]:
    return {"segment": row.pk, "seen": seal_of(row), "text": text, **values}


def send(client: Client, url: str, *changes: dict[str, object]) -> Any:
    return client.post(url, json.dumps({"changes": changes}), content_type="application/json")


def test_strangers_are_sent_to_the_login(address: Address) -> None:
    assert Client().get(address(factories.transcript())).status_code == 302


@pytest.mark.parametrize("rest", ["", "save/", "speakers/", "replace/", "history/", "upload/", "carry/", "text.vtt"])
def test_for_an_editor_of_another_show_it_does_not_exist(address: Address, rest: str) -> None:
    client = writer(factories.episode(), "change", "publish")
    made = factories.transcript(factories.episode(factories.show()), "Rahasia Sari.")
    url = address(made) + rest
    replies = [client.get(url), client.post(url)]
    assert {reply.status_code for reply in replies} <= {404, 405}
    assert all("Sari" not in reply.content.decode() for reply in replies)


def test_a_recording_without_transcript_has_no_desk(chief: Client) -> None:
    assert chief.get(f"/admin/transcripts/{factories.audio().pk}/").status_code == 404


def test_doubtful_words_are_marked_in_two_ways_and_hostile_text_stays_text(chief: Client, address: Address) -> None:
    made = factories.transcript(None, "Halo <i>Sari</i> semua")
    words = first(made).words
    Segment.objects.update(words=[words[0], [*words[1][:3], 0.2], [*words[2][:3], 0.7]])
    page = chief.get(address(made)).content.decode()
    assert '<mark class="desk-doubt desk-doubt--very">&lt;i&gt;Sari&lt;/i&gt;</mark>' in page
    assert '<mark class="desk-doubt desk-doubt--rather">semua</mark>' in page
    assert '<mark class="desk-doubt desk-doubt--rather">Halo' not in page


def test_a_textarea_cannot_be_broken_out_of(chief: Client, address: Address) -> None:
    page = chief.get(address(factories.transcript(None, "</textarea><script>x</script>"))).content.decode()
    assert "<script>x" not in page


def test_each_paragraph_has_its_word_times_in_hundredths(chief: Client, address: Address) -> None:
    assert (
        'data-starts="3000 50"' in chief.get(address(factories.transcript(None, "satu", "dua tiga"))).content.decode()
    )


def test_a_warning_says_why_a_paragraph_is_doubted(chief: Client, address: Address) -> None:
    made = factories.transcript(None, "Terima kasih.", doubts=("repeated",))
    assert "desk-warning" in chief.get(address(made)).content.decode()


def test_the_whole_form_saves_what_was_changed(chief: Client, address: Address) -> None:
    made = factories.transcript(None, "salah satu", "salah dua")
    reply = chief.post(address(made), form(made, **{f"text-{first(made).pk}": "benar satu"}))
    assert (reply.status_code, [row.text for row in made.segments.all()]) == (302, ["benar satu", "salah dua"])


def test_a_form_that_was_not_changed_changes_nothing(chief: Client, address: Address) -> None:
    made = factories.transcript(None, "satu", "dua")
    chief.post(address(made), form(made))
    assert Transcript.objects.get().state == Transcript.State.MACHINE


def test_save_and_approve_is_one_press(chief: Client, address: Address) -> None:
    made = factories.transcript(None, "salah")
    chief.post(address(made), form(made, **{f"text-{first(made).pk}": "benar", "do": "approve"}))
    fresh = Transcript.objects.get()
    assert fresh.approved
    assert [paragraph.text for paragraph in fresh.approved.paragraphs()] == ["benar"]


def test_a_text_that_others_have_changed_since_it_was_opened_is_not_approved(chief: Client, address: Address) -> None:
    made = factories.transcript(None, "satu", "dua")
    opened = form(made, do="approve")
    second = made.segments.all()[1]
    actions.save(made, [Change(second.pk, seal_of(second), "lain sama sekali")], by=None)
    chief.post(address(made), opened)
    assert Transcript.objects.get().approved is None


def test_who_may_not_publish_may_correct_but_not_approve(address: Address) -> None:
    episode = factories.episode()
    made, client = factories.transcript(episode, "salah"), writer(episode, "change")
    page = client.get(address(made)).content.decode()
    client.post(address(made), form(made, **{f"text-{first(made).pk}": "benar", "do": "approve"}))
    assert ('value="approve"' in page, first(made).text, Transcript.objects.get().approved) == (False, "benar", None)


def test_doubts_have_to_be_ticked_off_before_an_approval(chief: Client, address: Address) -> None:
    made = factories.transcript(None, "Terima kasih.", doubts=("repeated",))
    chief.post(address(made), form(made, do="approve"))
    assert Transcript.objects.get().approved is None
    chief.post(address(made), form(made, do="approve", **{"doubts-checked": "on"}))
    assert Transcript.objects.get().approved


def test_an_approval_is_taken_back(chief: Client, address: Address) -> None:
    made = factories.transcript()
    actions.approve(made, by=None)
    chief.post(address(made), form(made, do="withdraw"))
    assert Transcript.objects.get().approved is None


def test_an_approval_is_taken_back_whatever_becomes_of_the_form(chief: Client, address: Address) -> None:
    made = factories.transcript(None, "asli")
    actions.approve(made, by=None)
    mine = form(made, do="withdraw", **{f"text-{first(made).pk}": "tulisanku"})
    actions.save(made, [Change(first(made).pk, seal_of(first(made)), "tulisannya")], by=None)
    assert (chief.post(address(made), mine).status_code, Transcript.objects.get().approved) == (409, None)
    actions.approve(made, by=None)
    assert chief.post(address(made), {"do": "withdraw", "text-abc": "<b>"}).status_code == 400
    assert Transcript.objects.get().approved is None


def test_what_a_refusal_says_is_no_page(chief: Client, address: Address) -> None:
    reply = chief.post(address(factories.transcript()), {"text-<script>": "x"})
    assert reply["Content-Type"].startswith("text/plain")


def test_a_get_changes_nothing(chief: Client, address: Address) -> None:
    made = factories.transcript()
    chief.get(address(made) + "?do=approve")
    assert Transcript.objects.get().approved is None


def test_a_conflict_shows_both_texts_and_loses_neither(chief: Client, address: Address) -> None:
    made, other = factories.transcript(None, "asli"), factories.user("nur")
    mine = form(made, **{f"text-{first(made).pk}": "tulisanku <b>"})
    actions.save(made, [Change(first(made).pk, seal_of(first(made)), "tulisannya")], by=other)
    reply = chief.post(address(made), mine)
    page = reply.content.decode()
    assert (reply.status_code, first(made).text) == (409, "tulisannya")
    assert all(text in page for text in (">tulisannya</blockquote>", "tulisanku &lt;b&gt;</textarea>", "nur"))


def test_saving_again_after_reading_both_is_a_decision(chief: Client, address: Address) -> None:
    made = factories.transcript(None, "asli")
    actions.save(made, [Change(first(made).pk, seal_of(first(made)), "tulisannya")], by=None)
    chief.post(address(made), form(made, **{f"text-{first(made).pk}": "tulisanku"}))
    assert first(made).text == "tulisanku"


def test_what_was_written_into_a_deleted_paragraph_is_shown(chief: Client, address: Address) -> None:
    made = factories.transcript(None, "satu", "dua")
    mine = form(made, **{f"text-{first(made).pk}": "tulisanku"})
    actions.save(made, [Change(first(made).pk, seal_of(first(made)), "")], by=None)
    assert "tulisanku" in chief.post(address(made), mine).content.decode()


def test_a_broken_form_is_refused(chief: Client, address: Address) -> None:
    made = factories.transcript()
    assert chief.post(address(made), {"text-abc": "x"}).status_code == 400
    assert chief.post(address(made), form(made, **{f"speaker-{first(made).pk}": "99"})).status_code == 400


def test_the_script_gets_back_what_stands_there_now(chief: Client, address: Address) -> None:
    made = factories.transcript(None, "satu dua", "tiga")
    row = first(made)
    answer = send(chief, address(made, "save", ""), wire(row, "satu\n\n<b>", speaker="new")).json()
    assert answer["shown"][str(row.pk)].count("<section") == 2
    assert "&lt;b&gt;" in answer["shown"][str(row.pk)]
    assert [each["number"] for each in answer["speakers"]] == [1]
    assert (answer["before"], answer["revision"], answer["state"]) == (1, 2, "corrected")


def test_the_script_is_told_of_conflicts(chief: Client, address: Address) -> None:
    made, other = factories.transcript(None, "asli"), factories.user("nur")
    mine = wire(first(made), "milikku")
    actions.save(made, [Change(first(made).pk, seal_of(first(made)), "miliknya")], by=other)
    conflict = send(chief, address(made, "save", ""), mine).json()["conflicts"][str(first(made).pk)]
    assert (conflict["text"], conflict["who"], conflict["seen"]) == ("miliknya", "nur", seal_of(first(made)))


def test_an_empty_save_is_a_sign_of_life_and_tells_who_else_is_here(chief: Client, address: Address) -> None:
    made = factories.transcript()
    actions.attend(made, factories.user("nur"))
    assert send(chief, address(made, "save", "")).json()["others"] == ["nur"]
    assert Presence.objects.count() == 2


def test_who_has_left_is_not_there(chief: Client, address: Address) -> None:
    made, nur = factories.transcript(), factories.user("nur")
    actions.attend(made, nur)
    Presence.objects.update(seen_at=timezone.now() - timedelta(minutes=2))
    assert send(chief, address(made, "save", "")).json()["others"] == []
    actions.attend(made, nur)
    actions.leave(made, nur)
    assert send(chief, address(made, "save", "")).json()["others"] == []


def test_the_page_says_who_else_has_it_open(chief: Client, address: Address) -> None:
    made = factories.transcript()
    actions.attend(made, factories.user("nur"))
    assert "nur" in chief.get(address(made)).content.decode()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b'{"changes": 3}',
        b'{"changes": [{}]}',
        b"\xff",
        b"[" * 100_000,
        b'{"changes": [{"segment": "x"}]}',
    ],
)
def test_nonsense_from_a_script_is_refused(chief: Client, address: Address, body: bytes) -> None:
    url = address(factories.transcript(), "save", "")
    assert chief.post(url, body, content_type="application/json").status_code == 400


def test_a_save_needs_the_token(address: Address) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(factories.user(is_superuser=True))
    made = factories.transcript(None, "asli")
    assert send(client, address(made, "save", ""), wire(first(made), "x")).status_code == 403
    assert first(made).text == "asli"


def test_speakers_are_named_by_people_and_unnamed_again(chief: Client, address: Address) -> None:
    made, person = factories.transcript(), factories.person()
    speaker = actions.add_speaker(made)
    for chosen, expected in ((str(person.pk), person), ("", None), ("999999", None)):
        chief.post(address(made, "speakers", ""), {"person-1": chosen})
        speaker.refresh_from_db()
        assert speaker.person == expected


def test_replacing_everywhere(chief: Client, address: Address) -> None:
    made = factories.transcript(None, "kadeerte itu", "kasus Kadeerte")
    chief.post(address(made, "replace", ""), {"find": "kadeerte", "put": "KDRT"})
    assert [row.text for row in made.segments.all()] == ["KDRT itu", "kasus KDRT"]


def test_the_machine_is_asked_again_only_for_an_untouched_text(chief: Client, address: Address) -> None:
    made = factories.transcript(None, "satu")
    chief.post(address(made, "again", ""))
    assert Job.objects.filter(step="transcribe").count() == 1
    Job.objects.all().delete()
    actions.save(made, [Change(first(made).pk, seal_of(first(made)), "dua")], by=None)
    chief.post(address(made, "again", ""))
    assert Job.objects.count() == 0


def test_the_page_costs_the_same_number_of_queries_for_every_length(chief: Client, address: Address) -> None:
    counts = []
    for length in (2, 50):
        made = factories.transcript(None, *(["satu dua"] * length))
        chief.get(address(made))
        with CaptureQueriesContext(connection) as queries:
            chief.get(address(made))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_stale_text_says_so(chief: Client, address: Address) -> None:
    from episodes.models import AudioFile

    episode = factories.episode()
    made = factories.transcript(episode)
    AudioFile.objects.update(uploaded_for=episode)
    Episode.objects.update(audio=factories.audio())
    assert "help-warning" in chief.get(address(made)).content.decode()


def test_users_are_named_as_they_call_themselves(chief: Client, address: Address) -> None:
    made = factories.transcript()
    actions.attend(made, factories.user("n1", first_name="Nur", last_name="Aini"))
    assert send(chief, address(made, "save", "")).json()["others"] == ["Nur Aini"]
    assert User.objects.filter(username="n1").exists()


@pytest.mark.parametrize("doubt", list(Doubt))
def test_every_doubt_of_the_machine_has_its_words(doubt: Doubt) -> None:
    assert str(REASONS[doubt])


@pytest.mark.parametrize("segment", ["Infinity", "1e400", "100000000000000000000000", "-1", '"²"'])
def test_an_id_that_is_none_is_refused(chief: Client, address: Address, segment: str) -> None:
    body = f'{{"changes": [{{"segment": {segment}, "seen": "x", "text": "y"}}]}}'
    url = address(factories.transcript(), "save", "")
    assert chief.post(url, body, content_type="application/json").status_code == 400


def test_the_names_of_people_are_for_those_who_may_see_people(address: Address) -> None:
    episode = factories.episode()
    made = factories.transcript(episode)
    speaker, hidden = actions.add_speaker(made), factories.person("Korban Rahasia")
    client = writer(episode, "change")
    assert "Korban Rahasia" not in client.get(address(made)).content.decode()
    client.post(address(made, "speakers", ""), {f"person-{speaker.number}": hidden.pk})
    speaker.refresh_from_db()
    assert speaker.person is None


def test_what_is_put_in_the_place_of_another_text_has_an_end(chief: Client, address: Address) -> None:
    made = factories.transcript(None, "a a a")
    for _round in range(4):
        chief.post(address(made, "replace", ""), {"find": "a", "put": "a" * 100_000, "parts": "on"})
    assert len(first(made).text) <= 50_000


def test_a_locked_page_locks_the_approval(chief: Client, address: Address) -> None:
    episode = factories.episode()
    made = factories.transcript(episode)
    Episode.objects.filter(pk=episode.pk).update(locked=True, locked_by=factories.user())
    chief.post(address(made), form(made, do="approve"))
    assert Transcript.objects.get().approved is None
    actions.approve(made, by=None)
    chief.post(address(made), form(made, do="withdraw"))
    assert Transcript.objects.get().approved is None


def test_words_of_one_editor_are_kept_apart_from_anothers_on_the_same_computer(address: Address) -> None:
    made = factories.transcript()
    pages = []
    for name in ("satu", "dua"):
        client = Client()
        client.force_login(factories.user(name, is_superuser=True))
        pages.append(client.get(address(made)).content.decode())
    keys = [page.split('data-transcript="')[1].split('"')[0] for page in pages]
    assert keys[0] != keys[1]


@pytest.mark.parametrize("rest", ["history/1/?against=" + "9" * 5000, "history/1/?against=²"])
def test_numbers_without_end_do_no_harm(chief: Client, address: Address, rest: str) -> None:
    assert chief.get(address(factories.transcript()) + rest).status_code in (200, 404)
