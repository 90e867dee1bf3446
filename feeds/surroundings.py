"""What stands in every feed without being content: the public address, the hub.

Stored feeds that were made with others are stale. The numbers for help stand there too: who changes
them marks all shows.
"""

from __future__ import annotations

import hashlib
from functools import cache

from django.conf import settings

from siniar.config import Config

#: Raised when the writers of feeds.formats change, so that stored feeds are written anew.
WRITERS = 1


def surroundings() -> str:
    """A hash of it."""
    return _hashed(settings.CONFIG)


@cache
def _hashed(config: Config) -> str:
    parts = (WRITERS, config.public_url, config.websub_hub, config.podping_url)
    return hashlib.sha256(repr(parts).encode()).hexdigest()
