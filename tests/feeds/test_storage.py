"""Stored documents are whole files named by what is in them."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings

from feeds import storage


@pytest.fixture(autouse=True)
def folder(settings: LazySettings, tmp_path: Path) -> Path:
    settings.FEEDS_DIR = tmp_path / "feeds"
    return settings.FEEDS_DIR


def test_a_document_is_named_by_its_digest() -> None:
    assert storage.keep(b"<rss/>") == hashlib.sha256(b"<rss/>").hexdigest()


def test_it_lies_there_plain_and_packed() -> None:
    digest = storage.keep(b"<rss/>")
    assert (
        storage.path(digest).read_bytes()
        == gzip.decompress(storage.path(digest, packed=True).read_bytes())
        == b"<rss/>"
    )


def test_the_same_document_is_packed_to_the_same_bytes() -> None:
    digest = storage.keep(b"<rss/>" * 100)
    first = storage.path(digest, packed=True).read_bytes()
    storage.path(digest, packed=True).unlink()
    storage.keep(b"<rss/>" * 100)
    assert storage.path(digest, packed=True).read_bytes() == first


def test_a_file_that_was_cut_off_is_written_anew() -> None:
    digest = storage.keep(b"<rss/>")
    storage.path(digest).write_bytes(b"<r")
    storage.keep(b"<rss/>")
    assert storage.path(digest).read_bytes() == b"<rss/>"


def test_nothing_half_written_stays_when_the_disk_is_full(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storage.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        storage.keep(b"<rss/>")
    assert list(folder.iterdir()) == []


@pytest.fixture
def two(folder: Path) -> Iterator[tuple[str, str]]:
    yield storage.keep(b"<rss>1</rss>"), storage.keep(b"<rss>2</rss>")


def test_what_no_row_names_is_removed(two: tuple[str, str], folder: Path) -> None:
    storage.remove_leftovers({two[0]}, older_than=-1)
    assert {file.name for file in folder.iterdir()} == {two[0], two[0] + ".gz"}


def test_what_was_written_just_now_may_still_be_waiting_for_its_row(two: tuple[str, str], folder: Path) -> None:
    storage.remove_leftovers(set())
    assert len(list(folder.iterdir())) == 4


def test_a_folder_that_is_not_there_yet_has_no_leftovers(folder: Path) -> None:
    storage.remove_leftovers(set())
    assert not folder.exists()
