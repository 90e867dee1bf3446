"""An installation with public sound in it, and both servers on it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from episodes import artwork, media
from episodes.models import Episode, Rendition
from tests import debian, factories
from tests.e2e.conftest import Installation
from tests.nginx import front
from tests.nginx.front import Server
from tests.siniar.range_cases import SIZE

MODIFIED = 1_772_955_015
BYTES = bytes(number % 251 for number in range(SIZE))


@dataclass
class Published:
    """What there is to ask for: paths of sound by size of the file, and of the rest by name."""

    installation: Installation
    sound: dict[int, str] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)
    episodes: dict[str, int] = field(default_factory=dict)


@pytest.fixture(scope="session")
def published(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Published:
    """Episodes made in this process, whose transaction is copied to a data folder before it is rolled back."""
    folder = tmp_path_factory.mktemp("front") / "data"
    made = Published(Installation(folder))
    with django_db_blocker.unblock(), transaction.atomic():
        for size in (SIZE, 1, 0):
            made.sound[size] = _sound(factories.episode(), size)
        withdrawn = factories.episode(factories.show(cover=factories.cover()))
        made.paths = {"sound": _sound(withdrawn, SIZE), "cover": artwork.cover_path(withdrawn.show) or ""}
        made.episodes = {"withdrawn": withdrawn.pk, "show": withdrawn.show.pk}
        artwork.prepare_covers(withdrawn.show)
        _copy(folder)
        transaction.set_rollback(True)
    return made


def _sound(episode: Episode, size: int) -> str:
    """Writes the main rendition of an episode anew, so long and as old as cases want it; its path on the site."""
    rendition = Rendition.objects.get(audio_file=episode.audio_id, kind=Rendition.Kind.MAIN)
    file = Path(rendition.file.path)
    file.write_bytes(BYTES[:size])
    os.utime(file, (MODIFIED, MODIFIED + 0.5))
    return media.path(episode, rendition)


def _copy(folder: Path) -> None:
    folder.mkdir()
    (folder / "static").mkdir()
    (folder / "siniar.sqlite3").write_bytes(connection.connection.serialize())
    for source in (settings.RENDITIONS_DIR, settings.MEDIA_ROOT):
        shutil.copytree(source, folder / Path(source).name)


@pytest.fixture(scope="session")
def siniar(published: Published) -> Iterator[Server]:
    """Siniar alone, which sends everything itself."""
    with front.siniar(published.installation) as server:
        yield server


@pytest.fixture(scope="session")
def behind(published: Published) -> Iterator[Server]:
    """Siniar as nginx sees it."""
    if debian.program("nginx") is None:
        pytest.skip("Answers are not compared with nginx's. " + debian.advice(["nginx-light"]))
    with front.siniar(published.installation, SINIAR_ACCEL=front.PREFIX) as server:
        yield server


@pytest.fixture(scope="session")
def nginx(behind: Server) -> Iterator[Server]:
    """nginx in front of it."""
    with ExitStack() as stack:
        yield stack.enter_context(front.nginx(debian.program("nginx") or "", behind))
