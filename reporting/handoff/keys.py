"""The keys that sign tokens: files in a folder, readable by their owner alone, and which of them signs or is published.

No state but the files: what a key may do follows from when it and its successor were made. So a new key takes over by
itself, in all processes at once, after everybody could learn of it; and the old one stays published until the last
token that it signed has run out. Pure: knows neither settings nor database.
"""

from __future__ import annotations

import base64
import hashlib
import json
import logging
import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

logger = logging.getLogger(__name__)

CACHED = 300  # seconds for which receivers may keep the public keys
LEAD = 2 * CACHED  # seconds from when a key is published until it signs
LINGER = 15 * 60 + 2 * 60  # seconds from its last token until it is gone: their life, and clocks that disagree
_SUFFIX = ".pem"


@dataclass(frozen=True)
class Key:
    """A key; `id` is its thumbprint (RFC 7638), `made` in seconds since 1970."""

    made: int
    id: str
    private: Ed25519PrivateKey = field(repr=False, compare=False)

    def public(self) -> dict[str, str]:
        """The public half as a JWK (RFC 8037)."""
        return {"kty": "OKP", "crv": "Ed25519", "x": _x(self.private), "kid": self.id, "use": "sig", "alg": "EdDSA"}


def make(folder: Path, now: int) -> Key:
    """Makes a key that will sign LEAD seconds from now, or at once if it is the only one. Raises OSError."""
    private = Ed25519PrivateKey.generate()
    made = Key(now, _thumbprint(private), private)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = folder / f".{secrets.token_hex(8)}"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        file.flush()
        os.fsync(file.fileno())
    draft.rename(_path(folder, made))
    return made


def kept(folder: Path) -> list[Key]:
    """All keys, the oldest first. A file that is no key is left out, and logged by its name."""
    return sorted(_read(folder), key=lambda each: (each.made, each.id))


def signing(keys: Sequence[Key], now: int) -> Key | None:
    """The newest key that everybody could learn of, else the oldest; None of none."""
    known = [key for key in keys if key.made + LEAD <= now]
    return known[-1] if known else next(iter(keys), None)


def published(keys: Sequence[Key], now: int) -> list[Key]:
    """The keys by which a token that has not run out may be signed, and those that will sign."""
    return [key for place, key in enumerate(keys) if not _over(keys[place + 1 :], now)]


def published_set(keys: Sequence[Key], now: int) -> dict[str, Any]:
    """The same as a JWK Set (RFC 7517)."""
    return {"keys": [key.public() for key in published(keys, now)]}


def destroy_over(folder: Path, now: int) -> int:
    """Removes the keys that are no longer published; returns how many. Several processes may do so at once."""
    keys = kept(folder)
    still = published(keys, now)
    for draft in folder.glob(".*"):  # what a killed process left of making one
        with suppress(FileNotFoundError):
            if draft.stat().st_mtime + LEAD < now:
                draft.unlink()
    return sum(destroy(folder, key) for key in keys if key not in still)


def destroy(folder: Path, key: Key) -> bool:
    """Removes a key, at once and for all. False if it was gone. Raises OSError."""
    try:
        _path(folder, key).unlink()
    except FileNotFoundError:
        return False
    return True


def _over(successors: Sequence[Key], now: int) -> bool:
    """Whether a key with these successors has signed nothing that is still good."""
    return any(next_.made + LEAD + LINGER <= now for next_ in successors)


def _path(folder: Path, key: Key) -> Path:
    return folder / f"{key.made}.{key.id}{_SUFFIX}"


def _read(folder: Path) -> Iterator[Key]:
    if not folder.is_dir():
        return
    for path in folder.glob(f"*{_SUFFIX}"):
        made, _dot, _rest = path.stem.partition(".")
        try:
            private = load_pem_private_key(path.read_bytes(), password=None)
            if not isinstance(private, Ed25519PrivateKey):
                raise TypeError
            yield Key(int(made), _thumbprint(private), private)
        except FileNotFoundError:
            continue  # destroyed meanwhile
        except (OSError, ValueError, TypeError, UnsupportedAlgorithm):
            logger.error("%s is no key of the hand-off and is not used", path.name)


def _x(private: Ed25519PrivateKey) -> str:
    return _unpadded(private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))


def _thumbprint(private: Ed25519PrivateKey) -> str:
    """RFC 7638, with the members that RFC 8037 names for this kind of key."""
    members = json.dumps({"crv": "Ed25519", "kty": "OKP", "x": _x(private)}, separators=(",", ":"), sort_keys=True)
    return _unpadded(hashlib.sha256(members.encode()).digest())


def _unpadded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
