"""Siniar and a receiver, each in processes of its own: what goes along arrives once, and everything else opens an empty
form."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import jwt
import pytest
from bs4 import BeautifulSoup
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from reporting.handoff import keys, tokens
from reporting.handoff.fields import Carried
from tests.browser.serving import HOST, _wait, free_port
from tests.e2e.conftest import ROOT, Installation
from tests.reporting.handoff.receiving import KEY, KEY_HASH, Receiving, ask, receiving

pytestmark = pytest.mark.xdist_group("killing")
TICKED = {"topic": "KDRT", "region": "bungo", "lang": "id", "channel": "qr", "role": "lihat"}
EXPECTED = {"src": "siniar", **TICKED}
EMPTY: tuple[int, dict[str, str]] = (200, {})
AT_ONCE = 16


@dataclass(frozen=True)
class Two:
    """A site that hands off in one way, with two web processes, and the receiver that it hands off to."""

    way: str
    port: int
    installation: Installation
    receiver: Receiving
    log: Path
    web: subprocess.Popen[bytes]

    def carried(self, **ticked: str) -> str:
        """The token or code that somebody gets for these ticks."""
        body = urlencode(ticked or TICKED).encode()
        status, page = ask(self.port, "POST", "/lapor/kirim/", body, {"Origin": "null"})
        assert status == 200
        found = BeautifulSoup(page, "html.parser").select_one(f'form[action="{self.receiver.address}"] input')
        assert found["name"] == self.way
        return str(found["value"])

    def opened_with(self, carried: str) -> tuple[int, dict[str, str]]:
        return self.receiver.opened_with(**{self.way: carried})

    def exchanged(self, code: str) -> int:
        headers = {"Authorization": f"Bearer {KEY}"}
        return ask(self.port, "POST", "/lapor/tukar/", urlencode({"code": code}).encode(), headers)[0]


@contextmanager
def two(way: str, folder: Path, fresh: Installation) -> Iterator[Two]:
    installation, port, log = fresh.copy(folder / "data"), free_port(), folder / "web.log"
    with receiving(free_port(), f"http://{HOST}:{port}", folder) as receiver:
        settings = {"SINIAR_HANDOFF": way, "SINIAR_SILAYANG_URL": receiver.address, "SINIAR_HANDOFF_KEY_HASH": KEY_HASH}
        command = [
            *(sys.executable, "-m", "gunicorn", "siniar.wsgi:application", f"--bind={HOST}:{port}", "--workers=2"),
            *("--worker-class=gthread", "--threads=8", "--log-level=debug", "--no-control-socket"),
            *("--access-logfile=-", "--logger-class=siniar.logs.GunicornLogger"),
        ]
        environment = installation.environment(PORT=str(port), SINIAR_LOG_LEVEL="DEBUG", **settings)
        with log.open("wb") as output:
            web = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
            try:
                _wait(web, port, log)
                yield Two(way, port, installation, receiver, log, web)
            finally:
                web.terminate()
                web.wait(20)


@pytest.fixture(scope="module")
def by_token(fresh: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    with two("token", tmp_path_factory.mktemp("token"), fresh) as running:
        yield running


@pytest.fixture(scope="module")
def by_code(fresh: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    with two("code", tmp_path_factory.mktemp("code"), fresh) as running:
        yield running


# By token ---------------------------------------------------------------------------------------------------------


def test_a_token_fills_the_form_in_once(by_token: Two) -> None:
    token = by_token.carried()
    assert [by_token.opened_with(token) for _each in range(2)] == [(200, EXPECTED), EMPTY]


def made(by_token: Two, *, audience: str = "", issuer: str = "", ago: int = 0) -> str:
    """A token with the site's own key, for somebody else or from another time."""
    by_token.carried()  # so that there is a key
    now = int(time.time())
    key = keys.signing(keys.kept(by_token.installation.folder / "handoff-keys"), now)
    assert key
    known = f"http://{HOST}:{by_token.port}"
    audience = audience or by_token.receiver.audience
    return tokens.sign(Carried(topic="KDRT"), key, issuer=issuer or known, audience=audience, now=now - ago)


def test_the_same_key_makes_tokens_that_are_taken(by_token: Two) -> None:
    """Else the refusals below would prove nothing."""
    assert by_token.opened_with(made(by_token)) == (200, {"src": "siniar", "topic": "KDRT"})


@pytest.mark.parametrize(
    "wrong",
    [{"ago": 3600}, {"ago": -3600}, {"audience": "https://lain.example"}, {"issuer": "https://siniar.evil"}],
    ids=["expired", "from the future", "for somebody else", "from somebody else"],
)
def test_a_token_of_another_time_or_place_opens_an_empty_form(by_token: Two, wrong: dict[str, Any]) -> None:
    assert by_token.opened_with(made(by_token, **wrong)) == EMPTY


def packed(said: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=").decode()


def forged(token: str, published: dict[str, str], how: str) -> str:
    """A good token, spoilt."""
    header, claims, signature = token.split(".")
    said = jwt.decode(token, options={"verify_signature": False})
    known = {"typ": tokens.TYPE, "kid": published["kid"]}
    if how == "other words":
        return f"{header}.{packed(said | {'ctx': {'src': 'siniar', 'topic': 'KSA'}})}.{signature}"
    if how == "no signature":
        return f"{header}.{claims}."
    if how == "alg none":
        return f"{packed(known | {'alg': 'none'})}.{claims}."
    if how == "alg HS256":
        signed = f"{packed(known | {'alg': 'HS256'})}.{claims}"
        secret = base64.urlsafe_b64decode(published["x"] + "=")
        mac = base64.urlsafe_b64encode(hmac.digest(secret, signed.encode(), hashlib.sha256)).rstrip(b"=")
        return f"{signed}.{mac.decode()}"
    own = Ed25519PrivateKey.generate()
    raw = own.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    brought = {"kty": "OKP", "crv": "Ed25519", "x": base64.urlsafe_b64encode(raw).rstrip(b"=").decode()}
    return jwt.encode(said, own, algorithm="EdDSA", headers=known | {"jwk": brought})


@pytest.mark.parametrize("how", ["other words", "no signature", "alg none", "alg HS256", "own key"])
def test_a_forged_token_opens_an_empty_form(by_token: Two, how: str) -> None:
    token = by_token.carried()
    published = json.loads(ask(by_token.port, "GET", "/lapor/kunci/")[1])["keys"][0]
    assert by_token.opened_with(forged(token, published, how)) == EMPTY
    assert by_token.opened_with(token) == (200, EXPECTED)  # the good one is not used up by it


@pytest.mark.parametrize("junk", ["", "x", "a.b.c", "." * 5000, "\x00", "<script>alert(1)</script>", "é" * 300])
def test_junk_opens_an_empty_form(by_token: Two, by_code: Two, junk: str) -> None:
    assert [running.opened_with(junk) for running in (by_token, by_code)] == [EMPTY, EMPTY]


def test_a_new_key_breaks_nothing(by_token: Two) -> None:
    before = by_token.carried()
    assert by_token.installation.manage("handoff_keys", "rotate").returncode == 0
    after = by_token.carried()
    assert [by_token.opened_with(token) for token in (before, after)] == [(200, EXPECTED)] * 2
    assert len(json.loads(ask(by_token.port, "GET", "/lapor/kunci/")[1])["keys"]) == 2


# By code ----------------------------------------------------------------------------------------------------------


def test_a_code_fills_the_form_in_once(by_code: Two) -> None:
    code = by_code.carried()
    assert [by_code.opened_with(code) for _each in range(2)] == [(200, EXPECTED), EMPTY]


def test_a_code_that_has_run_out_opens_an_empty_form(by_code: Two) -> None:
    code = by_code.carried()
    over = "from reporting.models import HandOffCode as H; H.objects.update(expires_at='2026-01-01T00:00:00Z')"
    assert by_code.installation.manage("shell", "-v0", "-c", over).returncode == 0
    assert by_code.opened_with(code) == EMPTY


def test_of_many_exchanges_at_once_exactly_one_wins(by_code: Two) -> None:
    """Sixteen connections to two processes on one SQLite file, ten times."""
    for _again in range(10):
        code, said = by_code.carried(), list[int]()
        together = threading.Barrier(AT_ONCE)

        def exchange(code: str = code, said: list[int] = said, together: threading.Barrier = together) -> None:
            together.wait()
            said.append(by_code.exchanged(code))

        threads = [threading.Thread(target=exchange) for _each in range(AT_ONCE)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(said) == [200, *[404] * (AT_ONCE - 1)]


def test_what_was_exchanged_leaves_no_row(by_code: Two) -> None:
    by_code.exchanged(by_code.carried())
    before = by_code.installation.rows("SELECT count(*) FROM reporting_handoffcode")
    by_code.exchanged(by_code.carried())
    assert by_code.installation.rows("SELECT count(*) FROM reporting_handoffcode") == before


def test_no_log_holds_what_went_along(by_code: Two, by_token: Two) -> None:
    """With everything logged but queries, of which no installation logs the values."""
    carried = [running.carried() for running in (by_code, by_token)]
    for running, one in zip((by_code, by_token), carried, strict=True):
        running.opened_with(one)
        running.exchanged(one)
    logs = by_code.log.read_text() + by_token.log.read_text()
    assert logs
    told = [line for line in logs.splitlines() if "django.db.backends" not in line]
    assert not [secret for secret in (*carried, KEY, "bungo") if secret in "\n".join(told)]


def test_neither_address_nor_referrer_tells_the_receiver_anything(by_code: Two) -> None:
    by_code.opened_with(by_code.carried())
    asked = by_code.receiver.asked()[-1]
    assert (asked["method"], asked["path"]) == ("POST", "/masuk")
    assert asked["body"].startswith("code=")


# The other side -----------------------------------------------------------------------------------------------------


def test_a_siniar_that_is_gone_opens_an_empty_form(fresh: Installation, tmp_path: Path) -> None:
    with two("code", tmp_path, fresh) as running:
        code = running.carried()
        running.web.terminate()
        running.web.wait(20)
        assert running.opened_with(code) == EMPTY
