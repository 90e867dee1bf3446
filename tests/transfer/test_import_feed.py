"""A podcast moves here, from a terminal, over a real connection."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import call_command

from episodes.models import Episode, Show
from tests import factories
from tests.transfer.feeds import feed, item
from tests.transfer.server import Host

pytestmark = pytest.mark.django_db
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
