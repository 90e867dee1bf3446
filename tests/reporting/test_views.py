"""The page that says who helps: light, alone, never kept, there without a database, and with verified numbers alone."""

from __future__ import annotations

import gzip
import json
import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from episodes.models import Episode
from episodes.templatetags.podcast import page_path
from reporting import storing
from tests import factories

pytestmark = pytest.mark.django_db
PATH = "/lapor/"
HEAVIEST = 14 * 1024  # bytes gzipped: what arrives in the first round trip
SERVICES = json.loads((storing.DATA / "services.json").read_text())["services"]


def page(path: str = PATH, status: int = 200, **asked: str) -> BeautifulSoup:
    reply = Client().get(path, asked)
    assert reply.status_code == status
    return BeautifulSoup(reply.content, "html.parser")


def from_(episode: Episode) -> str:
    return f"/lapor/{episode.short_id}/"


def numbers(found: Any) -> list[str]:
    return [str(link["href"]) for link in found.select("a.call")]


def section(found: BeautifulSoup, name: str) -> BeautifulSoup:
    """What stands between a heading and the next one."""
    html = "".join(str(each) for each in found.select_one(f"#{name}").find_next_siblings())
    return BeautifulSoup(html.split("<h2")[0], "html.parser")


def test_the_page_asks_the_database_once() -> None:
    page()
    with CaptureQueriesContext(connection) as captured:
        page()
    assert len(captured) == 1


def test_first_comes_danger_then_talking_then_reporting_then_knowing() -> None:
    assert [heading["id"] for heading in page().find_all("h2")] == ["now", "near", "talk", "report", "know"]


def test_in_danger_one_calls_the_police_or_an_ambulance() -> None:
    assert numbers(section(page(), "now")) == ["tel:110", "tel:119"]


def test_for_talking_there_is_sapa_first() -> None:
    assert numbers(section(page(), "talk"))[:2] == ["tel:129", "https://wa.me/628111129129"]


def test_every_number_is_verified_and_national() -> None:
    allowed = {
        channel["dial"]
        for row in SERVICES
        for channel in row["channels"]
        if channel["verified"] is True and row["scope"] == "national"
    }
    links = {str(link["href"]) for link in page().select("main a") if not str(link["href"]).startswith("/")}
    assert links
    assert links - allowed == set()


def test_no_number_that_is_not_verified_stands_in_the_text() -> None:
    text = page().get_text(" ")
    hidden = {channel["value"] for row in SERVICES for channel in row["channels"] if channel["verified"] is not True}
    assert [value for value in hidden - {None} if re.search(rf"(?<![\d-]){re.escape(value)}(?![\d-])", text)] == []


def test_that_calls_are_remembered_is_said_before_the_first_number() -> None:
    found = page()
    order = [each for each in found.find_all(["p", "a"]) if {"note", "call"} & set(each.get("class") or [])]
    assert order[0].name == "p"


def test_whoever_is_led_away_is_not_announced() -> None:
    links = [link for link in page().find_all("a") if str(link["href"]).startswith("http")]
    assert links
    assert all("noreferrer" in link["rel"] for link in links)


def test_no_chat_begins_with_words_of_ours() -> None:
    assert not [link for link in page().find_all("a") if "text=" in str(link["href"]) or "body=" in str(link["href"])]


def test_the_page_is_light_enough_for_one_round_trip() -> None:
    reply = Client().get(PATH)
    assert len(gzip.compress(reply.content, 6)) + len(str(reply.headers)) <= HEAVIEST


def test_the_page_loads_nothing_beside_itself() -> None:
    found = page()
    assert not found.find_all(["img", "iframe", "audio"])
    assert not [script for script in found.find_all("script") if script.has_attr("src")]
    assert [str(link["href"])[:5] for link in found.find_all("link")] == ["data:"]


def test_the_content_policy_lets_only_style_and_script_of_this_page_stand() -> None:
    reply = Client().get(PATH)
    policy = reply["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "style-src 'sha256-" in policy
    assert policy.count("sha256-") == 2
    assert "script-src 'sha256-" in policy
    assert policy.startswith("default-src 'none'")


def test_nobody_keeps_the_page() -> None:
    reply = Client().get(PATH)
    assert (reply["Cache-Control"], reply["Referrer-Policy"], reply.cookies) == ("no-store", "no-referrer", {})


def test_the_tab_does_not_tell_what_the_page_is_for() -> None:
    title = page().title.get_text().lower()
    assert not [word for word in ("lapor", "report", "kekerasan", "violence", "sapa") if word in title]


def test_the_page_leads_out_quickly_without_a_script() -> None:
    assert page().select_one("a.leave")["href"] == "/keluar/"


def test_search_engines_may_find_the_page_but_not_those_of_episodes(db: None) -> None:
    selector = 'meta[name="robots"][content="noindex"]'
    assert [len(page(path).select(selector)) for path in (PATH, from_(factories.episode()))] == [0, 1]


# From an episode -------------------------------------------------------------------------------------------------


def test_whoever_comes_from_an_episode_can_go_back(db: None) -> None:
    episode = factories.episode(title="Menjaga anak")
    link = page(from_(episode)).select_one("a.back")
    assert link["href"] == page_path(episode)
    assert "Menjaga anak" in link.get_text()


def test_a_discreet_episode_is_called_by_its_neutral_name_here_too(db: None) -> None:
    episode = factories.episode(title="Tetangga memukul istrinya", topics=("KDRT",))
    found = page(from_(episode))
    assert "memukul" not in str(found)
    assert episode.surface_title in found.get_text()


def test_whoever_comes_from_what_is_gone_gets_help_all_the_same(db: None) -> None:
    gone = factories.episode(live=False)
    replies = [Client().get(path) for path in (from_(gone), "/lapor/aaaaaaaa/")]
    assert [reply.status_code for reply in replies] == [404, 404]
    assert replies[0].content == replies[1].content
    assert b"tel:129" in replies[0].content


def test_an_episode_costs_a_fixed_number_of_queries(db: None) -> None:
    episode = factories.episode(topics=("KDRT", "SAKSI"))
    page(from_(episode))
    with CaptureQueriesContext(connection) as captured:
        page(from_(episode))
    assert len(captured) <= 3


def test_a_broken_database_takes_no_help_away(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*arguments: object, **values: object) -> None:
        raise OperationalError

    monkeypatch.setattr(type(Episode.objects.all()), "public", fails)
    assert numbers(page("/lapor/aaaaaaaa/")) == numbers(page())
