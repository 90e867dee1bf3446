"""Everything between a fresh clone and a site that can be opened."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.core.management import CommandError
from django.core.management import call_command as really_call_command
from pytest_django import Settings
from wagtail.models import Site

from episodes.models import Topic
from siniar.management.commands import set_up
from siniar.models import User
from siniar.pages.models import HomePage

pytestmark = pytest.mark.django_db

HEAVY = {"fetch_model", "demo", "migrate"}  # these have tests of their own


@pytest.fixture(autouse=True)
def installation(tmp_path: Path, settings: Settings) -> Path:
    """A data folder that is not there yet, and two static files of the project's own."""
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "a.css").write_text("a {}")
    (tmp_path / "styles" / "b.css").write_text("b {}")
    settings.DATA_DIR = tmp_path / "data" / "siniar"
    settings.STATIC_ROOT = settings.DATA_DIR / "static"
    settings.STATICFILES_DIRS = [tmp_path / "styles"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    finders.get_finder.cache_clear()
    return Path(settings.DATA_DIR)


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the commands in the order of their calls; the heavy ones are not run."""
    names: list[str] = []

    def call_command(name: str, *arguments: Any, **options: Any) -> Any:
        names.append(name)
        return None if name in HEAVY else really_call_command(name, *arguments, **options)

    monkeypatch.setattr(set_up, "call_command", call_command)
    return names


def run(**options: Any) -> tuple[str, str]:
    """What it prints, and what it complains of."""
    printed, complained = io.StringIO(), io.StringIO()
    really_call_command("set_up", stdout=printed, stderr=complained, **options)
    return printed.getvalue(), complained.getvalue()


def test_everything_is_done_in_an_order_in_which_each_finds_what_it_needs(called: list[str]) -> None:
    run()
    assert called == [
        "collectstatic",
        "load_domain",
        "load_services",
        "first_admin",
        "fetch_model",
        "demo",
        "rebuild_feeds",
        "rebuild_search",
    ]


def test_a_real_installation_has_no_demo_show(called: list[str]) -> None:
    run(without_demo=True)
    assert "demo" not in called


def test_the_data_folder_is_made(called: list[str], installation: Path) -> None:
    run()
    assert installation.is_dir()


def test_domain_data_are_there(called: list[str]) -> None:
    Topic.objects.all().delete()
    run()
    assert Topic.objects.exists()


def test_the_home_page_is_there(called: list[str]) -> None:
    HomePage.objects.get().delete()
    run()
    assert Site.objects.get().root_page.pk == HomePage.objects.get().pk


def test_the_first_account_is_there_and_told(called: list[str]) -> None:
    printed, _complained = run()
    assert User.objects.get().username in printed


def test_without_a_model_the_reason_is_told_and_the_rest_is_done(
    called: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded = set_up.call_command

    def call_command(name: str, *arguments: Any, **options: Any) -> Any:
        recorded(name, *arguments, **options)
        if name == "fetch_model":
            raise CommandError("no weights")

    monkeypatch.setattr(set_up, "call_command", call_command)
    assert ("no weights" in run()[1], "demo" in called) == (True, True)


@pytest.mark.parametrize(("plan", "migrated"), [(["a migration"], True), ([], False)])
def test_tables_are_made_if_any_is_missing(
    called: list[str], monkeypatch: pytest.MonkeyPatch, plan: list[str], migrated: bool
) -> None:
    monkeypatch.setattr(set_up.MigrationExecutor, "migration_plan", lambda *args: plan)
    run()
    assert ("migrate" in called[:1]) is migrated


class TestSecondTime:
    def test_no_password_is_told(self, called: list[str], installation: Path) -> None:
        run()
        _name, password = (installation / "first-admin").read_text().split()
        assert password not in "".join(run())

    def test_static_files_are_not_collected_again(self, called: list[str]) -> None:
        run()
        called.clear()
        run()
        assert "collectstatic" not in called

    def test_nothing_in_the_database_changes(self, called: list[str]) -> None:
        def everything() -> list[object]:
            return [list(model.objects.order_by("pk").values()) for model in (Topic, HomePage, Site, User)]

        run()
        before = everything()
        run()
        assert everything() == before


class TestStaticFiles:
    def change(self, path: Path) -> None:
        path.write_text("a { color: red }")

    def test_they_are_collected(self, called: list[str], installation: Path) -> None:
        run()
        assert (installation / "static" / "a.css").read_text() == "a {}"

    @pytest.mark.parametrize("action", ["change", "add", "remove"])
    def test_what_was_changed_is_collected_anew(
        self, called: list[str], installation: Path, tmp_path: Path, action: str
    ) -> None:
        run()
        styles = tmp_path / "styles"
        if action == "change":
            (styles / "a.css").write_text("a { color: red }")
        elif action == "add":
            (styles / "c.css").write_text("c {}")
        else:
            (styles / "a.css").unlink()
        run()
        collected = {path.name: path.read_text() for path in (installation / "static").glob("*.css")}
        assert collected == {path.name: path.read_text() for path in styles.iterdir()}

    def test_collecting_that_was_broken_off_is_done_again(
        self, called: list[str], installation: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        recorded = set_up.call_command

        def broken(name: str, *arguments: Any, **options: Any) -> Any:
            if name == "collectstatic":
                raise OSError("the disk is full")
            return recorded(name, *arguments, **options)

        monkeypatch.setattr(set_up, "call_command", broken)
        with pytest.raises(OSError, match="full"):
            run()
        monkeypatch.setattr(set_up, "call_command", recorded)
        run()
        assert (installation / "static" / "a.css").exists()
