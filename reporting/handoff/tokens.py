"""Makes the signed token (a JWS in compact form, EdDSA) in which fields travel by value. Pure; knows no key store.

Siniar never verifies one: that is the receiver's work, and docs/handoff/verifier.py shows it. PyJWT signs: it is
maintained, needs nothing but `cryptography`, and says “EdDSA” (RFC 8037), which every library on the other side knows;
joserfc warns of that name and wants “Ed25519” (RFC 9864), which few know yet.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

import jwt

from reporting.handoff.fields import VERSION, Carried
from reporting.handoff.keys import Key

ALGORITHM = "EdDSA"
TYPE = "siniar-handoff+jwt"
LIFE = timedelta(minutes=15)
ID_BYTES = 16  # 128 random bits


def sign(carried: Carried, key: Key, *, issuer: str, audience: str, now: int) -> str:
    """The token; `now` in seconds since 1970, `issuer` and `audience` as addresses."""
    claims = {
        "iss": issuer,
        "aud": audience,
        "iat": now,
        "exp": now + int(LIFE.total_seconds()),
        "jti": secrets.token_urlsafe(ID_BYTES),
        "v": VERSION,
        "ctx": carried.context(),
    }
    return jwt.encode(claims, key.private, algorithm=ALGORITHM, headers={"typ": TYPE, "kid": key.id})
