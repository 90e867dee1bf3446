"""What the doctor and /healthz look at."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from episodes.models import Topic
from siniar import health
from siniar.health import Finding, Verdict
from siniar.jobs.models import Job, ScheduledRun

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, settings: Settings) -> None:
    settings.DATA_DIR = tmp_path
    settings.CONFIG = replace(settings.CONFIG, min_free_mb=1)


def unreachable(*args: object, **kwargs: object) -> Any:
    raise OperationalError("the disk is [gone]")


class TestDataFolder:
    def test_one_that_can_be_written_is_good(self) -> None:
        assert health.data_folder().verdict is Verdict.GOOD

    def test_it_is_told_where_it_is(self, tmp_path: Path) -> None:
        assert str(tmp_path) in health.data_folder().text

    def test_nothing_is_left_in_it(self, tmp_path: Path) -> None:
        health.data_folder()
        assert list(tmp_path.iterdir()) == []

    def test_one_that_is_missing_is_made(self, tmp_path: Path, settings: Settings) -> None:
        settings.DATA_DIR = tmp_path / "a" / "b"
        assert (health.data_folder().verdict, (tmp_path / "a" / "b").is_dir()) == (Verdict.GOOD, True)

    def test_one_that_cannot_be_made_is_bad(self, tmp_path: Path, settings: Settings) -> None:
        (tmp_path / "file").touch()
        settings.DATA_DIR = tmp_path / "file" / "folder"
        assert health.data_folder().verdict is Verdict.BAD

    def test_one_that_cannot_be_written_is_bad(self, tmp_path: Path) -> None:
        (tmp_path / ".doctor").mkdir()
        assert health.data_folder().verdict is Verdict.BAD

    def test_too_full_a_disk_is_bad(self, settings: Settings) -> None:
        settings.CONFIG = replace(settings.CONFIG, min_free_mb=10**12)
        finding = health.data_folder()
        assert (finding.verdict, str(10**12) in finding.remedy) == (Verdict.BAD, True)


class TestDatabase:
    def test_one_with_all_tables_is_good(self) -> None:
        assert health.database() == Finding(health.database().name, Verdict.GOOD, "sqlite")

    def test_one_that_does_not_answer_is_bad(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(connection, "ensure_connection", unreachable)
        finding = health.database()
        assert (finding.verdict, finding.text) == (Verdict.BAD, "the disk is [gone]")

    def test_missing_tables_are_bad_and_the_remedy_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda *args: ["one", "two"])
        finding = health.database()
        assert (finding.verdict, "2" in finding.text, finding.remedy) == (
            Verdict.BAD,
            True,
            "make run, manage.py set_up",
        )


class TestWorker:
    def tick(self, ago: timedelta) -> None:
        ScheduledRun.objects.update_or_create(name="sweep", defaults={"due_at": timezone.now() - ago})

    def test_none_that_ever_ticked_is_a_warning(self) -> None:
        assert health.worker().verdict is Verdict.WARNING

    def test_one_that_ticked_just_now_is_good(self) -> None:
        self.tick(timedelta(seconds=5))
        assert health.worker().verdict is Verdict.GOOD

    def test_one_that_has_not_ticked_for_two_minutes_is_a_warning(self) -> None:
        self.tick(timedelta(minutes=2))
        assert health.worker().verdict is Verdict.WARNING

    @pytest.mark.parametrize("running", [True, False])
    def test_it_tells_how_many_steps_wait(self, running: bool) -> None:
        if running:
            self.tick(timedelta(0))
        for number in range(37):
            Job.objects.create(step="measure", subject=str(number), input_hash="a")
        assert "37" in health.worker().text


@pytest.mark.parametrize("dotted", health.CHECKS)
def test_every_check_that_is_named_exists_and_answers(dotted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "CHECKS", (dotted,))
    (finding,) = health.examine()
    assert (isinstance(finding, Finding), finding.text.startswith("AttributeError")) == (True, False)


@pytest.mark.parametrize("dotted", health.CHECKS)
def test_a_finding_that_is_not_good_says_what_to_do(dotted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "CHECKS", (dotted,))
    (finding,) = health.examine()
    assert finding.verdict is Verdict.GOOD or finding.remedy


def broken() -> Finding:
    raise LookupError("nobody [/knows]")


def good() -> Finding:
    return Finding("first", Verdict.GOOD, "all [well] here")


def warning() -> Finding:
    return Finding("second", Verdict.WARNING, "could be better", "do better")


def bad() -> Finding:
    return Finding("third", Verdict.BAD, "[mp3 @ 0x5] broken", "mend [it]")


def use(monkeypatch: pytest.MonkeyPatch, *checks: str) -> None:
    monkeypatch.setattr(health, "CHECKS", tuple(f"{__name__}.{name}" for name in checks))


def test_a_check_that_breaks_is_a_finding_and_the_others_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, "broken", "good")
    assert [(finding.verdict, finding.text) for finding in health.examine()] == [
        (Verdict.BAD, "LookupError: nobody [/knows]"),
        (Verdict.GOOD, "all [well] here"),
    ]


class TestDoctor:
    def run(self) -> tuple[str, int]:
        """What it prints and its exit status."""
        printed = io.StringIO()
        try:
            call_command("doctor", stdout=printed)
        except SystemExit as exit:
            return printed.getvalue(), int(str(exit.code))
        return printed.getvalue(), 0

    @pytest.mark.parametrize(
        ("checks", "status"),
        [(("good",), 0), (("good", "warning"), 0), (("good", "bad", "good"), 1), (("broken",), 1)],
    )
    def test_the_exit_status_says_whether_something_must_be_mended(
        self, monkeypatch: pytest.MonkeyPatch, checks: tuple[str, ...], status: int
    ) -> None:
        use(monkeypatch, *checks)
        assert self.run()[1] == status

    @pytest.mark.parametrize("text", ["first", "all [well] here", "second", "could be better", "→ do better", "third"])
    def test_it_prints_every_finding_whatever_signs_are_in_it(self, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
        use(monkeypatch, "good", "warning", "bad")
        assert text in self.run()[0]

    @pytest.mark.parametrize("text", ["[mp3 @ 0x5] broken", "→ mend [it]"])
    def test_what_stands_in_brackets_is_printed(self, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
        use(monkeypatch, "bad")
        assert text in self.run()[0]

    def test_brackets_that_look_like_an_end_of_markup_do_not_break_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        use(monkeypatch, "broken")
        assert "nobody [/knows]" in self.run()[0]

    def test_a_good_finding_has_no_arrow(self, monkeypatch: pytest.MonkeyPatch) -> None:
        use(monkeypatch, "good")
        assert "→" not in self.run()[0]

    def test_a_disk_that_is_too_full_ends_in_1(self, settings: Settings) -> None:
        settings.CONFIG = replace(settings.CONFIG, min_free_mb=10**12)
        assert self.run()[1] == 1

    def test_missing_domain_data_end_in_1_and_the_remedy_is_named(self) -> None:
        Topic.objects.all().delete()
        printed, status = self.run()
        assert (status, "manage.py load_domain" in printed) == (1, True)

    def test_an_ffmpeg_that_is_not_there_ends_in_1(self, settings: Settings, tmp_path: Path) -> None:
        settings.CONFIG = replace(settings.CONFIG, ffmpeg=tmp_path / "no-ffmpeg")
        assert self.run()[1] == 1

    def test_a_program_that_is_no_ffmpeg_ends_in_1(self, settings: Settings) -> None:
        settings.CONFIG = replace(settings.CONFIG, ffmpeg=Path("/bin/true"))
        assert self.run()[1] == 1

    def test_a_database_that_does_not_answer_ends_in_1(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(connection, "ensure_connection", unreachable)
        printed, status = self.run()
        assert (status, "the disk is [gone]" in printed) == (1, True)


class TestHealthz:
    def test_it_answers_200_if_all_is_well(self) -> None:
        assert Client().get("/healthz").status_code == 200

    def test_it_is_not_kept_by_a_cache(self) -> None:
        assert Client().get("/healthz").headers["Cache-Control"] == "no-store"

    def test_it_answers_503_if_the_database_does_not_answer(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(connection, "ensure_connection", unreachable)
        assert Client().get("/healthz").status_code == 503

    def test_it_does_not_tell_strangers_why(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(connection, "ensure_connection", unreachable)
        assert "disk" not in Client().get("/healthz").content.decode()
