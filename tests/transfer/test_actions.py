"""The show that an import makes of what a feed says."""

from __future__ import annotations

import io
import uuid

import pytest
from PIL import Image
from wagtail.images import get_image_model

from episodes.models import Show
from tests import factories
from tests.transfer.feeds import feed, item
from tests.transfer.moving import looked_at, moved
from tests.transfer.server import Host
from transfer import actions
from transfer.categories import nearest
from transfer.models import FeedImport

pytestmark = pytest.mark.django_db
GUID = "917393e3-1b1e-5cef-ace4-edaa54e1f810"


def made(host: Host, inside: str = "", **values: str) -> Show:
    """The show of a feed without episodes."""
    moved(host.serve("/feed.xml", feed(inside=inside, **values)), None)
    return Show.objects.get(arrived=True)


def test_it_says_what_the_feed_says(host: Host) -> None:
    show = made(
        host,
        "<description>Tentang kami</description><itunes:author>Studio</itunes:author><copyright>© Studio</copyright>"
        "<itunes:owner><itunes:name>Dinas</itunes:name><itunes:email>a@b.id</itunes:email></itunes:owner>"
        '<itunes:category text="Education"/><itunes:type>serial</itunes:type><itunes:complete>Yes</itunes:complete>'
        f"<podcast:guid>{GUID}</podcast:guid><podcast:license>cc-by-4.0</podcast:license>",
    )
    assert (show.title, show.description, show.author, show.copyright) == (
        "Suara Ibu",
        "Tentang kami",
        "Studio",
        "© Studio",
    )
    assert (show.owner_name, show.owner_email) == ("Dinas", "a@b.id")
    assert (show.category, show.kind, show.complete, show.license) == ("Education", "serial", True, "cc-by-4.0")
    assert (str(show.podcast_guid), show.live) == (GUID, False)


def test_its_own_checks_hold_for_it(host: Host) -> None:
    show = made(host, "<itunes:owner><itunes:email>bukan alamat</itunes:email></itunes:owner>", title="")
    show.full_clean()
    assert (show.owner_email, bool(show.title)) == ("", True)


def test_without_an_id_it_has_the_one_that_the_namespace_makes_of_its_address() -> None:
    """The example of the specification: podnews.net/rss gives 9b024349-ccf0-5f69-a609-6b82873eab3c."""
    feed_import = actions.open_import("https://podnews.net/rss", show=None)
    show = actions.found_show(feed_import, b"", [])
    assert str(show.podcast_guid) == "9b024349-ccf0-5f69-a609-6b82873eab3c"


def test_the_id_of_a_show_that_is_here_is_not_taken_twice(host: Host) -> None:
    factories.show(podcast_guid=uuid.UUID(GUID))
    feed_import = looked_at(host.serve("/feed.xml", feed(inside=f"<podcast:guid>{GUID}</podcast:guid>")), None)
    FeedImport.objects.update(show=None)  # as for an editor who may not add to that show
    show = actions.found_show(FeedImport.objects.get(pk=feed_import.pk), b"", [])
    assert str(show.podcast_guid) != GUID


def test_it_is_made_once_however_often_that_is_asked(host: Host) -> None:
    feed_import = looked_at(host.serve("/feed.xml", feed()), None)
    shows = {actions.found_show(feed_import, b"", []).pk for _time in range(2)}
    assert len(shows) == 1


@pytest.mark.parametrize(
    ("title", "slug"), [("Suara Ibu", "suara-ibu"), ("Media", "media-podcast"), ("بودكاست", "podcast")]
)
def test_its_address_is_one_that_feeds_can_have(host: Host, title: str, slug: str) -> None:
    assert made(host, title=title).slug == slug


def test_an_address_that_is_taken_gets_a_number(host: Host) -> None:
    first = made(host, f"<podcast:guid>{GUID}</podcast:guid>")
    moved(host.serve("/b.xml", feed()), None)
    slugs = Show.objects.filter(arrived=True).exclude(pk=first.pk).values_list("slug", flat=True)
    assert list(slugs) == ["suara-ibu-2"]


def picture(side: int) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (side, side), (20, 90, 80)).save(target, "JPEG")
    return target.getvalue()


def test_a_cover_that_fits_is_taken(host: Host) -> None:
    show = made(host, f'<itunes:image href="{host.serve("/a.jpg", picture(1400))}"/>')
    assert show.cover
    assert show.cover.width == 1400


@pytest.mark.parametrize("data", [picture(300), b"no picture", b""])
def test_a_cover_that_does_not_fit_is_told_and_left(host: Host, data: bytes) -> None:
    show = made(host, f'<itunes:image href="{host.serve("/a.jpg", data)}"/>')
    assert (show.cover, get_image_model().objects.count()) == (None, 0)
    assert len(FeedImport.objects.get().remarks) == 2  # and the category


@pytest.mark.parametrize(
    ("told", "ours"),
    [
        (["Society & Culture > Relationships"], (Show.Category.RELATIONSHIPS, True)),
        (["Education > Self-Improvement"], (Show.Category.EDUCATION, False)),
        (["News", "Kids & Family > Stories for Kids"], (Show.Category.PARENTING, False)),
        (["Sports", "Government"], (Show.Category.GOVERNMENT, True)),
        (["Sports"], (Show.Category.SOCIETY, False)),
        ([], (Show.Category.SOCIETY, False)),
    ],
)
def test_the_nearest_of_our_categories_is_chosen(told: list[str], ours: tuple[Show.Category, bool]) -> None:
    assert nearest(told) == ours


def test_the_same_feed_file_gives_the_same_order_whatever_its_own(host: Host) -> None:
    """Oldest first; of one date, the one that stands last in the feed."""
    items = [item("c", date="Sat, 08 Mar 2025 07:00:00 GMT"), item("d", date=""), item("b"), item("a")]
    feed_import = looked_at(host.serve("/feed.xml", feed(*items)), None)
    assert list(feed_import.items.values_list("guid", flat=True)) == ["a", "b", "c", "d"]
