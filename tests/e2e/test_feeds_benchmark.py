"""`manage.py benchmark feeds` on a few episodes: it runs to its end and leaves nothing out."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest

from feeds.benchmarks import asking, program
from feeds.benchmarks.asking import Request
from feeds.benchmarks.installation import Broken, Installation, free_port
from tests.e2e.conftest import Installation as Fresh

pytestmark = pytest.mark.xdist_group("killing")  # where the installation is made anyway
FEW, MORE = 3, 5
QUICK = ("--rounds", "1", "--replies", "3", "--seconds", "0.1")


@pytest.fixture(scope="module")
def folder(fresh: Fresh, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with its tables."""
    return Path(shutil.copytree(fresh.folder, tmp_path_factory.mktemp("benchmark") / "data"))


@pytest.fixture(scope="module")
def said(folder: Path) -> str:
    out = io.StringIO()
    program.run(("--episodes", str(FEW), "--many", str(MORE), "--folder", str(folder), *QUICK), out)
    return out.getvalue()


def rows(said: str, title: str) -> list[list[str]]:
    """The cells of a table, without its head."""
    table = said.split(f"\n{title}")[1].split("\n\n")[1]
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines()[2:]]


def test_every_bar_stands_beside_its_figure(said: str) -> None:
    bars = rows(said, "Bars")
    assert {bar[-1] for bar in bars} <= {"met", "not met"}
    assert [bar[0].partition(" episodes: ")[0] for bar in bars] == [str(FEW)] * 7 + [str(MORE)] * 2 + [str(FEW)] * 2


def test_all_that_is_asked_for_is_measured_for_both_shows(said: str) -> None:
    names = ["feed, gzip", "constant, gzip", "feed, plain", "constant, plain"]
    names += ["feed, gzip, another ?x= each time", "HEAD", "304"]
    assert [row[:2] for row in rows(said, "Sending")] == [[str(size), name] for size in (FEW, MORE) for name in names]


def test_the_constant_view_gives_as_many_bytes_as_the_feed(said: str) -> None:
    size = {(row[0], row[1]): row[-1] for row in rows(said, "Sending")}
    for show in (str(FEW), str(MORE)):
        assert size[show, "constant, plain"] == size[show, "feed, plain"] != "0"
        assert (size[show, "HEAD"], size[show, "304"]) == ("0", "0")


def test_the_constant_view_asks_no_database(said: str) -> None:
    assert {row[4] for row in rows(said, "Sending") if row[1].startswith("constant")} == {"0"}


def test_the_rate_of_the_feed_is_told_as_a_share(said: str) -> None:
    assert all(row[-1].endswith("%") for row in rows(said, "Answers a second"))


def test_an_answer_that_is_not_expected_breaks_the_run(said: str, folder: Path) -> None:
    with Installation(folder, free_port()).serve(workers=1) as server, pytest.raises(Broken, match="404"):
        asking.ask(server, Request("/tidak-ada/feed.xml"), 1)


@pytest.mark.skipif(shutil.which("wrk") is None, reason="wrk is missing (Debian: apt-get install wrk)")
def test_wrk_measures_the_rate_where_it_is_there(said: str, folder: Path) -> None:
    with Installation(folder, free_port()).serve(workers=1) as server:
        assert asking.rate(server, Request(f"/show-{FEW}/feed.xml"), 1) > 0


def test_a_process_that_fails_says_why(folder: Path, said: str) -> None:
    with pytest.raises(Broken, match="DoesNotExist"):
        Installation(folder, free_port()).rebuild("tidak-ada")
