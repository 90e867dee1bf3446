"""/cari/ and /cari/api/: what a listener sees, and what nobody else may learn of it."""

from __future__ import annotations

import json
import logging
from io import BytesIO
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadhandler import MemoryFileUploadHandler, TemporaryFileUploadHandler
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from episodes.models import ContentWarning, Episode, EpisodePerson, EpisodeWarning, Topic
from reporting import actions as reporting
from reporting import page as help_page
from reporting.models import Channel
from search import actions, asking
from search.answers import Answer, State
from search.looking import PAGE
from search.query import parse
from tests import factories
from tests.search.conftest import a_talk, indexed
from tests.search.looking import FORM, PATH, seen, sent, titled, titles, told

pytestmark = pytest.mark.django_db
SECRET = "zamrudkelabu"  # a word that nothing else says


# Only in the form ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [PATH, "/cari/api/"])
def test_what_is_typed_is_in_no_header_no_cookie_and_no_log(path: str, caplog: pytest.LogCaptureFixture) -> None:
    a_talk(f"Tentang {SECRET}.")
    indexed()
    with caplog.at_level(logging.DEBUG):
        caplog.clear()
        reply = sent(SECRET, path)
    assert SECRET not in str(reply.headers)
    assert not reply.cookies
    assert SECRET not in "".join(
        f"{each.getMessage()} {each.exc_text}" for each in caplog.records if "sql" not in vars(each)
    )
    assert (reply["Cache-Control"], reply["X-Robots-Tag"], reply["Referrer-Policy"]) == (
        "no-store",
        "noindex",
        "no-referrer",
    )


def test_what_is_typed_stands_in_the_form_and_in_no_address_or_tab() -> None:
    page = seen(f"{SECRET} anak", topic=["KDRT"])
    assert page.select_one("input[name=q]")["value"] == f"{SECRET} anak"
    addresses = [
        each.get(name, "") for each in page.select("[href], [action], [src]") for name in ("href", "action", "src")
    ]
    assert not any(SECRET in address or "KDRT" in address for address in addresses)
    assert "anak" not in titled(page)


def test_the_tab_tells_what_came_of_it_without_a_word_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    show = factories.show()
    for _number in range(PAGE + 2):
        a_talk("Anak.", of=show)
    indexed()
    plain = titled(BeautifulSoup(Client().get(PATH).content, "html.parser"))
    told_of = {text: titled(seen(text)) for text in ("anak", SECRET, "-anak")}
    told_of["page"] = titled(seen("anak", page="2"))
    monkeypatch.setattr(asking, "ask", lambda question, expand=None: Answer(State.UNAVAILABLE, parse(question.text)))
    told_of["none"] = titled(seen("anak"))
    assert len({*told_of.values(), plain}) == 6
    assert all(title.endswith(f" · {plain}") for title in told_of.values())
    assert not any("anak" in title or SECRET in title for title in told_of.values())
    assert str(PAGE + 2) in told_of["anak"]


def test_the_tab_says_nothing_of_need() -> None:
    page = seen("dipukul suami")
    assert titled(page).startswith(page.select_one("#found").get_text())


def test_an_address_with_words_is_not_read() -> None:
    a_talk(f"Tentang {SECRET}.")
    indexed()
    reply = Client().get(PATH, {"q": SECRET})
    assert (reply.status_code, SECRET in reply.content.decode()) == (200, False)


def test_the_form_asks_browsers_to_keep_nothing_and_machines_to_stay_away() -> None:
    page = BeautifulSoup(Client().get(PATH).content, "html.parser")
    form = page.select_one("form[method=post][role=search]")
    assert (form["action"], form["autocomplete"]) == (PATH, "off")
    assert page.select_one("meta[name=robots]")["content"] == "noindex"


def test_every_page_leads_to_the_search() -> None:
    page = BeautifulSoup(Client().get("/episode/").content, "html.parser")
    assert page.select_one(f'.ways a[href="{PATH}"]')


def test_the_home_page_asks_the_same_way() -> None:
    page = BeautifulSoup(Client().get("/").content, "html.parser")
    form = page.select_one("form[role=search]")
    assert (form["method"], form["action"], form.select_one("input")["name"]) == ("post", PATH, "q")


# What is found ---------------------------------------------------------------------------------------------------


def test_a_moment_leads_to_its_second() -> None:
    episode = a_talk("Halo semua.", "Jangan takut untuk melapor kepada guru.")
    indexed()
    page = seen("melapor")
    (link,) = page.select(".moments a")
    assert link["href"].endswith(f"/{episode.slug}/?t=30")
    assert [mark.get_text() for mark in page.select("blockquote mark")] == ["melapor"]


def test_the_warning_about_an_episode_stands_before_its_quotes() -> None:
    episode = a_talk("Anak itu dipukul.")
    warning = ContentWarning.objects.all()[0]
    EpisodeWarning.objects.create(episode=episode, warning=warning)
    indexed()
    card = str(seen("anak").select_one(".found > li"))
    assert -1 < card.index(warning.text) < card.index("<blockquote")


def test_a_quote_from_a_sensitive_part_is_closed_and_says_why() -> None:
    episode = a_talk("Halo anak.", "Anak itu dipukul.")
    first, other = ContentWarning.objects.all()[:2]
    EpisodeWarning.objects.create(episode=episode, warning=first, start=29, end=40)
    EpisodeWarning.objects.create(episode=episode, warning=other, start=50, end=60)
    indexed()
    page = seen("anak")
    (closed,) = page.select(".moments details")
    (warning,) = page.select(".moments .warning")
    assert not closed.has_attr("open")
    assert (warning.get_text(), first.text == other.text) == (first.text, False)
    assert "dipukul" in closed.select_one("blockquote").get_text()


def test_the_warning_about_a_part_stands_before_all_that_leads_into_it() -> None:
    episode = a_talk("Halo anak.", "Anak itu dipukul.")
    EpisodeWarning.objects.create(episode=episode, warning=ContentWarning.objects.all()[0], start=29, end=40)
    indexed()
    quote = seen("anak").select(".moments > li")[1]
    assert [part.name for part in quote.find_all(["p", "a", "summary", "blockquote"])] == [
        "p",
        "a",
        "summary",
        "blockquote",
    ]


def test_what_is_said_is_written_as_text() -> None:
    a_talk("Anak <script>alert(1)</script> itu.", title="Anak <b>")
    indexed()
    page = seen('anak "<script>')
    assert not page.select("main script, main b")


def test_a_withdrawn_episode_is_gone_at_once() -> None:
    episode = a_talk(f"Tentang {SECRET}.", title="Rahasia")
    indexed()
    assert titles(seen(SECRET)) == ["Rahasia"]
    episode.unpublish()
    assert titles(seen(SECRET)) == []
    assert told(SECRET)["episodes"] == []


def test_a_discreet_episode_tells_itself_on_the_page_alone() -> None:
    a_talk("Tentang rumah.", title="Tetangga memukul istrinya", topics=(factories.SENSITIVE,))
    indexed()
    page = seen("rumah")
    assert titles(page) == ["Tetangga memukul istrinya"]
    assert "memukul" not in str(page.head) + "".join(link["href"] for link in page.select("a[href]"))


# Choosing --------------------------------------------------------------------------------------------------------


def options(page: BeautifulSoup, name: str) -> list[str]:
    return [option.get_text() for option in page.select(f"select[name={name}] option[value]:not([value=''])")]


def test_a_choice_says_how_many_it_would_bring_and_stays_chosen() -> None:
    one, other = factories.show("Satu"), factories.show("Dua")
    for show in (one, one, other):
        a_talk("Anak.", of=show)
    indexed()
    page = seen("anak", show=str(other.pk))
    assert options(page, "show") == ["Dua (1)", "Satu (2)"]
    assert page.select_one("select[name=show] option[selected]")["value"] == str(other.pk)
    assert len(titles(page)) == 1


def test_before_anybody_asks_all_that_is_public_can_be_chosen() -> None:
    a_talk("Anak.", of=factories.show("Satu"))
    a_talk("Anak.", of=factories.show("Dua"))
    a_talk("Anak.", of=factories.show("Naskah"), live=False)
    indexed()
    page = BeautifulSoup(Client().get(PATH).content, "html.parser")
    assert set(options(page, "show")) >= {"Satu", "Dua"}
    assert not any("(" in each for each in options(page, "show"))


def test_only_people_who_agreed_can_be_chosen() -> None:
    for name, agreed in (("Ratna", True), ("Sari", True), ("Tono", False)):
        episode = a_talk("Anak.")
        EpisodePerson.objects.create(episode=episode, person=factories.person(name, consents_to_be_named=agreed))
        actions.mark([episode.show.pk])
    indexed()
    assert options(seen("anak"), "person") == ["Ratna (1)", "Sari (1)"]


def test_pages_are_turned_by_buttons_of_the_same_form() -> None:
    show = factories.show()
    for _number in range(PAGE + 2):
        a_talk("Anak.", of=show)
    indexed()
    first = seen("anak")
    (more,) = first.select(".pages button")
    assert (more["form"], more["name"], more["value"]) == ("search", "page", "2")
    assert [len(titles(first)), len(titles(seen("anak", page="2")))] == [PAGE, 2]


# Words about words -----------------------------------------------------------------------------------------------


def test_what_was_meant_is_a_button_that_asks_for_it() -> None:
    a_talk("Perundungan di sekolah.")
    indexed()
    (button,) = seen("perundugan").select("button[name=instead]")
    assert button["value"] == "perundungan"
    page = seen("perundugan", instead=button["value"])
    assert (len(titles(page)), page.select_one("input[name=q]")["value"]) == (1, "perundungan")


def test_what_is_only_said_in_a_withdrawn_episode_is_never_suggested() -> None:
    episode = a_talk("Perundungan di sekolah.")
    indexed()
    seen("perundugan")  # the vocabulary is held from now on
    episode.unpublish()
    assert not seen("perundugan").select("button[name=instead]")


def test_a_term_that_was_replaced_is_told_with_the_new_one() -> None:
    assert {"old": "P2TP2A", "now": "UPTD PPA"} in told("P2TP2A jambi")["renamed"]
    assert "UPTD PPA" in seen("P2TP2A jambi").select_one("main section").get_text()


def test_phrases_and_minus_work_from_the_form() -> None:
    a_talk("Keluar rumah malam.", title="Satu")
    a_talk("Rumah itu keluar biaya sekolah.", title="Dua")
    indexed()
    assert titles(seen('"keluar rumah"')) == ["Satu"]
    assert titles(seen("rumah -sekolah")) == ["Satu"]


def test_a_query_that_is_too_long_is_told_so() -> None:
    assert told("anak " * 100)["shortened"]
    assert "8" in seen("satu dua tiga empat lima enam tujuh delapan sembilan sepuluh").select_one(".note").get_text()


# Need ------------------------------------------------------------------------------------------------------------


def test_who_asks_out_of_need_sees_help_before_anything_else() -> None:
    a_talk("Suami itu memukul.")
    indexed()
    page = seen("dipukul suami")
    main = str(page.main)
    assert main.index('id="need"') < main.index('id="found"')
    assert page.select_one(".help a.button:not(.quiet)")["href"] == "/lapor/"
    assert told("dipukul suami")["help"]["path"] == "/lapor/"


def test_the_card_has_the_services_of_the_help_page_to_be_tapped() -> None:
    expected = [way for service in help_page.first() for way in service.ways]
    assert {"tel:110", "tel:129"} <= {way.dial for way in expected}
    card = seen("dipukul suami").select_one(".help")
    assert [link["href"] for link in card.select(".call a")] == [way.dial for way in expected]
    assert all(way.value in card.get_text() and way.limit in card.get_text() for way in expected)
    ways = [way for service in told("dipukul suami")["help"]["services"] for way in service["ways"]]
    assert [way["address"] for way in ways] == [way.dial for way in expected]


def test_a_number_that_is_no_longer_verified_is_gone_from_the_card_at_once() -> None:
    channel = Channel.objects.get(value="129", verified=True)
    assert seen("dipukul suami").select_one('a[href="tel:129"]')
    channel.verified = False
    channel.save()
    assert not seen("dipukul suami").select_one('a[href="tel:129"]')
    assert seen("dipukul suami").select_one('a[href="tel:110"]')


def test_a_number_that_is_being_checked_says_so_on_the_card() -> None:
    reporting.record_call_test(Channel.objects.get(value="110"), answered=False, by=None)
    (way,) = [way for service in help_page.first() for way in service.ways if way.value == "110"]
    assert way.proof
    assert way.proof in seen("dipukul suami").select_one(".help").get_text()
    reporting.record_call_test(Channel.objects.get(value="129", type="phone"), answered=False, by=None)
    assert not seen("dipukul suami").select_one('a[href="tel:129"]')


def test_who_asks_for_something_else_sees_no_card() -> None:
    assert not seen("resep rendang").select("#need")
    assert told("resep rendang")["help"] is None


# Nothing found ---------------------------------------------------------------------------------------------------


def test_who_finds_nothing_is_shown_what_is_near() -> None:
    about, other = a_talk("Halo.", title="Pulang"), a_talk("Halo.", title="Sekolah")
    about.topics.add(Topic.objects.get(code="KDRT"))
    other.topics.add(Topic.objects.get(code="PERUNDUNGAN"))
    about.save()
    other.save()
    indexed()
    page = seen("dipukul suami")
    assert told("dipukul suami")["state"] == "nothing"
    assert titles(page) == ["Pulang"]
    assert [each["title"] for each in told("dipukul suami")["near"]] == ["Pulang"]
    assert titles(seen("zzzzzz")) == []


def test_what_somebody_does_not_want_is_not_near() -> None:
    talk = a_talk("Halo.", title="Pulang")
    talk.topics.add(Topic.objects.get(code="KDRT"))
    talk.save()
    indexed()
    assert titles(seen("zzqqxx kdrt")) == ["Pulang"]
    assert titles(seen("zzqqxx -kdrt")) == []


def test_what_is_near_is_not_offered_to_who_chose_more_closely() -> None:
    talk = a_talk("Halo.", title="Pulang")
    talk.topics.add(Topic.objects.get(code="KDRT"))
    talk.save()
    indexed()
    assert titles(seen("dipukul suami", topic=["PERUNDUNGAN"])) == []


# Whatever is sent ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "  ", "\x00", '"', "-anak", "'; DROP TABLE x; --", "\u202e\u200f", "😀" * 50])
def test_what_is_no_question_gets_the_form_again(text: str) -> None:
    assert seen(text).select_one("#found")


def test_whatever_is_sent_gets_an_answer() -> None:
    a_talk("Anak itu berani.", title="Anak")
    indexed()
    anything = st.text(max_size=200)
    fields = st.dictionaries(
        st.sampled_from(["q", "instead", "page", "topic", "show", "person", "year", "age", "length", "x"]),
        st.one_of(anything, st.sampled_from(["anak", '"anak', "9" * 40, "-1", "0", "1", "short"])),
    )

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(fields)
    def send(given_fields: dict[str, str]) -> None:
        body = urlencode({name: value.encode("utf-8", "replace") for name, value in given_fields.items()})
        assert Client().post(PATH, body, FORM).status_code == 200
        assert Client().post("/cari/api/", body, FORM).status_code == 200

    send()


def test_whatever_bytes_are_sent_get_an_answer() -> None:
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.binary(max_size=200))
    def send(body: bytes) -> None:
        reply = Client().post(PATH, b"q=" + body, FORM)
        assert reply.status_code == 200

    send()


@pytest.mark.parametrize("path", [PATH, "/cari/api/"])
@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        *((b"q=anak", f"{FORM}; charset={name}") for name in ("rot13", "punycode", "unicode_escape", "x")),
        (b'--X\r\nContent-Disposition: form-data; name="q"\r\n\r\nanak\r\n--X--', "multipart/form-data; boundary=X"),
        (b"--X", "multipart/form-data; boundary=X; charset=rot13"),
        (b"q=anak&" * 1_100, FORM),
        (b"q=" + b"a" * 3_000_000, FORM),
        (b"q=\xed\xa0\x80&topic=%ED%A0%80", FORM),
        (b"q=anak", ""),
    ],
)
def test_no_body_is_an_error(path: str, body: bytes, content_type: str) -> None:
    assert Client().generic("POST", path, body, content_type).status_code == 200


def test_no_file_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: object, *given: object) -> None:
        raise AssertionError("a file was written")

    monkeypatch.setattr(TemporaryFileUploadHandler, "new_file", refuse)
    monkeypatch.setattr(MemoryFileUploadHandler, "new_file", refuse)
    assert Client().post(PATH, {"q": "anak", "file": BytesIO(b"x")}).status_code == 200


def test_the_api_takes_forms_alone() -> None:
    assert Client().get("/cari/api/").status_code == 405
    assert Client().post("/cari/api/", json.dumps({"q": "anak"}), "application/json").json()["state"] == "unasked"


# Without an engine -----------------------------------------------------------------------------------------------


def test_without_an_engine_the_page_is_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "ask", lambda question, expand=None: Answer(State.UNAVAILABLE, parse(question.text)))
    page = seen("anak")
    assert page.select_one("#found")
    assert page.select('main a[href="/episode/"]')
    assert told("anak")["state"] == "unavailable"


def test_without_a_database_the_page_is_kind_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*args: object, **more: object) -> None:
        raise OperationalError

    monkeypatch.setattr(asking, "ask", fails)
    assert told("dipukul suami")["state"] == "unavailable"
    assert seen("dipukul suami").select_one(".help")


def test_a_simpler_answer_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = Answer(State.NOTHING, parse("anak"), degraded=True)
    monkeypatch.setattr(asking, "ask", lambda question, expand=None: answer)
    assert told("anak")["degraded"]


# The API ---------------------------------------------------------------------------------------------------------


def test_the_api_tells_what_the_page_shows() -> None:
    episode = a_talk("Halo semua.", "Jangan takut untuk melapor kepada guru.")
    indexed()
    (found,) = told("melapor")["episodes"]
    (moment,) = found["moments"]
    assert (found["title"], found["path"]) == (episode.title, Episode.objects.get().get_url_parts()[2])
    assert (moment["path"], moment["text"]) == (f"{found['path']}?t=30", "Jangan takut untuk melapor kepada guru.")
    (start, end) = moment["marks"][0]
    assert moment["text"][start:end] == "melapor"


def test_a_page_costs_a_fixed_number_of_queries() -> None:
    show = factories.show()
    counts = []
    for _time in range(2):
        for _number in range(4):
            a_talk("Anak.", of=show)
        indexed()
        seen("anak")
        with CaptureQueriesContext(connection) as captured:
            seen("anak")
        counts.append(len(captured))
    per_episode = 2  # the engine's own, as in test_asking
    assert counts[1] - counts[0] <= 4 * per_episode
    assert counts[0] <= 26 + 4 * per_episode
