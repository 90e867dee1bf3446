"""What a web server loads."""

from __future__ import annotations

import importlib
import sys

import pytest
from django.core.handlers.wsgi import WSGIHandler

from downloads.recording import recorder
from reporting.counting.recording import recorder as help_recorder


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Says whether counting was begun, which would outlast the test."""
    calls: list[str] = []
    monkeypatch.setattr(recorder, "start", lambda: calls.append("downloads"))
    monkeypatch.setattr(help_recorder, "start", lambda: calls.append("help"))
    monkeypatch.delitem(sys.modules, "siniar.wsgi", raising=False)
    return calls


def test_the_settings_name_an_application(started: list[str]) -> None:
    assert isinstance(importlib.import_module("siniar.wsgi").application, WSGIHandler)


def test_a_web_server_counts_downloads_and_help(started: list[str]) -> None:
    importlib.import_module("siniar.wsgi")
    assert started == ["downloads", "help"]
