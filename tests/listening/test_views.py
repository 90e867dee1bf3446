"""Lists: all episodes and those that fit a choice, those of a topic, those of a person who agreed to be named."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction

from episodes.models import AgeRating, Episode, Person, Topic
from listening import signs
from siniar import paging
from tests import factories
from tests.listening.pages import REVEALING, SENSITIVE, banned, credit, get, page, queries, titles

pytestmark = pytest.mark.django_db
ALL = "/episode/"


def topic_path(code: str) -> str:
    return reverse("topic", args=[signs.of_topic(Topic.objects.get(code=code))])


def person_path(person: Person) -> str:
    return reverse("person", args=[signs.of_person(person)])


def topic_sign(code: str) -> str:
    return signs.of_topic(Topic.objects.get(code=code))


def rating_sign(code: str) -> str:
    return signs.of_rating(AgeRating.objects.get(code=code))


def minutes(episode: Episode, count: float) -> None:
    type(episode.audio).objects.filter(pk=episode.audio_id).update(duration=60 * count)


# All episodes ----------------------------------------------------------------------------------------------------


def test_all_public_episodes_are_listed_newest_first() -> None:
    factories.episode(title="Pertama")
    factories.episode(title="Kedua")
    factories.episode(title="Naskah", live=False)
    assert titles(page(ALL)) == ["Kedua", "Pertama"]


def test_the_list_says_how_many_were_found() -> None:
    show = factories.show()
    for _number in range(3):
        factories.episode(show)
    assert page(ALL).select_one("#found").get_text().startswith("3 ")


def test_a_topic_can_be_chosen() -> None:
    factories.episode(title="Keluarga", topics=("PENGASUHAN", "LITDIG"))
    factories.episode(title="Gawai", topics=("LITDIG",))
    assert titles(page(ALL, topik=topic_sign("PENGASUHAN"))) == ["Keluarga"]


def test_an_age_can_be_chosen() -> None:
    factories.episode(title="Semua")
    factories.episode(title="Remaja", age_rating=AgeRating.objects.get(code="R13"))
    assert titles(page(ALL, usia=rating_sign("R13"))) == ["Remaja"]


@pytest.mark.parametrize(("sign", "fits"), [("1", [10.4, 2]), ("2", [30.4, 10.6]), ("3", [300, 30.6])])
def test_a_length_can_be_chosen_as_it_is_shown(sign: str, fits: list[float]) -> None:
    for count in (2, 10.4, 10.6, 30.4, 30.6, 300):
        minutes(factories.episode(title=f"{count:g}"), count)
    assert titles(page(ALL, lama=sign)) == [f"{count:g}" for count in fits]


def test_choices_are_combined() -> None:
    long = factories.episode(title="Panjang", topics=("PENGASUHAN",))
    factories.episode(title="Pendek", topics=("PENGASUHAN",))
    minutes(long, 40)
    assert titles(page(ALL, topik=topic_sign("PENGASUHAN"), lama="3")) == ["Panjang"]


def test_the_form_keeps_what_was_chosen() -> None:
    factories.episode()
    sign = topic_sign("PENGASUHAN")
    (chosen,) = page(ALL, topik=sign).select("#id_topik option[selected]")
    assert chosen["value"] == sign


def test_each_choice_has_a_label() -> None:
    factories.episode()
    found = page(ALL)
    assert {label["for"] for label in found.select("form label")} == {each["id"] for each in found.select("select")}


def test_only_what_something_public_has_can_be_chosen() -> None:
    factories.episode(topics=("PENGASUHAN",))
    factories.episode(topics=("LITDIG",), live=False, age_rating=AgeRating.objects.get(code="R13"))
    found = page(ALL)
    offered = [option["value"] for option in found.select("#id_topik option, #id_usia option") if option["value"]]
    assert offered == [topic_sign("PENGASUHAN"), rating_sign("SU")]


def test_a_choice_that_finds_nothing_says_what_to_do() -> None:
    factories.episode()
    found = page(ALL, lama="3")
    assert titles(found) == []
    assert found.select_one(f'main a[href="{ALL}"]')


@pytest.mark.parametrize(
    "asked", [{"topik": "aaaaaa"}, {"topik": "KDRT"}, {"usia": "R13"}, {"lama": "9"}, {"hal": "x"}]
)
def test_a_sign_that_nobody_knows_chooses_nothing(asked: dict[str, str]) -> None:
    factories.episode(title="Satu")
    assert titles(page(ALL, **asked)) == ["Satu"]


def test_a_site_without_episodes_has_a_list_that_leads_to_help() -> None:
    found = page(ALL)
    assert titles(found) == []
    assert found.select_one('main a[href="/lapor/"]')


@pytest.fixture
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "SIZE", 2)


def walk(path: str) -> list[list[str]]:
    """The episodes of each page, as the links to older ones lead."""
    walked = []
    while path:
        found = page(path)
        walked.append(titles(found))
        link = found.select_one('a[rel="next"]')
        path = f"{path.partition('?')[0]}{link['href']}" if link else ""
    return walked


def test_a_long_list_has_pages(short_pages: None) -> None:
    show = factories.show()
    for number in range(5):
        factories.episode(show, f"{number}")
    assert walk(ALL) == [["4", "3"], ["2", "1"], ["0"]]


def test_the_pages_of_a_choice_keep_the_choice(short_pages: None) -> None:
    show = factories.show()
    for number in range(3):
        factories.episode(show, f"{number}", topics=("LITDIG",))
        factories.episode(show, "lain")
    assert walk(f"{ALL}?topik={topic_sign('LITDIG')}") == [["2", "1"], ["0"]]


def test_the_second_page_leads_back_to_the_first(short_pages: None) -> None:
    show = factories.show()
    for _number in range(3):
        factories.episode(show)
    assert page(ALL, hal="2").select_one('a[rel="prev"]')["href"] == ALL


def test_a_chosen_list_is_not_for_search_engines() -> None:
    factories.episode()
    selector = 'meta[name="robots"][content="noindex"]'
    assert [len(page(ALL, **asked).select(selector)) for asked in ({}, {"lama": "1"})] == [0, 1]


# Topics ----------------------------------------------------------------------------------------------------------


def test_a_topic_lists_its_public_episodes() -> None:
    factories.episode(title="Rumah", topics=("KDRT", "SAKSI"))
    factories.episode(title="Lain", topics=("SAKSI",))
    factories.episode(title="Naskah", topics=("KDRT",), live=False)
    assert titles(page(topic_path("KDRT"))) == ["Rumah"]


def test_a_topic_without_public_episodes_has_no_page() -> None:
    factories.episode(topics=("KDRT",), live=False)
    assert get(topic_path("KDRT")).status_code == 404


@pytest.mark.parametrize("path", ["/topik-aaaaaa/", "/topik-kdrt/", "/topik-KDRT/"])
def test_a_topic_is_known_by_its_signs_alone(path: str) -> None:
    factories.episode(topics=("KDRT",))
    assert get(path).status_code == 404


def test_a_topic_says_its_label() -> None:
    factories.episode(topics=("KDRT",))
    main = page(topic_path("KDRT")).select_one("main").get_text(" ")
    assert Topic.objects.get(code="KDRT").label_id in main


@pytest.mark.parametrize("code", SENSITIVE)
def test_neither_head_nor_address_of_a_sensitive_topic_tells_it(code: str) -> None:
    episode = factories.episode(title=REVEALING, topics=(code,))
    found = page(topic_path(code))
    assert banned(str(found.head), episode) == []
    assert banned(topic_path(code), episode) == []
    assert found.select('meta[name="robots"][content="noindex"]')


def test_the_tab_of_an_open_topic_tells_it() -> None:
    factories.episode(topics=("PENGASUHAN",))
    assert Topic.objects.get(code="PENGASUHAN").label_id in page(topic_path("PENGASUHAN")).title.get_text()


def test_all_topics_are_linked_from_the_list_of_all() -> None:
    factories.episode(topics=("KDRT", "PENGASUHAN"))
    links = {link["href"] for link in page(ALL).select(".chips a")}
    assert links == {topic_path("KDRT"), topic_path("PENGASUHAN")}


# People ----------------------------------------------------------------------------------------------------------


def test_a_person_who_agreed_has_a_page_with_her_public_episodes() -> None:
    person = credit(factories.episode(title="Bersama Sari"))
    factories.episode(title="Tanpa Sari")
    found = page(person_path(person))
    assert (found.h1.get_text(), titles(found)) == ("Sari Wulandari", ["Bersama Sari"])


def test_a_person_with_two_roles_in_an_episode_has_it_once() -> None:
    episode = factories.episode(title="Satu")
    person = credit(episode)
    person.credits.create(episode=episode, role="host")
    assert titles(page(person_path(person))) == ["Satu"]


def test_a_person_who_takes_the_agreement_back_is_gone_at_once() -> None:
    person = credit(factories.episode())
    assert get(person_path(person)).status_code == 200
    Person.objects.update(consents_to_be_named=False)
    assert get(person_path(person)).status_code == 404


def test_a_person_without_a_public_episode_has_no_page() -> None:
    assert get(person_path(credit(factories.episode(live=False)))).status_code == 404


def test_a_person_whose_show_is_closed_has_no_page() -> None:
    episode = factories.episode()
    person = credit(episode)
    PageViewRestriction.objects.create(page=episode.show, restriction_type="login")
    assert get(person_path(person)).status_code == 404


def test_the_address_of_a_person_tells_nothing() -> None:
    assert re.fullmatch(r"/orang/[a-z2-7]{6}/", person_path(factories.person()))


def test_the_addresses_of_another_installation_are_others(tmp_path, settings) -> None:  # type: ignore[no-untyped-def]
    person = factories.person()
    here = signs.of_person(person)
    settings.DATA_DIR = tmp_path
    assert signs.of_person(person) != here


@pytest.mark.parametrize(("topics", "told"), [(("PENGASUHAN",), True), (("KDRT",), False), (("KDRT", "LITDIG"), False)])
def test_the_tab_names_only_people_who_are_heard_where_everybody_may_see(topics: tuple[str, ...], told: bool) -> None:
    person = credit(factories.episode(topics=topics))
    head = page(person_path(person)).head
    assert ("Sari" in str(head), "noindex" in str(head)) == (told, not told)


# Everywhere ------------------------------------------------------------------------------------------------------


@pytest.fixture(params=["all", "chosen", "topic", "person"])
def path(request: pytest.FixtureRequest) -> str:
    """Each kind of list, with one sensitive episode in it."""
    person = credit(factories.episode(title=REVEALING, topics=("KDRT",)))
    return {
        "all": ALL,
        "chosen": f"{ALL}?topik={topic_sign('KDRT')}&usia={rating_sign('SU')}&lama=1",
        "topic": topic_path("KDRT"),
        "person": person_path(person),
    }[request.param]


def test_more_episodes_cost_no_more_queries(path: str) -> None:
    before = queries(path)
    show, person = factories.show(), Person.objects.get()
    for number in range(6):
        person.credits.create(episode=factories.episode(show, topics=("KDRT", "LITDIG", "SAKSI")[: 1 + number % 3]))
    assert len(titles(page(path))) == 7
    assert queries(path) == before <= 8


def test_no_list_tells_in_its_head_what_its_episodes_are_about(path: str) -> None:
    assert banned(str(page(path).head), Episode.objects.get()) == []


def test_no_list_has_an_address_in_it_that_tells(path: str) -> None:
    links = " ".join(str(tag.get(name)) for tag in page(path).find_all(True) for name in ("href", "src", "action"))
    assert banned(links, Episode.objects.get()) == []


def test_lists_are_neither_kept_nor_marked(path: str) -> None:
    reply = get(path)
    assert (reply["Cache-Control"], reply.cookies) == ("no-store", {})


def test_each_list_has_one_heading_of_the_first_order_and_skips_none(path: str) -> None:
    orders = [int(heading.name[1]) for heading in page(path).find_all(["h1", "h2", "h3", "h4"])]
    assert orders.count(1) == 1
    assert all(next_ <= order + 1 for order, next_ in zip([0, *orders], orders, strict=False))


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_lists_are_read_only(path: str, method: str) -> None:
    assert getattr(Client(), method)(path).status_code == 405
