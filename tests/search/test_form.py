"""What is read of a form, and what it offers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from search import form
from search.form import Asked
from search.query import LONGEST
from tests import factories
from tests.search.conftest import a_talk, indexed


def test_a_suggestion_that_was_taken_stands_for_what_was_typed() -> None:
    assert Asked.of(QueryDict("q=perundugan&instead=perundungan")).text == "perundungan"


def test_more_than_is_read_is_not_sent_back() -> None:
    asked = Asked.of(QueryDict("q=" + "a" * 5_000))
    assert len(asked.text) == LONGEST + 1


def test_signs_that_nobody_sees_become_blanks() -> None:
    assert Asked.of(QueryDict("q=a%00b%1Fc")).text == "a b c"


@pytest.mark.parametrize(("sent", "page"), [("2", 2), ("", 1), ("x", 1), ("-1", 1), ("9" * 30, 1), ("２", 1)])
def test_what_is_no_number_is_the_first_page(sent: str, page: int) -> None:
    assert Asked.of(QueryDict("", mutable=False)).page == 1
    fields = QueryDict(mutable=True)
    fields["page"] = sent
    assert Asked.of(fields).page == page


def test_a_facet_may_be_sent_several_times() -> None:
    asked = Asked.of(QueryDict("topic=KDRT&topic=KSA&topic="))
    assert asked.question.facets.topic == {"KDRT", "KSA"}
    assert asked.narrowed


@pytest.mark.django_db
def test_a_facet_with_nothing_to_choose_is_not_offered() -> None:
    a_talk("Anak.", of=factories.show("Satu"))
    indexed()
    assert form.choices({}, {}) == ()


@pytest.mark.django_db
def test_what_was_chosen_is_offered_though_it_brings_nothing() -> None:
    show = factories.show("Satu")
    a_talk("Anak.", of=show)
    indexed()
    (choice,) = form.choices({"show": (str(show.pk),)}, {"show": {}})
    (option,) = choice.options
    assert (option.label, option.count, option.chosen) == ("Satu", 0, True)


@pytest.mark.django_db
def test_years_and_lengths_are_those_of_what_is_public_now() -> None:
    a_talk("Anak.")
    old = a_talk("Ibu.", first_published_at=timezone.now() - timedelta(days=4000))
    indexed()
    assert len(years()) == 2
    old.unpublish()
    assert years() == []  # a single one is no choice


def years() -> list[str]:
    return [option.value for choice in form.choices({}, {}) if choice.name == "year" for option in choice.options]
