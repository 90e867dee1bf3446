"""What nginx may never do in Siniar's place: show what is withdrawn, open other folders, keep who has listened."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.nginx.conftest import MODIFIED, Published
from tests.nginx.front import Server
from tests.siniar.range_cases import SIZE

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("nginx")]
ETAG = f'"{MODIFIED:x}-{SIZE:x}"'
ASKING = (
    {},
    {"Range": "bytes=0-9"},
    {"If-None-Match": ETAG},
    {"If-None-Match": "*"},
    {"If-Range": ETAG, "Range": "bytes=0-9"},
    {"If-Match": '"ffff"'},
    {"Range": "bytes=99999-"},
)


@pytest.fixture
def withdrawn(published: Published, nginx: Server) -> Iterator[None]:
    """After somebody has heard it and seen its cover."""
    assert nginx.ask(published.paths["sound"]).status == 200
    assert nginx.ask(published.paths["cover"]).status == 200
    pages = ", ".join(map(str, published.episodes.values()))

    def live(value: int) -> None:
        with closing(sqlite3.connect(published.installation.folder / "siniar.sqlite3")) as database, database:
            database.execute(f"UPDATE wagtailcore_page SET live = {value} WHERE id IN ({pages})")

    live(0)
    yield
    live(1)


@pytest.mark.parametrize("what", ["sound", "cover"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("headers", ASKING, ids=str)
def test_what_is_withdrawn_is_gone_with_the_next_request(
    what: str, method: str, headers: dict[str, str], withdrawn: None, published: Published, nginx: Server
) -> None:
    reply = nginx.ask(published.paths[what], method, headers)
    assert reply.status == 404
    assert {"etag", "last-modified", "content-range"}.isdisjoint(reply.headers)


def test_files_have_no_address_of_their_own(published: Published, nginx: Server) -> None:
    folder = published.installation.folder
    files = [path.relative_to(folder) for name in ("renditions", "pictures") for path in (folder / name).rglob("*.*")]
    assert files
    assert {nginx.ask(f"/_files/{path}").status for path in [*files, Path("siniar.sqlite3")]} == {404}


def test_a_file_that_vanished_after_it_was_asked_for_does_not_exist(published: Published, nginx: Server) -> None:
    (path,) = [each for each in (nginx.folder.parent / "renditions").rglob("main-*") if each.stat().st_size == 1]
    kept = path.read_bytes()
    path.unlink()
    try:
        assert nginx.ask(published.sound[1]).status == 404
    finally:
        path.write_bytes(kept)
        os.utime(path, (MODIFIED, MODIFIED + 0.5))


def test_its_log_tells_nobody_who_listened_to_what(published: Published, nginx: Server) -> None:
    path = published.sound[SIZE]
    nginx.ask(f"{path}?dari=wa", headers={"User-Agent": "AntennaPod", "Referer": "http://127.0.0.1/rahasia"})
    nginx.ask("/_files/siniar.sqlite3")
    logs = "".join(log.read_text() for log in nginx.folder.glob("*.log"))
    assert "GET 200" in logs
    assert [word for word in ("127.0.0.1", "dari", "AntennaPod", "rahasia", path) if word in logs] == []
