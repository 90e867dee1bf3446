"""Makes the pictures of the README: `make screenshots`. A site of its own with the demo's texts, looked at in Chromium.

Their sound is a quiet tone, so that nothing has to be transcribed; what is seen is the product.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.browser import chromium
from tests.browser.serving import Site, serving

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"
COLOURS = 128  # of each picture: flat grounds and letters need no more
GAP, GROUND = 48, "#e0d5c1"  # pixels between phones, and the colour there
PHONE, DESK = (360, 740), (1280, 800)
#: Beside the demo's own episodes, so that lists look like lists: a title, and the code of its topic.
MORE = (
    ("Mendampingi anak di dunia maya", "PENGASUHAN"),
    ("Sandi kuat, akun selamat", "LITDIG"),
    ("Hak anak yang jarang kita dengar", "HAK-ANAK"),
    ("Cara kerja layanan", "BANTUAN"),
)


def fill() -> None:
    """Publishes what is looked at. Called in a shell of the installation; prints the address of an episode."""
    import numpy as np

    from demo import content
    from episodes.models import AudioFile, Episode
    from tests.browser import seeding

    told, show = content.show(), seeding.show()
    show.title, show.summary, show.description = told.title, told.summary, told.description
    show.save_revision().publish()
    summaries = {each.title: each.summary for each in content.episodes()}
    spoken = ((each.title, each.topics[0]) for each in content.episodes())
    for number, (title, topic) in enumerate((*MORE, *spoken)):
        made = seeding.published(title, topic)
        episode = Episode.objects.get(pk=made["episode"])
        if title in summaries:
            episode.summary = summaries[title]
            episode.save_revision().publish()
        chance = np.random.default_rng(number)
        coarse = np.interp(np.arange(800), np.arange(0, 800, 40), chance.uniform(40, 250, 20))
        peaks = [int(peak) for peak in coarse * chance.uniform(0.6, 1.0, 800)]
        AudioFile.objects.filter(pk=episode.audio_id).update(peaks=peaks)
    print(made["path"])


def portray(browser: Browser, site: Site, path: str, size: tuple[int, int], *, dark: bool = False) -> Image.Image:
    """What somebody sees who opens this page."""
    width, height = size
    context = browser.new_context(
        base_url=site.address,
        viewport={"width": width, "height": height},
        device_scale_factor=1.5 if size == PHONE else 1,
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
        locale="id-ID",
        timezone_id="Asia/Jakarta",
    )
    page = context.new_page()
    page.goto(path, wait_until="networkidle")
    picture = Image.open(io.BytesIO(page.screenshot()))
    context.close()
    return picture


def beside(pictures: Iterable[Image.Image]) -> Image.Image:
    """Pictures of one height in a row."""
    row = list(pictures)
    width = sum(picture.width + GAP for picture in row) + GAP
    whole = Image.new("RGB", (width, row[0].height + 2 * GAP), GROUND)
    place = GAP
    for picture in row:
        whole.paste(picture, (place, GAP))
        place += picture.width + GAP
    return whole


def main(folder: Path) -> None:
    """Writes the pictures into this folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, serving(Path(name) / "data") as site, sync_playwright() as playwright:
        code = "from tests.browser import portraits; portraits.fill()"
        result = site.installation.manage("shell", "-v0", "-c", code)
        assert result.returncode == 0, result.stderr
        episode = result.stdout.split()[-1]
        browser = playwright.chromium.launch(executable_path=chromium.program(), args=list(chromium.FLAGS))
        phones = (("/", False), (episode, False), ("/cara-aman/", True), ("/episode/", True))
        pictures = {
            "beranda": portray(browser, site, "/", DESK),
            "malam": portray(browser, site, episode, DESK, dark=True),
            "ponsel": beside(portray(browser, site, path, PHONE, dark=dark) for path, dark in phones),
        }
        browser.close()
    for name, picture in pictures.items():
        picture.convert("RGB").quantize(COLOURS).save(folder / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
