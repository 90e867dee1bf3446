"""A real client on a real server: gPodder subscribes to our feeds, lists their episodes and downloads them."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.serving import Site, serving
from tests.conformance import gpodder, written
from tests.conformance.conftest import require
from tests.conformance.gpodder import Listener

pytestmark = pytest.mark.xdist_group("gpodder")  # one server for all

MANY = 120  # episodes: three pages of the feed for those who save data
OPEN, DISCREET = "Mendampingi anak di dunia maya", "Ketika rumah tidak aman"


@pytest.fixture(scope="module")
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A show with two real episodes, one of them on a topic that asks for discretion, and one with many."""
    require(request.config, gpodder.there(), gpodder.MISSING)
    with serving(tmp_path_factory.mktemp("site") / "data", "public") as running:
        code = f"from feeds.benchmarks import content; content.build({MANY}, 'banyak')"
        made = running.installation.manage("shell", "-v0", "-c", code)
        assert made.returncode == 0, made.stderr
        yield running


@pytest.fixture
def listener(tmp_path: Path) -> Listener:
    return Listener(tmp_path / "home")


def feed(site: Site, name: str) -> written.Written:
    """What a feed says, without gPodder."""
    with urllib.request.urlopen(f"{site.address}/{name}", timeout=30) as answer:
        return written.rss(answer.read())


def sound(site: Site, kind: str) -> set[bytes]:
    """The files of a kind of rendition, as they lie on the server."""
    return {path.read_bytes() for path in (site.installation.folder / "renditions").rglob(f"{kind}-*")}


def test_it_knows_every_episode_as_the_feed_tells_of_it(site: Site, listener: Listener) -> None:
    listener.do("subscribe", f"{site.address}/obrolan/feed.xml")
    known = {
        guid: values for guid, *values in listener.knows("guid, title, link, url, file_size, mime_type, total_time")
    }
    elements = ("title", "link", "enclosure@url", "enclosure@length", "enclosure@type", "itunes:duration")
    assert {guid: [str(value) for value in values] for guid, values in known.items()} == {
        guid: [item[f"item/{name}"][0] for name in elements]
        for guid, item in feed(site, "obrolan/feed.xml").items.items()
    }


def test_it_downloads_every_file_whole(site: Site, listener: Listener) -> None:
    listener.do("subscribe", f"{site.address}/obrolan/feed.xml")
    listener.do("download")
    files = listener.downloaded()
    assert len(files) == 2
    assert set(files) < sound(site, "main")


def test_who_saves_data_gets_the_small_files(site: Site, listener: Listener) -> None:
    listener.do("subscribe", f"{site.address}/obrolan/hemat.xml")
    listener.do("download")
    files = listener.downloaded()
    assert len(files) == 2
    assert set(files) < sound(site, "hemat")


def test_nothing_is_new_when_it_asks_again(site: Site, listener: Listener) -> None:
    listener.do("subscribe", f"{site.address}/obrolan/feed.xml")
    listener.do("download")
    assert "0 new episodes" in listener.do("update")


def test_it_follows_the_pages_of_a_long_feed(site: Site, listener: Listener) -> None:
    assert len(feed(site, "banyak/hemat.xml").items) < MANY
    listener.do("subscribe", f"{site.address}/banyak/hemat.xml")
    assert len({guid for (guid,) in listener.knows("guid")}) == MANY


def test_a_neutral_feed_leaves_no_telling_word_in_the_client(site: Site, listener: Listener) -> None:
    listener.do("subscribe", f"{site.address}/obrolan/netral.xml")
    listener.do("download")
    told = listener.do("list") + listener.do("episodes") + " ".join(map(str, listener.files()))
    assert len(listener.downloaded()) == 2
    assert [title for title in (OPEN, DISCREET) if title in told] == []


def test_it_takes_over_the_list_of_all_feeds(site: Site, listener: Listener) -> None:
    listener.do("import", f"{site.address}/umpan.opml")
    told = listener.do("list")
    assert [name for name in ("obrolan/feed.xml", "banyak/feed.xml") if name not in told] == []
    assert "hemat.xml" not in told
