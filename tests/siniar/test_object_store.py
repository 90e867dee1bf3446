"""A bucket of a real S3 server: what goes in comes out, by addresses that open it for a short time."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from email.message import Message
from pathlib import Path

import pytest

from siniar.config import Config, ConfigError
from siniar.object_store import Failed, ObjectStore, configured
from tests import s3
from tests.browser.serving import HOST, free_port

NAMED = replace(
    Config.read({}),
    object_store="https://s3.example.org/siniar",
    object_store_key="k",
    object_store_secret="s",
)
CONTENT = bytes(number % 251 for number in range(5000))


@pytest.fixture(scope="module")
def bucket(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ObjectStore]:
    if not s3.there():
        pytest.skip(s3.MISSING)
    with s3.server(tmp_path_factory.mktemp("s3")) as store:
        yield store


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "sound"
    path.write_bytes(CONTENT)
    return path


@pytest.fixture
def stored(bucket: ObjectStore, file: Path) -> ObjectStore:
    bucket.put("abc", file, "audio/mpeg")
    return bucket


def link(store: ObjectStore, method: str = "GET", seconds: int = 60) -> str:
    return store.link("abc", method, seconds, content_type="audio/ogg", file_name="siniar-1.opus")


def ask(address: str, method: str = "GET", **headers: str) -> tuple[int, Message, bytes]:
    try:
        with urllib.request.urlopen(urllib.request.Request(address, method=method, headers=headers)) as reply:
            return reply.status, reply.headers, reply.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


def test_a_link_opens_the_object(stored: ObjectStore) -> None:
    status, _headers, body = ask(link(stored))
    assert (status, body) == (200, CONTENT)


def test_what_comes_by_a_link_has_the_type_and_the_name_that_the_link_says(stored: ObjectStore) -> None:
    _status, headers, _body = ask(link(stored))
    assert (headers["Content-Type"], headers["Content-Disposition"], headers["Cache-Control"]) == (
        "audio/ogg",
        'inline; filename="siniar-1.opus"',
        "no-store",
    )


def test_a_file_that_goes_in_by_parts_comes_out_whole(bucket: ObjectStore, tmp_path: Path) -> None:
    path = tmp_path / "long"
    path.write_bytes(CONTENT * 1300)  # 6.5 MB: parts have 5 MiB
    bucket.put("abc", path, "audio/mpeg")
    assert ask(link(bucket))[2] == CONTENT * 1300


def test_a_part_comes_by_a_link(stored: ObjectStore) -> None:
    status, headers, body = ask(link(stored), Range="bytes=5-9")
    assert (status, headers["Content-Range"], body) == (206, "bytes 5-9/5000", CONTENT[5:10])


def test_a_part_behind_the_end_is_not_satisfiable(stored: ObjectStore) -> None:
    assert ask(link(stored), Range="bytes=5000-")[0] == 416


def test_a_link_for_head_tells_the_size(stored: ObjectStore) -> None:
    status, headers, body = ask(link(stored, "HEAD"), "HEAD")
    assert (status, headers["Content-Length"], body) == (200, "5000", b"")


def test_a_link_dies_when_its_time_is_over(stored: ObjectStore) -> None:
    address = link(stored, seconds=1)
    assert ask(address)[0] == 200
    time.sleep(2.1)  # the store counts whole seconds
    assert ask(address)[0] == 403


def test_a_link_dies_with_its_object(stored: ObjectStore) -> None:
    address = link(stored)
    stored.remove("abc")
    assert ask(address)[0] == 404


def test_a_link_cannot_be_made_longer(stored: ObjectStore) -> None:
    assert ask(link(stored).replace("X-Amz-Expires=60", "X-Amz-Expires=600"))[0] == 403


def test_nobody_opens_an_object_without_a_link(stored: ObjectStore) -> None:
    assert ask(link(stored).partition("?")[0])[0] == 403


def test_the_names_of_objects_are_listed(stored: ObjectStore) -> None:
    assert list(stored.names()) == ["abc"]


def test_to_remove_what_is_not_there_is_no_error(bucket: ObjectStore) -> None:
    bucket.remove("never")


def test_a_refusal_says_why(bucket: ObjectStore, file: Path) -> None:
    stranger = ObjectStore(bucket.address, s3.KEY, "wrong", s3.REGION)
    with pytest.raises(Failed) as failed:
        stranger.put("abc", file, "audio/mpeg")
    assert failed.value.code == "SignatureDoesNotMatch"


def silent() -> ObjectStore:
    """A store where nobody answers."""
    return ObjectStore(f"http://{HOST}:{free_port()}/siniar", "a", "b", "c")


def test_a_store_that_is_down_fails_without_a_word(file: Path) -> None:
    with pytest.raises(Failed) as failed:
        silent().put("abc", file, "audio/mpeg")
    assert failed.value.code == ""


@pytest.mark.parametrize("act", [lambda store: store.remove("abc"), lambda store: list(store.names())])
def test_whatever_is_asked_of_it_fails_alike(act: object) -> None:
    with pytest.raises(Failed):
        act(silent())  # type: ignore[operator]


def test_a_link_is_made_without_asking_the_store() -> None:
    assert "X-Amz-Expires=60" in link(silent())


def test_no_store_is_configured_by_default() -> None:
    assert configured(Config.read({})) is None


def test_the_store_is_what_the_settings_name() -> None:
    store = configured(NAMED)
    assert store is not None
    assert link(store).startswith("https://s3.example.org/siniar/abc?")


@pytest.mark.parametrize("missing", ["object_store_key", "object_store_secret"])
def test_a_store_without_its_keys_is_none(missing: str) -> None:
    assert configured(replace(NAMED, **{missing: ""})) is None


@pytest.mark.parametrize("address", ["s3.example.org/siniar", "https://s3.example.org", "https://s3.example.org/a/b"])
def test_an_address_without_bucket_or_scheme_is_refused(address: str) -> None:
    with pytest.raises(ConfigError, match="SINIAR_OBJECT_STORE"):
        Config.read({"SINIAR_OBJECT_STORE": address})
