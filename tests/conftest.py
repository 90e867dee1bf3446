"""What all tests stand on: a database with the domain's words and a home page in it."""

from __future__ import annotations

import pytest
from pytest_django import DjangoDbBlocker


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The tables, and what every installation has: topics, warnings, ratings, numbers for help, a home page."""
    from episodes import taxonomy
    from reporting import loading
    from siniar.pages.actions import lay_ground

    with django_db_blocker.unblock():
        taxonomy.load()
        loading.load()
        lay_ground("Siniar", "")


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Files in a test's name would be unreadable; archives hold the time, so two workers would disagree on the name."""
    return argname if isinstance(val, bytes) and len(val) > 40 else None
