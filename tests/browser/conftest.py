"""A site, a browser and its pages.

Every page is watched: a test fails when a page that it opened caused an error, asked another host, or got an answer
that says no. With the variable PICTURES naming a folder, the last look of every page is kept there.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser import chromium
from tests.browser.desk import Desk
from tests.browser.serving import Site, serving
from tests.browser.watching import Complaints

PATIENCE = 15_000  # ms until something that ought to be there is called missing; the machine may be busy
HEIGHT = 800
#: A transcript for every test that writes: made together, they cost little.
DESKS = tuple(f"{kind}-{number}=2" for kind in ("plain", "scripted") for number in range(1, 12))
expect.set_options(timeout=PATIENCE)


class Opener(Protocol):
    """Opens an empty page as somebody: a listener, or the editor of that name."""

    def __call__(self, *, editor: str = "", width: int = 1280, dark: bool = False, javascript: bool = True) -> Page: ...


class EverydaySite(ThreadingHTTPServer):
    """Somebody else's site, to which “Keluar cepat” leads. It notes what it is told of those who come."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), EverydayPage)
        self.told: list[dict[str, str]] = []
        self.address = f"http://127.0.0.1:{self.server_port}/"


class EverydayPage(BaseHTTPRequestHandler):
    server: EverydaySite

    def do_GET(self) -> None:
        if self.path == "/":
            self.server.told.append({name.lower(): value for name, value in self.headers.items()})
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.end_headers()
        self.wfile.write(b"Prakiraan cuaca")

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="package")
def everyday_site() -> Iterator[EverydaySite]:
    with EverydaySite() as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield running
        running.shutdown()


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory, browser: Browser, everyday_site: EverydaySite) -> Iterator[Site]:
    """An installation with content, served. (It asks for the browser, without which nobody needs it.)"""
    folder = tmp_path_factory.mktemp("site") / "data"
    with serving(folder, "public", *DESKS, SINIAR_EXIT_URL=everyday_site.address) as running:
        yield running


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium. It lives no longer than this package's tests: beside it Django refuses to touch a database."""
    program = chromium.program()
    if program is None:
        pytest.skip(chromium.MISSING)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=list(chromium.FLAGS))
        yield running
        running.close()


@pytest.fixture
def complaints(site: Site) -> Iterator[Complaints]:
    """What pages did that they may not do; empty at the end, but for what the test expects."""
    heard = Complaints(site.address)
    yield heard
    assert heard.unexpected() == []


@pytest.fixture
def open_page(browser: Browser, site: Site, complaints: Complaints, request: pytest.FixtureRequest) -> Iterator[Opener]:
    """Opens pages, each in a browser profile of its own, and closes them at the end."""
    contexts: list[BrowserContext] = []

    def open_page(*, editor: str = "", width: int = 1280, dark: bool = False, javascript: bool = True) -> Page:
        context = browser.new_context(
            base_url=site.address,
            viewport={"width": width, "height": HEIGHT},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            java_script_enabled=javascript,
            locale="id-ID",
            timezone_id="Asia/Jakarta",
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        complaints.listen(context)
        if editor:
            cookie = {"name": "sessionid", "value": site.seeded["editors"][editor], "path": "/admin/"}
            context.add_cookies([{**cookie, "domain": "127.0.0.1"}])  # type: ignore[typeddict-item]
        return context.new_page()

    yield open_page
    for number, context in enumerate(contexts):
        for page in context.pages:
            keep_picture(page, f"{request.node.name}-{number}")
        context.close()


class Sitting(Protocol):
    """Opens the desk of the transcript of that name as an editor, with the same looks as an Opener."""

    def __call__(self, name: str, editor: str = "dewi", **look: Any) -> Desk: ...


@pytest.fixture
def sit_at(site: Site, open_page: Opener) -> Sitting:
    """Sits editors at desks."""

    def sit_at(name: str, editor: str = "dewi", **look: Any) -> Desk:
        desk = Desk(open_page(editor=editor, **look), site, site.seeded[name]["audio"])
        desk.open()
        return desk

    return sit_at


@pytest.fixture
def page(open_page: Opener) -> Page:
    """A listener's empty page."""
    return open_page()


@pytest.fixture
def editors_page(open_page: Opener) -> Page:
    """The empty page of an editor who may do everything."""
    return open_page(editor="rani")


def keep_picture(page: Page, name: str) -> None:
    """Keeps how a page looks in the folder that PICTURES names, if it names one."""
    folder = os.environ.get("PICTURES")
    if folder:
        file_name = re.sub(r"[^\w-]+", "-", name) + ".png"
        page.screenshot(path=Path(folder) / file_name, full_page=True)
