"""Siniar alone and nginx in front of it answer alike, header for header, whatever is asked."""

from __future__ import annotations

from email.utils import formatdate

import pytest

from tests.nginx.cases import CASES, EVERYDAY, FAILED, UNCHANGED, Case
from tests.nginx.conftest import BYTES, MODIFIED, Published
from tests.nginx.front import Reply, Server
from tests.siniar.range_cases import OUTSIDE, WHOLE

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("nginx")]
#: What belongs to a connection or a moment and not to the file.
PASSING = {"server", "date", "connection", "keep-alive", "via", "transfer-encoding"}
STATUS = {WHOLE: 200, OUTSIDE: 416, UNCHANGED: 304, FAILED: 412}
ALL = pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
METHODS = pytest.mark.parametrize("method", ["GET", "HEAD"])


def ask(server: Server, published: Published, case: Case, method: str = "GET") -> Reply:
    dates = {"date": 0, "earlier": -1, "later": 1}
    words = {word: formatdate(MODIFIED + apart, usegmt=True) for word, apart in dates.items()}
    words["etag"] = f'"{MODIFIED:x}-{case.size:x}"'
    headers = {key: value.format(**words) for key, value in case.headers.items()}
    return server.ask(published.sound[case.size], method, headers)


def lasting(reply: Reply) -> tuple[int, bytes, dict[str, str]]:
    return reply.status, reply.body, {key: value for key, value in reply.headers.items() if key not in PASSING}


@METHODS
@ALL
def test_siniar_answers(method: str, case: Case, published: Published, siniar: Server) -> None:
    reply = ask(siniar, published, case, method)
    content, content_range = BYTES[: case.size], None
    if isinstance(case.expected, tuple):
        first, last = case.expected
        content, content_range = BYTES[first : last + 1], f"bytes {first}-{last}/{case.size}"
    elif case.expected == OUTSIDE:
        content, content_range = b"", f"bytes */{case.size}"
    elif case.expected != WHOLE:
        content = b""
    status = STATUS[case.expected] if isinstance(case.expected, str) else 206
    assert (reply.status, reply.headers.get("content-range")) == (status, content_range)
    assert reply.body == (content if method == "GET" else b"")
    assert status == 304 or reply.headers["content-length"] == str(len(content))


@METHODS
@ALL
def test_nginx_says_the_same(method: str, case: Case, published: Published, siniar: Server, nginx: Server) -> None:
    replies = [ask(server, published, case, method) for server in (siniar, nginx)]
    alone, behind = map(lasting, replies)
    assert behind == alone


@METHODS
@pytest.mark.parametrize("name", EVERYDAY)
def test_what_players_ask_is_sent_by_nginx(name: str, method: str, published: Published, behind: Server) -> None:
    reply = ask(behind, published, CASES[name], method)
    assert reply.headers["x-accel-redirect"].startswith("/_files/renditions/")


@pytest.mark.parametrize(
    "name", [name for name, case in CASES.items() if case.expected in (UNCHANGED, FAILED, OUTSIDE)]
)
def test_what_carries_no_sound_does_not_come_from_the_disk(name: str, published: Published, behind: Server) -> None:
    assert "x-accel-redirect" not in ask(behind, published, CASES[name]).headers


@METHODS
def test_a_cover_comes_from_both_alike(method: str, published: Published, siniar: Server, nginx: Server) -> None:
    alone, behind = (server.ask(published.paths["cover"], method) for server in (siniar, nginx))
    assert lasting(behind) == lasting(alone)
    assert (behind.status, behind.headers["content-type"]) == (200, "image/jpeg")


def test_browsers_that_ask_beforehand_get_one_answer(published: Published, siniar: Server, nginx: Server) -> None:
    alone, behind = (server.ask(published.paths["sound"], "OPTIONS") for server in (siniar, nginx))
    assert lasting(behind) == lasting(alone)


def test_an_older_name_leads_to_the_file_from_both_alike(published: Published, siniar: Server, nginx: Server) -> None:
    older = published.paths["sound"].rpartition("/")[0] + "/siniar-1-000000000000.mp3"
    alone, behind = (server.ask(older) for server in (siniar, nginx))
    assert lasting(behind) == lasting(alone)
    assert (behind.status, behind.headers["access-control-allow-origin"]) == (302, "*")
