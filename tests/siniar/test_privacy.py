"""What every answer carries so that nothing leaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from siniar.privacy import ADMIN_POLICY, FRAMED, POLICY, PublicPages
from tests import factories

pytestmark = pytest.mark.django_db

PUBLIC = ["/", "/tidak-ada/", "/healthz", "/keluar/", "/static/site.css", "/static/tidak-ada.css", "/adminx/"]
ADMIN = ["/admin/", "/admin/login/", "/admin/pages/", "/admin/tidak-ada/"]


@pytest.fixture(autouse=True)
def collected(tmp_path: Path, settings: Settings) -> None:
    """A static file as collectstatic leaves it; must come before the first request of a client."""
    (tmp_path / "site.css").write_text("body {}")
    settings.STATIC_ROOT = tmp_path


@pytest.fixture
def visitor(collected: None) -> Iterator[Client]:
    """Somebody whose browser sends every cookie that it ever got from this site to every page."""
    editor = factories.user(is_superuser=True)
    client = Client()
    client.force_login(editor)
    yield client
    client.logout()


def get(client: Client, path: str) -> dict[str, str]:
    """The headers of the answer, which is read to its end; Set-Cookie among them if there is one."""
    reply = client.get(path)
    reply.getvalue()
    cookies = {"Set-Cookie": reply.cookies.output()} if reply.cookies else {}
    return dict(reply.headers) | cookies


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_address_sets_no_cookie(path: str) -> None:
    assert "Set-Cookie" not in get(Client(), path)


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_address_sets_no_cookie_even_for_an_editor(visitor: Client, path: str) -> None:
    assert "Set-Cookie" not in get(visitor, path)


@pytest.mark.parametrize("path", PUBLIC)
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Content-Security-Policy", POLICY),
        ("Referrer-Policy", "no-referrer"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ],
)
def test_a_public_address_carries(path: str, name: str, value: str) -> None:
    assert get(Client(), path)[name] == value


@pytest.mark.parametrize("feature", ["geolocation", "camera", "microphone", "interest-cohort"])
def test_a_public_page_may_not_use(feature: str) -> None:
    assert f"{feature}=()" in get(Client(), "/")["Permissions-Policy"]


@pytest.mark.parametrize(("path", "kept"), [("/", False), ("/administrasi/", False), ("/admin/", True)])
def test_a_cookie_that_a_view_sets_all_the_same_is_kept_in_the_admin_only(path: str, kept: bool) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        answer = HttpResponse()
        answer.set_cookie("trace", "1")
        return answer

    assert bool(PublicPages(view)(RequestFactory().get(path)).cookies) is kept


@pytest.mark.parametrize(("path", "kept"), [("/", POLICY), ("/admin/", ADMIN_POLICY)])
def test_a_view_may_set_a_policy_of_its_own(path: str, kept: str) -> None:
    answers = [HttpResponse(), HttpResponse(headers={"Content-Security-Policy": "default-src 'none'"})]
    told = [
        PublicPages(lambda request, answer=answer: answer)(RequestFactory().get(path)).headers[
            "Content-Security-Policy"
        ]  # type: ignore[misc]
        for answer in answers
    ]
    assert told == [kept, "default-src 'none'"]


def sources(policy: str) -> dict[str, list[str]]:
    return {name: values for name, *values in (part.split() for part in policy.split(";"))}


def test_the_public_policy_allows_nothing_that_it_does_not_name() -> None:
    assert sources(POLICY)["default-src"] == ["'none'"]


@pytest.mark.parametrize("directive", sources(POLICY))
def test_the_public_policy_allows_this_site_at_most(directive: str) -> None:
    assert sources(POLICY)[directive] in (["'self'"], ["'none'"])


@pytest.mark.parametrize("directive", ["base-uri", "frame-ancestors", "form-action"])
def test_the_public_policy_names_what_default_src_does_not_cover(directive: str) -> None:
    assert directive in sources(POLICY)


@pytest.mark.parametrize("directive", sources(ADMIN_POLICY))
def test_the_policy_of_the_admin_names_no_host(directive: str) -> None:
    assert set(sources(ADMIN_POLICY)[directive]) <= {"'self'", "'none'", "'unsafe-inline'", "data:", "blob:"}


@pytest.mark.parametrize("path", ADMIN)
def test_the_admin_has_its_own_policy(visitor: Client, path: str) -> None:
    assert get(visitor, path)["Content-Security-Policy"] == ADMIN_POLICY


@pytest.mark.parametrize("path", ADMIN)
def test_no_page_of_the_admin_is_kept_by_a_cache(visitor: Client, path: str) -> None:
    assert "no-store" in get(visitor, path)["Cache-Control"]


@pytest.mark.parametrize("path", ADMIN)
def test_the_admin_tells_no_other_site_where_an_editor_came_from(visitor: Client, path: str) -> None:
    assert get(visitor, path)["Referrer-Policy"] in ("no-referrer", "same-origin")


@pytest.fixture
def working_day(collected: None) -> dict[str, str]:
    """The cookies, with their paths, that a browser holds after an editor has logged in and withdrawn a page."""
    editor, show = factories.user(is_superuser=True), factories.show()
    client = Client()
    client.get("/admin/login/")
    client.post("/admin/login/", {"username": editor.username, "password": "rahasia"})
    client.post(f"/admin/pages/{show.pk}/unpublish/")
    return {name: cookie["path"] for name, cookie in client.cookies.items()}


def test_an_editor_gets_a_session(working_day: dict[str, str]) -> None:
    assert "sessionid" in working_day


def test_no_cookie_of_the_admin_is_sent_to_public_pages(working_day: dict[str, str]) -> None:
    assert set(working_day.values()) == {"/admin/"}


def test_the_session_cannot_be_read_by_scripts() -> None:
    client = Client()
    client.force_login(factories.user(is_superuser=True))
    client.get("/admin/")
    editor = factories.user(is_superuser=True)
    client.post("/admin/login/", {"username": editor.username, "password": "rahasia"})
    assert client.cookies["sessionid"]["httponly"]


@pytest.mark.parametrize("path", ["/", "/admin/login/", "/keluar/", "/healthz"])
def test_a_request_that_names_another_host_is_refused(path: str) -> None:
    assert Client().get(path, headers={"host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("path", ["/", "/tidak-ada/", "/admin/login/"])
def test_the_host_that_a_proxy_claims_stands_in_no_page(path: str) -> None:
    reply = Client().get(path, headers={"x-forwarded-host": "evil.example", "forwarded": "host=evil.example"})
    assert "evil.example" not in reply.content.decode() + str(reply.headers)


@pytest.mark.parametrize(("policy", "told"), [(POLICY, "DENY"), (f"default-src 'none'; {FRAMED}", None)])
def test_no_page_may_stand_in_a_frame_unless_its_view_says_so(policy: str, told: str | None) -> None:
    answer = HttpResponse(headers={"Content-Security-Policy": policy})
    assert PublicPages(lambda request: answer)(RequestFactory().get("/")).headers.get("X-Frame-Options") == told


class TestForgetting:
    def test_it_empties_what_scripts_cannot_reach(self) -> None:
        reply = Client().get("/keluar/jejak/")
        assert (reply.status_code, reply["Clear-Site-Data"], reply["Cache-Control"]) == (204, '"cache"', "no-store")


class TestLeaving:
    def test_it_leads_to_the_configured_site(self, settings: Settings) -> None:
        settings.CONFIG = replace(settings.CONFIG, exit_url="https://cuaca.example/jambi")
        assert Client().get("/keluar/").headers["Location"] == "https://cuaca.example/jambi"

    @pytest.mark.parametrize("what", ["cache", "cookies", "storage"])
    def test_it_clears_what_this_site_left_on_the_device(self, what: str) -> None:
        assert f'"{what}"' in Client().get("/keluar/").headers["Clear-Site-Data"]

    @pytest.mark.parametrize(
        ("where", "clears"), [("same-origin", True), ("none", True), ("cross-site", False), ("same-site", False)]
    )
    def test_no_other_site_can_have_it_cleared(self, where: str, clears: bool) -> None:
        reply = Client().get("/keluar/", headers={"Sec-Fetch-Site": where})
        assert (reply.status_code, "Clear-Site-Data" in reply.headers) == (302, clears)

    def test_it_is_not_kept_by_a_cache(self) -> None:
        assert Client().get("/keluar/").headers["Cache-Control"] == "no-store"

    def test_the_site_it_leads_to_does_not_learn_where_the_visitor_was(self) -> None:
        assert Client().get("/keluar/").headers["Referrer-Policy"] == "no-referrer"

    @pytest.mark.parametrize("path", ["/", "/tidak-ada/", "/offline/", "/lapor/"])
    def test_every_public_page_links_to_it(self, path: str) -> None:
        assert 'href="/keluar/"' in Client().get(path).content.decode()

    @pytest.mark.parametrize("path", ["/", "/tidak-ada/", "/offline/"])
    def test_the_link_knows_the_everyday_site_and_what_screen_readers_hear(self, settings: Settings, path: str) -> None:
        settings.CONFIG = replace(settings.CONFIG, exit_url="https://cuaca.example/?a=1&b=2")
        page = Client().get(path).content.decode()
        assert 'data-to="https://cuaca.example/?a=1&amp;b=2"' in page
        assert "data-press1=" in page
        assert "data-press2=" in page

    @pytest.mark.parametrize("path", ["/", "/tidak-ada/", "/offline/"])
    def test_no_page_is_painted_before_its_script_is_there(self, path: str) -> None:
        page = Client().get(path).content.decode()
        assert re.search(r'<script type="module" src="/static/siniar/leave[^"]*" blocking="render">', page)


class _Loads(HTMLParser):
    """Collects the addresses that a browser fetches or sends to by itself, without a click on a link."""

    FETCHED = ("src", "srcset", "poster", "data", "action", "formaction", "background", "imagesrcset")

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        fetched = (*self.FETCHED, "href") if tag in ("link", "use", "image", "base") else self.FETCHED
        for name, value in attrs:
            if name in fetched or name.endswith("-url-value"):
                self.found.update((value or "").replace(",", " ").split())


def foreign_hosts(html: str) -> set[str]:
    """The hosts, other than our own, from which the page loads something."""
    parser = _Loads()
    parser.feed(html)
    return {urlsplit(address).netloc for address in parser.found} - {"", "testserver", "127.0.0.1:8000"}


def test_a_page_that_loads_something_from_elsewhere_would_be_noticed() -> None:
    html = '<img src="https://a.example/x"><link href="//b.example/y"><a href="https://c.example/">read</a>'
    assert foreign_hosts(html) == {"a.example", "b.example"}


@pytest.mark.parametrize("path", ["/admin/", "/admin/pages/", "/admin/account/", "/admin/images/"])
def test_no_page_of_the_admin_loads_anything_from_elsewhere(visitor: Client, path: str) -> None:
    assert foreign_hosts(visitor.get(path).content.decode()) == set()


@pytest.mark.parametrize("path", ["/admin/login/", "/", "/tidak-ada/"])
def test_no_page_for_strangers_loads_anything_from_elsewhere(path: str) -> None:
    assert foreign_hosts(Client().get(path).content.decode()) == set()


@pytest.mark.parametrize("path", ["/", "/tidak-ada/"])
def test_no_public_page_of_ours_names_another_site_but_the_one_to_leave_for(path: str, settings: Settings) -> None:
    page = Client().get(path).content.decode()
    assert "://" not in page.replace(settings.CONFIG.exit_url, "").replace(settings.CONFIG.public_url, "")


@pytest.mark.parametrize("word", ["gravatar", "releases.wagtail", "googleapis", "cdn"])
def test_the_dashboard_does_not_know(visitor: Client, word: str) -> None:
    assert word not in visitor.get("/admin/").content.decode().lower()
