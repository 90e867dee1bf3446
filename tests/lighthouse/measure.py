"""What Lighthouse says of the public pages, as on a slow phone: `make lighthouse`. Ends with 1 below the bars.

It looks at a site of its own on this machine, in Debian's Chromium, which can reach nothing else; nobody is told. A
page whose performance is below the bar is measured twice more, and the median counts: the figure depends on what else
the machine does.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from tests.browser import chromium
from tests.browser.serving import Site, serving

PROGRAM = Path(__file__).parent / "node_modules" / "lighthouse" / "cli" / "index.js"
#: The least score of each category. Search engines have no bar: pages on sensitive topics are kept from them.
BARS = {"performance": 98, "accessibility": 100, "best-practices": 100}
CATEGORIES = (*BARS, "seo")
NOT_LISTED = "is-crawlable"  # the audit that a page with “noindex” fails as it should
ATTEMPTS = 3  # at one measurement: under load a browser's trace may lack its beginning (NO_NAVSTART)
LONGEST = 180  # seconds that one measurement may take
FILL = "from tests.lighthouse import measure; measure.fill()"


@dataclass(frozen=True)
class Scores:
    """What one measurement says: scores from 0 to 100, and the audits of each category that cost some."""

    of: Mapping[str, int]
    failed: Mapping[str, tuple[str, ...]]
    paints: float  # ms until the largest part of the page is seen

    def below(self) -> dict[str, tuple[str, ...]]:
        """The categories below their bars, with the audits to look at."""
        return {name: self.failed[name] for name, bar in BARS.items() if self.of[name] < bar}


def fill() -> None:
    """Publishes what is looked at. Called in a shell of the installation; prints the addresses as a line of JSON."""
    from django.urls import reverse

    from episodes.models import Person, Topic
    from listening import signs
    from tests.browser import player_seeding, portraits, seeding

    portraits.fill()
    player_seeding.main()
    pages = {each.title: each for each in seeding.show().get_children().specific()}
    long, hushed = pages["Dari rumah ke sekolah"], pages["Suami yang memukul"]
    topics = [signs.of_topic(Topic.objects.get(code=code)) for code in ("PENGASUHAN", "KDRT")]
    addresses = {
        "home": "/",
        "show": seeding.show().get_url(),
        "all episodes": reverse("episodes"),
        "all episodes, filtered": f"{reverse('episodes')}?topik={topics[0]}",
        "episode, half an hour of text": long.get_url(),
        "episode, discreet": hushed.get_url(),
        "topic": reverse("topic", args=[topics[0]]),
        "topic, discreet": reverse("topic", args=[topics[1]]),
        "person": reverse("person", args=[signs.of_person(Person.objects.get(name="Hasan"))]),
        "help": reverse("report"),
        "help, from an episode": f"{reverse('report')}{hushed.slug}/",
        "safety": reverse("safety"),
        "privacy": reverse("privacy"),
        "about": reverse("about"),
        "offline": reverse("offline"),
        "embedded player": f"/sematan/{long.slug}/",
    }
    print(json.dumps(addresses))


def filled(site: Site) -> dict[str, str]:
    """The path of each page by its name."""
    result = site.installation.manage("shell", "-v0", "-c", FILL)
    if result.returncode != 0:
        raise SystemExit(result.stderr)
    addresses: dict[str, str] = json.loads(result.stdout.splitlines()[-1])
    return addresses


def measure(address: str) -> Scores:
    """One measurement with Lighthouse's own settings for a phone, in a browser that nobody used before."""
    flags = shlex.join(("--headless=new", *chromium.FLAGS))
    command = [
        *("node", str(PROGRAM), address, "--quiet", "--output=json", "--no-enable-error-reporting"),
        *(f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={flags}"),
    ]
    environment = os.environ | {"CHROME_PATH": chromium.program() or ""}
    for _attempt in range(ATTEMPTS):
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=LONGEST)
        if done.returncode == 0:
            return read(json.loads(done.stdout))
    raise SystemExit(f"{address}: {done.stderr}")


def read(report: Mapping[str, Any]) -> Scores:
    """The scores that a report of Lighthouse's holds."""
    categories = {name: report["categories"][name] for name in CATEGORIES}
    return Scores(
        {name: round(100 * category["score"]) for name, category in categories.items()},
        {name: tuple(costly(category, report["audits"])) for name, category in categories.items()},
        report["audits"]["largest-contentful-paint"]["numericValue"],
    )


def costly(category: Mapping[str, Any], audits: Mapping[str, Any]) -> Iterator[str]:
    """The audits of a category that have a weight and are not passed in full, with their figures."""
    for reference in category["auditRefs"]:
        audit = audits[reference["id"]]
        if reference["weight"] and audit["score"] is not None and audit["score"] < 1:
            yield f"{reference['id']} {audit.get('displayValue', '')}".strip()


def settled(take: Callable[[], Scores]) -> Scores:
    """The measurement that counts: the first if it is good enough, else the median of three."""
    first = take()
    if first.of["performance"] >= BARS["performance"]:
        return first
    return sorted((first, take(), take()), key=lambda scores: scores.of["performance"])[1]


def line(name: str, scores: Scores) -> str:
    """A line of the table."""
    kept_back = any(audit.startswith(NOT_LISTED) for audit in scores.failed["seo"])
    figures = [str(scores.of[category]) for category in BARS]
    return f"| {name} | {' | '.join(figures)} | {scores.of['seo']}{', not listed' * kept_back} | {scores.paints:.0f} |"


def main() -> int:
    """Prints the table and what falls short; 1 if something does."""
    if not PROGRAM.is_file() or chromium.program() is None:
        raise SystemExit(f"Lighthouse or Chromium is missing: make lighthouse installs the first. {chromium.MISSING}")
    short: list[str] = []
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder) / "data") as site:
        print("| page | performance | accessibility | best practices | SEO | largest paint, ms |")
        print("| --- | --- | --- | --- | --- | --- |")
        for name, path in filled(site).items():
            scores = settled(partial(measure, site.address + path))
            print(line(name, scores), flush=True)
            short += [f"{name}: {category}: {'; '.join(why)}" for category, why in scores.below().items()]
    print(f"\nLoad of the machine in the last minutes: {', '.join(f'{load:.1f}' for load in os.getloadavg())}")
    print("\n".join(short) or "All bars are met.")
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
