"""What a token says, byte by byte, read without the library that made it."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from reporting.handoff import keys, tokens
from reporting.handoff.fields import Carried
from reporting.handoff.keys import Key

NOW = 1_790_000_000
CARRIED = Carried(topic="KDRT", region="bungo", role="dengar")


def unpacked(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


@pytest.fixture
def key(tmp_path: Path) -> Key:
    return keys.make(tmp_path, NOW)


@pytest.fixture
def token(key: Key) -> str:
    return tokens.sign(CARRIED, key, issuer="https://siniar.example", audience="https://lapor.example", now=NOW)


def claims(token: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(unpacked(token.split(".")[1]))
    return read


def test_the_header_names_algorithm_kind_and_key(token: str, key: Key) -> None:
    header = json.loads(unpacked(token.split(".")[0]))
    assert header == {"alg": "EdDSA", "typ": "siniar-handoff+jwt", "kid": key.id}


def test_the_claims_are_those_of_the_contract_and_no_more(token: str) -> None:
    said = claims(token)
    assert len(said.pop("jti")) == 22
    assert said == {
        "iss": "https://siniar.example",
        "aud": "https://lapor.example",
        "iat": NOW,
        "exp": NOW + 900,
        "v": 1,
        "ctx": {"src": "siniar", "topic": "KDRT", "region": "bungo", "role": "dengar"},
    }


def test_the_published_key_proves_the_signature(token: str, key: Key) -> None:
    signed, _dot, signature = token.rpartition(".")
    public = Ed25519PublicKey.from_public_bytes(unpacked(key.public()["x"]))
    public.verify(unpacked(signature), signed.encode())  # raises if it does not


def test_no_two_tokens_are_alike(key: Key) -> None:
    made = {tokens.sign(CARRIED, key, issuer="i", audience="a", now=NOW) for _each in range(20)}
    assert len({claims(token)["jti"] for token in made}) == 20
