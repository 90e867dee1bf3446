"""Keys for reviewers: made at random, kept as a hash, brought as the password of HTTP Basic authentication."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import secrets

from django.utils.crypto import constant_time_compare

BYTES = 20  # 160 bits: nobody guesses one, so a plain hash keeps it as well as a slow one
GROUP = 4  # signs between two hyphens, for whoever has to type it
_NOT_OF_A_KEY = re.compile(r"[^a-z0-9]")


def new() -> str:
    """A key that nobody has had before: 32 letters and digits in groups."""
    signs = base64.b32encode(secrets.token_bytes(BYTES)).decode().lower()
    return "-".join(signs[place : place + GROUP] for place in range(0, len(signs), GROUP))


def hashed(key: str) -> str:
    """SHA-256 in hex; hyphens, spaces and capitals do not count."""
    return hashlib.sha256(_NOT_OF_A_KEY.sub("", key.lower()).encode()).hexdigest()


def is_the(key: str, key_hash: str) -> bool:
    """Whether the key has this hash; how long the answer takes does not tell how near it was."""
    return constant_time_compare(hashed(key), key_hash)


def password(header: str) -> str | None:
    """The password of an Authorization header (RFC 7617), whatever the user is called; None if it has none."""
    scheme, _space, credentials = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        text = base64.b64decode(credentials.strip(), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return None
    _user, colon, word = text.partition(":")
    return word if colon else None
