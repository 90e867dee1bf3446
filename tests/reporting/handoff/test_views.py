"""The addresses of the hand-off: no answer is an error to a person, and none tells what it should not."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import DatabaseError
from django.http import HttpResponse
from django.test import Client

from episodes.models import Chapter, Episode
from reporting.handoff import adapters, codes, fields, keys
from reporting.handoff.signals import chosen
from reporting.models import HandOffCode
from tests import factories
from tests.reporting.handoff.conftest import ADDRESS, RECEIVER, Configure
from tests.reporting.handoff.receiver import verifying
from tests.reporting.handoff.receiving import KEY

FORM = "application/x-www-form-urlencoded"
GOOD = "topic=KDRT&region=bungo&lang=id&channel=qr&role=lihat"

pytestmark = pytest.mark.django_db


def post(body: str | bytes = GOOD, **headers: Any) -> Any:
    client = Client(enforce_csrf_checks=True, raise_request_exception=True)
    return client.generic("POST", "/lapor/kirim/", body, headers.pop("content_type", FORM), **headers)


def form(reply: Any) -> BeautifulSoup | None:
    return BeautifulSoup(reply.content, "html.parser").select_one("main form")


def sent(reply: Any) -> dict[str, str]:
    """What the last form sends to the other side."""
    found = form(reply)
    return {str(each["name"]): str(each["value"]) for each in found.select("input")} if found else {}


def understood(token: str) -> dict[str, Any]:
    """What the other side reads in a token."""
    verifier = verifying().Verifier(
        issuer="https://siniar.example", audience=RECEIVER, fetch_keys=adapters.published_keys
    )
    return dict(verifier.verify(token))


# The last page ---------------------------------------------------------------------------------------------------


def test_a_token_says_what_was_ticked(hand_off: Configure) -> None:
    hand_off("token")
    expected = {"src": "siniar", "topic": "KDRT", "region": "bungo", "lang": "id", "channel": "qr", "role": "lihat"}
    assert understood(sent(post())["token"]) == expected


def test_a_code_brings_what_was_ticked(hand_off: Configure, db: None) -> None:
    hand_off("code")
    assert codes.exchange(sent(post("topic=KDRT"))["code"]) == {"src": "siniar", "topic": "KDRT"}


@pytest.mark.parametrize("way", ["token", "code"])
def test_the_last_form_posts_one_field_to_the_receiver_and_nowhere_else(
    hand_off: Configure, db: None, way: str
) -> None:
    hand_off(way)
    reply = post()
    found = form(reply)
    assert (found["method"], found["action"], list(sent(reply))) == ("post", ADDRESS, [way])
    assert not found.has_attr("target")
    assert f"form-action {RECEIVER};" in reply["Content-Security-Policy"]


def test_what_goes_along_is_said_in_words(hand_off: Configure) -> None:
    hand_off("token")
    words = [each.get_text() for each in BeautifulSoup(post().content, "html.parser").select("main ul li")]
    assert len(words) == 6
    assert any("Kabupaten Bungo" in word for word in words)


def test_nobody_keeps_the_last_page_nor_learns_where_it_was(hand_off: Configure) -> None:
    hand_off("token")
    reply = post()
    assert (reply["Cache-Control"], reply["Referrer-Policy"], reply.cookies) == ("no-store", "no-referrer", {})
    assert reply["X-Frame-Options"] == "DENY"
    assert reply["Cross-Origin-Opener-Policy"] == "same-origin"


def test_the_way_out_is_on_it_and_its_tab_tells_nothing(hand_off: Configure) -> None:
    hand_off("token")
    page = BeautifulSoup(post().content, "html.parser")
    assert page.select_one("a.leave")
    assert page.title.get_text() == "Siniar"


def test_it_is_not_sent_by_itself(hand_off: Configure) -> None:
    hand_off("token")
    page = BeautifulSoup(post().content, "html.parser")
    assert not page.select("main script, meta[http-equiv], main form [autofocus]")


def test_a_form_of_a_browser_that_sends_no_origin_is_taken(hand_off: Configure) -> None:
    hand_off("token")
    assert sent(post(HTTP_ORIGIN="null", HTTP_SEC_FETCH_SITE="cross-site"))


@pytest.mark.parametrize("body", ["", "topic=", "nama=Siti&usia=12&cerita=panjang"])
def test_who_ticks_nothing_goes_on_with_nothing(hand_off: Configure, body: str) -> None:
    hand_off("token")
    reply = post(body)
    assert (reply.status_code, form(reply)) == (200, None)
    assert "form-action 'none'" in reply["Content-Security-Policy"]
    assert ADDRESS in reply.content.decode()


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"topic=KDRT&" + b"a" * 100_000, FORM),
        (b"topic=KDRT&" + b"b=1&" * 30_000, FORM),
        (b"\xff\xfe\x00" * 10, FORM),
        (GOOD.encode("utf-16"), FORM),
        (b"{}", "application/json"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"--x\r\nbroken", "multipart/form-data"),
        (b"topic=KDRT", "text/plain; charset=klingon"),
        (b"topic=%00KDRT&region=bungo%0d%0aSet-Cookie:%20a=b", FORM),
    ],
    ids=["long", "many", "bytes", "utf-16", "json", "multipart", "no boundary", "odd charset", "line breaks"],
)
def test_whatever_is_sent_the_answer_is_a_page(hand_off: Configure, body: bytes, content_type: str) -> None:
    hand_off("token")
    reply = post(body, content_type=content_type)
    assert reply.status_code == 200
    assert "Set-Cookie" not in reply.headers


@pytest.mark.parametrize("length", ["", "-1", "zwölf", "99999999999999999999"])
def test_an_odd_length_is_no_error(hand_off: Configure, length: str) -> None:
    hand_off("token")
    assert post(CONTENT_LENGTH=length).status_code == 200


def test_a_long_body_is_not_even_read(hand_off: Configure, monkeypatch: pytest.MonkeyPatch) -> None:
    hand_off("token")
    taken: list[bytes] = []
    read = fields.read
    monkeypatch.setattr(fields, "read", lambda body: taken.append(body) or read(body))
    post(b"topic=KDRT&" + b"x" * 1_000_000)
    assert taken == [b""]


def test_without_a_receiver_the_address_leads_to_the_numbers(hand_off: Configure) -> None:
    hand_off("token", silayang_url="")
    assert post()["Location"] == "/lapor/"


def test_whoever_comes_back_to_it_by_its_address_gets_to_the_numbers(hand_off: Configure) -> None:
    hand_off("token")
    assert Client().get("/lapor/kirim/?topic=KDRT")["Location"] == "/lapor/"


def test_by_link_nothing_goes_along_whatever_is_sent(hand_off: Configure) -> None:
    hand_off("link")
    assert form(post()) is None


def test_a_full_store_a_lost_database_or_key_take_only_the_context_away(
    hand_off: Configure, db: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    hand_off("code")
    monkeypatch.setattr(codes, "MOST", 0)
    full = post()

    def fails(*arguments: object, **values: object) -> None:
        raise DatabaseError

    monkeypatch.setitem(adapters._WAYS, "code", (adapters.Outcome.CODE, fails))
    lost = post()
    hand_off("token")
    (tmp_path / "handoff-keys").write_text("a file where the folder should be")
    keyless = post()
    assert [(reply.status_code, form(reply)) for reply in (full, lost, keyless)] == [(200, None)] * 3


# Episode and chapter ---------------------------------------------------------------------------------------------


def with_chapters(**values: Any) -> Episode:
    made = factories.episode(**values)
    made.chapters.set([Chapter(start=60 * place, title=f"Bab {place}") for place in range(2)])
    made.save()
    made.save_revision()
    return made


def test_a_public_episode_and_its_chapter_go_along_when_ticked(hand_off: Configure, db: None) -> None:
    hand_off("token")
    episode = with_chapters()
    said = understood(sent(post(f"episode={episode.short_id}&chapter=2"))["token"])
    assert said == {"src": "siniar", "episode": episode.short_id, "chapter": 2}


def test_as_many_things_are_said_in_words_as_go_along(hand_off: Configure, db: None) -> None:
    hand_off("token")
    reply = post(f"{GOOD}&episode={with_chapters().short_id}&chapter=2")
    words = BeautifulSoup(reply.content, "html.parser").select("main ul li")
    assert len(words) == len(understood(sent(reply)["token"])) == 8


def test_a_chapter_that_is_not_there_stays(hand_off: Configure, db: None) -> None:
    hand_off("token")
    episode = with_chapters()
    said = understood(sent(post(f"episode={episode.short_id}&chapter=3"))["token"])
    assert said == {"src": "siniar", "episode": episode.short_id}


def test_an_episode_that_is_not_public_is_not_told_from_none(hand_off: Configure, db: None) -> None:
    hand_off("token")
    draft = factories.episode(live=False)
    assert [form(post(f"episode={signs}")) for signs in (draft.short_id, "aaaaaaaa")] == [None, None]


def test_a_lost_database_takes_only_the_episode_away(
    hand_off: Configure, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_off("token")

    def fails(*arguments: object, **values: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(type(Episode.objects.all()), "public", fails)
    assert understood(sent(post("topic=KDRT&episode=aaaaaaaa"))["token"]) == {"src": "siniar", "topic": "KDRT"}


# Counting --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("way", "outcome"), [("token", "token"), ("code", "code"), ("link", "link")])
def test_counting_is_told_once_and_without_anybody(
    hand_off: Configure, db: None, counted: list[dict[str, str]], way: str, outcome: str
) -> None:
    hand_off(way)
    post()
    assert counted == [{"topic": "KDRT", "channel": "qr", "outcome": outcome, "region": "bungo"}]


def test_what_was_not_ticked_is_not_counted_either(hand_off: Configure, counted: list[dict[str, str]]) -> None:
    hand_off("token")
    post("lang=id")
    assert counted == [{"topic": "", "channel": "", "outcome": "token", "region": ""}]


def test_counting_that_fails_takes_no_help_away(hand_off: Configure) -> None:
    hand_off("token")

    def fails(**told: object) -> None:
        raise RuntimeError("rahasia")

    chosen.connect(fails)
    try:
        assert sent(post())
    finally:
        chosen.disconnect(fails)


# Exchanging a code -----------------------------------------------------------------------------------------------


def exchange(code: str, key: str = KEY, **headers: Any) -> HttpResponse:
    return Client(enforce_csrf_checks=True).post(
        "/lapor/tukar/", f"code={code}", content_type=FORM, HTTP_AUTHORIZATION=f"Bearer {key}", **headers
    )


def test_the_receiver_exchanges_a_code_once(hand_off: Configure, db: None) -> None:
    hand_off("code")
    code = sent(post("topic=KDRT"))["code"]
    replies = [exchange(code) for _each in range(2)]
    assert [reply.status_code for reply in replies] == [200, 404]
    assert replies[0].json() == {"v": 1, "context": {"src": "siniar", "topic": "KDRT"}}
    assert replies[0]["Cache-Control"] == "no-store"


@pytest.mark.parametrize("key", ["", "salah", KEY[:-1], KEY + "x", "x" * 10_000, "\udcff", "é"])
def test_another_key_brings_nothing_and_uses_nothing_up(hand_off: Configure, db: None, key: str) -> None:
    hand_off("code")
    code = codes.issue(fields.Carried(topic="KDRT"))
    reply = exchange(code, key)
    assert (reply.status_code, reply["WWW-Authenticate"], reply.json()) == (401, "Bearer", {"error": "key"})
    assert HandOffCode.objects.count() == 1


def test_without_a_key_of_its_own_the_receiver_gets_nothing(hand_off: Configure, db: None) -> None:
    hand_off("code", handoff_key_hash="")
    assert exchange(codes.issue(fields.Carried(topic="KDRT")), key="").status_code == 401


def test_wrong_expired_and_used_codes_are_answered_alike(
    hand_off: Configure, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_off("code")
    used = codes.issue(fields.Carried(topic="KDRT"))
    exchange(used)
    replies = [exchange(code) for code in ("", "A" * 43, used, "%00", "A" * 5000)]
    assert {(reply.status_code, reply.content, str(reply.headers)) for reply in replies} == {
        (404, b'{"error": "unknown"}', str(replies[0].headers))
    }


def test_a_code_in_the_address_counts_for_nothing(hand_off: Configure, db: None) -> None:
    hand_off("code")
    code = codes.issue(fields.Carried(topic="KDRT"))
    reply = Client().post(f"/lapor/tukar/?code={code}", "", content_type=FORM, HTTP_AUTHORIZATION=f"Bearer {KEY}")
    assert reply.status_code == 404


def test_an_exchange_is_never_a_get(hand_off: Configure) -> None:
    hand_off("code")
    assert Client().get("/lapor/tukar/").status_code == 405


def test_a_lost_database_is_said_to_the_receiver(hand_off: Configure, monkeypatch: pytest.MonkeyPatch) -> None:
    hand_off("code")

    def fails(code: str) -> None:
        raise DatabaseError

    monkeypatch.setattr(codes, "exchange", fails)
    reply = exchange("A" * 43)
    assert (reply.status_code, reply.json(), reply["Retry-After"]) == (503, {"error": "later"}, "5")


def test_no_log_holds_code_token_or_key(hand_off: Configure, db: None, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        hand_off("token")
        token = sent(post())["token"]
        hand_off("code")
        code = sent(post())["code"]
        exchange(code)
        exchange(code)
        exchange(code, "kunci-salah")
    text = caplog.text
    assert not [
        secret for secret in (token, code, KEY, "kunci-salah", "bungo") if secret in text.replace(_sql(text), "")
    ]


def _sql(text: str) -> str:
    """What Django says of each query, at a level at which no installation logs."""
    return "\n".join(line for line in text.splitlines() if "django.db.backends" in line)


# Published keys --------------------------------------------------------------------------------------------------


def test_the_public_keys_can_be_fetched_and_kept_for_minutes(hand_off: Configure) -> None:
    hand_off("token")
    reply = Client().get("/lapor/kunci/")
    assert (len(reply.json()["keys"]), reply["Cache-Control"]) == (1, f"public, max-age={keys.CACHED}")
    assert reply["Content-Type"] == "application/jwk-set+json"


def test_where_no_tokens_are_made_no_key_is(hand_off: Configure, tmp_path: Path) -> None:
    hand_off("code")
    assert Client().get("/lapor/kunci/").json() == {"keys": []}
    assert not (tmp_path / "handoff-keys").exists()


def test_a_lost_disk_is_said(hand_off: Configure, tmp_path: Path) -> None:
    hand_off("token")
    (tmp_path / "handoff-keys").write_text("a file where the folder should be")
    assert Client().get("/lapor/kunci/").status_code == 503
