"""Episodes kept on a device: heard, read and sought in when there is no server, and gone when they have to be."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import PATIENCE, EverydaySite
from tests.browser.serving import HOST
from tests.browser.stopping import Stoppable, stoppable
from tests.browser.watching import Complaints

pytestmark = pytest.mark.xdist_group("browser")
CHUNK = 512 * 1024
PLAYS = """sound => new Promise((heard, failed) => {
    sound.onerror = () => failed(sound.error.message);
    sound.ontimeupdate = () => sound.currentTime && heard(true);
    sound.play().catch((error) => failed(error.message));
})"""
SEEKS = """(sound, moment) => new Promise((there) => {
    sound.ontimeupdate = () => !sound.seeking && sound.currentTime > moment && there(Math.floor(sound.currentTime));
    sound.currentTime = moment;
})"""
STORES = """async () => ({
    caches: (await caches.keys()).map((name) => name.replace(/^siniar-shell-.*/, 'shell')),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    local: localStorage.length,
})"""
EMPTY = {"caches": [], "workers": 0, "local": 0}
GROUND = "getComputedStyle(document.body).backgroundColor"
ASK = """async ([address, ranges]) => {
    const told = [];
    for (const range of ranges) {
        const answer = await fetch(address, range ? { headers: { Range: range } } : {});
        const { headers, status } = answer, size = (await answer.arrayBuffer()).byteLength;
        told.push([status, size, headers.get('Content-Range')]);
    }
    return told;
}"""
#: Notes which bytes are asked for, and lets those from `window.broken` on fail.
LISTEN_IN = """() => {
    const real = fetch;
    window.asked = [];
    window.fetch = (address, options) => {
        const first = /bytes=(\\d+)/.exec(options?.headers?.Range ?? '')?.[1];
        if (first) asked.push(Number(first));
        return first >= window.broken ? Promise.reject(new TypeError('broken')) : real(address, options);
    };
}"""


@pytest.fixture(scope="module")
def far(tmp_path_factory: pytest.TempPathFactory, browser: Browser, everyday_site: EverydaySite) -> Iterator[Stoppable]:
    folder = tmp_path_factory.mktemp("far") / "data"
    with stoppable(folder, SINIAR_EXIT_URL=everyday_site.address) as running:
        yield running


@pytest.fixture
def heard(far: Stoppable) -> Iterator[Complaints]:
    """What pages did that they may not do."""
    far.up()
    complaints = Complaints(far.address)
    complaints.expect("favicon.ico")
    yield complaints
    assert complaints.unexpected() == []


@pytest.fixture
def context(browser: Browser, far: Stoppable, heard: Complaints) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=far.address, reduced_motion="reduce", locale="id-ID")
    context.set_default_timeout(PATIENCE)
    heard.listen(context)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def observer(context: BrowserContext) -> Page:
    """Another tab, on an answer that has no script."""
    page = context.new_page()
    page.goto("/healthz")
    return page


@pytest.fixture
def path(far: Stoppable) -> str:
    """The page of an episode on a sensitive topic."""
    return str(far.seeded["long"]["path"])


@pytest.fixture
def keeper(page: Page, path: str) -> Locator:
    """Its button, in sight."""
    return keeper_of(page, path)


@pytest.fixture
def kept(keeper: Locator, page: Page) -> Page:
    """A page whose episode has been kept."""
    press(keeper, "remove")
    return page


def keeper_of(page: Page, path: str) -> Locator:
    page.goto(path)
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    return page.locator("siniar-offline")


def said(words: str) -> re.Pattern[str]:
    """What the words look like with their gaps filled."""
    return re.compile(r".+?".join(map(re.escape, re.split(r"\{\w+\}", words))))


def words_of(element: Locator, name: str) -> re.Pattern[str]:
    return said(json.loads(element.get_attribute("data-words") or "{}")[name])


def press(keeper: Locator, then: str) -> None:
    """Presses the button, and waits until it says what these words say."""
    keeper.get_by_role("button").click()
    expect(keeper.get_by_role("button")).to_have_text(words_of(keeper, then))


def refuses(keeper: Locator, reason: str) -> None:
    keeper.get_by_role("button").click()
    expect(keeper.get_by_role("status")).to_have_text(words_of(keeper, reason))


def until(page: Page, holds: Callable[[], bool]) -> None:
    for _round in range(PATIENCE // 50):
        if holds():
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"it did not come: {page.evaluate(STORES)}")


def without_network(heard: Complaints, far: Stoppable) -> None:
    heard.expect("ERR_CONNECTION_RE", "ERR_FAILED", "Failed to fetch")
    far.down()


def test_looking_at_pages_keeps_nothing(page: Page, path: str) -> None:
    for address in ("/", path, "/offline/", "/lapor/"):
        page.goto(address)
    assert page.evaluate(STORES) == EMPTY


def test_a_kept_episode_plays_and_can_be_sought_in_without_a_server(
    kept: Page, path: str, far: Stoppable, heard: Complaints
) -> None:
    without_network(heard, far)
    kept.goto(path)
    sound = kept.locator("audio")
    assert sound.evaluate(PLAYS)
    for moment in (2300, 20, 1200):
        assert sound.evaluate(SEEKS, moment) == moment
    assert sound.evaluate("sound => Math.round(sound.duration)") == 2400


def test_its_page_reads_and_looks_the_same_without_a_server(
    kept: Page, path: str, far: Stoppable, heard: Complaints
) -> None:
    kept.goto(path)
    words, ground = (
        kept.locator("#transcript").inner_text(),
        kept.evaluate("getComputedStyle(document.body).backgroundColor"),
    )
    without_network(heard, far)
    kept.reload()
    assert kept.locator("#transcript").inner_text() == words
    assert kept.evaluate(GROUND) == ground
    expect(kept).to_have_title(re.compile("Episode 1"))


def test_help_and_the_list_are_there_without_a_server(kept: Page, far: Stoppable, heard: Complaints, path: str) -> None:
    kept.goto("/lapor/")
    help_page = kept.locator("main").inner_text()
    without_network(heard, far)
    for address in ("/lapor/", f"/lapor/{path.split('/')[-2]}/", "/b/"):
        kept.goto(address)
        assert kept.locator("main").inner_text() == help_page
    kept.locator(".pick button").click()  # a choice reaches nobody now; the numbers are there all the same
    assert kept.locator("main").inner_text() == help_page
    kept.goto("/topik-abcdef/")
    expect(kept.locator("siniar-kept").get_by_role("link")).to_have_text("Episode 1 · Rumah dan keluarga")


def test_help_is_there_while_the_server_has_nothing_but_errors(kept: Page, far: Stoppable, heard: Complaints) -> None:
    kept.goto("/lapor/")
    help_page = kept.locator("main").inner_text()
    without_network(heard, far)
    heard.expect("503")
    with in_trouble(far.port):
        for address in ("/lapor/", "/b/"):
            kept.goto(address)
            assert kept.locator("main").inner_text() == help_page


def as_soon_as_possible(bind: Callable[[], ThreadingHTTPServer]) -> ThreadingHTTPServer:
    """The processes of the server that was killed let go of its address one after the other."""
    until = time.monotonic() + 20
    while True:
        try:
            return bind()
        except OSError:
            if time.monotonic() > until:
                raise


@contextmanager
def in_trouble(port: int) -> Iterator[None]:
    """Whoever stands before the site answers for it."""

    class Trouble(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_error(503)

        def log_message(self, *arguments: object) -> None:
            pass

    with as_soon_as_possible(lambda: ThreadingHTTPServer((HOST, port), Trouble)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_list_is_accessible_on_a_small_phone(dark: bool, kept: Page) -> None:
    kept.emulate_media(color_scheme="dark" if dark else "light")
    kept.set_viewport_size({"width": 320, "height": 700})
    kept.goto("/offline/")
    expect(kept.locator("siniar-kept").get_by_role("link")).to_be_visible()
    assert_accessible(kept)
    assert kept.evaluate("document.documentElement.scrollWidth") <= 320


def test_ranges_come_from_the_store(kept: Page, keeper: Locator, far: Stoppable, heard: Complaints) -> None:
    address = keeper.get_attribute("data-hemat")
    size = kept.evaluate("async (name) => (await (await caches.match(name + '?whole')).json()).size", address)
    heard.expect("416")
    without_network(heard, far)
    answers = {
        "bytes=0-99": [206, 100, f"bytes 0-99/{size}"],
        f"bytes={CHUNK - 10}-{CHUNK + 9}": [206, 20, f"bytes {CHUNK - 10}-{CHUNK + 9}/{size}"],
        f"bytes={size - 5}-{size + 5}": [206, 5, f"bytes {size - 5}-{size - 1}/{size}"],
        "bytes=-7": [206, 7, f"bytes {size - 7}-{size - 1}/{size}"],
        "bytes=0-": [206, size, f"bytes 0-{size - 1}/{size}"],
        f"bytes={size}-": [416, 0, f"bytes */{size}"],
        "bytes=-0": [416, 0, f"bytes */{size}"],
        "bytes=9-1": [200, size, None],
        "metres=1-2": [200, size, None],
        "": [200, size, None],
    }
    assert dict(zip(answers, kept.evaluate(ASK, [address, list(answers)]), strict=True)) == answers


def test_the_store_answers_the_very_bytes_of_the_file(kept: Page, keeper: Locator) -> None:
    digest = """async (address) => {
        const answer = await fetch(address, { headers: { Range: 'bytes=1000-1600000' } });
        return [...new Uint8Array(await crypto.subtle.digest('SHA-256', await answer.arrayBuffer()))].join();
    }"""
    address = keeper.get_attribute("data-hemat")
    from_store = kept.evaluate(digest, address)
    kept.evaluate("async () => { for (const name of await caches.keys()) await caches.delete(name) }")
    assert kept.evaluate(digest, address) == from_store


def test_a_download_that_broke_off_goes_on_at_the_chunk_that_is_missing(page: Page, keeper: Locator, path: str) -> None:
    page.evaluate(LISTEN_IN)
    page.evaluate(f"window.broken = {3 * CHUNK}")
    refuses(keeper, "broken")
    assert page.evaluate("asked") == [0, CHUNK, 2 * CHUNK, 3 * CHUNK]
    again = keeper_of(page, path)
    page.evaluate(LISTEN_IN)
    expect(again.get_by_role("button")).to_have_text(words_of(again, "go_on"))
    press(again, "remove")
    assert page.evaluate("asked") == [3 * CHUNK, 4 * CHUNK]
    assert page.locator("audio").evaluate(PLAYS)


def test_half_an_episode_is_not_taken_for_a_whole_one(page: Page, keeper: Locator) -> None:
    page.evaluate(LISTEN_IN)
    page.evaluate(f"window.broken = {2 * CHUNK}")
    refuses(keeper, "broken")
    last = f"bytes={4 * CHUNK}-{4 * CHUNK + 9}"
    page.evaluate("window.broken = undefined")
    ((status, size, _range),) = page.evaluate(ASK, [keeper.get_attribute("data-hemat"), [last]])
    assert (status, size) == (206, 10)


@pytest.mark.parametrize("room", [150e6, 201e6])
def test_it_refuses_in_words_where_there_is_too_little_room(room: float, page: Page, keeper: Locator) -> None:
    page.evaluate(f"navigator.storage.estimate = async () => ({{ quota: {room + 7}, usage: 7 }})")
    refuses(keeper, "room")
    assert f"{room / 1e6:.0f} MB" in keeper.get_by_role("status").inner_text()
    assert page.evaluate(STORES) == EMPTY


def test_it_keeps_nothing_for_somebody_who_wants_no_history(page: Page, keeper: Locator) -> None:
    page.evaluate("localStorage.setItem('siniar:forget', '1')")
    refuses(keeper, "forgetful")
    assert page.evaluate(STORES) == EMPTY | {"local": 1}


def test_after_a_wipe_an_episode_can_be_kept_again_though_another_tab_is_open(
    kept: Page, context: BrowserContext, far: Stoppable, heard: Complaints, path: str
) -> None:
    wiping = context.new_page()
    wiping.goto("/offline/")
    wiping.locator("siniar-wipe button").click()
    expect(wiping.locator("siniar-wipe [role=status]")).not_to_be_empty()
    press(keeper_of(kept, path), "remove")
    without_network(heard, far)
    far.down()
    kept.goto("/lapor/")
    expect(kept.locator("h1")).to_be_visible()


def test_a_wipe_does_not_say_that_somebody_chose_to_keep_no_history(page: Page) -> None:
    page.goto("/offline/")
    words = page.locator("siniar-kept").get_attribute("data-words") or "{}"
    page.locator("siniar-wipe button").click()
    expect(page.locator("siniar-kept [role=status]")).to_have_text(json.loads(words)["nothing"])


def test_who_presses_without_a_network_is_told_and_may_press_again(
    keeper: Locator, context: BrowserContext, heard: Complaints
) -> None:
    heard.expect("ERR_INTERNET_DISCONNECTED", "failed: GET")
    context.set_offline(True)
    refuses(keeper, "broken")
    context.set_offline(False)
    press(keeper, "remove")


def test_the_record_of_what_is_kept_is_no_page(kept: Page, far: Stoppable, heard: Complaints) -> None:
    without_network(heard, far)
    far.down()
    kept.goto("/kept")
    assert "sound" not in kept.locator("body").inner_text()
    expect(kept.locator("siniar-kept [role=status]").first).not_to_be_empty()


def test_an_episode_that_is_not_kept_plays_through_the_worker_as_ever(kept: Page, far: Stoppable) -> None:
    kept.goto(far.seeded["other"]["path"])
    assert kept.evaluate("Boolean(navigator.serviceWorker.controller)")
    assert kept.locator("audio").evaluate(PLAYS)
    assert kept.locator("audio").evaluate(SEEKS, 2000) == 2000


def test_with_a_server_too_the_page_plays_what_is_kept_and_offers_the_files_that_it_names(
    kept: Page, keeper: Locator, path: str
) -> None:
    small, large = (keeper.get_attribute(f"data-{name}") or "?" for name in ("hemat", "sound"))
    kept.goto(path)
    assert kept.locator("audio").evaluate(PLAYS)
    assert kept.locator("audio").evaluate("sound => sound.currentSrc").endswith(small)
    assert kept.locator(f"a[download][href='{large}']").count() == 1


def test_an_episode_is_deleted_from_its_page_and_from_the_list(kept: Page, keeper: Locator) -> None:
    press(keeper, "keep")
    assert kept.evaluate(STORES)["caches"] == ["shell"]
    press(keeper, "remove")
    kept.goto("/offline/")
    listed = kept.locator("siniar-kept")
    listed.get_by_role("listitem").get_by_role("button").click()
    expect(listed.get_by_role("status")).to_have_text(words_of(listed, "removed"))
    assert kept.evaluate(STORES)["caches"] == ["shell"]


class TestWithdrawn:
    @pytest.fixture
    def withdrawn(self, page: Page, far: Stoppable) -> Iterator[str]:
        path = str(far.seeded["other"]["path"])
        press(keeper_of(page, path), "remove")
        far.withdraw("other")
        yield path
        far.publish("other")

    def test_the_list_asks_and_deletes_it(self, withdrawn: str, page: Page, heard: Complaints) -> None:
        heard.expect("404")
        page.goto("/offline/")
        listed = page.locator("siniar-kept")
        expect(listed.get_by_role("status")).to_have_text(words_of(listed, "went"))
        assert page.evaluate(STORES)["caches"] == ["shell"]

    def test_so_does_its_own_page(self, withdrawn: str, page: Page, far: Stoppable, heard: Complaints) -> None:
        heard.expect("404")
        answer = page.goto(withdrawn)
        assert answer
        assert answer.status == 404
        until(page, lambda: page.evaluate(STORES)["caches"] == ["shell"])


class TestUpdate:
    """A new version: something that the worker holds ready has changed."""

    VERSIONS = "async () => (await caches.keys()).sort()"
    UPDATE = """async () => {
        const registration = await navigator.serviceWorker.getRegistration();
        await registration.update().catch(() => null);
        const coming = registration.installing ?? registration.waiting;
        await new Promise((done) => {
            const over = () => !coming || ['installed', 'redundant'].includes(coming.state);
            const look = () => (over() ? done() : setTimeout(look, 20));
            look();
        });
        return coming?.state ?? 'none';
    }"""

    @pytest.fixture
    def deploy(self, far: Stoppable) -> Iterator[Callable[[], None]]:
        """Brings the site up with another everyday site, whose address stands on every page."""
        usual = dict(far.settings)

        def deploy() -> None:
            far.down()
            far.settings["SINIAR_EXIT_URL"] = "http://127.0.0.1:9/"
            far.up()

        yield deploy
        far.down()
        far.settings.update(usual)

    def test_it_keeps_what_is_kept(
        self, kept: Page, path: str, deploy: Callable[[], None], far: Stoppable, heard: Complaints
    ) -> None:
        old = kept.evaluate(self.VERSIONS)
        deploy()
        assert kept.evaluate(self.UPDATE) == "installed"
        kept.goto("about:blank")
        kept.wait_for_timeout(300)
        kept.goto("/offline/")
        until(kept, lambda: len(kept.evaluate(self.VERSIONS)) == 2)
        new = kept.evaluate(self.VERSIONS)
        assert (new[0], new[1] != old[1]) == (old[0], True)
        without_network(heard, far)
        kept.goto(path)
        assert kept.locator("audio").evaluate(PLAYS)

    def test_one_that_cannot_be_fetched_as_a_whole_changes_nothing(
        self, kept: Page, path: str, deploy: Callable[[], None], far: Stoppable, heard: Complaints
    ) -> None:
        heard.expect("wipe", "404")
        old = kept.evaluate(self.VERSIONS)
        (missing,) = (each for each in static(far).glob("wipe.*.js") if each.name != "wipe.js")
        held = missing.rename(missing.with_suffix(".held"))
        try:
            deploy()
            assert kept.evaluate(self.UPDATE) in ("redundant", "none")
        finally:
            held.rename(missing)
        assert kept.evaluate(self.VERSIONS) == old
        without_network(heard, far)
        kept.goto(path)
        assert kept.locator("audio").evaluate(PLAYS)


def static(far: Stoppable) -> Path:
    return far.installation.folder / "static/siniar"


class TestLeaving:
    def test_wiping_leaves_nothing(self, kept: Page, observer: Page) -> None:
        kept.evaluate("localStorage.setItem('siniar:position', '1')")
        kept.goto("/offline/")
        kept.locator("siniar-wipe").get_by_role("button").click()
        expect(kept.locator("siniar-wipe").get_by_role("status")).not_to_be_empty()
        assert kept.evaluate(STORES) == EMPTY
        assert observer.evaluate(STORES) == EMPTY

    def test_exit_empties_everything_while_the_worker_is_in_charge(
        self, kept: Page, path: str, observer: Page, everyday_site: EverydaySite, heard: Complaints
    ) -> None:
        heard.expect("leaves the site")
        kept.goto(path)
        assert kept.evaluate("Boolean(navigator.serviceWorker.controller)")
        assert kept.locator("audio").evaluate(PLAYS)
        kept.locator("a.leave").click(no_wait_after=True)
        kept.wait_for_url(everyday_site.address)
        until(observer, lambda: bool(observer.evaluate(STORES) == EMPTY))

    def test_exit_works_without_a_server(
        self, kept: Page, path: str, observer: Page, far: Stoppable, everyday_site: EverydaySite, heard: Complaints
    ) -> None:
        heard.expect("leaves the site")
        without_network(heard, far)
        kept.goto(path)
        assert kept.locator("audio").evaluate(PLAYS)
        for _press in range(3):
            kept.keyboard.press("Shift")
        kept.wait_for_url(everyday_site.address)
        until(observer, lambda: bool(observer.evaluate(STORES) == EMPTY))

    def test_a_download_that_runs_ends_with_it(
        self, page: Page, keeper: Locator, observer: Page, everyday_site: EverydaySite, heard: Complaints
    ) -> None:
        heard.expect("leaves the site", "ERR_FAILED")
        keeper.get_by_role("button").click()
        until(observer, lambda: len(observer.evaluate(STORES)["caches"]) == 2)
        page.locator("a.leave").click(no_wait_after=True)
        page.wait_for_url(everyday_site.address)
        until(observer, lambda: bool(observer.evaluate(STORES) == EMPTY))
        observer.wait_for_timeout(300)
        assert observer.evaluate(STORES) == EMPTY
