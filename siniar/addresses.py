"""Absolute addresses: always from the configured public one, never from what a request claims to be its host."""

from urllib.parse import urlsplit

from django.conf import settings


def absolute(path: str) -> str:
    """Returns `path` (or an address of this site) below the configured public address."""
    if path.startswith(("http://", "https://")):
        path = urlsplit(path)._replace(scheme="", netloc="").geturl() or "/"
    return f"{settings.CONFIG.public_url}{path}"


def is_ours(address: str) -> bool:
    """Whether an absolute address leads to this site, by whichever scheme and port."""
    return urlsplit(address).hostname == urlsplit(settings.CONFIG.public_url).hostname
