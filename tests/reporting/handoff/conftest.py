"""Settings of the hand-off, one way at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from reporting.handoff.signals import chosen
from tests.reporting.handoff.receiving import KEY_HASH

RECEIVER = "https://lapor.example:8443"
ADDRESS = f"{RECEIVER}/masuk?app=1"

#: Sets how people are handed off: link, token or code, and any other setting of siniar.config.
Configure = Callable[..., None]


@pytest.fixture
def hand_off(settings: Settings, tmp_path: Path) -> Configure:
    settings.DATA_DIR = tmp_path

    def configure(way: str = "link", **values: Any) -> None:
        ours = {
            "silayang_url": ADDRESS,
            "handoff": way,
            "handoff_key_hash": KEY_HASH,
            "base_url": "https://siniar.example",
        }
        settings.CONFIG = replace(settings.CONFIG, **(ours | values))

    return configure


@pytest.fixture
def counted() -> Any:
    """What the seam for counting was told."""
    told: list[dict[str, str]] = []

    def hear(sender: object, signal: object, **values: str) -> None:
        told.append(values)

    chosen.connect(hear)
    yield told
    chosen.disconnect(hear)
