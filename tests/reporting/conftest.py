"""A data folder of one's own: what a test takes back is taken back for no other."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from reporting import fallback


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, settings: Settings) -> None:
    """As it is after setting up, before anything was changed."""
    settings.DATA_DIR = tmp_path
    fallback.announce(0, frozenset())
