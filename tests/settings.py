"""The product's settings over a data folder of the run's own: no test touches a real installation."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

for _name in [name for name in os.environ if name.startswith("SINIAR_") and name != "SINIAR_TEST_MODEL_DIR"]:
    del os.environ[_name]
os.environ.pop("PORT", None)
os.environ["SINIAR_DATA_DIR"] = tempfile.mkdtemp(prefix="siniar-test-")
Path(os.environ["SINIAR_DATA_DIR"], "static").mkdir()
atexit.register(shutil.rmtree, os.environ["SINIAR_DATA_DIR"], ignore_errors=True)

from siniar.settings import *  # noqa: E402, F403
from siniar.settings import STORAGES as _STORAGES  # noqa: E402

# Without collecting static files first; that the collected ones are complete is a test of its own.
STORAGES = _STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # logging in is not what the tests measure
