"""A person who has no mouse: goes through a page by keys and knows only where the focus is."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

MOST = 120  # presses until somebody loses patience

DESCRIBE = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return "(nowhere)";
  const name = at.getAttribute("aria-label") || at.innerText || at.value || at.name || "";
  return `${at.tagName.toLowerCase()} “${name.trim().slice(0, 40)}”`;
}"""


def focused(page: Page) -> str:
    """What has the focus, in a few words."""
    described: str = page.evaluate(DESCRIBE)
    return described


def has_focus(place: Locator) -> bool:
    return bool(place.evaluate("place => place === document.activeElement"))


def tab_to(page: Page, place: Locator, *, key: str = "Tab", most: int = MOST) -> int:
    """Presses Tab until `place` has the focus; returns how often. Fails with the way that was gone."""
    way = []
    for presses in range(most + 1):
        if has_focus(place):
            return presses
        page.keyboard.press(key)
        way.append(focused(page))
    raise AssertionError(f"{key} does not lead to {place} in {most} presses: " + " → ".join(way))


def press(page: Page, *keys: str) -> None:
    """Presses keys one after the other, as “Control+s”, “Tab”, “a”."""
    for key in keys:
        page.keyboard.press(key)
