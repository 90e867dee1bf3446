"""That the checks of these tests see what they are for: a check that finds nothing must be one that could."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.accessibility import findings
from tests.browser.conftest import Opener
from tests.browser.serving import Site
from tests.browser.watching import Complaints

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture
def watched(open_page: Opener, site: Site, complaints: Complaints) -> tuple[Page, Complaints]:
    """A page, and what is heard of it."""
    complaints.expect("")  # everything: this time it is meant
    page, heard = open_page(), Complaints(site.address)
    heard.listen(page.context)
    page.goto("/")
    return page, heard


def test_axe_sees_a_picture_without_words_and_grey_on_grey(page: Page) -> None:
    page.set_content('<img src="data:,"><p style="color: #999; background: #aaa">Halo</p>')
    found = "\n".join(findings(page))
    assert "image-alt" in found
    assert "color-contrast" in found


def test_axe_looks_only_within_the_part_that_is_asked_for(page: Page) -> None:
    page.set_content('<main><p>Halo</p></main><div><img src="data:,"></div>')
    assert findings(page, within="main") == []


def test_an_error_in_the_console_is_heard(watched: tuple[Page, Complaints]) -> None:
    page, heard = watched
    page.evaluate("console.error('rusak')")
    with page.context.expect_event("weberror"):
        page.evaluate("setTimeout(() => { throw new Error('pecah') })")
    assert [said.split(" (")[0] for said in heard.unexpected()] == ["console error: rusak", "uncaught: pecah"]


def test_an_answer_that_says_no_is_heard(watched: tuple[Page, Complaints]) -> None:
    page, heard = watched
    page.goto("/tidak-ada/")
    assert any(said.startswith("answer 404") for said in heard.unexpected())


def test_a_request_to_another_host_is_heard_and_reaches_nobody(watched: tuple[Page, Complaints]) -> None:
    page, heard = watched
    page.goto("about:blank")
    page.evaluate("fetch('https://example.org/').catch(() => null)")
    said = "\n".join(heard.unexpected())
    assert "leaves the site: https://example.org/" in said
    assert "ERR_NAME_NOT_RESOLVED" in said


def test_complaints_that_a_test_expects_are_none(watched: tuple[Page, Complaints]) -> None:
    page, heard = watched
    heard.expect("404")
    page.goto("/tidak-ada/")
    assert heard.unexpected() == []
