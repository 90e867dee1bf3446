"""`manage.py handoff_keys`: keys are listed, changed and withdrawn, and none is ever printed but the receiver's own."""

from __future__ import annotations

import hashlib
import io
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from reporting.handoff import adapters, keys
from siniar.config import Config
from tests.reporting.handoff.conftest import Configure


def told(*arguments: str) -> str:
    output = io.StringIO()
    call_command("handoff_keys", *arguments, stdout=output)
    return output.getvalue()


@pytest.fixture(autouse=True)
def by_token(hand_off: Configure) -> None:
    hand_off("token")


def test_the_first_key_signs_at_once() -> None:
    made = told("rotate").split()[0]
    assert told("list").split()[0::3] == [made]
    assert "signs" in told("list")


def test_a_new_key_is_published_while_the_old_one_signs() -> None:
    keys.make(adapters.folder(), int(time.time()) - 5000)
    told("rotate")
    assert [line.split()[-1] for line in told("list").splitlines()] == ["signs", "published"]


def test_rotating_destroys_what_is_over() -> None:
    for ago in (20_000, 10_000):
        keys.make(adapters.folder(), int(time.time()) - ago)
    told("rotate")
    assert len(told("list").splitlines()) == 2


def test_a_stolen_key_is_gone_at_once() -> None:
    stolen = told("rotate").split()[0]
    told("revoke", stolen)
    assert told("list") == ""


def test_an_unknown_key_is_said() -> None:
    with pytest.raises(CommandError):
        told("revoke", "tidak-ada")


def test_the_receivers_key_fits_the_hash_beside_it() -> None:
    first, second = told("receiver").splitlines()
    key, expected = first.rpartition(": ")[2], second.partition("=")[2]
    assert hashlib.sha256(key.encode()).hexdigest() == expected
    assert Config.read({"SINIAR_HANDOFF_KEY_HASH": expected}).handoff_key_hash == expected


def test_no_private_key_is_printed() -> None:
    printed = told("rotate") + told("list")
    secrets = [path.read_text().splitlines()[1] for path in Path(adapters.folder()).iterdir()]
    assert secrets
    assert not [secret for secret in secrets if secret in printed]
