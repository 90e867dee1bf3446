"""What a web server loads."""

from __future__ import annotations

from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import get_internal_wsgi_application


def test_the_settings_name_an_application() -> None:
    assert isinstance(get_internal_wsgi_application(), WSGIHandler)
