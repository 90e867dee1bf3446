"""How fast the desk is on three hours of talk, measured in Chromium against the product's own server.

    python -m tests.browser.desk_benchmark [MINUTES]

Nothing is asserted: it prints figures, what each of them is, and how they compare to a transcript of two minutes and
to one bare field on an empty page, which is what this browser on this machine needs for the same keys.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import chromium
from tests.browser.desk import Desk
from tests.browser.serving import Site, serving

MINUTES = 180
OPENINGS, KEYS, SAVES = 5, 200, 20
PAUSE = 60  # ms between two keys: a fast typist
TEXT = "kita dengar "
BARE = "data:text/html,<form data-desk class=js><textarea name=text-1 rows=6 cols=72></textarea></form>"

#: Notes when the script has taken over and the next frame was shown, and for every key what the main thread did.
WATCH = """
window.watched = {ready: null, keys: []};
const desk = () => document.querySelector("[data-desk].js textarea");
function look() {
  if (desk() && document.readyState !== "loading") requestAnimationFrame(() => setTimeout(() => {
    watched.ready = performance.now();
  }));
  else requestAnimationFrame(look);
}
requestAnimationFrame(look);
addEventListener("keydown", (event) => {
  if (event.key.length > 1 || event.ctrlKey) return;
  const key = {pressed: event.timeStamp, begun: performance.now()};
  const channel = new MessageChannel();
  channel.port1.onmessage = () => {
    key.shown = performance.now();
    watched.keys.push(key);
  };
  document.activeElement.addEventListener("input", () => queueMicrotask(() => {
    key.handled = performance.now();
    document.activeElement.getBoundingClientRect();
    key.laid = performance.now();
    requestAnimationFrame(() => {
      key.frame = performance.now();
      channel.port2.postMessage(0);
    });
  }), {once: true});
}, true);
"""


@dataclass
class Measured:
    """Milliseconds, but for the last two (MB)."""

    answer: list[float] = field(default_factory=list)
    usable: list[float] = field(default_factory=list)
    first_key: list[float] = field(default_factory=list)
    script: list[float] = field(default_factory=list)
    work: list[float] = field(default_factory=list)
    shown: list[float] = field(default_factory=list)
    saved: list[float] = field(default_factory=list)
    page: float = 0.0
    heap: float = 0.0
    process: float = 0.0


def main(minutes: int) -> None:
    program = chromium.program()
    if program is None:
        sys.exit(chromium.MISSING)
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder) / "data", "small=2", f"large={minutes}") as site,
        sync_playwright() as playwright,
    ):
        flags = [*chromium.FLAGS, "--enable-precise-memory-info"]

        def measure(name: str) -> Measured:
            with playwright.chromium.launch(executable_path=program, args=flags) as browser:
                return at_the_desk(browser, site, name) if name else in_a_bare_field(browser)

        large, small, bare = measure("large"), measure("small"), measure("")
        words = site.seeded["large"]["words"]
        print(
            f"{minutes} minutes, {words} words, Chromium {version(program)}; ratio: to two minutes, to a bare field\n"
        )
        report(large, small, bare)
        print(
            f"\nload of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores: above 1.5 it was not ours alone"
        )


def version(program: str) -> str:
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    return told.split()[1]


def at_the_desk(browser: Browser, site: Site, name: str) -> Measured:
    """Opens the desk several times, then types, then saves."""
    measured = Measured()
    context = browser.new_context(base_url=site.address, viewport={"width": 1280, "height": 800})
    cookie = {"name": "sessionid", "value": site.seeded["editors"]["rani"], "path": "/admin/", "domain": "127.0.0.1"}
    context.add_cookies([cookie])  # type: ignore[list-item]
    context.add_init_script(WATCH)
    page = context.new_page()
    desk = Desk(page, site, site.seeded[name]["audio"])
    for _opening in range(OPENINGS):
        desk.open()
        open_times(page, desk, measured)
    middle = desk.texts.count() // 2
    desk.texts.nth(middle).click()
    type_keys(page, measured)
    save_often(page, desk, middle, measured)
    memory(browser, page, measured)
    return measured


def in_a_bare_field(browser: Browser) -> Measured:
    """The same keys in one field on an empty page."""
    measured = Measured()
    page = browser.new_page()
    page.add_init_script(WATCH)
    page.goto(BARE)
    page.locator("textarea").click()
    type_keys(page, measured)
    memory(browser, page, measured)
    return measured


def open_times(page: Page, desk: Desk, measured: Measured) -> None:
    until(page, "watched.ready !== null")
    desk.texts.first.focus()
    page.keyboard.press("x")
    until(page, "watched.keys.length > 0")
    times = page.evaluate(
        """() => {
          const [{responseEnd, requestStart, decodedBodySize: size}] = performance.getEntriesByType("navigation");
          return {answer: responseEnd - requestStart, size, ready: watched.ready, key: watched.keys[0].shown};
        }"""
    )
    measured.answer.append(times["answer"])
    measured.usable.append(times["ready"])
    measured.first_key.append(times["key"])
    measured.page = times["size"] / 1e6
    page.keyboard.press("Backspace")
    page.evaluate("watched.keys = []")


def until(page: Page, condition: str) -> None:
    """Waits for something that the page knows; Playwright's own way is forbidden by the pages' content policy."""
    while not page.evaluate(condition):
        page.wait_for_timeout(20)


def type_keys(page: Page, measured: Measured) -> None:
    for number in range(KEYS):
        page.keyboard.press(TEXT[number % len(TEXT)].replace(" ", "Space"))
        page.wait_for_timeout(PAUSE)
    for key in page.evaluate("watched.keys"):
        measured.script.append(key["laid"] - key["begun"])
        measured.work.append(key["handled"] - key["begun"] + key["shown"] - key["frame"])
        measured.shown.append(key["shown"] - key["pressed"])


def save_often(page: Page, desk: Desk, place: int, measured: Measured) -> None:
    page.keyboard.press("Control+s")
    page.wait_for_timeout(3000)
    for number in range(SAVES):
        desk.texts.nth(place).focus()
        page.keyboard.press("Control+End")
        page.keyboard.type(f" kata{number}")
        with page.expect_response("**/save/") as answer:
            page.keyboard.press("Control+s")
        answer.value.finished()
        page.wait_for_timeout(200)
        measured.saved.append(page.evaluate(LAST_SAVE))


#: From the start of the last request of its kind until all of its answer was there.
LAST_SAVE = """() => {
  const last = performance.getEntriesByType("resource").filter(({name}) => name.endsWith("/save/")).at(-1);
  return last.responseEnd - last.startTime;
}"""


def memory(browser: Browser, page: Page, measured: Measured) -> None:
    page.context.new_cdp_session(page).send("HeapProfiler.collectGarbage")
    measured.heap = page.evaluate("performance.memory.usedJSHeapSize") / 1e6
    processes: list[dict[str, Any]] = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    sizes = [resident(process["id"]) for process in processes if process["type"] == "renderer"]
    measured.process = max(sizes)


def resident(pid: int) -> float:
    """The memory of a process that no other shares, in MB."""
    rows = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:])
    return sum(float(rows[name].split()[0]) for name in ("Private_Clean", "Private_Dirty")) / 1000


def report(large: Measured, small: Measured, bare: Measured) -> None:
    rows = [
        ("page, MB of HTML", lambda of: of.page),
        ("server's answer, ms (request to last byte)", lambda of: mid(of.answer)),
        ("usable, ms (navigation to script ready and a frame shown)", lambda of: mid(of.usable)),
        ("first key shown, ms (navigation to its frame)", lambda of: mid(of.first_key)),
        ("key p50, ms of handlers, style and layout", lambda of: mid(of.script)),
        ("key p95, ms of handlers, style and layout", lambda of: late(of.script)),
        ("key p50, ms of main thread (paint and waiting too)", lambda of: mid(of.work)),
        ("key p95, ms of main thread", lambda of: late(of.work)),
        ("key p50, ms from the press until its frame is shown", lambda of: mid(of.shown)),
        ("key p95, ms from the press until its frame is shown", lambda of: late(of.shown)),
        ("save p50, ms (request to last byte, one paragraph)", lambda of: mid(of.saved)),
        ("save p95, ms", lambda of: late(of.saved)),
        ("script's heap after collection, MB", lambda of: of.heap),
        ("page's process, private memory, MB", lambda of: of.process),
    ]
    for label, figure in rows:
        whole, part, floor = figure(large), figure(small), figure(bare)
        print(f"{label:<62} {whole:>9.1f} {ratio(whole, part):>8} {ratio(whole, floor):>8}")


def mid(values: list[float]) -> float:
    return median(values) if values else 0.0


def late(values: list[float]) -> float:
    return quantiles(values, n=20)[-1] if len(values) > 1 else 0.0


def ratio(value: float, against: float) -> str:
    return f"{value / against:.1f} ×" if against else "–"


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else MINUTES)
