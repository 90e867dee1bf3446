"""Somebody who listens: the player of one episode in one browser, by what can be seen and heard of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect

UNTIL = """([sound, moment]) => new Promise(heard => {
  const look = () => sound.currentTime >= moment && !sound.seeking ? heard() : setTimeout(look, 40);
  look();
})"""


@dataclass
class Listener:
    page: Page
    path: str

    def come(self, fragment: str = "") -> Listener:
        """Opens the page, and waits until the script has taken over."""
        self.page.goto(self.path + fragment)
        expect(self.player).to_have_attribute("data-alive", "")
        return self

    @property
    def player(self) -> Locator:
        return self.page.locator("siniar-player")

    @property
    def said(self) -> Locator:
        return self.player.locator("[data-said]")

    @property
    def main(self) -> Locator:
        return self.player.locator("button.main")

    @property
    def current(self) -> Locator:
        """The line that is being heard."""
        return self.page.locator(".turns [aria-current]")

    def tool(self, name: str) -> Locator:
        return self.player.locator(f'[data-do="{name}"]').last

    def open(self) -> Listener:
        """Opens what is folded."""
        self.player.locator("summary").click()
        return self

    def play(self) -> Listener:
        self.main.click()
        return self.until(0.1)

    def pause(self) -> Listener:
        self.main.click()
        expect(self.player).not_to_have_attribute("data-playing", "")
        return self

    def until(self, moment: float) -> Listener:
        """Waits until that second is heard."""
        sound = self.page.locator("audio").element_handle()
        self.page.evaluate(UNTIL, [sound, moment])
        return self

    def seek(self, moment: float) -> Listener:
        """Moves the handle there."""
        self.tool("position").fill(str(moment))
        return self

    def sound(self, what: str) -> Any:
        return self.page.locator("audio").evaluate(f"sound => sound.{what}")

    def becomes(self, fact: str) -> None:
        """Waits until this holds of the sound."""
        for _glance in range(200):
            if self.sound(fact):
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"it never was {fact}")

    @property
    def now(self) -> float:
        """Where the listener is, in seconds, as it is shown."""
        minutes, seconds = re.split(":", self.player.locator("[data-now]").inner_text())
        return 60 * int(minutes) + int(seconds)

    def says(self, word: str, **values: object) -> None:
        """Expects that the player says this, in the words that the server gave it."""
        words = self.player.get_attribute(f"data-say-{word}") or ""
        parts = re.split(r"\{(\w+)\}", words)
        written = "".join(
            (re.escape(str(values[part])) if part in values else r"\S+") if place % 2 else re.escape(part)
            for place, part in enumerate(parts)
        )
        expect(self.said).to_have_text(re.compile(f"^{written}$"))

    def labelled(self, word: str) -> None:
        """Expects that the large button says what it does."""
        expect(self.main).to_have_text(self.player.get_attribute(f"data-say-{word}") or "?")

    def kept(self) -> dict[str, str]:
        """What this site keeps on the device."""
        kept: dict[str, str] = self.page.evaluate("({...localStorage})")
        return kept
