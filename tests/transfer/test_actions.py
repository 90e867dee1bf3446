"""The show that an import makes of what a feed says."""

from __future__ import annotations

import io
import re
import uuid

import pytest
from django.utils.translation import gettext
from PIL import Image
from wagtail.images import get_image_model

from episodes.models import Show
from feeds.models import FormerSlug
from tests import factories
from tests.transfer.feeds import feed, item
from tests.transfer.moving import looked_at
from tests.transfer.server import Host
from transfer import actions, taking
from transfer.categories import nearest
from transfer.fetching import Documents, Fetcher
from transfer.models import FeedImport, ImportedItem

pytestmark = pytest.mark.django_db
GUID = "917393e3-1b1e-5cef-ace4-edaa54e1f810"


def made(host: Host, inside: str = "", **values: str) -> Show:
    """The show of a feed without episodes."""
    feed_import = looked_at(host.serve("/feed.xml", feed(inside=inside, **values)), None)
    return taking.show_of(feed_import, Documents(Fetcher(allow_private=True)))


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


def test_the_id_of_an_episode_does_not_become_a_show_s(host: Host) -> None:
    guid = factories.episode().guid
    assert made(host, f"<podcast:guid>{guid}</podcast:guid>").podcast_guid != guid


@pytest.mark.parametrize("title", ["Suara Ibu", "Kekerasan dalam rumah tangga", "Media", "بودكاست"])
def test_its_address_tells_nothing_of_its_title(host: Host, title: str) -> None:
    show = made(host, title=title)
    assert re.fullmatch("podcast-[a-z2-7]{6}", show.slug)
    assert show.slug in FeedImport.objects.get().remarks[0]


def test_its_address_is_none_that_another_show_has_or_had(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    other = factories.show()
    other.slug = "podcast-aaaaaa"
    other.save()
    FormerSlug.objects.create(slug="podcast-bbbbbb", show=other)
    drawn = iter(["aaaaaa", "bbbbbb", "cccccc"])
    monkeypatch.setattr(actions, "get_random_string", lambda length, signs: next(drawn))
    assert made(host).slug == "podcast-cccccc"


def test_its_neutral_name_says_nothing_of_its_title(host: Host) -> None:
    show = made(host, title="Kekerasan dalam rumah tangga")
    assert (show.neutral_title, show.surface_title) == ("", gettext("Podcast"))


def nothing_came(feed_import: FeedImport) -> bool:
    """Ends an import, none of whose episodes could be had. Whether its show is gone."""
    feed_import.items.update(state=ImportedItem.State.FAILED)
    assert not actions.finish(feed_import)
    return not Show.objects.filter(arrived=True).exists()


def test_a_show_into_which_nothing_came_goes_with_its_cover(host: Host) -> None:
    made(host, f'<itunes:image href="{host.serve("/a.jpg", picture(1400))}"/>')
    assert nothing_came(FeedImport.objects.get())
    found = FeedImport.objects.get()
    assert (found.show, found.state, get_image_model().objects.count()) == (None, FeedImport.State.FAILED, 0)


def test_a_show_that_was_there_before_stays_though_nothing_came_into_it(host: Host) -> None:
    factories.show(arrived=True, podcast_guid=uuid.UUID(GUID))
    feed_import = looked_at(host.serve("/feed.xml", feed(inside=f"<podcast:guid>{GUID}</podcast:guid>")), None)
    assert not nothing_came(feed_import)


def test_a_show_on_which_somebody_has_worked_stays(host: Host) -> None:
    made(host).save_revision()
    assert not nothing_came(FeedImport.objects.get())


def test_a_show_with_an_episode_stays(host: Host) -> None:
    factories.episode(made(host), live=False)
    assert not nothing_came(FeedImport.objects.get())


def test_a_show_without_episodes_goes_with_the_import_that_is_forgotten(host: Host) -> None:
    made(host)
    actions.discard(FeedImport.objects.get())
    assert not Show.objects.filter(arrived=True).exists()


def test_a_new_show_is_not_public_before_one_of_its_episodes_is_to_be(host: Host) -> None:
    feed_import = looked_at(host.serve("/feed.xml", feed()), None)
    feed_import.publish = True
    feed_import.save()
    assert not actions.found_show(feed_import, b"", []).live
    actions.publish_show(FeedImport.objects.get())
    assert Show.objects.get(arrived=True).live


def test_a_show_that_was_taken_back_is_not_published_again(host: Host) -> None:
    made(host)
    actions.publish_show(FeedImport.objects.get())
    Show.objects.get(arrived=True).unpublish()
    actions.publish_show(FeedImport.objects.get())
    assert not Show.objects.get(arrived=True).live


def picture(side: int) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (side, side), (20, 90, 80)).save(target, "JPEG")
    return target.getvalue()


def test_a_cover_that_fits_is_taken(host: Host) -> None:
    show = made(host, f'<itunes:image href="{host.serve("/a.jpg", picture(1400))}"/>')
    assert show.cover
    assert show.cover.width == 1400


@pytest.mark.parametrize("data", [picture(300), b"no picture", b""], ids=["small", "none", "empty"])
def test_a_cover_that_does_not_fit_is_told_and_left(host: Host, data: bytes) -> None:
    show = made(host, f'<itunes:image href="{host.serve("/a.jpg", data)}"/>')
    assert (show.cover, get_image_model().objects.count()) == (None, 0)
    assert len(FeedImport.objects.get().remarks) == 3  # and the address, and the category


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
