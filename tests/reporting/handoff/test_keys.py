"""Keys lie where nobody else reads them, and change without a token ever losing the key that proves it."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.handoff import keys, tokens
from reporting.handoff.keys import Key

NOW = 1_790_000_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "keys"


def test_nobody_but_the_owner_reads_a_key(folder: Path) -> None:
    keys.make(folder, NOW)
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.iterdir())]
    assert modes == [0o700, 0o600]


def test_a_key_is_the_same_when_it_is_read_again(folder: Path) -> None:
    made = keys.make(folder, NOW)
    assert [(key, key.public()) for key in keys.kept(folder)] == [(made, made.public())]


def test_the_id_is_the_thumbprint_of_rfc_7638(folder: Path) -> None:
    public = keys.make(folder, NOW).public()
    text = json.dumps({"crv": "Ed25519", "kty": "OKP", "x": public["x"]}, separators=(",", ":"))
    expected = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")
    assert public["kid"] == expected


def test_the_private_half_is_never_published_nor_shown(folder: Path) -> None:
    key = keys.make(folder, NOW)
    assert set(key.public()) == {"kty", "crv", "x", "kid", "use", "alg"}
    assert "private" not in repr(key)
    assert "d" not in json.loads(json.dumps(keys.published_set([key], NOW)))["keys"][0]


def test_the_only_key_signs_at_once(folder: Path) -> None:
    key = keys.make(folder, NOW)
    assert keys.signing(keys.kept(folder), NOW) == key


def test_a_new_key_signs_only_when_every_receiver_could_learn_of_it(folder: Path) -> None:
    old, new = keys.make(folder, NOW), keys.make(folder, NOW + 10_000)
    known = keys.kept(folder)
    assert keys.published(known, NOW + 10_000) == [old, new]
    assert keys.signing(known, NOW + 10_000 + keys.LEAD - 1) == old
    assert keys.signing(known, NOW + 10_000 + keys.LEAD) == new
    assert keys.LEAD > keys.CACHED


def test_the_old_key_is_published_until_its_last_token_has_run_out(folder: Path) -> None:
    old, new = keys.make(folder, NOW), keys.make(folder, NOW + 10_000)
    last_token_ends = NOW + 10_000 + keys.LEAD + int(tokens.LIFE.total_seconds())
    assert keys.published(keys.kept(folder), last_token_ends + 60) == [old, new]
    assert keys.published(keys.kept(folder), last_token_ends + 121) == [new]


@given(st.lists(st.integers(0, 5000), max_size=5), st.integers(0, 12_000), st.integers(0, 15 * 60))
def test_whoever_signs_is_published_for_as_long_as_its_token_lives(made: list[int], now: int, later: int) -> None:
    known = [Key(each, str(place), None) for place, each in enumerate(sorted(made))]  # type: ignore[arg-type]
    until_now = [key for key in known if key.made <= now]
    signing = keys.signing(until_now, now)
    assert signing is None or signing in keys.published([key for key in known if key.made <= now + later], now + later)


def test_what_is_over_is_destroyed_and_the_rest_stays(folder: Path) -> None:
    keys.make(folder, NOW)
    new = keys.make(folder, NOW + 10_000)
    assert keys.destroy_over(folder, NOW + 10_000) == 0
    assert keys.destroy_over(folder, NOW + 20_000) == 1
    assert keys.kept(folder) == [new]


def test_what_a_killed_process_left_of_making_a_key_goes_as_well(folder: Path) -> None:
    keys.make(folder, NOW)
    draft = folder / ".0123"
    draft.write_text("half a key")
    os.utime(draft, (NOW, NOW))
    keys.destroy_over(folder, NOW + 10)
    assert draft.exists()  # it may be in the making
    keys.destroy_over(folder, NOW + 10_000)
    assert not draft.exists()


def test_a_broken_file_takes_no_other_key_away(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    key = keys.make(folder, NOW)
    (folder / f"{NOW}.rusak.pem").write_text("-----BEGIN PRIVATE KEY-----\nrahasia\n-----END PRIVATE KEY-----")
    assert keys.kept(folder) == [key]
    assert "rahasia" not in caplog.text


def test_where_there_is_no_folder_there_is_no_key(folder: Path) -> None:
    assert (keys.kept(folder), keys.signing([], NOW), keys.destroy_over(folder, NOW)) == ([], None, 0)
