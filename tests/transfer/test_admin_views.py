"""The editors' pages of imports: look, start, watch, stop; who may; and what a feed never learns to reach."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from episodes.models import Episode, Show, Topic
from siniar.jobs import runner
from siniar.jobs.models import Job
from tests import factories
from tests.episodes.editing import admin, browser, editor
from tests.transfer.feeds import feed, item
from tests.transfer.server import Host
from transfer import actions, refusals
from transfer.models import FeedImport, ImportedItem
from transfer.refused import Code, Refused

pytestmark = pytest.mark.django_db
Mp3 = Callable[[int], bytes]


@pytest.fixture
def show() -> Show:
    return factories.show()


@pytest.fixture
def client(show: Show) -> Client:
    """An editor of one show."""
    return browser(editor(show))


def upload(client: Client, show: Show | None, data: bytes) -> FeedImport:
    """Hands in a feed as a file."""
    file = SimpleUploadedFile("feed.xml", data)
    reply = client.post(reverse("imports"), {"file": file, "show": show.pk if show else ""})
    assert reply.status_code == 302, reply.content.decode()
    return FeedImport.objects.latest("created_at")


def page(client: Client, feed_import: FeedImport) -> str:
    return client.get(reverse("import", args=[feed_import.pk])).content.decode()


def jobs() -> QuerySet[Job]:
    """The jobs of imports; shows have others."""
    return Job.objects.filter(step="import_feed")


def work(feed_import: FeedImport) -> Job:
    """Does the import's job, as a worker would."""
    job = Job.objects.get(subject=str(feed_import.pk))
    runner.run(job.pk)
    job.refresh_from_db()
    return job


def test_a_feed_is_looked_at_before_anything_is_taken(client: Client, show: Show) -> None:
    feed_import = upload(client, show, feed(item(title="Obrolan pertama")))
    assert "Obrolan pertama" in page(client, feed_import)
    assert (feed_import.state, Episode.objects.count(), jobs().count()) == (FeedImport.State.READY, 0, 0)


def test_an_address_is_called_by_the_worker_and_never_inside_our_network(client: Client, show: Show) -> None:
    client.post(reverse("imports"), {"address": "http://127.0.0.1:8080/feed.xml", "show": show.pk})
    job = work(FeedImport.objects.get())
    told = refusals.sentence(Refused(Code.FORBIDDEN_ADDRESS, host="127.0.0.1"))
    assert (job.state, job.reason) == (Job.State.FAILED, told)
    assert escape(told) in page(client, FeedImport.objects.get())


@pytest.mark.parametrize("address", ["/etc/passwd", "file:///etc/passwd", "ftp://example.org/", "feed.xml", "http://"])
def test_a_form_takes_no_path_of_a_file(client: Client, show: Show, address: str) -> None:
    reply = client.post(reverse("imports"), {"address": address, "show": show.pk})
    assert (reply.status_code, FeedImport.objects.count()) == (422, 0)


def test_what_is_no_feed_is_told_in_words(client: Client, show: Show) -> None:
    file = SimpleUploadedFile("feed.xml", b"<html><body>Halo</body></html>")
    reply = client.post(reverse("imports"), {"file": file, "show": show.pk})
    assert reply.status_code == 422
    assert escape(refusals.sentence(Refused(Code.NOT_A_FEED))) in reply.content.decode()


def test_an_address_and_a_file_at_once_are_too_much(client: Client, show: Show) -> None:
    data = {"address": "https://example.org/feed.xml", "file": SimpleUploadedFile("f.xml", feed()), "show": show.pk}
    assert client.post(reverse("imports"), data).status_code == 422


def test_a_start_lets_the_worker_take_the_episodes(client: Client, show: Show) -> None:
    feed_import = upload(client, show, feed(item(sound="http://10.0.0.1/satu.mp3")))
    topic = Topic.objects.get(code=factories.OPEN)
    client.post(reverse("import-start", args=[feed_import.pk]), {"topics": [topic.pk]})
    assert jobs().get().state == Job.State.WAITING
    assert work(feed_import).state == Job.State.FAILED
    taken = ImportedItem.objects.get()
    assert taken.state == ImportedItem.State.FAILED
    for said in (taken.reason, jobs().get().reason, FeedImport.State.FAILED.label):
        assert escape(str(said)) in page(client, feed_import)
    assert escape(str(FeedImport.State.FAILED.label)) in client.get(reverse("imports")).content.decode()


def test_what_is_here_already_is_counted_apart(client: Client, show: Show) -> None:
    feed_import = upload(client, show, feed(item("a"), item("b", "")))
    factories.episode(show, imported_guid="a")
    client.post(reverse("import-start", args=[feed_import.pk]))
    for _turn in range(2):  # others have theirs between
        work(feed_import)
    shown = page(client, feed_import)
    for state in (ImportedItem.State.HERE, ImportedItem.State.FAILED):
        assert f"{escape(str(state.label))}: 1" in shown
    assert f"{ImportedItem.State.DONE.label}: " not in shown


@pytest.mark.parametrize("name", ["import-start", "import-stop", "import-retry", "import-forget"])
def test_a_link_to_a_deed_leads_to_the_import_and_does_nothing(client: Client, show: Show, name: str) -> None:
    """A log-in leads back to the address at which it was asked for."""
    feed_import = upload(client, show, feed(item()))
    reply = client.get(reverse(name, args=[feed_import.pk]))
    assert (reply.status_code, reply["Location"]) == (302, reverse("import", args=[feed_import.pk]))
    feed_import.refresh_from_db()
    assert (feed_import.state, jobs().exists()) == (FeedImport.State.READY, False)


def test_a_second_click_on_start_changes_nothing(client: Client, show: Show) -> None:
    feed_import = upload(client, show, feed(item(sound="")))
    for _click in range(2):
        assert client.post(reverse("import-start", args=[feed_import.pk])).status_code == 302
    assert jobs().count() == 1


def test_a_locked_feed_is_started_only_by_those_who_say_that_it_is_theirs(client: Client, show: Show) -> None:
    feed_import = upload(client, show, feed(item(), inside="<podcast:locked>yes</podcast:locked>"))
    address = reverse("import-start", args=[feed_import.pk])
    assert client.post(address).status_code == 422
    assert not jobs().exists()
    client.post(address, {"ours": "on"})
    assert jobs().exists()


def test_publishing_needs_a_topic(client: Client, show: Show) -> None:
    feed_import = upload(client, show, feed(item()))
    reply = client.post(reverse("import-start", args=[feed_import.pk]), {"publish": "on"})
    assert (reply.status_code, jobs().exists()) == (422, False)


def test_who_may_not_publish_does_not_publish_by_way_of_an_import(show: Show) -> None:
    client = browser(editor(show, rights=("add_page", "change_page")))
    feed_import = upload(client, show, feed(item()))
    topic = Topic.objects.get(code=factories.OPEN)
    client.post(reverse("import-start", args=[feed_import.pk]), {"publish": "on", "topics": [topic.pk]})
    feed_import.refresh_from_db()
    assert (feed_import.state, feed_import.publish) == (FeedImport.State.RUNNING, False)


def test_the_moving_part_says_when_nothing_moves_any_more(client: Client, show: Show) -> None:
    feed_import = upload(client, show, feed(item(sound="")))
    address = reverse("import-progress", args=[feed_import.pk])
    client.post(reverse("import-start", args=[feed_import.pk]))
    assert client.get(address)["X-Settled"] == "0"
    work(feed_import)
    assert client.get(address)["X-Settled"] == "1"


def test_a_stopped_import_can_be_taken_up_again(client: Client, show: Show) -> None:
    feed_import = upload(client, show, feed(item(sound="")))
    client.post(reverse("import-start", args=[feed_import.pk]))
    client.post(reverse("import-stop", args=[feed_import.pk]))
    assert jobs().get().state == Job.State.STOPPED
    client.post(reverse("import-retry", args=[feed_import.pk]))
    assert work(feed_import).state == Job.State.FAILED
    assert ImportedItem.objects.get().state == ImportedItem.State.FAILED


def test_a_forgotten_import_leaves_its_episodes(client: Client, show: Show) -> None:
    feed_import = upload(client, show, feed(item()))
    episode = factories.episode(show)
    actions.taken(feed_import.items.get(), episode, [])
    client.post(reverse("import-forget", args=[feed_import.pk]))
    assert (FeedImport.objects.count(), Episode.objects.count()) == (0, 1)


def test_hostile_titles_are_shown_as_text(client: Client, show: Show) -> None:
    feed_import = upload(client, show, feed(item(title="<script>alert(1)</script>"), title="<img src=x>"))
    shown = page(client, feed_import)
    assert "<script>alert" not in shown
    assert "<img src=x>" not in shown


# Who may -------------------------------------------------------------------------------------------------------------


def test_somebody_elses_import_does_not_exist(client: Client, show: Show) -> None:
    feed_import = upload(client, show, feed(item()))
    other = browser(editor(factories.show()))
    for name in ("import", "import-progress"):
        assert other.get(reverse(name, args=[feed_import.pk])).status_code == 404
    for name in ("import-start", "import-stop", "import-retry", "import-forget"):
        assert other.post(reverse(name, args=[feed_import.pk])).status_code == 404


def test_an_editor_imports_only_into_shows_of_their_own(client: Client) -> None:
    other = factories.show()
    reply = client.post(reverse("imports"), {"file": SimpleUploadedFile("f.xml", feed(item())), "show": other.pk})
    assert (reply.status_code, FeedImport.objects.count()) == (422, 0)


def test_an_editor_of_shows_alone_makes_no_new_show(client: Client) -> None:
    reply = client.post(reverse("imports"), {"file": SimpleUploadedFile("f.xml", feed(item())), "show": ""})
    assert (reply.status_code, FeedImport.objects.count()) == (422, 0)


def test_who_has_lost_the_right_to_add_starts_nothing(show: Show) -> None:
    account = editor(show)
    feed_import = upload(browser(account), show, feed(item()))
    account.groups.clear()
    editor_elsewhere = editor(factories.show())
    account.groups.set(editor_elsewhere.groups.all())
    reply = browser(account).post(reverse("import-start", args=[feed_import.pk]))
    assert (reply.status_code, jobs().exists()) == (302, False)
    feed_import.refresh_from_db()
    assert feed_import.state == FeedImport.State.READY


def test_who_may_add_nothing_sees_neither_page_nor_menu() -> None:
    nobody = browser(editor())
    assert nobody.get(reverse("imports")).status_code == 302
    assert reverse("imports") not in nobody.get("/admin/").content.decode()


def test_the_menu_leads_to_the_imports(client: Client) -> None:
    assert reverse("imports") in client.get("/admin/").content.decode()


@pytest.mark.usefixtures("quick")
def test_an_administrator_makes_a_show_of_a_feed(show: Show, host: Host, mp3: Mp3) -> None:
    client = admin()
    feed_import = upload(client, None, feed(item(sound=host.serve("/1.mp3", mp3(1))), title="Suara Ibu"))
    FeedImport.objects.update(allow_private=True)
    client.post(reverse("import-start", args=[feed_import.pk]))
    work(feed_import)
    made = Show.objects.exclude(pk=show.pk).get()
    assert (made.title, made.arrived, made.live) == ("Suara Ibu", True, False)
