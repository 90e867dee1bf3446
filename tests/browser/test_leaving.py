"""“Keluar cepat” in a browser that keeps pages behind its Back button, as those of listeners do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser import chromium
from tests.browser.conftest import PATIENCE, EverydaySite, Opener
from tests.browser.serving import Site
from tests.browser.watching import Complaints

pytestmark = pytest.mark.xdist_group("browser")
UNTIL_HEARD = "sound => new Promise(heard => { sound.ontimeupdate = () => sound.currentTime && heard(); sound.play() })"
LEAVE = "Keluar cepat"
#: Leaves something everywhere where a site can; and holds the sound so that it can be looked at when the page is blank.
KEEP_TRACES = """async () => {
    localStorage.setItem('siniar:position', '12');
    sessionStorage.setItem('siniar:speed', '1.5');
    await (await caches.open('siniar-kept /x/')).put('/x', new Response('x'));
    await new Promise((done) => {
        indexedDB.open('siniar-x').onsuccess = ({ target }) => done(target.result.close());
    });
    navigator.mediaSession.metadata = new MediaMetadata({ title: 'Episode 2' });
    navigator.mediaSession.playbackState = 'playing';
    window.sound = document.querySelector('audio');
}"""
#: What goes in the same instant.
GONE_AT_ONCE = """() => ({
    silent: sound.paused && sound.readyState === HTMLMediaElement.HAVE_NOTHING && !sound.hasAttribute('src'),
    words: document.body.innerText.trim(),
    visible: getComputedStyle(document.documentElement).visibility,
    title: document.title,
    local: localStorage.length,
    session: Object.keys(sessionStorage),
    screen: [navigator.mediaSession.metadata, navigator.mediaSession.playbackState],
})"""
LEAVE_AND_LOOK = f"() => {{ document.querySelector('.leave').click(); return ({GONE_AT_ONCE})() }}"
#: What needs a moment.
STORES = """async () => ({
    caches: await caches.keys(),
    databases: (await indexedDB.databases()).map(({ name }) => name),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    local: localStorage.length,
})"""
#: Looks at every frame that is painted.
WATCH = """requestAnimationFrame(function look() {
    if (!location.protocol.startsWith('http')) return;
    const body = document.body, seen = body?.checkVisibility({ visibilityProperty: true }) && body.innerText.trim();
    if (seen && sessionStorage.getItem('siniar:left')) tell(location.pathname);
    requestAnimationFrame(look);
})"""
EMPTY = {"caches": [], "databases": [], "workers": 0, "local": 0}


@pytest.fixture(scope="module")
def remembering(browser: Browser) -> Iterator[Browser]:
    """Chromium as people have it: playwright's own switches off the cache behind the Back button."""
    running = browser.browser_type.launch(
        executable_path=chromium.program(),
        args=list(chromium.FLAGS),
        ignore_default_args=["--disable-back-forward-cache"],
    )
    yield running
    running.close()


@pytest.fixture
def context(
    remembering: Browser, site: Site, everyday_site: EverydaySite, complaints: Complaints
) -> Iterator[BrowserContext]:
    context = remembering.new_context(base_url=site.address, reduced_motion="reduce", locale="id-ID")
    context.set_default_timeout(PATIENCE)
    complaints.expect(f"leaves the site: {everyday_site.address}")
    complaints.listen(context)
    yield context
    context.close()


@pytest.fixture
def shown(context: BrowserContext) -> list[str]:
    """Addresses of this site that could be read after it was left."""
    paths: list[str] = []
    context.expose_function("tell", lambda path: paths.append(path))
    context.add_init_script(WATCH)
    return paths


@pytest.fixture
def listener(context: BrowserContext, shown: list[str], site: Site) -> Page:
    """Somebody who came by the start page and hears an episode on a sensitive topic."""
    page = context.new_page()
    page.goto("/")
    page.goto(site.seeded["discreet"]["path"])
    page.locator("audio").evaluate(UNTIL_HEARD)
    return page


@pytest.fixture
def held(listener: Page, everyday_site: EverydaySite) -> list[Route]:
    """Holds what is asked of the everyday site, so that the moment before it comes lasts."""
    waiting: list[Route] = []
    listener.route(everyday_site.address, lambda route: waiting.append(route))
    return waiting


@pytest.fixture
def observer(context: BrowserContext, complaints: Complaints) -> Page:
    """Another tab of the same browser, on an answer of the site that has no script."""
    complaints.expect("favicon.ico")
    page = context.new_page()
    page.goto("/healthz")
    return page


def until(page: Page, holds: Callable[[], bool]) -> None:
    """Waits until this is so, at most as long as for anything else."""
    for _round in range(PATIENCE // 50):
        if holds():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it did not come")


def leave(page: Page) -> None:
    page.get_by_role("link", name=LEAVE).click(no_wait_after=True)


def thrice(page: Page, key: str = "Shift", times: int = 3) -> None:
    for _press in range(times):
        page.keyboard.press(key)


def test_it_silences_blanks_and_forgets_in_the_same_instant(
    listener: Page, observer: Page, held: list[Route], everyday_site: EverydaySite
) -> None:
    listener.evaluate(KEEP_TRACES)
    at_once: dict[str, Any] = listener.evaluate(
        f"() => {{ document.querySelector('.leave').click(); return ({GONE_AT_ONCE})() }}"
    )
    assert at_once == {
        "silent": True,
        "words": "",
        "visible": "hidden",
        "title": "127.0.0.1",
        "local": 0,
        "session": ["siniar:left"],
        "screen": [None, "none"],
    }
    until(observer, lambda: bool(held) and observer.evaluate(STORES) == EMPTY)
    (route,) = held
    route.continue_()
    listener.wait_for_url(everyday_site.address)


def test_nothing_of_it_is_there_afterwards(listener: Page, everyday_site: EverydaySite) -> None:
    listener.evaluate(KEEP_TRACES)
    leave(listener)
    listener.wait_for_url(everyday_site.address)
    listener.goto("/")
    assert listener.evaluate(STORES) == EMPTY
    assert listener.evaluate("sessionStorage.length") == 0
    assert listener.context.cookies() == []


@pytest.mark.parametrize("later", [0, 1000], ids=["at once", "after a while"])
def test_back_leads_away_again_and_no_page_comes_back(
    later: int, listener: Page, shown: list[str], everyday_site: EverydaySite
) -> None:
    leave(listener)
    listener.wait_for_url(everyday_site.address)
    visits = len(everyday_site.told)
    listener.wait_for_timeout(later)
    listener.evaluate("history.back()")
    until(listener, lambda: len(everyday_site.told) > visits)
    listener.wait_for_url(everyday_site.address)
    assert shown == []


def test_a_page_of_the_site_that_is_gone_back_to_is_silent_and_can_be_read(listener: Page, site: Site) -> None:
    here = listener.url
    listener.evaluate("window.sound = document.querySelector('audio')")
    listener.get_by_role("link", name="Siniar", exact=True).click()
    listener.wait_for_url(f"{site.address}/")
    listener.evaluate("history.back()")
    until(listener, lambda: listener.url == here)
    assert listener.evaluate("sound.paused"), "and if there is no sound: the browser did not keep the page"
    assert listener.evaluate("document.querySelector('h1').checkVisibility({ visibilityProperty: true })")


def test_whoever_comes_again_by_an_address_sees_the_site(listener: Page, everyday_site: EverydaySite) -> None:
    leave(listener)
    listener.wait_for_url(everyday_site.address)
    listener.goto("/")
    expect(listener.get_by_role("heading", level=1)).to_be_visible()


def test_all_tabs_of_the_site_leave_together(
    listener: Page, context: BrowserContext, everyday_site: EverydaySite
) -> None:
    other = context.new_page()
    other.goto("/")
    leave(other)
    other.wait_for_url(everyday_site.address)
    listener.wait_for_url(everyday_site.address)


def test_out_of_a_frame_it_takes_the_whole_tab(
    context: BrowserContext, site: Site, everyday_site: EverydaySite, complaints: Complaints
) -> None:
    elsewhere = f"{everyday_site.address}page-of-a-school"
    complaints.expect(elsewhere)
    embedded = f"{site.address}/sematan/{site.seeded['discreet']['path'].split('/')[-2]}/"
    page = context.new_page()
    page.goto(elsewhere)
    page.evaluate("address => { document.body.innerHTML = `<iframe src=${address} height=600></iframe>` }", embedded)
    page.frame_locator("iframe").locator("a.leave").click(no_wait_after=True)
    page.wait_for_url(everyday_site.address)


def test_out_of_a_frame_what_the_site_itself_keeps_goes_too(
    listener: Page,
    observer: Page,
    everyday_site: EverydaySite,
    site: Site,
    complaints: Complaints,
    context: BrowserContext,
) -> None:
    elsewhere = f"{everyday_site.address}page-of-a-school"
    complaints.expect(elsewhere)
    listener.evaluate(KEEP_TRACES)
    listener.close()
    embedded = f"{site.address}/sematan/{site.seeded['discreet']['path'].split('/')[-2]}/"
    page = context.new_page()
    page.goto(elsewhere)
    page.evaluate("address => { document.body.innerHTML = `<iframe src=${address} height=600></iframe>` }", embedded)
    page.frame_locator("iframe").locator("a.leave").click(no_wait_after=True)
    page.wait_for_url(everyday_site.address)
    assert observer.evaluate(STORES) == EMPTY


def test_the_middle_button_leaves_too(listener: Page, everyday_site: EverydaySite) -> None:
    listener.get_by_role("link", name=LEAVE).click(button="middle", no_wait_after=True)
    listener.wait_for_url(everyday_site.address)


def test_without_a_network_it_is_silent_blank_and_empty_all_the_same(
    listener: Page, observer: Page, context: BrowserContext, complaints: Complaints
) -> None:
    complaints.expect("ERR_INTERNET_DISCONNECTED", "failed: GET http://127.0.0.1")
    listener.evaluate(KEEP_TRACES)
    context.set_offline(True)
    leave(listener)
    until(observer, lambda: listener.url.startswith("chrome-error:"))
    assert observer.evaluate(STORES) == EMPTY


class TestShift:
    @pytest.mark.parametrize("key", ["ShiftLeft", "ShiftRight"])
    def test_three_times_leaves(self, key: str, listener: Page, everyday_site: EverydaySite) -> None:
        thrice(listener, key)
        listener.wait_for_url(everyday_site.address)

    def test_it_may_be_either_key_each_time(self, listener: Page, everyday_site: EverydaySite) -> None:
        for key in ("ShiftLeft", "ShiftRight", "ShiftLeft"):
            listener.keyboard.press(key)
        listener.wait_for_url(everyday_site.address)

    def test_each_press_is_told_to_screen_readers(self, listener: Page) -> None:
        told = listener.locator("p[role=status]").last
        thrice(listener, times=1)
        expect(told).to_have_text(listener.locator(".leave").get_attribute("data-press1") or "?")
        thrice(listener, times=1)
        expect(told).to_have_text(listener.locator(".leave").get_attribute("data-press2") or "?")
        listener.keyboard.press("Escape")
        expect(told).to_be_empty()

    @pytest.mark.parametrize("between", ["a", "Escape", "Control"])
    def test_another_key_starts_the_count_again(self, between: str, listener: Page) -> None:
        thrice(listener, times=2)
        listener.keyboard.press(between)
        thrice(listener, times=2)
        assert self.stays(listener)

    def test_capitals_are_none(self, listener: Page) -> None:
        for letter in "ABC":
            listener.keyboard.press(f"Shift+{letter}")
        assert self.stays(listener)

    @pytest.mark.parametrize("held", ["Control", "Alt", "Meta"])
    def test_with_another_key_held_it_is_none(self, held: str, listener: Page) -> None:
        listener.keyboard.down(held)
        thrice(listener)
        listener.keyboard.up(held)
        assert self.stays(listener)

    def test_a_click_with_shift_held_is_none(self, listener: Page) -> None:
        listener.keyboard.down("Shift")
        listener.locator("h1").click()
        listener.keyboard.up("Shift")
        thrice(listener, times=2)
        assert self.stays(listener)

    @pytest.mark.parametrize(("pause", "stays"), [(4900, False), (5100, True)])
    def test_five_seconds_may_pass_between_two(
        self, pause: int, stays: bool, context: BrowserContext, everyday_site: EverydaySite
    ) -> None:
        page = context.new_page()
        page.clock.install()
        page.goto("/")
        for _press in range(3):
            page.keyboard.press("Shift")
            if not page.url.startswith(everyday_site.address):
                page.clock.fast_forward(pause) if _press < 2 else None
        if stays:
            assert self.stays(page)
        else:
            page.wait_for_url(everyday_site.address)

    @staticmethod
    def stays(page: Page) -> bool:
        page.wait_for_timeout(200)
        return "Prakiraan" not in (page.locator("body").text_content() or "") and page.locator("h1").is_visible()


def test_where_the_script_does_not_come_the_browser_forgets_all_the_same(
    listener: Page, observer: Page, everyday_site: EverydaySite, complaints: Complaints
) -> None:
    complaints.expect(r"leave(\.\w+)?\.js", "ERR_FAILED")
    listener.route("**/leave*.js", lambda route: route.abort())
    listener.reload()
    listener.evaluate(KEEP_TRACES)
    leave(listener)
    listener.wait_for_url(everyday_site.address)
    assert observer.evaluate(STORES) == EMPTY


def test_the_player_notes_nothing_on_the_way_out_either(
    context: BrowserContext, site: Site, observer: Page, everyday_site: EverydaySite, complaints: Complaints
) -> None:
    complaints.expect(r"leave(\.\w+)?\.js", "ERR_FAILED")
    page = context.new_page()
    page.route("**/leave*.js", lambda route: route.abort())
    page.goto(site.seeded["open"]["path"])
    page.locator("audio").evaluate(UNTIL_HEARD)
    page.locator("audio").evaluate("sound => { sound.currentTime = 20 }")
    until(page, lambda: page.locator("audio").evaluate("sound => sound.currentTime > 20"))
    leave(page)
    page.wait_for_url(everyday_site.address)
    assert observer.evaluate(STORES) == EMPTY


def test_without_script_the_link_leads_there(
    open_page: Opener, everyday_site: EverydaySite, complaints: Complaints
) -> None:
    complaints.expect(f"leaves the site: {everyday_site.address}")
    page = open_page(javascript=False)
    page.goto("/")
    leave(page)
    page.wait_for_url(everyday_site.address)
