"""What lets the site be installed and used without a network."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image
from pytest_django import Settings

from siniar import offline

pytestmark = pytest.mark.django_db
STATIC = Path(offline.__file__).parent / "static/siniar"
LITTLE = 2400  # bytes


def manifest() -> dict[str, object]:
    told: dict[str, object] = json.loads(Client().get("/manifest.webmanifest").content)
    return told


def worker() -> str:
    return Client().get("/service-worker.js").content.decode()


class TestManifest:
    @pytest.mark.parametrize("field", ["name", "short_name"])
    def test_the_app_is_called_by_a_name_that_tells_nothing(self, field: str) -> None:
        assert manifest()[field] == "Siniar"

    @pytest.mark.parametrize("field", ["description", "categories", "shortcuts", "screenshots", "share_target"])
    def test_it_says_no_more_of_itself(self, field: str) -> None:
        assert field not in manifest()

    def test_it_says_what_browsers_need_to_install_it(self) -> None:
        told = manifest()
        assert (told["display"], told["start_url"], told["scope"], told["id"]) == ("standalone", "/", "/", "/")

    def test_every_icon_is_there_in_the_size_it_says(self) -> None:
        icons: list[dict[str, str]] = manifest()["icons"]  # type: ignore[assignment]
        for icon in icons:
            found = finders.find(icon["src"].removeprefix("/static/"))
            assert isinstance(found, str)
            with Image.open(found) as picture:
                assert "{}x{}".format(*picture.size) == icon["sizes"]
        assert {(icon["sizes"], icon["purpose"]) for icon in icons} >= {
            ("192x192", "any"),
            ("512x512", "any"),
            ("512x512", "maskable"),
        }

    def test_it_is_asked_for_each_time(self) -> None:
        reply = Client().get("/manifest.webmanifest")
        assert (reply["Content-Type"], reply["Cache-Control"]) == ("application/manifest+json", "no-cache")


class TestWorker:
    def test_it_is_served_for_the_whole_site_and_asked_for_each_time(self) -> None:
        reply = Client().get("/service-worker.js")
        assert (reply["Content-Type"], reply["Cache-Control"]) == ("text/javascript", "no-cache")

    def test_it_holds_the_list_and_the_help_page_ready(self) -> None:
        assert '"pages": ["/offline/", "/lapor/", "/cara-aman/"]' in worker()

    def test_it_knows_the_other_address_of_the_help_page(self) -> None:
        assert '"help": ["/b/"]' in worker()

    def test_it_stays_the_same_as_long_as_what_it_holds_does(self) -> None:
        assert worker() == worker()

    def test_it_is_a_new_version_when_a_page_that_it_holds_changes(
        self, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = worker()
        monkeypatch.setattr(offline, "words", lambda: {"keep": "Simpan"})
        assert worker() != before

    def test_its_chunks_are_those_that_pages_keep(self) -> None:
        sizes = {
            re.search(r"const CHUNK = ([\d *]+);", (STATIC / name).read_text())[1]  # type: ignore[index]
            for name in ("service-worker.js", "keeping.js")
        }
        assert sizes == {"512 * 1024"}


class TestList:
    def test_its_words_are_all_that_the_scripts_say(self) -> None:
        said = set(re.findall(r'say\("(\w+)"', (STATIC / "offline.js").read_text()))
        refused = set(re.findall(r'Refused\("(\w+)"', (STATIC / "keeping.js").read_text()))
        assert said | refused <= set(offline.words())

    def test_they_stand_on_its_page(self) -> None:
        assert "data-words=" in Client().get("/offline/").content.decode()

    def test_it_is_never_kept_by_a_cache(self) -> None:
        assert Client().get("/offline/")["Cache-Control"] == "no-store"

    def test_one_button_on_it_wipes_everything(self) -> None:
        assert "<siniar-wipe" in Client().get("/offline/").content.decode()


def test_what_every_page_loads_in_order_to_be_left_is_little() -> None:
    assert sum(len(gzip.compress((STATIC / name).read_bytes(), 9)) for name in ("leave.js", "traces.js")) <= LITTLE


def test_a_page_loads_next_to_nothing_as_long_as_nobody_keeps_anything() -> None:
    assert len(gzip.compress((STATIC / "keep.js").read_bytes(), 9)) <= 450
    assert "from" not in (STATIC / "keep.js").read_text().split("import(")[0]
