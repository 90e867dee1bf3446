"""A podcast moves here, from a terminal, over a real connection."""

from __future__ import annotations

import gzip
import re
import shlex
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils.timezone import now
from django.utils.translation import gettext as _

from episodes.models import Episode, Show
from siniar.jobs.models import Job
from tests import factories
from tests.transfer.feeds import feed, item
from tests.transfer.server import Host
from transfer import taking
from transfer.models import FeedImport, ImportedItem

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick")]
Mp3 = Callable[[int], bytes]


@pytest.fixture
def show() -> Show:
    return factories.show()


def run(source: str, *arguments: str) -> str:
    output = StringIO()
    call_command("import_feed", source, "--allow-private", *arguments, stdout=output, stderr=output)
    return output.getvalue()


def two(host: Host, mp3: Mp3) -> str:
    """The address of a feed with two episodes."""
    items = [
        item(f"guid-{number}", host.serve(f"/{number}.mp3", mp3(number)), title=f"Obrolan {number}", date=date)
        for number, date in ((2, "Sat, 08 Mar 2025 07:00:00 +0700"), (1, "Sat, 01 Mar 2025 07:00:00 +0700"))
    ]
    return host.serve("/feed.xml", feed(*items))


def test_a_feed_becomes_drafts_with_their_ids_and_dates(host: Host, mp3: Mp3, show: Show) -> None:
    run(two(host, mp3), "--show", show.slug)
    found = Episode.objects.child_of(show).order_by("first_published_at")
    assert [(each.feed_guid, each.title, f"{each.first_published_at:%d %H}", each.live) for each in found] == [
        ("guid-1", "Obrolan 1", "01 00", False),
        ("guid-2", "Obrolan 2", "08 00", False),
    ]


def test_run_again_it_takes_nothing_and_says_so(host: Host, mp3: Mp3, show: Show) -> None:
    address = two(host, mp3)
    run(address, "--show", show.slug)
    printed = run(address, "--show", show.slug)
    assert Episode.objects.child_of(show).count() == 2
    assert f"{_('already here')}: 2" in printed
    assert _("taken") not in printed.splitlines()[-1]


def test_a_dry_run_says_what_would_happen_and_keeps_nothing(host: Host, mp3: Mp3, show: Show) -> None:
    printed = run(two(host, mp3), "--show", show.slug, "--dry-run")
    assert "2025-03-01  Obrolan 1" in printed
    assert _("Nothing was written. To take them:") in printed
    assert not (Episode.objects.exists() or FeedImport.objects.exists())
    assert host.paths() == ["/feed.xml"]


def test_a_dry_run_names_the_command_that_does_it(host: Host, mp3: Mp3, show: Show) -> None:
    address = two(host, mp3)
    printed = run(address, "--show", show.slug, "--dry-run", "--topic", factories.OPEN, "--limit", "1", "--publish")
    *_others, command = printed.strip().splitlines()
    call_command(*shlex.split(command)[1:], stdout=StringIO(), stderr=StringIO())
    assert [each.live for each in Episode.objects.child_of(show)] == [True]


def test_a_dry_run_of_a_podcast_that_is_nowhere_yet_names_a_new_show(host: Host) -> None:
    printed = run(host.serve("/feed.xml", feed()), "--dry-run")
    assert printed.strip().endswith("/feed.xml --new-show --allow-private")


def test_no_command_says_for_people_that_a_podcast_is_theirs(host: Host) -> None:
    address = host.serve("/feed.xml", feed(inside="<podcast:locked>yes</podcast:locked>"))
    assert "--ours" not in run(address, "--dry-run")


def test_a_dry_run_needs_no_show(host: Host, mp3: Mp3) -> None:
    assert "Obrolan 2" in run(two(host, mp3), "--dry-run")


def test_a_new_show_is_made_once(host: Host, mp3: Mp3) -> None:
    address = two(host, mp3)
    for _time in range(2):
        run(address, "--new-show")
    made = Show.objects.get(arrived=True)
    assert (made.title, Episode.objects.child_of(made).count()) == ("Suara Ibu", 2)


def test_what_may_be_published_is_public_with_its_show(host: Host, mp3: Mp3) -> None:
    run(two(host, mp3), "--new-show", "--publish", "--topic", factories.SENSITIVE)
    made = Show.objects.get(arrived=True)
    assert (made.live, Episode.objects.child_of(made).live().count()) == (True, 2)


def test_a_file_is_read_where_its_sound_has_whole_addresses(host: Host, mp3: Mp3, show: Show, tmp_path: Path) -> None:
    file = tmp_path / "feed.xml.gz"
    file.write_bytes(gzip.compress(feed(item("satu", host.serve("/1.mp3", mp3(1))))))
    run(str(file), "--show", show.slug)
    assert Episode.objects.child_of(show).count() == 1


def test_an_import_that_was_killed_goes_on(host: Host, mp3: Mp3, show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    def dying(*arguments: object) -> None:
        raise KeyboardInterrupt

    address = two(host, mp3)
    with monkeypatch.context() as patch:
        patch.setattr(taking, "take", dying)
        with pytest.raises(KeyboardInterrupt):
            run(address, "--show", show.slug)
    Job.objects.update(lease_until=now() - timedelta(minutes=1))
    run(address, "--show", show.slug)
    assert (Episode.objects.child_of(show).count(), FeedImport.objects.count()) == (2, 1)


def test_what_is_doubtful_is_told_for_each_episode(host: Host, show: Show) -> None:
    address = host.serve("/feed.xml", feed(item("tanpa", "", title="Tanpa suara")))
    output = StringIO()
    with pytest.raises(CommandError):
        call_command("import_feed", address, "--allow-private", "--show", show.slug, stdout=output, stderr=output)
    assert _("The feed names no sound for it.") in output.getvalue()


def test_what_could_not_be_taken_is_an_error_though_others_were(host: Host, mp3: Mp3, show: Show) -> None:
    items = [item("satu", host.serve("/1.mp3", mp3(1))), item("tanpa", ""), item("hilang", f"{host.address}/x.mp3")]
    with pytest.raises(CommandError) as error:
        run(host.serve("/feed.xml", feed(*items)), "--show", show.slug)
    assert str(error.value) == _("%(count)d episodes could not be taken.") % {"count": 2}
    assert Episode.objects.child_of(show).count() == 1


@pytest.mark.parametrize("items", [(), (item("tanpa", ""),)], ids=["empty", "all failed"])
def test_an_import_that_took_nothing_fails_and_leaves_no_show(host: Host, items: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        run(host.serve("/feed.xml", feed(*items)), "--new-show")
    assert (FeedImport.objects.get().state, Show.objects.filter(arrived=True).exists()) == ("failed", False)


def test_a_locked_feed_is_left_unless_it_is_ours(host: Host, mp3: Mp3, show: Show) -> None:
    sound = host.serve("/1.mp3", mp3(1))
    address = host.serve("/feed.xml", feed(item("a", sound), inside="<podcast:locked>yes</podcast:locked>"))
    with pytest.raises(CommandError, match="--ours"):
        run(address, "--show", show.slug)
    assert not FeedImport.objects.exists()
    run(address, "--show", show.slug, "--ours")
    assert FeedImport.objects.exists()


def test_our_own_network_is_not_called_unless_the_operator_says_so(host: Host, mp3: Mp3, show: Show) -> None:
    address = two(host, mp3)
    with pytest.raises(CommandError):
        call_command("import_feed", address, "--show", show.slug, stdout=StringIO())
    assert host.asked == []


def test_sound_inside_our_network_is_not_called_by_a_feed_from_outside(
    host: Host, mp3: Mp3, show: Show, tmp_path: Path
) -> None:
    file = tmp_path / "feed.xml"
    file.write_bytes(feed(item("satu", host.serve("/1.mp3", mp3(1)))))
    with pytest.raises(CommandError):
        call_command("import_feed", str(file), "--show", show.slug, stdout=StringIO())
    assert (host.asked, ImportedItem.objects.get().state) == ([], ImportedItem.State.FAILED)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "--new-show"),
        (["--show", "tidak-ada"], "tidak-ada"),
        (["--new-show", "--publish"], "--topic"),
        (["--new-show", "--topic", "NGAWUR"], "KDRT"),
        (["--new-show", "--age", "NGAWUR"], "SU"),
        (["--new-show", "--limit", "0"], "--limit"),
    ],
)
def test_what_makes_no_sense_is_told_before_anything_is_fetched(host: Host, arguments: list[str], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        run(f"{host.address}/feed.xml", *arguments)
    assert host.asked == []


@pytest.mark.parametrize("data", [b"", b"<html/>", b"<!DOCTYPE rss><rss/>", b"\x1f\x8bx"])
def test_what_is_no_feed_is_told_in_words(data: bytes, tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    file.write_bytes(data)
    with pytest.raises(CommandError) as error:
        run(str(file), "--dry-run")
    assert len(str(error.value)) > 15


@pytest.mark.parametrize("address", ["ftp://example.org/feed.xml", "feed://example.org/", "feed:https://example.org/"])
def test_an_address_of_another_kind_is_told_from_a_file(address: str) -> None:
    told = _("Give an address that begins with https:// or http://, or the path of a file.")
    with pytest.raises(CommandError, match=re.escape(told)):
        run(address, "--dry-run")


def test_an_address_may_begin_in_capitals(host: Host, mp3: Mp3) -> None:
    assert "Obrolan 2" in run(two(host, mp3).replace("http", "HTTP"), "--dry-run")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        run(str(tmp_path / "tidak-ada.xml"), "--dry-run")
