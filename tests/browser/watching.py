"""Listens to everything that a page does, and keeps what no page of Siniar may do."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError

OWN = ("data:", "blob:", "about:")  # addresses that reach nobody
GIVEN_UP = "net::ERR_ABORTED"  # by the browser itself, when it knows enough of a sound, or somebody goes on


class Complaints:
    """Errors in the console, uncaught ones too, answers that say no, and requests that fail or leave this site."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._heard: list[str] = []
        self._expected: list[str] = []

    def listen(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.on("weberror", self._uncaught)
        context.on("request", self._request)
        context.on("requestfailed", self._failed)
        context.on("response", self._response)

    def expect(self, *patterns: str) -> None:
        """Says that the test causes complaints in which these patterns are found, so that they are none."""
        self._expected += patterns

    def unexpected(self) -> list[str]:
        return [said for said in self._heard if not any(re.search(pattern, said) for pattern in self._expected)]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self._heard.append(f"console {message.type}: {message.text} ({message.location.get('url')})")

    def _uncaught(self, error: WebError) -> None:
        self._heard.append(f"uncaught: {error.error}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((f"{self._address}/", *OWN)):
            self._heard.append(f"leaves the site: {request.url}")

    def _failed(self, request: Request) -> None:
        if request.failure != GIVEN_UP:
            self._heard.append(f"failed: {request.method} {request.url} {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self._heard.append(f"answer {response.status}: {response.request.method} {response.url}")
