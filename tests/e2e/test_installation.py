"""What a fresh installation looks like from outside."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.conftest import Installation

pytestmark = pytest.mark.xdist_group("killing")  # where the installation is made anyway


def test_the_data_folder_is_nobody_elses_business(fresh: Installation) -> None:
    assert fresh.folder.stat().st_mode & 0o077 == 0


def test_setting_up_again_changes_no_row(fresh: Installation) -> None:
    tables = (
        "SELECT 'pages', count(*), max(latest_revision_id) FROM wagtailcore_page "
        "UNION SELECT 'users', count(*), max(id) FROM siniar_user"
    )
    before = fresh.rows(tables), (fresh.folder / "secret-key").read_text()
    assert fresh.manage("set_up", "--without-demo").returncode == 0
    assert (fresh.rows(tables), (fresh.folder / "secret-key").read_text()) == before


def test_the_doctor_misses_a_worker_and_test_calls_and_nothing_else(fresh: Installation, tmp_path: Path) -> None:
    made = fresh.copy(tmp_path / "data")
    assert made.manage("rebuild_search").returncode == 0  # its show may have waited for the worker for long by now
    result = made.manage("doctor")
    assert (result.returncode, result.stdout.count("ok "), result.stdout.count("→")) == (0, 8, 2)


def test_a_wrong_setting_is_told_in_one_line(fresh: Installation) -> None:
    result = fresh.manage("check", PORT="eighty")
    assert (result.returncode, result.stderr.strip().count("\n")) == (1, 0)
    assert "PORT" in result.stderr
