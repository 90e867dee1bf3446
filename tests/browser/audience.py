"""The fixtures of those who try the player: a site of their own, so that no other test meets its episodes, and a
listener who opens one. All modules that use them share the one site.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Opener
from tests.browser.listener import Listener
from tests.browser.serving import Site, serving

Listening = Callable[..., Listener]
_HALL = pytest.StashKey[Site]()


def hall(temporary: pytest.TempPathFactory, config: pytest.Config) -> Site:
    """The site, served from the first call until pytest ends."""
    if _HALL in config.stash:
        return config.stash[_HALL]
    stack = ExitStack()
    config.add_cleanup(stack.close)
    made = stack.enter_context(serving(temporary.mktemp("hall") / "data"))
    told = made.installation.manage("shell", "-v0", "-c", "from tests.browser import player_seeding as it; it.main()")
    assert told.returncode == 0, told.stdout + told.stderr
    made.seeded.update(json.loads(told.stdout.splitlines()[-1]))
    config.stash[_HALL] = made
    return made


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Site:
    """Stands in for the site of the other tests."""
    return hall(tmp_path_factory, request.config)


@pytest.fixture
def talks(browser: Browser, site: Site) -> dict[str, Any]:
    """The episodes to be heard. (It asks for the browser, without which nobody needs them.)"""
    return site.seeded


@pytest.fixture
def listen(talks: dict[str, Any], open_page: Opener) -> Listening:
    """Opens an episode as a listener."""

    def listen(name: str = "short", fragment: str = "", **look: Any) -> Listener:
        return Listener(open_page(**look), talks[name]["path"]).come(fragment)

    return listen
