"""What the tests of lists and sharing share."""

from __future__ import annotations

import gc
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache

from tests import factories


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """No test sees what another one has put into the process's cache."""
    cache.clear()


@pytest.fixture
def cover() -> Iterator[Callable[..., Any]]:
    """Makes pictures for covers.

    Wagtail leaves the memory in which it scales one to the garbage collector, which complains; that is no fault here.
    """
    warnings.filterwarnings("ignore", "Unclosed file <tempfile.SpooledTemporaryFile", ResourceWarning)
    yield factories.cover
    gc.collect()
