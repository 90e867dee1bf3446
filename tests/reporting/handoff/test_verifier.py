"""The example for the other side: everything that is not a fresh token of Siniar's is refused, and ends in nothing."""

from __future__ import annotations

import base64
import json
import threading
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from reporting.handoff import keys, tokens
from reporting.handoff.fields import Carried
from reporting.handoff.keys import Key
from tests.reporting.handoff.receiver import verifying

NOW = 1_790_000_000
ISSUER, AUDIENCE = "https://siniar.example", "https://lapor.example"
CARRIED = Carried(topic="KDRT", role="alami", episode="abcd2345", chapter="2")
example = verifying()


class Other:
    """A receiver with its own clock; it counts how often it fetches keys."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.now, self.fetched, self.reachable = folder, float(NOW), 0, True
        self.verifier = example.Verifier(
            issuer=ISSUER, audience=AUDIENCE, fetch_keys=self.fetch, clock=lambda: self.now
        )

    def fetch(self) -> dict[str, Any]:
        self.fetched += 1
        if not self.reachable:
            raise OSError
        return keys.published_set(keys.kept(self.folder), int(self.now))

    def refuses(self, token: Any) -> str:
        return str(self.verifier.reason(token))


@pytest.fixture
def key(tmp_path: Path) -> Key:
    return keys.make(tmp_path, NOW - 10_000)


@pytest.fixture
def other(tmp_path: Path, key: Key) -> Other:
    return Other(tmp_path)


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> tuple[Other, str]:
    """A receiver, and a token that it has taken."""
    folder = tmp_path_factory.mktemp("keys")
    good = token(keys.make(folder, NOW - 10_000))
    receiver = Other(folder)
    assert receiver.refuses(good) == ""
    return receiver, good


def token(key: Key, **claims: Any) -> str:
    """A token as Siniar makes it, or with these claims instead; None leaves one out."""
    now = claims.pop("now", NOW)
    made = tokens.sign(CARRIED, key, issuer=ISSUER, audience=AUDIENCE, now=now)
    if not claims:
        return made
    said = jwt.decode(made, options={"verify_signature": False}) | claims
    kept = {name: value for name, value in said.items() if value is not None}
    return jwt.encode(kept, key.private, algorithm="EdDSA", headers=header(key))


def header(key: Key, **changed: Any) -> dict[str, Any]:
    return {"typ": tokens.TYPE, "kid": key.id, **changed}


def part(said: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=").decode()


def test_a_good_token_says_what_goes_along(other: Other, key: Key) -> None:
    expected = {"src": "siniar", "topic": "KDRT", "role": "alami", "episode": "abcd2345", "chapter": 2}
    assert other.verifier.context(token(key)) == expected


def test_a_second_time_it_says_nothing(other: Other, key: Key) -> None:
    made = token(key)
    assert [other.refuses(made) for _each in range(2)] == ["", "replayed"]


def test_of_many_at_once_one_is_the_first(other: Other, key: Key) -> None:
    made, said = token(key), list[str]()
    together = threading.Barrier(16)

    def use() -> None:
        together.wait()
        said.append(other.refuses(made))

    threads = [threading.Thread(target=use) for _each in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["", *["replayed"] * 15]


@pytest.mark.parametrize(
    ("later", "reason"), [(0, ""), (900, ""), (960, ""), (961, "expired"), (-60, ""), (-61, "future")]
)
def test_a_token_is_good_for_a_quarter_of_an_hour(other: Other, key: Key, later: int, reason: str) -> None:
    other.now = NOW + later
    assert other.refuses(token(key)) == reason


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"aud": "https://lain.example"}, "audience"),
        ({"aud": [AUDIENCE, "https://lain.example"]}, "audience"),
        ({"aud": None}, "signature"),
        ({"iss": "https://siniar.evil"}, "issuer"),
        ({"iss": None}, "signature"),
        ({"exp": NOW + 901}, "life"),
        ({"exp": NOW + 10**9}, "life"),
        ({"exp": NOW}, "life"),
        ({"exp": 1e308}, "life"),
        ({"exp": str(NOW + 900)}, "life"),
        ({"iat": True}, "life"),
        ({"exp": None}, "signature"),
        ({"iat": None}, "signature"),
        ({"jti": None}, "signature"),
        ({"jti": ""}, "jti"),
        ({"jti": "x" * 101}, "jti"),
        ({"jti": 7}, "signature"),
        ({"v": 2}, "version"),
        ({"v": "1"}, "version"),
        ({"v": True}, "version"),
        ({"v": None}, "signature"),
        ({"ctx": None}, "signature"),
    ],
)
def test_wrong_claims_are_refused_even_if_siniar_had_signed_them(
    other: Other, key: Key, claims: dict[str, Any], reason: str
) -> None:
    made = token(key, **claims)
    assert other.refuses(made) == reason
    assert other.verifier.context(made) == {}


def test_no_other_key_signs(other: Other, key: Key) -> None:
    forged = jwt.encode({"a": 1}, Ed25519PrivateKey.generate(), algorithm="EdDSA", headers=header(key))
    assert other.refuses(forged) == "signature"


def test_a_key_that_the_token_brings_itself_is_not_believed(other: Other, tmp_path: Path) -> None:
    own = keys.make(tmp_path / "own", NOW)
    said = jwt.decode(token(own), options={"verify_signature": False})
    for kid in (own.id, "../../etc/passwd", ""):
        brought = header(own, kid=kid, jwk=own.public(), jku="https://evil.example/keys", x5u="https://evil.example/")
        assert other.refuses(jwt.encode(said, own.private, algorithm="EdDSA", headers=brought)) == "key"


@pytest.mark.parametrize("algorithm", ["none", "None", "HS256", "RS256", "ES256", "Ed25519", "eddsa", "", None])
def test_no_other_algorithm_is_taken(other: Other, key: Key, algorithm: Any) -> None:
    _header, claims, signature = token(key).split(".")
    made = [f"{part(header(key, alg=algorithm))}.{claims}.{end}" for end in ("", signature, part("x"))]
    assert {other.refuses(each) for each in made} <= {"header", "signature"}


def test_the_public_key_is_no_secret_to_sign_with(other: Other, key: Key) -> None:
    """The old confusion: HS256 with what is published as the secret."""
    import hashlib
    import hmac

    claims = token(key).split(".")[1]
    raw = key.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    for secret in (raw, key.public()["x"].encode(), json.dumps(key.public()).encode()):
        signed = f"{part(header(key, alg='HS256'))}.{claims}"
        mac = base64.urlsafe_b64encode(hmac.digest(secret, signed.encode(), hashlib.sha256)).rstrip(b"=").decode()
        assert other.refuses(f"{signed}.{mac}") == "header"


def test_another_kind_of_token_is_not_taken(other: Other, key: Key) -> None:
    said = jwt.decode(token(key), options={"verify_signature": False})
    for typ in ("JWT", "at+jwt", None):
        assert other.refuses(jwt.encode(said, key.private, algorithm="EdDSA", headers=header(key, typ=typ))) == "header"


@given(st.data())
def test_a_token_with_one_other_sign_is_refused(used: tuple[Other, str], data: st.DataObject) -> None:
    receiver, good = used
    place = data.draw(st.integers(0, len(good) - 1))
    sign = data.draw(st.sampled_from("ABCXYZabcxyz019-_.="))
    changed = good[:place] + sign + good[place + 1 :]
    if base64_of(changed) != base64_of(good):
        assert receiver.refuses(changed) not in ("", "replayed")


def base64_of(text: str) -> list[bytes]:
    """What a token says: the last sign of a part has bits that say nothing."""
    try:
        return [base64.urlsafe_b64decode(each + "=" * (-len(each) % 4)) for each in text.split(".")]
    except ValueError:
        return []


@given(st.one_of(st.text(max_size=300), st.binary(max_size=50), st.none(), st.integers()))
def test_whatever_comes_it_never_fails(used: tuple[Other, str], anything: Any) -> None:
    assert used[0].verifier.context(anything) == {}


def test_a_token_that_is_too_long_is_not_looked_at(other: Other) -> None:
    assert (other.refuses("a." * 3000), other.fetched) == ("form", 0)


def test_a_refused_token_uses_nothing_up(other: Other, key: Key) -> None:
    made = token(key)
    other.now = NOW - 500
    assert other.refuses(made) == "future"
    other.now = NOW
    assert other.refuses(made) == ""


# Keys -------------------------------------------------------------------------------------------------------------


def test_keys_are_kept_for_some_minutes(other: Other, key: Key) -> None:
    for later in (0, 100, 299):
        other.now = NOW + later
        other.refuses(token(key, now=int(other.now)))
    assert other.fetched == 1


def test_tokens_of_unknown_keys_do_not_make_it_ask_again_and_again(other: Other, tmp_path: Path) -> None:
    for number in range(50):
        other.refuses(token(keys.make(tmp_path / "own", NOW + number)))
    assert other.fetched == 1


def test_rotation_refuses_no_honest_token(other: Other, key: Key, tmp_path: Path) -> None:
    """For two hours, with a new key after half an hour: each minute's token when made, and at the end of its life."""
    waiting: list[tuple[int, str]] = []
    for minute in range(120):
        other.now = now = NOW + 60 * minute
        if minute == 30:
            keys.make(tmp_path, now)
        keys.destroy_over(tmp_path, now)
        signing = keys.signing(keys.kept(tmp_path), now)
        assert signing
        assert other.refuses(token(signing, now=now)) == ""
        waiting.append((now + 900, token(signing, now=now)))
        due = [each for end, each in waiting if end == now]
        assert [other.refuses(each) for each in due] == [""] * len(due)
    assert [each.made for each in keys.kept(tmp_path)] == [NOW + 1800]


def test_a_withdrawn_key_is_refused_within_minutes(other: Other, key: Key, tmp_path: Path) -> None:
    assert other.refuses(token(key)) == ""
    keys.destroy(tmp_path, key)
    other.now = NOW + keys.CACHED
    assert other.refuses(token(key, now=int(other.now))) == "key"


def test_when_siniar_cannot_be_asked_the_known_keys_go_on_for_a_while(other: Other, key: Key) -> None:
    other.refuses(token(key))
    other.reachable = False
    answers = []
    for later in (600, 1100, 1300):
        other.now = NOW + later
        answers.append(other.refuses(token(key, now=int(other.now))))
    assert answers == ["", "", "key"]


@pytest.mark.parametrize("fetched", [None, [], {}, {"keys": None}, {"keys": [None]}, {"keys": [{"kty": "OKP"}]}, "x"])
def test_odd_keys_are_as_good_as_none(key: Key, fetched: Any) -> None:
    verifier = example.Verifier(issuer=ISSUER, audience=AUDIENCE, fetch_keys=lambda: fetched, clock=lambda: NOW)
    assert verifier.reason(token(key)) == "key"


# What is shown ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "context",
    [
        None,
        [],
        "KDRT",
        {"topic": "<script>"},
        {"topic": ["KDRT"]},
        {"region": "bungo\n"},
        {"chapter": 2},
        {"name": "Siti"},
        {"episode": "../../etc"},
    ],
)
def test_what_is_not_well_formed_is_not_shown(context: Any) -> None:
    assert example.shown(context) == {}


def test_a_word_that_is_new_is_shown_if_it_has_the_form_of_one() -> None:
    assert example.shown({"topic": "TOPIK-BARU", "channel": "radio"}) == {"topic": "TOPIK-BARU", "channel": "radio"}
