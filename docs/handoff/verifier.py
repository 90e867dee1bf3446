"""An example for the other side, version 1 of the contract: what Siniar's token or code says, or nothing.

Copy it, or write the same in your language. It needs `pyjwt[crypto]`. One rule stands above all: whatever is wrong with
a token, the person still gets the form, only empty. So `context` never raises; `reason` is for your own counting.

    verifier = Verifier(issuer="https://siniar.example", audience="https://lapor.example",
                        fetch_keys=lambda: get_json("https://siniar.example/lapor/kunci/"))
    context = verifier.context(form.get("token", ""))     # {} or {"src": "siniar", "topic": "KDRT", …}
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, Protocol

import jwt

ALGORITHM = "EdDSA"  # the only one; never take it from the token
TYPE = "siniar-handoff+jwt"
VERSION = 1
LIFE = 15 * 60  # seconds: a token that says it lives longer is not Siniar's
LEEWAY = 60  # seconds by which clocks may disagree
LONGEST = 4096  # characters
KEYS_KEPT = 300  # seconds for which the public keys may be kept
KEYS_ASKED = 10  # seconds between two questions for keys, whatever comes in

#: What each field may look like. Unknown fields and values of another shape are left out, never an error.
FIELDS: dict[str, re.Pattern[str]] = {
    "src": re.compile(r"siniar"),
    "topic": re.compile(r"[A-Z][A-Z0-9-]{0,39}"),
    "region": re.compile(r"[a-z][a-z-]{0,39}"),
    "lang": re.compile(r"[a-z]{2}"),
    "channel": re.compile(r"[a-z_]{1,20}"),
    "role": re.compile(r"lihat|dengar|alami|belum_tahu"),
    "episode": re.compile(r"[a-z2-7]{8}"),
}
MOST_CHAPTERS = 999


class Refused(Exception):
    """Why a token counts for nothing."""


class Once(Protocol):
    """Remembers which tokens were used. With several processes this must be shared: a table whose key is the jti."""

    def first_time(self, jti: str, until: int) -> bool:
        """Whether this one was never used; from now on it was. `until` is when it may be forgotten."""


class OnceInMemory:
    """For one process."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock, self._used, self._lock = clock, dict[str, int](), threading.Lock()

    def first_time(self, jti: str, until: int) -> bool:
        with self._lock:
            now = self._clock()
            self._used = {used: end for used, end in self._used.items() if end >= now}
            if jti in self._used:
                return False
            self._used[jti] = until
            return True


class Keys:
    """The public keys, asked for when they are old or when a token names one that is not among them."""

    def __init__(self, fetch: Callable[[], Mapping[str, Any]], clock: Callable[[], float] = time.time) -> None:
        self._fetch, self._clock, self._lock = fetch, clock, threading.Lock()
        self._known: dict[str, Any] = {}
        self._asked = float("-inf")
        self._got = float("-inf")

    def find(self, kid: str) -> Any:
        """The key of that id. Raises Refused."""
        with self._lock:
            now = self._clock()
            old = now - self._got >= KEYS_KEPT
            if (old or kid not in self._known) and now - self._asked >= KEYS_ASKED:
                self._asked = now
                self._renew(now)
            if now - self._got >= KEYS_KEPT + LIFE:
                self._known = {}  # a key that was withdrawn must not live for ever because nobody answers
            if kid not in self._known:
                raise Refused("key")
            return self._known[kid]

    def _renew(self, now: float) -> None:
        try:
            listed = self._fetch()["keys"]
            usable = [key for key in listed if key.get("kty") == "OKP" and key.get("crv") == "Ed25519"]
            self._known = {str(key["kid"]): jwt.PyJWK(key, algorithm=ALGORITHM) for key in usable}
            self._got = now
        except (OSError, ValueError, KeyError, TypeError, AttributeError, jwt.PyJWTError):
            return  # what is known goes on for a while


class Verifier:
    """Says what a token says. Safe to share between threads."""

    def __init__(
        self,
        *,
        issuer: str,
        audience: str,
        fetch_keys: Callable[[], Mapping[str, Any]],
        once: Once | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._issuer, self._audience, self._clock = issuer, audience, clock
        self._keys = Keys(fetch_keys, clock)
        self._once = once or OnceInMemory(clock)

    def context(self, token: str) -> dict[str, Any]:
        """What goes along, or {}: the form opens all the same. Never raises."""
        try:
            return self.verify(token)
        except Refused:
            return {}

    def reason(self, token: str) -> str:
        """Why a token is refused, or “”; for tests and your own counting. It uses the token up as well."""
        try:
            self.verify(token)
        except Refused as refused:
            return str(refused)
        return ""

    def verify(self, token: str) -> dict[str, Any]:
        """What goes along. Raises Refused."""
        if not isinstance(token, str) or not 0 < len(token) <= LONGEST or not token.isascii():
            raise Refused("form")
        claims = self._claims(token)
        self._check_time(claims)
        if type(claims["v"]) is not int or claims["v"] != VERSION:
            raise Refused("version")
        jti = claims["jti"]
        if not isinstance(jti, str) or not 16 <= len(jti) <= 100:
            raise Refused("jti")
        if not self._once.first_time(jti, claims["exp"] + LEEWAY):  # last: only a good token is used up
            raise Refused("replayed")
        return shown(claims["ctx"])

    def _claims(self, token: str) -> dict[str, Any]:
        try:
            header = jwt.get_unverified_header(token)
            if header.get("alg") != ALGORITHM or header.get("typ") != TYPE or "crit" in header:
                raise Refused("header")
            return jwt.decode(
                token,
                self._keys.find(str(header.get("kid", ""))),
                algorithms=[ALGORITHM],
                issuer=self._issuer,
                audience=self._audience,
                options={
                    "require": ["iss", "aud", "iat", "exp", "jti", "v", "ctx"],
                    "strict_aud": True,
                    "verify_iat": False,  # time is checked below, by our own clock
                    "verify_exp": False,
                    "verify_nbf": False,
                },
            )
        except jwt.InvalidAudienceError as error:
            raise Refused("audience") from error
        except jwt.InvalidIssuerError as error:
            raise Refused("issuer") from error
        except (jwt.PyJWTError, ValueError, TypeError, RecursionError) as error:
            raise Refused("signature") from error

    def _check_time(self, claims: Mapping[str, Any]) -> None:
        start, end, now = claims["iat"], claims["exp"], self._clock()
        if type(start) is not int or type(end) is not int or not 0 < end - start <= LIFE:
            raise Refused("life")
        if start > now + LEEWAY:
            raise Refused("future")
        if end < now - LEEWAY:
            raise Refused("expired")


def shown(context: object) -> dict[str, Any]:
    """Of a context, from a token or from an exchanged code, what is known and well-formed. Never raises.

    Escape it when you show it, like everything that came from outside.
    """
    if not isinstance(context, Mapping):
        return {}
    said: dict[str, Any] = {
        name: context[name]
        for name, shape in FIELDS.items()
        if isinstance(context.get(name), str) and shape.fullmatch(context[name])
    }
    chapter = context.get("chapter")
    if "episode" in said and type(chapter) is int and 0 < chapter <= MOST_CHAPTERS:
        said["chapter"] = chapter
    return said
