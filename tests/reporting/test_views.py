"""The page that says who helps: light, alone, never kept, there without a database, and with verified numbers alone."""

from __future__ import annotations

import gzip
import json
import re
from typing import Any
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.db import OperationalError, connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from episodes.models import Episode
from episodes.templatetags.podcast import page_path
from reporting import actions, showing, storing
from reporting import page as writing
from reporting.counting import recording
from reporting.directory import Directory
from reporting.handoff.standing import State
from reporting.models import Channel, Region, Service
from reporting.page import Choice, show
from reporting.showing import View
from tests import factories

pytestmark = pytest.mark.django_db
PATH = "/lapor/"
MULTIPART = "multipart/form-data"
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


def test_every_number_is_verified() -> None:
    allowed = {
        channel["dial"]
        for row in SERVICES
        for channel in row["channels"]
        if channel["verified"] is True and (row["scope"] == "national" or row["regions"] == ["kota-jambi"])
    }
    links = {str(link["href"]) for link in page().select("main a") if str(link["href"])[0] not in "/#"}
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
    paths = (from_(gone), "/lapor/aaaaaaaa/")
    replies = [Client().get(path) for path in paths]
    assert [reply.status_code for reply in replies] == [404, 404]
    texts = [reply.content.decode().replace(path, "") for reply, path in zip(replies, paths, strict=True)]
    assert texts[0] == texts[1]
    assert "tel:129" in texts[0]


def test_an_episode_costs_a_fixed_number_of_queries(db: None) -> None:
    episode = factories.episode(topics=("KDRT", "SAKSI"))
    page(from_(episode))
    with CaptureQueriesContext(connection) as captured:
        page(from_(episode))
    assert len(captured) <= 4


# What a person chooses -------------------------------------------------------------------------------------------


def chosen(path: str = PATH, **choice: str) -> BeautifulSoup:
    reply = Client(enforce_csrf_checks=True).post(path, urlencode(choice), "application/x-www-form-urlencoded")
    assert (reply.status_code, reply["Cache-Control"], reply.cookies) == (200, "no-store", {})
    return BeautifulSoup(reply.content, "html.parser")


def test_the_numbers_of_a_chosen_region_stand_first() -> None:
    assert numbers(section(chosen(region="kota-jambi"), "now"))[0] == "tel:112"
    assert "tel:112" not in numbers(chosen(region="kerinci"))


def test_a_choice_is_kept_in_the_form_and_nowhere_else() -> None:
    found = chosen(region="kerinci", role="dengar")
    assert found.select_one("option[selected]")["value"] == "kerinci"
    assert found.select_one("input[checked]")["value"] == "dengar"
    assert {each["value"] for each in found.select("input[type=hidden]")} == {"kerinci", "dengar"}
    assert all(form["method"] == "post" and "?" not in form["action"] for form in found.select("form"))


@pytest.mark.parametrize("choice", [{"region": "jambi"}, {"region": "<b>"}, {"role": "x"}, {"other": "x"}])
def test_what_nobody_can_choose_is_as_nothing(choice: dict[str, str]) -> None:
    assert str(chosen(**choice)) == str(page())


def test_nothing_in_the_address_chooses_a_region() -> None:
    assert str(page(region="kota-jambi")) == str(page())


def test_all_regions_can_be_chosen_and_other_places_and_none() -> None:
    values = [each["value"] for each in page().select("#region option")]
    assert (values[0], values[-1], len(values)) == ("", "luar", 13)


@pytest.mark.parametrize("role", ["lihat", "dengar", "alami", "belum_tahu"])
def test_each_role_gets_a_word_of_its_own(role: str) -> None:
    assert len(section(chosen(role=role), "report").select(".note")) == 1


def test_without_a_choice_each_region_with_numbers_of_its_own_can_be_opened_on_the_page() -> None:
    (one,) = page().select("details")
    assert (one.summary.get_text(), numbers(one)) == ("Kota Jambi", ["tel:112"])


def test_the_page_with_every_region_filled_is_light_enough() -> None:
    for number, region in enumerate(Region.objects.exclude(kind="province")):
        own = Service.objects.get(code=f"uptd-ppa-{region.code}")
        for kind, value in (("phone", f"0741-40{number:02}29"), ("whatsapp", f"0812-7{number:02}0-0129")):
            channel = Channel(service=own, type=kind, value=value, verified=True, sources="DP3AP2", last_seen="2026-11")
            channel.clean()
            channel.save()
    found = Client().get(PATH, headers={"Accept-Encoding": "gzip"})
    assert len(page().select("details")) == 11
    assert len(found.content) + len(str(found.headers)) <= HEAVIEST


# What it says ----------------------------------------------------------------------------------------------------


def test_before_anybody_is_led_on_it_says_what_happens_then() -> None:
    said = section(page(), "report")
    assert "3 × 24" in said.get_text(" ")
    assert len(said.select(".know li")) == 4


def test_below_each_number_stands_where_it_was_seen_and_who_answers() -> None:
    assert all(len(each.select(".proof")) >= 2 for each in page().select(".who > li"))


def test_a_number_that_is_being_checked_says_so_and_stands_last() -> None:
    actions.record_call_test(Channel.objects.get(value="110"), answered=False, by=None)
    found = section(page(), "now")
    assert numbers(found) == ["tel:119", "tel:110"]
    assert len(found.select(".checking .proof")) == 1


def test_an_unmarked_number_is_gone_with_the_next_request() -> None:
    assert "tel:119" in numbers(page())
    channel = Channel.objects.get(value="119", verified=True)
    channel.verified = False
    channel.save()
    assert not re.search(r"\b119\b", page().get_text(" "))


def test_the_card_to_print_has_a_neutral_front() -> None:
    front, back = page().select(".card > div")
    assert front.get_text(" ").split() == ["Siniar", "127.0.0.1:8000/b"]
    assert front.select_one("svg path")
    assert {"110", "129"} <= set(back.get_text(" ").split())


# Elsewhere, and when something is broken -------------------------------------------------------------------------


def test_the_short_address_leads_to_the_same_page_and_tells_nothing() -> None:
    assert numbers(page("/b/")) == numbers(page())
    assert page("/b/").select('meta[name="robots"][content="noindex"]')
    assert page("/b/").select_one("form")["action"].startswith("/b/")


def test_a_browser_that_takes_it_gets_the_page_packed() -> None:
    packed = Client().get(PATH, headers={"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == Client().get(PATH).content


@pytest.mark.parametrize("path", [PATH, "/b/", "/lapor/aaaaaaaa/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_broken_database_takes_no_help_away(path: str, method: str) -> None:
    def fails(*arguments: object) -> None:
        raise OperationalError("gone")

    before = numbers(page())
    with connection.execute_wrapper(fails):
        reply = getattr(Client(), method)(path)
    assert reply.status_code == 200
    assert numbers(BeautifulSoup(reply.content, "html.parser")) == before


@pytest.mark.parametrize("state", [State.DISTURBED, State.DOWN])
def test_when_the_report_form_is_down_the_page_leads_to_phone_and_paper(state: State) -> None:
    request = RequestFactory().get(PATH)
    pages = [show(request, None, Choice(), state=each).content.decode() for each in (State.NORMAL, state)]
    assert [len(BeautifulSoup(each, "html.parser").select("main > .note")) for each in pages] == [1, 2]


def test_there_is_no_way_to_a_report_form_that_has_no_address() -> None:
    assert not page().select("a.go")


def test_the_short_address_may_be_typed_without_its_last_stroke() -> None:
    reply = Client().get("/b")
    assert (reply.status_code, reply["Location"]) == (301, "/b/")


# Whatever is sent ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"near=1&region=" + b"N" * 3_000_000, "application/x-www-form-urlencoded"),
        (b"a=1&" * 20_001, "application/x-www-form-urlencoded"),
        (b"--x\r\n", MULTIPART),
        (
            b"--x\r\nContent-Disposition: form-data; name=f; filename=f\r\n\r\nf\r\n--x--",
            "multipart/form-data; boundary=x",
        ),
        (b"region=\xff\xfe", "text/plain"),
    ],
    ids=["long", "many", "no boundary", "a file", "odd"],
)
def test_no_body_is_an_error_or_is_kept(body: bytes, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[object] = []
    monkeypatch.setattr(recording, "count", lambda *what, **more: kept.append((what, more)))
    reply = Client().post(PATH, body, content_type=kind)
    assert (reply.status_code, "tel:110" in reply.content.decode(), kept) == (200, True, [])


def test_a_number_that_cannot_be_shown_takes_no_other_away(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = writing._numbers

    def broken(found: Directory, view: View, language: str) -> dict[str, Any]:
        if found is not storing.packaged():
            raise ValueError("2024-25")
        return whole(found, view, language)

    monkeypatch.setattr(writing, "_numbers", broken)
    assert "tel:110" in Client().get(PATH).content.decode()
    assert numbers(chosen(region="kerinci"))
    assert writing.urgent()[0].ways[0].dial == "tel:110"


def test_a_region_whose_own_numbers_cannot_be_shown_takes_no_other_away(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = showing.places

    def broken(found: Directory, view: View) -> tuple[showing.Place, ...]:
        if found is not storing.packaged():
            raise ValueError("2024-25")
        return whole(found, view)

    monkeypatch.setattr(showing, "places", broken)
    writing._numbers.cache_clear()
    assert "tel:110" in numbers(chosen(region="kota-jambi"))


@pytest.mark.parametrize("text", ["2024-25", "2025-13", "2025-00", "2026-02-30", "kemarin", ""])
def test_what_is_no_day_is_told_as_it_stands(text: str) -> None:
    assert showing.day(text) == text
