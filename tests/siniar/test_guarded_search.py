"""The admin's search: answers whatever is typed, and still finds."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from modelsearch.query import And, Fuzzy, MatchAll, Or, Phrase, PlainText
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from episodes.models import Show
from siniar import guarded_search
from siniar.guarded_search import harmless
from tests import factories

pytestmark = pytest.mark.django_db

ODD = [
    '"', '""', '"""', '"a', 'a"', '"a" "', '" "', '"" a', '"\x00"', 'a "\x00" b', 'a "b" c', '"*"', '"("',
    "", " ", " \t\n ", "\x00", "\x00\x00", "a\x00b", "\u00a0", "\u3000",
    "*", "a*", "(", ")", "()", "((", "NEAR(", "NEAR(a b, 2)", "^a", "a^", ":", "title:x", "{a b}", "-", "-a",
    "+", "a + b", "AND", "OR", "NOT", "a AND", "NOT a", "a OR OR b", "'", "''", "\\", "%", "_", ";", "--", "/*",
    "🎧", "👩‍👧", "\u202eabc", "é" * 300, "a" * 5000, "a " * 2500, '"' * 5000, '"' * 4999, "1", "0x", "\ufffe",
    '"' + "a " * 2500 + '"', '"x" ' + "a " * 2500, '"a" ' * 2500, 'a " " b', "a ' ' b",
]  # fmt: skip


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(factories.user(is_superuser=True))
    return client


@pytest.mark.parametrize("query", ODD, ids=[ascii(query[:20]) for query in ODD])
def test_the_page_search_of_the_admin_answers(editor: Client, query: str) -> None:
    assert editor.get("/admin/pages/search/", {"q": query}).status_code == 200


@pytest.mark.parametrize("path", ["/admin/choose-page/search/", "/admin/images/", "/admin/users/", "/admin/pages/"])
@pytest.mark.parametrize("query", ['"', " ", "\x00", "a*("])
def test_every_other_search_of_the_admin_answers(editor: Client, path: str, query: str) -> None:
    assert editor.get(path, {"q": query}).status_code == 200


@pytest.mark.parametrize("query", ODD, ids=[ascii(query[:20]) for query in ODD])
def test_the_completion_of_words_answers(query: str) -> None:
    assert get_search_backend().autocomplete(query, Page).count() >= 0


@pytest.fixture
def found(editor: Client) -> Show:
    """A show that is in the index."""
    show = factories.show("Menjaga anak di kota")
    call_command("update_index", verbosity=0)
    return show


def titles(editor: Client, query: str) -> list[str]:
    return [page.title for page in editor.get("/admin/pages/search/", {"q": query}).context["page_obj"]]


@pytest.mark.parametrize(
    "query",
    ["menjaga", "Menjaga anak", "anak menjaga", '"anak di kota"', '"anak', 'kota"', 'menjaga "di kota"'],
)
def test_it_finds_a_page_by(editor: Client, found: Show, query: str) -> None:
    assert titles(editor, query) == [found.title]


@pytest.mark.parametrize(
    "query",
    ["anak " * 2500, '"anak" ' * 2500, '"kota" anak ' * 500, "anak" + '"' * 4999],
    ids=["many words", "many phrases", "many words and phrases", "many quotes"],
)
def test_too_long_a_query_is_cut_and_finds(editor: Client, found: Show, query: str) -> None:
    assert titles(editor, query) == [found.title]


@pytest.mark.parametrize("query", ["desa", "menjaga desa", '"kota di anak"', "menjaga desa " * 500])
def test_it_does_not_find_a_page_by(editor: Client, found: Show, query: str) -> None:
    assert titles(editor, query) == []


def test_it_completes_a_word(found: Show) -> None:
    assert [page.pk for page in get_search_backend().autocomplete('menj"', Page)] == [found.pk]


@pytest.mark.parametrize("kind", [PlainText, Phrase])
def test_signs_of_syntax_become_blanks(kind: type[PlainText | Phrase]) -> None:
    cleaned = harmless(kind(' a"b\x00c '))
    assert (type(cleaned), cleaned.query_string) == (kind, "a b c")


def test_how_words_are_combined_stays() -> None:
    cleaned = harmless(PlainText('a "b', operator="or"))
    assert cleaned.operator == "or"


def test_the_callers_own_query_is_not_changed() -> None:
    query = PlainText('a"')
    harmless(query)
    assert query.query_string == 'a"'


@pytest.mark.parametrize("query", [MatchAll(), Fuzzy("a")])
def test_a_query_that_says_nothing_to_fts_stays(query: MatchAll | Fuzzy) -> None:
    assert harmless(query) is query


def test_a_part_that_asks_for_nothing_does_not_hide_what_the_others_find(found: Show) -> None:
    query = And([PlainText('menjaga"'), Phrase('"')])
    assert [page.pk for page in get_search_backend().search(query, Page)] == [found.pk]


@pytest.mark.parametrize("combine", [And, Or])
def test_parts_that_all_ask_for_nothing_find_nothing(found: Show, combine: type[And | Or]) -> None:
    query = combine([PlainText(" "), Phrase("\x00")])
    assert get_search_backend().search(query, Page).count() == 0


@pytest.mark.parametrize("words", [guarded_search.WORDS, guarded_search.WORDS + 1, 5000])
def test_words_beyond_the_fortieth_are_not_asked_for(words: int) -> None:
    assert harmless(PlainText("a " * words)).query_string.split() == ["a"] * guarded_search.WORDS


def test_on_another_database_the_backend_of_wagtail_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarded_search, "connection", type("Other", (), {"vendor": "postgresql"}))
    backend = guarded_search.SearchBackend({})
    assert (connection.vendor, backend.query_compiler_class.__name__) == ("sqlite", "SQLiteSearchQueryCompiler")
