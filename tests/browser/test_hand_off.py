"""From an episode to the reporting module, with a finger: few taps, no trace on the way, and whatever is broken."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import jwt
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import HEIGHT, PATIENCE
from tests.browser.serving import free_port, seed
from tests.browser.stopping import Stoppable
from tests.browser.watching import Complaints
from tests.e2e.conftest import Installation
from tests.reporting.handoff.receiving import KEY_HASH, Receiving, receiving

pytestmark = pytest.mark.xdist_group("browser")
WAYS = ("link", "token", "code")
EPISODES = ("open", "discreet")
ALLOWED = {"src", "topic", "region", "lang", "channel", "role", "episode", "chapter"}
#: Everything by which a browser could tell where it comes from, or who it is.
TELLING = {"referer", "cookie", "authorization"}
ASK = "from reporting.handoff import probe; [probe.look() for _ in range({times})]"
Scripts = pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without"])


@dataclass(frozen=True)
class Way:
    """A site that hands off in one way, and the receiver that it hands off to."""

    site: Stoppable
    receiver: Receiving

    def is_well(self) -> bool:
        """Whether pages think so."""
        known = self.site.installation.folder / "hand-off-standing.json"
        return known.exists() and '"normal"' in known.read_text()

    def hears(self, times: int) -> None:
        """The worker asks the receiver so many times how it is."""
        settings = self.site.settings | {"PORT": str(self.site.port)}
        done = self.site.installation.manage("shell", "-v0", "-c", ASK.format(times=times), **settings)
        assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> tuple[Installation, dict[str, Any]]:
    made = Installation(tmp_path_factory.mktemp("hand-off") / "data")
    assert made.manage("set_up", "--without-demo").returncode == 0
    return made, seed(made, "public")


@contextmanager
def running(way: str, made: tuple[Installation, dict[str, Any]], folder: Path) -> Iterator[Way]:
    port = free_port()
    with receiving(free_port(), f"http://127.0.0.1:{port}", folder) as receiver:
        settings = {"SINIAR_HANDOFF": way, "SINIAR_SILAYANG_URL": receiver.address, "SINIAR_HANDOFF_KEY_HASH": KEY_HASH}
        site = Stoppable(made[0], port, made[1], settings)
        try:
            site.up()
            yield Way(site, receiver)
        finally:
            site.down()


@pytest.fixture(scope="module")
def ways(
    installation: tuple[Installation, dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Way]]:
    """Sites by the way in which they hand off, each started when it is first asked for."""
    with ExitStack() as stack:
        started: dict[str, Way] = {}

        def get(way: str) -> Way:
            if way not in started:
                folder = tmp_path_factory.mktemp(way)
                started[way] = stack.enter_context(running(way, installation, folder))
            started[way].receiver.up()
            if not started[way].is_well():
                started[way].hears(3)
            return started[way]

        yield get


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens an episode of a site on a small phone, watched; what is expected of the page is said to `Complaints`."""
    with ExitStack() as stack:

        def visit(way: Way, episode: str, *, javascript: bool = True, expected: tuple[str, ...] = ()) -> Page:
            context = browser.new_context(
                base_url=way.site.address,
                viewport={"width": 360, "height": HEIGHT},
                java_script_enabled=javascript,
                locale="id-ID",
            )
            context.set_default_timeout(PATIENCE)
            heard = Complaints(way.site.address)
            heard.expect(f"leaves the site: {way.receiver.address}", *expected)
            heard.listen(context)
            stack.callback(lambda: _none(heard))
            stack.callback(context.close)
            page = context.new_page()
            page.goto(way.site.seeded[episode]["path"])
            return page

        yield visit


def _none(heard: Complaints) -> None:
    assert heard.unexpected() == []


def go_on(page: Page) -> None:
    """Sends what is ticked, and waits for the last page, which calls itself by another address."""
    page.locator(".along button").click()
    expect(page.locator("[data-instead]")).to_be_visible()


def to_help(page: Page) -> None:
    """The first tap, on every page of an episode."""
    page.locator("main").get_by_role("link", name="Lapor sekarang").first.click()
    page.wait_for_url("**/lapor/*/")


def told(way: Way) -> dict[str, Any]:
    """What the receiver was asked last, but for its own icon."""
    return way.receiver.asked()[-1]


def says_nothing(asked: dict[str, Any]) -> None:
    """That a request tells nothing by the way."""
    assert set(asked["headers"]) & TELLING == set()
    assert asked["path"] == "/masuk"
    assert asked["headers"].get("origin", "null") == "null"


@Scripts
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("episode", EPISODES)
def test_two_taps_lead_from_an_episode_to_the_empty_form(
    way: str, episode: str, javascript: bool, ways: Callable[[str], Way], visit: Callable[..., Page]
) -> None:
    hand_off = ways(way)
    page = visit(hand_off, episode, javascript=javascript)
    to_help(page)
    page.locator(f'.hand-off a[href="{hand_off.receiver.address}"]').click()
    expect(page.locator("textarea")).to_be_visible()
    asked = told(hand_off)
    assert (asked["method"], asked["body"]) == ("GET", "")
    says_nothing(asked)


@Scripts
@pytest.mark.parametrize("way", ["token", "code"])
def test_a_third_tap_takes_along_what_was_ticked_and_nothing_else(
    way: str, javascript: bool, ways: Callable[[str], Way], visit: Callable[..., Page]
) -> None:
    hand_off = ways(way)
    page = visit(hand_off, "discreet", javascript=javascript)
    to_help(page)
    go_on(page)
    page.locator(f'form[action="{hand_off.receiver.address}"] button').click()
    expect(page.locator("#context li")).to_have_text(["src: siniar", "topic: KDRT", "lang: id", "channel: web"])
    asked = told(hand_off)
    assert (asked["method"], list(parse_qs(asked["body"]))) == ("POST", [way])
    says_nothing(asked)
    assert page.url == hand_off.receiver.address
    if javascript:
        assert page.evaluate("[window.opener, document.referrer, document.cookie]") == [None, "", ""]


def test_the_token_in_the_request_holds_allowed_fields_alone(
    ways: Callable[[str], Way], visit: Callable[..., Page]
) -> None:
    hand_off = ways("token")
    page = visit(hand_off, "open")
    to_help(page)
    for box in page.locator(".along input").all():
        box.check()
    for pick in page.locator(".along select").all():
        pick.select_option(index=1)
    go_on(page)
    page.locator(f'form[action="{hand_off.receiver.address}"] button').click()
    expect(page.locator("#context li")).not_to_have_count(0)
    claims = jwt.decode(parse_qs(told(hand_off)["body"])["token"][0], options={"verify_signature": False})
    assert set(claims) == {"iss", "aud", "iat", "exp", "jti", "v", "ctx"}
    assert {"region", "role", "episode"} < set(claims["ctx"]) <= ALLOWED


@Scripts
def test_what_is_unticked_stays(javascript: bool, ways: Callable[[str], Way], visit: Callable[..., Page]) -> None:
    hand_off = ways("code")
    page = visit(hand_off, "discreet", javascript=javascript)
    to_help(page)
    page.locator(".along input[name=topic]").uncheck()
    page.locator(".along input[name=channel]").uncheck()
    page.locator(".along select[name=role]").select_option("dengar")
    go_on(page)
    expect(page.locator("main li")).to_have_count(3)  # language, role, and that it comes from Siniar
    page.locator(f'form[action="{hand_off.receiver.address}"] button').click()
    expect(page.locator("#context li")).to_have_text(["src: siniar", "lang: id", "role: dengar"])


def test_going_back_and_sending_again_opens_an_empty_form(
    ways: Callable[[str], Way], visit: Callable[..., Page]
) -> None:
    hand_off = ways("code")
    page = visit(hand_off, "discreet", expected=("ERR_CACHE_MISS",))
    to_help(page)
    go_on(page)
    send = page.locator(f'form[action="{hand_off.receiver.address}"]')
    code = send.locator("input").get_attribute("value")
    send.locator("button").click()
    expect(page.locator("#context li")).not_to_have_count(0)
    assert code
    assert hand_off.receiver.opened_with(code=code) == (200, {})


def test_the_last_form_can_be_sent_nowhere_else(ways: Callable[[str], Way], visit: Callable[..., Page]) -> None:
    """Even if somebody could change the page: the browser itself refuses."""
    hand_off = ways("token")
    page = visit(hand_off, "open", expected=("form-action",))
    to_help(page)
    go_on(page)
    elsewhere = hand_off.site.address + "/privasi/"
    page.locator("main form").evaluate("(form, to) => { form.action = to }", elsewhere)
    with page.expect_console_message(lambda said: "form-action" in said.text):
        page.locator("main form button").click(no_wait_after=True)
    assert page.url.endswith("/lapor/")  # as which it lies behind the Back button


# With the reporting module killed -----------------------------------------------------------------------------------


@Scripts
@pytest.mark.parametrize("way", WAYS)
def test_with_the_module_killed_phones_come_first_and_the_way_to_it_is_as_short(
    way: str, javascript: bool, ways: Callable[[str], Way], visit: Callable[..., Page]
) -> None:
    hand_off = ways(way)
    hand_off.receiver.down()
    hand_off.hears(5)
    page = visit(hand_off, "discreet", javascript=javascript, expected=("ERR_CONNECTION_REFUSED", "chrome-error"))
    to_help(page)
    links = [link.get_attribute("href") or "" for link in page.locator("main a").all()]
    phones = [place for place, link in enumerate(links) if link.startswith("tel:")]
    assert phones[0] < links.index(hand_off.receiver.address)
    assert page.locator(".hand-off .note").count() == 1
    assert page.locator("form.along").count() == 0  # nothing is asked that could not be taken along
    with page.expect_event("requestfailed") as failed:
        page.locator(f'.hand-off a[href="{hand_off.receiver.address}"]').click(no_wait_after=True)
    assert failed.value.url == hand_off.receiver.address


def test_when_it_is_back_the_form_is_too(ways: Callable[[str], Way], visit: Callable[..., Page]) -> None:
    hand_off = ways("token")
    hand_off.receiver.down()
    hand_off.hears(5)
    hand_off.receiver.up()
    hand_off.hears(1)
    page = visit(hand_off, "discreet")
    to_help(page)
    assert (page.locator("form.along").count(), page.locator(".hand-off .note").count()) == (1, 1)
    hand_off.hears(2)
    page.reload()
    assert page.locator(".hand-off .note").count() == 0


def test_back_from_what_does_not_open_shows_numbers(ways: Callable[[str], Way], visit: Callable[..., Page]) -> None:
    hand_off = ways("token")
    page = visit(hand_off, "open", expected=("ERR_", "127.0.0.1"))
    to_help(page)
    go_on(page)
    expect(page.locator('main a[href="tel:110"]')).to_be_visible()
    page.goto(f"{hand_off.site.address}/cara-aman/")
    page.go_back()
    expect(page.locator('a[href="tel:110"]')).to_be_visible()


# For everybody ------------------------------------------------------------------------------------------------------


def test_the_form_and_the_last_page_are_accessible(ways: Callable[[str], Way], visit: Callable[..., Page]) -> None:
    page = visit(ways("token"), "open")
    page.set_viewport_size({"width": 320, "height": HEIGHT})
    to_help(page)
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    go_on(page)
    expect(page.locator("main form button")).to_be_visible()
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
