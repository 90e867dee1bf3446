"""The editors' pages of feeds: where each feed is, what is missing in it, and who holds keys for drafts."""

from __future__ import annotations

import base64
import dataclasses
import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from pytest_django import DjangoAssertNumQueries

from episodes.models import Episode, Rendition, Show
from feeds import actions, overview, wording
from feeds.models import Edition, ReviewKey
from siniar.jobs.models import Job
from siniar.models import User
from tests import factories
from tests.episodes.editing import browser, editor

pytestmark = pytest.mark.django_db

PAGE = "/admin/feeds/"
KEY = re.compile(r"(?:[a-z2-7]{4}-){7}[a-z2-7]{4}")


@pytest.fixture
def show() -> Show:
    return factories.show("Obrolan sore")


@pytest.fixture
def account(show: Show) -> User:
    return editor(show)


@pytest.fixture
def client(account: User) -> Client:
    return browser(account)


def text(client: Client, address: str = PAGE) -> str:
    reply = client.get(address)
    assert reply.status_code == 200
    return " ".join(BeautifulSoup(reply.content, "html.parser").get_text(" ").split())


def without_file(show: Show) -> Episode:
    """A public episode whose sound has vanished from the disk, and feeds that know it."""
    episode = factories.episode(show, "Tanpa suara")
    Rendition.objects.get(audio_file=episode.audio_id, kind="main").file.delete(save=False)
    assert actions.refresh(show)
    return episode


class TestTheOverview:
    def test_each_feed_has_its_address(self, client: Client, show: Show) -> None:
        factories.episode(show)
        page = text(client)
        for name in ("feed.xml", "hemat.xml", "netral.xml", "tinjau.xml"):
            assert f"/{show.slug}/{name}" in page
        assert re.search(rf"/{show.slug}/topik-[a-z2-7]{{6}}\.xml", page)

    def test_each_feed_tells_how_many_episodes_it_has(self, show: Show) -> None:
        factories.episode(show)
        factories.episode(show, topics=(factories.SENSITIVE,))
        without_file(show)
        assert [feed.episodes for feed in overview.of(show).feeds] == [2, 2, 2, 1, 1]

    def test_shows_of_others_are_not_there(self, client: Client) -> None:
        assert factories.show("Milik orang").title not in text(client)

    def test_who_may_change_no_show_sees_no_menu_entry(self, client: Client) -> None:
        assert 'href="/admin/feeds/"' not in browser(editor()).get("/admin/").content.decode()

    def test_a_show_that_is_not_public_has_no_feeds(self, client: Client, show: Show) -> None:
        show.unpublish()
        assert "hemat.xml" not in text(client)

    def test_where_a_show_has_moved_to_is_told(self, client: Client, show: Show) -> None:
        Show.objects.filter(pk=show.pk).update(moved_to="https://rumah.example/umpan.xml")
        assert "https://rumah.example/umpan.xml" in text(client)

    def test_an_episode_that_is_left_out_is_named_with_the_reason_and_a_way_to_mend_it(
        self, client: Client, show: Show
    ) -> None:
        episode = without_file(show)
        page = client.get(PAGE).content.decode()
        assert escape(wording.reason("no_file")) in page
        assert f'href="/admin/pages/{episode.pk}/edit/"' in page

    def test_sound_that_is_missing_is_told_before_the_feeds_are_built_again(self, client: Client, show: Show) -> None:
        factories.episode(show)
        assert actions.refresh(show)
        episode = factories.episode(show, "Tanpa hemat")
        assert actions.refresh(show)
        Rendition.objects.get(audio_file=episode.audio_id, kind="hemat").file.delete(save=False)
        Job.objects.all().delete()
        page = client.get(PAGE).content.decode()
        assert [loss.audio for loss in overview.of(show).lost] == [episode.audio]
        assert f'href="/admin/recordings/{episode.audio_id}/"' in page
        assert escape(_("Open the recording and choose “Make the sound again from the original”.")) in page

    def test_looking_costs_the_same_for_many_episodes(
        self, client: Client, show: Show, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        for _number in range(5):
            factories.episode(show)
        with django_assert_max_num_queries(40):
            client.get(PAGE)


class TestHowFreshTheyAre:
    def test_a_show_whose_feeds_were_never_built(self, show: Show) -> None:
        Edition.objects.all().delete()
        Job.objects.all().delete()
        never = overview.of(show).state
        actions.mark([show.pk])
        assert actions.refresh(show)
        Job.objects.all().delete()
        assert overview.of(show).state != never

    def test_built_feeds_are_up_to_date_until_something_changes(self, show: Show) -> None:
        assert actions.refresh(show)
        Job.objects.all().delete()
        fresh = overview.of(show).state
        Edition.objects.update(valid_until=timezone.now() - timedelta(seconds=1))
        assert overview.of(show).state != fresh

    def test_the_worker_tells_how_far_it_is(self, show: Show) -> None:
        actions.mark([show.pk])
        Job.objects.filter(step="rebuild").update(state=Job.State.RUNNING, progress=42)
        assert "42" in overview.of(show).state

    def test_a_failure_is_told_with_its_reason(self, show: Show) -> None:
        actions.mark([show.pk])
        Job.objects.filter(step="rebuild").update(state=Job.State.FAILED, reason="Cakram penuh.")
        assert "Cakram penuh." in overview.of(show).state

    def test_build_now_starts_the_jobs(self, client: Client, show: Show) -> None:
        Job.objects.all().delete()
        assert client.post(f"{PAGE}{show.pk}/build/").status_code == 302
        jobs = Job.objects.filter(subject=actions.subject(show.pk), state=Job.State.WAITING)
        assert {job.step for job in jobs} == {"rebuild", "announce"}

    def test_nobody_builds_feeds_of_others(self, client: Client) -> None:
        assert client.post(f"{PAGE}{factories.show().pk}/build/").status_code == 404


class TestWhatHubsKnow:
    @pytest.fixture(autouse=True)
    def configured(self, settings: LazySettings) -> None:
        settings.CONFIG = dataclasses.replace(settings.CONFIG, websub_hub="http://127.0.0.1:9/")

    def test_nothing_is_said_where_no_hub_is_configured(self, show: Show, settings: LazySettings) -> None:
        settings.CONFIG = dataclasses.replace(settings.CONFIG, websub_hub="")
        assert overview.of(show).announcement == ""

    def test_a_hub_that_does_not_take_it_is_told_with_the_reason(self, show: Show) -> None:
        actions.mark([show.pk])
        Job.objects.filter(step="announce").update(reason="WebSub menolak.")
        assert "WebSub menolak." in overview.of(show).announcement

    def test_that_hubs_know_the_feed_is_told(self, show: Show) -> None:
        assert actions.refresh(show)
        before = overview.of(show).announcement
        actions.note_announced(show, str(actions.unannounced(show)))
        assert overview.of(show).announcement not in ("", before)


class TestKeys:
    @pytest.fixture
    def address(self, show: Show) -> str:
        return f"{PAGE}{show.pk}/keys/"

    def test_a_new_key_is_shown_in_the_answer_and_opens_the_drafts(
        self, client: Client, show: Show, address: str
    ) -> None:
        (key,) = set(KEY.findall(client.post(address, {"label": "Sari"}).content.decode()))
        reply = Client().get(f"/{show.slug}/tinjau.xml", headers={"Authorization": basic(key)})
        assert reply.status_code == 200

    def test_it_is_shown_once_and_kept_nowhere(self, client: Client, address: str) -> None:
        reply = client.post(address, {"label": "Sari"})
        (key,) = set(KEY.findall(reply.content.decode()))
        assert "no-store" in reply["Cache-Control"]
        assert key not in client.get(address).content.decode()
        assert key not in str(dict(client.session))
        assert key.replace("-", "") not in str(ReviewKey.objects.values())

    def test_who_made_it_for_whom_is_kept(self, client: Client, account: User, address: str) -> None:
        client.post(address, {"label": "Sari"})
        made = ReviewKey.objects.get()
        assert (made.label, made.made_by) == ("Sari", account)

    def test_a_key_for_nobody_is_not_made(self, client: Client, address: str) -> None:
        assert client.post(address, {"label": " "}).status_code == 422
        assert not ReviewKey.objects.exists()

    def test_it_is_revoked_by_one_click(self, client: Client, show: Show, account: User) -> None:
        actions.make_review_key(show, "Sari", author=account)
        made = ReviewKey.objects.get()
        client.post(f"{PAGE}keys/{made.pk}/revoke/")
        made.refresh_from_db()
        assert made.revoked_at

    def test_a_link_revokes_nothing(self, client: Client, show: Show, account: User) -> None:
        actions.make_review_key(show, "Sari", author=account)
        assert client.get(f"{PAGE}keys/{ReviewKey.objects.get().pk}/revoke/").status_code == 405

    def test_keys_of_other_shows_do_not_exist(self, client: Client) -> None:
        other = factories.show()
        actions.make_review_key(other, "Sari", author=factories.user())
        assert client.get(f"{PAGE}{other.pk}/keys/").status_code == 404
        assert client.post(f"{PAGE}{other.pk}/keys/", {"label": "Aku"}).status_code == 404
        assert client.post(f"{PAGE}keys/{ReviewKey.objects.get().pk}/revoke/").status_code == 404

    def test_who_has_not_logged_in_is_sent_to_the_login(self, address: str) -> None:
        for place in (PAGE, address):
            assert "/admin/login/" in Client().get(place)["Location"]


class TestTheEpisodesForm:
    def test_it_warns_of_a_live_episode_that_is_in_no_feed(self, client: Client, show: Show) -> None:
        episode = without_file(show)
        assert escape(wording.reason("no_file")) in client.get(f"/admin/pages/{episode.pk}/edit/").content.decode()

    def test_it_says_nothing_of_an_episode_that_is_in_the_feeds(self, show: Show) -> None:
        without_file(show)
        assert overview.why_missing(factories.episode(show)) == ""

    def test_it_says_nothing_of_a_draft(self, show: Show) -> None:
        episode = without_file(show)
        episode.unpublish()
        assert overview.why_missing(Episode.objects.get(pk=episode.pk)) == ""


def test_every_reason_has_its_sentence() -> None:
    assert {"no_file", "no_date", "broken"} <= set(wording.REASONS)


def basic(key: str) -> str:
    return "Basic " + base64.b64encode(f"sari:{key}".encode()).decode()
