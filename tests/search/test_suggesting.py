"""What is suggested to somebody who misspelt a word."""

from __future__ import annotations

import pytest

from search import asking, suggesting
from search.answers import Question
from search.language import glossary
from tests.search.conftest import a_talk, indexed

pytestmark = pytest.mark.django_db


def meant(text: str) -> str:
    question = Question(text)
    return suggesting.meant(question, asking.ask(question, expand=glossary.expansions))


def test_a_misspelt_word_is_replaced_and_the_others_stay() -> None:
    a_talk("Perundungan di sekolah.")
    indexed()
    assert meant("perundugan di sekolah") == "perundungan di sekolah"


def test_words_that_are_right_are_left_alone() -> None:
    a_talk("Perundungan di sekolah.")
    indexed()
    assert meant("perundungan") == meant("gajah") == ""


def test_nothing_is_suggested_to_who_asked_nothing_or_has_no_index() -> None:
    assert meant("") == meant("perundugan") == ""


def test_a_suggestion_has_to_find_more() -> None:
    a_talk("Perundungan di sekolah.", title="Perundugan")
    a_talk("Perundugan.")
    indexed()
    assert meant("perundugan") == ""


def test_one_vocabulary_serves_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    a_talk("Perundungan di sekolah.")
    indexed()
    meant("perundugan")
    held = suggesting._held
    a_talk("Kekerasan di rumah.")
    indexed()
    meant("perundugan")
    assert suggesting._held is held
    monkeypatch.setattr(suggesting, "REST", 0.0)
    assert meant("kekrasan") == "kekerasan"


@pytest.mark.parametrize(
    "text",
    [
        "perundugan sukmawjaya",
        "perundugan -sukmawjaya",
        "perundugan sekolah itu sangat buruk sekali untuk semua sukmawjaya",
        '"perundugan sekolah itu sangat buruk sekali untuk semua sukmawjaya"',
        "perundugan kejujuranya",
    ],
)
def test_no_word_is_suggested_that_is_no_longer_said_in_public(text: str) -> None:
    a_talk("Perundungan sekolah itu sangat buruk sekali untuk semua murid yang jujur.")
    gone = a_talk("Namanya Sukmawijaya, dan kejujurannya.")
    indexed()
    meant("perundugan")  # the vocabulary is from now
    gone.unpublish()
    indexed()
    assert "sukmawijaya" not in meant(text)
    assert "kejujurannya" not in meant(text)


def test_each_word_of_a_suggestion_is_asked_for_and_not_too_many_are() -> None:
    a_talk("Perundungan, kekerasan, pelecehan, pengasuhan, pernikahan.")
    indexed()
    assert meant("perundugan kekrasan pelechan pengasuhn") == "perundungan kekerasan pelecehan pengasuhan"
    assert meant("perundugan kekrasan pelechan pengasuhn pernikhan") == ""
