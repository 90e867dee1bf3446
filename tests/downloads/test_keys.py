"""The key of the day: the same for everybody today, gone tomorrow."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from downloads import keys

TODAY = date(2026, 10, 10)


def test_a_day_has_one_key() -> None:
    assert keys.key_of(TODAY) == keys.key_of(TODAY)


def test_two_days_have_two() -> None:
    assert keys.key_of(TODAY) != keys.key_of(TODAY + timedelta(1))


def test_only_the_owner_can_read_it(day_keys: Path) -> None:
    keys.key_of(TODAY)
    assert [path.stat().st_mode & 0o777 for path in day_keys.iterdir()] == [0o600]


def test_a_new_day_destroys_the_keys_of_all_days_before(day_keys: Path) -> None:
    for age in range(4):
        keys.key_of(TODAY - timedelta(age))
    assert keys.destroy_before(TODAY) == 3
    assert [path.name for path in day_keys.iterdir()] == ["2026-10-10"]


def test_a_destroyed_key_does_not_come_back(day_keys: Path) -> None:
    earlier = keys.key_of(TODAY - timedelta(1))
    keys.destroy_before(TODAY)
    assert keys.key_of(TODAY - timedelta(1)) != earlier


def test_the_key_of_a_day_that_has_just_begun_elsewhere_stays(day_keys: Path) -> None:
    keys.key_of(TODAY + timedelta(1))
    keys.destroy_before(TODAY)
    assert [path.name for path in day_keys.iterdir()] == ["2026-10-11"]


def test_what_a_killed_process_left_of_making_one_goes_too(day_keys: Path) -> None:
    day_keys.mkdir()
    (day_keys / ".2026-10-09.abcdef").write_text("half a key")
    (day_keys / ".2026-10-10.abcdef").write_text("somebody makes it just now")
    keys.destroy_before(TODAY)
    assert [path.name for path in day_keys.iterdir()] == [".2026-10-10.abcdef"]


def test_its_bytes_are_written_over_before_it_goes(day_keys: Path) -> None:
    key = keys.key_of(TODAY)
    other_name = day_keys.parent / "another-name-of-the-same-file"
    other_name.hardlink_to(day_keys / TODAY.isoformat())
    keys.destroy_before(TODAY + timedelta(1))
    assert other_name.read_bytes() == bytes(len(key))


def test_without_any_key_there_is_nothing_to_do() -> None:
    assert keys.destroy_before(TODAY) == 0


def test_a_key_that_cannot_be_written_over_goes_all_the_same(
    day_keys: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(descriptor: int) -> None:
        raise OSError(5, "Input/output error")

    keys.key_of(TODAY)
    monkeypatch.setattr(keys.os, "fsync", refuse)
    keys.destroy_before(TODAY + timedelta(1))
    assert list(day_keys.iterdir()) == []
    assert "could not be written over" in caplog.text


def test_a_key_that_another_process_has_destroyed_is_no_trouble(
    day_keys: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(Path, "iterdir", lambda folder: iter([folder / "2026-10-09"]))
    day_keys.mkdir()
    keys.destroy_before(TODAY)
    assert caplog.text == ""
