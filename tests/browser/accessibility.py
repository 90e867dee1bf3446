"""What axe finds on a page, in words that tell where to look."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe()
#: What fades in is let come; what turns for ever is not waited for.
SETTLED = """Promise.allSettled(
    document.getAnimations()
        .filter((each) => each.playState === "running" && each.effect.getComputedTiming().endTime < 5000)
        .map((each) => each.finished)
)"""


def findings(page: Page, *, within: str = "", without: tuple[str, ...] = ()) -> list[str]:
    """Every place that breaks a rule of axe (WCAG and good practice), but those of the rules `without`.

    `within` is the selector of the part that is looked at; by default the whole page is.
    """
    page.wait_for_load_state()
    page.evaluate(SETTLED)
    options: dict[str, Any] = {"resultTypes": ["violations"], "rules": {rule: {"enabled": False} for rule in without}}
    violations = AXE.run(page, within or None, options).response["violations"]
    return [
        f"{rule['id']} ({rule['impact']}): {rule['help']}\n  {node['html']}\n  {_reasons(node)}"
        for rule in violations
        for node in rule["nodes"]
    ]


def _reasons(node: dict[str, Any]) -> str:
    return "; ".join(check["message"] for kind in ("any", "all", "none") for check in node[kind])


def assert_accessible(page: Page, *, within: str = "", without: tuple[str, ...] = ()) -> None:
    """Fails with everything that axe finds."""
    found = findings(page, within=within, without=without)
    assert not found, f"axe finds {len(found)} places on {page.url}:\n" + "\n".join(found)
