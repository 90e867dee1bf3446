"""The product's settings without collected styles, which pages that say no would look for."""

from __future__ import annotations

from siniar.settings import *  # noqa: F403
from siniar.settings import STORAGES as _STORAGES

STORAGES = _STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
