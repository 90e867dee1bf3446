"""`manage.py benchmark site` on a few episodes: it runs to its end, and compares if it is asked to."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest

from feeds.benchmarks.installation import Broken, Installation, free_port
from listening import benchmark
from tests.e2e.conftest import Installation as Fresh

pytestmark = pytest.mark.xdist_group("killing")  # where the installation is made anyway
QUICK = ("--episodes", "2", "--words", "400", "--rounds", "1", "--replies", "3", "--seconds", "0.1")


@pytest.fixture(scope="module")
def folder(fresh: Fresh, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with its tables."""
    return Path(shutil.copytree(fresh.folder, tmp_path_factory.mktemp("benchmark") / "data"))


def rows(folder: Path, title: str, *arguments: str) -> list[list[str]]:
    """The cells of a table that the benchmark prints, without its head."""
    out = io.StringIO()
    benchmark.run(("--folder", str(folder), *QUICK, *arguments), out)
    table = out.getvalue().split(f"\n{title}")[1].split("\n\n")[1]
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines()[2:]]


def test_every_page_is_measured(folder: Path) -> None:
    pages = rows(folder, "Pages")
    queries = {row[0]: int(row[3]) for row in pages}
    assert (queries["episode"], queries["help"], queries["episode, written anew"] <= 8) == (1, 1, True)
    assert all(int(row[4]) > 1_000 for row in pages)


def test_a_page_beside_is_asked_for_in_the_same_rounds(folder: Path) -> None:
    other = Installation(folder, free_port())
    with other.serve(1) as server:
        parent = Path(f"/proc/{server.workers[0]}/stat").read_text().rpartition(")")[2].split()[1]
        address = f"http://127.0.0.1:{server.port}/lapor/"
        bars = rows(folder, "Bars", "--beside", address, "--beside-pid", parent)
    assert bars[-1][0] == "episode: rate, times the other site's"


def test_a_page_elsewhere_is_not_asked_for(folder: Path) -> None:
    with pytest.raises(Broken, match="127"):
        rows(folder, "Bars", "--beside", "http://example.org/", "--beside-pid", "1")
