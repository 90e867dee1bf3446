"""Secrets that Siniar makes for itself."""

from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from siniar import secret


def test_a_secret_is_made_once_and_kept(tmp_path: Path) -> None:
    assert secret.kept(tmp_path / "key") == secret.kept(tmp_path / "key")


def test_two_secrets_differ(tmp_path: Path) -> None:
    assert secret.kept(tmp_path / "one") != secret.kept(tmp_path / "other")


def test_a_secret_is_long_enough_for_django(tmp_path: Path) -> None:
    assert len(secret.kept(tmp_path / "key")) >= 50


def test_a_secret_of_the_callers_own_making_is_written_as_it_is(tmp_path: Path) -> None:
    assert secret.kept(tmp_path / "key", "admin s3cret") == "admin s3cret"


def test_what_is_there_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("first")
    assert secret.kept(tmp_path / "key", "second") == "first"


def test_only_the_owner_may_read_it_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        secret.kept(tmp_path / "key")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600


def test_the_folder_is_made_if_need_be(tmp_path: Path) -> None:
    secret.kept(tmp_path / "a" / "b" / "key")
    assert (tmp_path / "a" / "b" / "key").is_file()


def test_nothing_but_the_secret_is_left_in_the_folder(tmp_path: Path) -> None:
    secret.kept(tmp_path / "key")
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


def test_the_one_who_comes_second_takes_the_secret_of_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def somebody_was_faster(length: int) -> str:
        (tmp_path / "key").write_text("of the first")
        return "of the second"

    monkeypatch.setattr(secret.secrets, "token_urlsafe", somebody_was_faster)
    assert secret.kept(tmp_path / "key") == "of the first"


def test_all_who_come_at_once_end_with_the_same_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        told = set(pool.map(lambda _number: secret.kept(tmp_path / "key"), range(32)))
    assert len(told) == 1
