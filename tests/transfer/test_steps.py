"""The step by which a worker reads a feed and takes its episodes."""

from __future__ import annotations

import pytest
from django.utils.translation import gettext as _

from siniar.jobs.models import Job
from tests import factories
from tests.transfer.feeds import feed, item
from tests.transfer.moving import asked_for, job, work
from tests.transfer.server import Host
from transfer import actions
from transfer.models import FeedImport
from transfer.steps import import_feed

pytestmark = pytest.mark.django_db


def opened(address: str) -> FeedImport:
    """An import that a worker is to read."""
    feed_import = actions.open_import(address, show=factories.show(), allow_private=True)
    actions.have_read(feed_import)
    return feed_import


def test_it_reads_a_feed_and_takes_nothing_before_the_start(host: Host) -> None:
    feed_import = opened(host.serve("/feed.xml", feed(item("a"), item("b"))))
    assert work(feed_import).state == Job.State.DONE
    assert (feed_import.state, feed_import.items.count()) == (FeedImport.State.READY, 2)
    assert host.paths() == ["/feed.xml"]


def test_a_host_in_trouble_is_asked_again_later(host: Host) -> None:
    host.answers["/feed.xml"] = lambda handler: handler.give(b"", status=503)
    feed_import = opened(f"{host.address}/feed.xml")
    done = work(feed_import)
    assert (done.state, done.attempts, bool(done.reason)) == (Job.State.WAITING, 1, True)


def test_what_is_no_feed_is_given_up_at_once(host: Host) -> None:
    assert work(opened(host.serve("/feed.xml", b"<html/>"))).state == Job.State.FAILED


def test_a_feed_that_has_been_read_is_not_read_again(host: Host) -> None:
    feed_import = opened(host.serve("/feed.xml", feed()))
    work(feed_import)
    actions.have_read(feed_import)
    work(feed_import)
    assert asked_for(host, "/feed.xml") == 1


def test_an_import_that_is_over_does_nothing_more(host: Host) -> None:
    feed_import = opened(host.serve("/feed.xml", feed(item("a", ""))))
    work(feed_import)
    actions.start(feed_import)
    work(feed_import)
    assert import_feed(str(feed_import.pk), lambda share: None) is None  # type: ignore[arg-type]
    assert (job(feed_import).state, feed_import.state) == (Job.State.FAILED, FeedImport.State.FAILED)


def test_an_import_of_which_nothing_came_says_so_and_is_given_up(host: Host) -> None:
    feed_import = opened(host.serve("/feed.xml", feed(item("a", ""))))
    work(feed_import)
    actions.start(feed_import)
    done = work(feed_import)
    assert (done.state, done.reason) == (Job.State.FAILED, _("Nothing was taken. Each episode says why."))


def test_a_feed_without_episodes_is_given_up_too_however_often_it_is_tried(host: Host) -> None:
    feed_import = opened(host.serve("/feed.xml", feed()))
    work(feed_import)
    actions.start(feed_import)
    for _time in range(2):
        done = work(feed_import)
        assert (done.state, done.reason) == (Job.State.FAILED, _("The feed has no episodes."))
        actions.retry(feed_import)


def test_an_import_that_finds_everything_here_is_done(host: Host) -> None:
    feed_import = opened(host.serve("/feed.xml", feed(item("a"))))
    work(feed_import)
    there = factories.episode(feed_import.show, imported_guid="a")
    actions.start(feed_import)
    assert work(feed_import).state == Job.State.DONE
    assert (feed_import.state, feed_import.items.get().episode) == (FeedImport.State.DONE, there)
    assert feed_import.items.tally() == [(_("already here"), 1)]


def test_an_import_that_was_forgotten_is_nothing_to_do(host: Host) -> None:
    feed_import = opened(f"{host.address}/feed.xml")
    key = str(feed_import.pk)
    FeedImport.objects.all().delete()
    assert import_feed(key, lambda share: None) is None  # type: ignore[arg-type]
