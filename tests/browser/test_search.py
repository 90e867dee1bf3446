"""The search as a browser shows it: with keys alone, without a script, back and forth, and to the second."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import EverydaySite, Opener
from tests.browser.keyboard import press, tab_to
from tests.browser.serving import Site, serving
from tests.browser.watching import Complaints

pytestmark = pytest.mark.xdist_group("browser")
PATH = "/cari/"
NAMED = "Cari · Siniar"  # the page's own title
COMMON = "orang"  # a word that the talks say often
STARTED = "sound => new Promise(heard => { sound.ontimeupdate = () => sound.currentTime && heard(); sound.play() })"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, browser: Browser, everyday_site: EverydaySite) -> Iterator[Site]:
    """Stands in for the site of the other tests: here something is indexed."""
    folder = tmp_path_factory.mktemp("found") / "data"
    with serving(folder, "public", SINIAR_EXIT_URL=everyday_site.address) as running:
        made = running.installation.manage("rebuild_search")
        assert made.returncode == 0, made.stdout + made.stderr
        yield running


def ask(page: Page, text: str = COMMON) -> Page:
    page.goto(PATH)
    page.locator("#words").fill(text)
    page.locator("#words").press("Enter")
    expect(page.locator("#found")).to_be_visible()
    page.wait_for_load_state()  # its script has run
    return page


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_nothing_is_too_wide(width: int, dark: bool, open_page: Opener) -> None:
    page = open_page(width=width, dark=dark)
    for text in ("", "zzzzzz", "dipukul suami", COMMON):
        page.goto(PATH)
        if text:
            ask(page, text)
        for closed in page.locator("details").all():
            closed.evaluate("each => { each.open = true }")
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, text


def test_every_control_is_large_enough_for_a_thumb(open_page: Opener) -> None:
    page = ask(open_page(width=320))
    small = page.locator("main :is(a, button, select, input, summary)").evaluate_all(
        "all => all.filter(one => one.checkVisibility() && one.getBoundingClientRect().height < 43.5)"
        ".map(one => one.outerHTML)"
    )
    assert small == []


def test_a_question_is_asked_and_an_answer_followed_by_keys_alone(page: Page) -> None:
    page.goto(PATH)
    tab_to(page, page.locator("#words"))
    page.keyboard.type(COMMON)
    press(page, "Enter")
    expect(page.locator(".found > li").first).to_be_visible()
    tab_to(page, page.locator(".moments a").first)
    press(page, "Enter")
    page.wait_for_url("**/?t=*")


#: Whether each piece of a text goes on where the one before it ended, or on a line below.
FLOWS = """link => {
  const pieces = [], texts = document.createTreeWalker(link, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    pieces.push(...range.getClientRects());
  }
  return pieces.slice(1).every((piece, place) => {
    const before = pieces[place];
    const beside = Math.abs(piece.bottom - before.bottom) < 4 && Math.abs(piece.left - before.right) < 8;
    return beside || piece.top >= before.bottom - 4;
  });
}"""


@pytest.mark.parametrize("width", [360, 1280])
def test_a_title_with_marks_reads_as_it_is_written(width: int, open_page: Opener) -> None:
    page = ask(open_page(width=width), "anak maya")
    title = page.locator(".found h3 a", has=page.locator("mark")).first
    assert title.locator("mark").count() == 2
    assert title.inner_text() == "Mendampingi anak di dunia maya"
    expect(title).to_have_accessible_name("Mendampingi anak di dunia maya")
    assert title.evaluate(FLOWS)


def test_with_letters_twice_as_large_nothing_is_too_wide(open_page: Opener) -> None:
    page = ask(open_page(width=360))
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    page.locator(".found blockquote").first.evaluate("quote => quote.append(' mempertanggungjawabkannya')")
    wide = page.locator(".found > li").evaluate_all("all => all.map(one => one.getBoundingClientRect().right)")
    assert wide
    assert max(wide) <= 360


def test_who_sent_a_question_is_led_to_its_answer(page: Page) -> None:
    ask(page)
    expect(page.locator("#found")).to_be_focused()
    expect(page).to_have_title(f"{page.locator('#found').inner_text()} · {NAMED}")
    assert page.evaluate("scrollY") == 0
    page.keyboard.press("Tab")
    expect(page.locator(".found h3 a").first).to_be_focused()
    ask(page, "dipukul suami")
    expect(page.locator("#need")).to_be_focused()


def test_who_turns_a_page_is_led_to_its_beginning(page: Page) -> None:
    ask(page)
    page.route("**/cari/", lambda route: turned(route))
    page.locator("#words").press("Enter")
    expect(page.locator("#answer[data-later] #found")).to_be_focused()
    expect(page.locator("#found")).to_be_in_viewport()
    assert page.evaluate("scrollY") > 0


def turned(route: Route) -> None:
    """Answers as for the second page: the talks of this site fill only one."""
    reply = route.fetch()
    route.fulfill(response=reply, body=reply.text().replace('<div id="answer"', '<div id="answer" data-later'))


def test_the_line_that_was_quoted_is_the_current_one(page: Page) -> None:
    ask(page)
    for place in range(page.locator(".moments a").count()):
        quote = page.locator(".moments > li").nth(place)
        link = quote.locator("a")
        if str(link.get_attribute("href")).endswith("?t=0"):
            continue
        said = quote.locator("blockquote").inner_text()
        link.click()
        expect(page.locator("siniar-player")).to_have_attribute("data-alive", "")
        current = page.locator("span[data-t][aria-current]")
        expect(current).to_have_count(1)
        assert current.inner_text() in said
        ask(page)


def test_a_moment_is_where_the_sound_begins(page: Page) -> None:
    ask(page)
    link = page.locator('.moments a:not([href$="?t=0"])').first
    second = float(str(link.get_attribute("href")).rpartition("=")[2])
    link.click()
    expect(page.locator("siniar-player")).to_have_attribute("data-alive", "")
    page.locator("audio").evaluate(STARTED)
    assert second <= page.locator("audio").evaluate("sound => sound.currentTime") < second + 8


def test_without_a_script_the_sound_begins_there_as_well(open_page: Opener) -> None:
    page = ask(open_page(javascript=False))
    link = page.locator('.moments a:not([href$="?t=0"])').first
    second = str(link.get_attribute("href")).rpartition("=")[2]
    link.click()
    assert str(page.locator("audio").get_attribute("src")).endswith(f"#t={second}")


def test_what_is_typed_is_in_no_address_and_leaves_nothing_behind(page: Page) -> None:
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    ask(page, "zamrudkelabu")
    assert not any("zamrudkelabu" in address for address in asked)
    assert "zamrudkelabu" not in page.title()
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, history.state, location.href])")
    assert "zamrudkelabu" not in json.dumps(kept)
    assert page.context.cookies() == []


def test_going_back_from_an_episode_leads_to_the_form_and_to_no_error(page: Page) -> None:
    ask(page)
    page.locator(".moments a").first.click()
    page.wait_for_url("**/?t=*")
    page.go_back()
    expect(page.locator("#words")).to_be_visible()
    assert page.url.endswith(PATH)


def test_loading_an_answer_again_asks_nobody_to_send_anything_once_more(page: Page) -> None:
    ask(page)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.method} {request.resource_type}"))
    page.reload()
    expect(page.locator("#words")).to_be_visible()
    assert "GET document" in sent
    assert "POST document" not in sent


def test_a_choice_narrows_without_a_script(open_page: Opener) -> None:
    page = ask(open_page(javascript=False))
    expect(page.locator(".found > li")).to_have_count(2)
    page.locator("details", has=page.locator("#by-topic")).locator("summary").click()
    page.locator("#by-topic").select_option("KDRT")
    page.locator("details[open] button").click()
    expect(page.locator(".found > li")).to_have_count(1)
    expect(page.locator("#words")).to_have_value(COMMON)
    assert page.url.endswith(PATH)


def test_the_home_page_leads_to_an_answer(open_page: Opener) -> None:
    page = open_page(width=360)
    page.goto("/")
    page.locator("#words").fill(COMMON)
    page.locator("#words").press("Enter")
    expect(page.locator(".found > li")).to_have_count(2)


@pytest.mark.parametrize("width", [320, 360, 400])
def test_a_narrow_header_holds_the_way_to_the_search_in_one_line(width: int, open_page: Opener) -> None:
    page = open_page(width=width)
    page.goto("/episode/")
    tops = page.locator(".ways li").evaluate_all("all => all.map(each => each.getBoundingClientRect().top)")
    assert len(set(tops)) == 1


# While somebody types ---------------------------------------------------------------------------------------------


def test_answers_come_while_somebody_types_and_are_told(page: Page) -> None:
    page.goto(PATH)
    before = page.evaluate("[location.href, history.length]")
    page.locator("#words").press_sequentially(COMMON)
    expect(page.locator(".found > li")).to_have_count(2)
    expect(page.locator("#told[role=status]")).to_have_text(page.locator("#found").inner_text())
    expect(page.locator("#words")).to_be_focused()
    expect(page).to_have_title(f"{page.locator('#found').inner_text()} · {NAMED}")
    assert page.evaluate("[location.href, history.length]") == before


def test_help_comes_while_somebody_types(page: Page) -> None:
    page.goto(PATH)
    page.locator("#words").press_sequentially("dipukul suami")
    expect(page.locator(".help a[href^='tel:']").first).to_be_visible()


def test_an_answer_goes_with_the_words_that_it_was_one_to(page: Page) -> None:
    ask(page)
    page.locator("#words").press_sequentially("zzz")
    expect(page.locator("#found")).to_have_count(0)
    expect(page.locator("#answer")).to_have_text("")
    expect(page).to_have_title(NAMED)
    page.locator("#words").fill(COMMON)
    expect(page.locator(".found > li")).to_have_count(2)
    page.locator("#words").fill("")
    expect(page.locator("#answer")).to_have_text("")


@pytest.mark.parametrize("network", ["{saveData: true}", "{saveData: false, effectiveType: '3g'}"])
def test_nothing_is_fetched_while_somebody_types_who_saves_data(network: str, page: Page) -> None:
    page.add_init_script(f"Object.defineProperty(navigator, 'connection', {{value: {network}}})")
    page.clock.install()
    page.goto(PATH)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.locator("#words").press_sequentially(COMMON)
    page.clock.run_for(60_000)
    assert "POST" not in sent
    page.locator("#words").press("Enter")
    expect(page.locator(".found > li")).to_have_count(2)


def test_half_a_word_is_not_said_to_be_found_nowhere_though_help_is_shown(page: Page) -> None:
    page.goto(PATH)
    page.locator("#words").press_sequentially("suami memukul saya semal")
    expect(page.locator("#need")).to_be_visible()
    expect(page.locator("#found")).to_have_count(0)
    expect(page.locator("#told")).to_have_text(page.locator("#need").inner_text())


def test_who_clears_the_field_clears_the_answer_on_any_network(page: Page) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'connection', {value: {saveData: true}})")
    ask(page)
    page.locator("#words").fill("")
    expect(page.locator("#answer")).to_have_text("")


def test_an_answer_that_does_not_come_leaves_no_other_one(page: Page, complaints: Complaints) -> None:
    complaints.expect(f"{PATH}.*ERR_FAILED", "ERR_FAILED")
    ask(page)
    page.route(f"**{PATH}", lambda route: route.abort())
    page.locator("#words").fill("guru")
    expect(page.locator("#answer")).to_have_text("")
