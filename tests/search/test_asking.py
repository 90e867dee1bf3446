"""What listeners get: the episode and the second, only of what is public at this moment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page

from episodes.models import ContentWarning, Episode, EpisodePerson, EpisodeWarning, Rendition
from search import actions, asking, choosing
from search.answers import Question, State
from search.engines.protocol import Unavailable
from search.engines.sqlite import SqliteEngine
from search.looking import PAGE
from tests import factories
from tests.search.conftest import a_talk, asked, episodes, indexed
from transcripts import actions as transcripts

pytestmark = pytest.mark.django_db


def test_it_finds_the_second_in_which_it_was_said() -> None:
    a_talk("Halo semua, selamat datang.", "Jangan takut untuk melapor kepada guru.")
    indexed()
    (hit,) = asked("melapor").hits
    (moment,) = hit.moments
    assert (moment.start, moment.text) == (30, "Jangan takut untuk melapor kepada guru.")
    assert moment.pieces == [("Jangan takut untuk ", False), ("melapor", True), (" kepada guru.", False)]


def test_a_word_is_marked_in_the_form_in_which_it_was_said() -> None:
    a_talk("Dia melaporkan itu.")
    indexed()
    (moment,) = asked("laporan").hits[0].moments
    assert ("melaporkan", True) in moment.pieces


def test_a_phrase_over_the_end_of_a_line_leads_to_where_it_begins() -> None:
    a_talk("Halo.", "Ingat, ini bukan salah", "korban sama sekali.")
    indexed()
    (moment,) = asked('"salah korban"').hits[0].moments
    assert ("salah", True) in moment.pieces


def test_no_more_than_three_moments_of_an_episode_are_shown() -> None:
    a_talk(*(f"Tentang anak nomor {number}." for number in range(6)))
    indexed()
    assert len(asked("anak").hits[0].moments) == 3


def test_an_episode_is_found_by_what_it_says_of_itself() -> None:
    episode = a_talk("Halo.", title="Perundungan di sekolah")
    indexed()
    answer = asked("perundungan")
    assert episodes(answer) == [episode.pk]
    assert answer.hits[0].moments == ()
    assert answer.marks("Perundungan di sekolah") == ((0, 11),)


def test_an_episode_that_speaks_of_it_more_often_comes_first() -> None:
    often = a_talk("Tentang anak.", "Anak itu.", "Lagi anak.")
    a_talk("Sekali saja anak.")
    indexed()
    assert episodes(asked("anak"))[0] == often.pk


def test_words_that_are_never_said_together_still_find_episodes_with_most_of_them() -> None:
    both = a_talk("Anak kecil.", "Sudah lama sekali di sana tadi.", "Guru itu datang.", title="Obrolan")
    a_talk("Bukan ini.", title="Obrolan")
    indexed()
    answer = asked("anak guru")
    assert (episodes(answer), answer.together) == ([both.pk], False)


@pytest.mark.parametrize("question", ["apa itu sekstorsi", "sekstorsi itu apa", "Apakah sekstorsi itu?"])
def test_a_question_is_answered_by_the_episode_on_its_matter(question: str) -> None:
    a_talk("Apakah itu cinta?", "Apa itu rindu?", "Apa yang harus dilakukan?")
    about = a_talk("Sekstorsi adalah pemerasan.")
    indexed()
    answer = asked(question)
    assert (episodes(answer), answer.together) == ([about.pk], True)
    assert [said.text for said in answer.hits[0].moments] == ["Sekstorsi adalah pemerasan."]


def test_what_is_asked_in_the_same_words_does_not_hide_what_is_about_it() -> None:
    about = a_talk("Korban KDRT bisa melapor.", "Lagi tentang KDRT.", "Dan KDRT.")
    same = a_talk("Apa itu KDRT?")
    indexed()
    assert set(episodes(asked("apa itu kdrt"))) == {about.pk, same.pk}
    assert [said.text for said in asked("apa itu kdrt").hits[-1].moments] == ["Apa itu KDRT?"]


def test_no_quote_says_little_words_alone() -> None:
    a_talk("Kita pergi ke sana.", "Cara lain ada.", "Korban KDRT melapor.", "Itu ke kota.", "Polisi datang.")
    indexed()
    (hit,) = asked("bagaimana cara melapor kdrt ke polisi").hits
    assert [said.text for said in hit.moments] == ["Korban KDRT melapor.", "Polisi datang."]


def test_an_episode_that_fits_by_its_title_shows_lines_that_say_some_of_it() -> None:
    a_talk("Halo semua.", "Guru harus tahu.", title="Pelecehan di sekolah")
    a_talk("Halo semua.", "Di sekolah itu ramai.", title="Pelecehan di sekolah")
    indexed()
    answer = asked("pelecehan di sekolah")
    assert answer.together
    assert sorted(moment.text for hit in answer.hits for moment in hit.moments) == ["Di sekolah itu ramai."]


def test_episodes_without_a_line_that_says_all_are_asked_for_once_more_in_one_call(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for _number in range(3):
        a_talk("Di sekolah.", title="Pelecehan di sekolah")
    indexed()
    engine = choosing.database()
    calls: list[int] = []
    passages = type(engine).passages

    def counted(self: Any, wanted: Any, shown: Any, *, most: int) -> Any:
        calls.append(len(shown))
        return passages(self, wanted, shown, most=most)

    monkeypatch.setattr(type(engine), "passages", counted)
    asked("pelecehan sekolah")
    asked("sekolah")
    assert calls == [3, 3, 3]


def test_a_question_without_a_word_is_none() -> None:
    for text in ("", "  ", "\x00", '"', "-anak"):
        assert asked(text).state is State.UNASKED


def test_what_nobody_says_is_not_found() -> None:
    a_talk("Halo.")
    indexed()
    assert asked("gajah").state is State.NOTHING


def test_narrowed_by_nothing_but_a_choice_all_that_fits_is_shown_the_newest_first() -> None:
    show = factories.show()
    first, second = a_talk("Halo.", of=show), a_talk("Halo.", of=show)
    a_talk("Halo.")
    indexed()
    found = episodes(asked("", show={show.pk}))
    assert sorted(found) == sorted([first.pk, second.pk])


def test_facets_tell_what_each_choice_would_bring() -> None:
    one, other = factories.show(), factories.show()
    a_talk("Anak.", of=one)
    a_talk("Anak.", of=one)
    a_talk("Anak.", of=other)
    indexed()
    answer = asked("anak", show={other.pk})
    assert (answer.total, answer.counts["show"]) == (1, {one.pk: 2, other.pk: 1})
    assert answer.counts["topic"] == {factories.OPEN: 1}


def test_pages_follow_one_another() -> None:
    show = factories.show()
    for _number in range(PAGE + 2):
        a_talk("Anak.", of=show)
    indexed()
    first, second = asked("anak"), asked("anak", page=2)
    assert (first.total, first.pages, len(first.hits), len(second.hits)) == (PAGE + 2, 2, PAGE, 2)
    assert not set(episodes(first)) & set(episodes(second))
    assert asked("anak", page=99).page == 2


def test_a_moment_in_a_sensitive_part_says_so() -> None:
    episode = a_talk("Halo anak.", "Anak itu dipukul.")
    warning = ContentWarning.objects.all()[0]
    EpisodeWarning.objects.create(episode=episode, warning=warning, start=29, end=40)
    indexed()
    told = {moment.start: moment.warnings for moment in asked("anak").hits[0].moments}
    assert told == {0: (), 30: (warning.text,)}


# Only what is public -------------------------------------------------------------------------------------------


def test_a_text_that_nobody_has_approved_is_not_found() -> None:
    factories.transcript(factories.episode(), "Rahasia besar.")
    indexed()
    assert asked("rahasia").state is State.NOTHING


def test_a_withdrawn_episode_is_gone_before_any_engine_knows() -> None:
    episode = a_talk("Rahasia besar.")
    indexed()
    episode.unpublish()
    answer = asked("rahasia")
    assert (answer.hits, answer.total, answer.counts["show"]) == ([], 0, {})


def test_a_text_that_is_taken_back_is_gone_before_any_engine_knows() -> None:
    episode = a_talk("Rahasia besar.")
    indexed()
    transcripts.withdraw_approval(episode.audio.transcript)  # type: ignore[union-attr]
    assert asked("rahasia").hits == []


def test_a_name_without_consent_is_gone_before_any_engine_knows() -> None:
    person = factories.person("Ratna Dewi", consents_to_be_named=True)
    episode = a_talk("Halo.")
    EpisodePerson.objects.create(episode=episode, person=person)
    actions.mark([episode.show.pk])
    indexed()
    assert asked("ratna").total == 1
    person.consents_to_be_named = False
    person.save()
    assert asked("ratna").hits == []
    Rendition.objects.update(tags_hash="0" * 64)  # the files have been written anew without the name
    actions.mark([episode.show.pk])
    indexed()
    assert asked("ratna").hits == []
    assert asked("halo").total == 1


def test_an_episode_whose_time_has_run_out_is_gone_without_anybody_noticing() -> None:
    show = factories.show()
    episode = a_talk("Rahasia besar.", of=show)
    Episode.objects.filter(pk=episode.pk).update(expire_at=timezone.now() + timedelta(hours=1))
    actions.mark([show.pk])
    indexed()
    assert asked("rahasia").total == 1
    later = timezone.now() + timedelta(hours=2)
    with mock.patch("django.utils.timezone.now", return_value=later):
        assert asked("rahasia").total == 0


def test_what_becomes_private_by_a_way_that_nobody_tells_of_is_not_shown() -> None:
    episode = a_talk("Rahasia besar.")
    indexed()
    Episode.objects.filter(pk=episode.pk).update(live=False)
    answer = asked("rahasia")
    assert (answer.hits, answer.total, answer.counts["show"]) == ([], 0, {})


def test_only_what_somebody_says_in_public_is_said() -> None:
    talk = a_talk("Namanya Sukmawijaya.")
    indexed()
    assert asking.says("sukmawijaya")
    assert not asking.says("nama")  # another form of a word that is said
    talk.unpublish()
    assert not asking.says("sukmawijaya")


def test_an_answer_costs_a_fixed_number_of_queries() -> None:
    show = factories.show()
    for _number in range(4):
        a_talk("Anak.", of=show)
    indexed()
    asked("anak")
    with CaptureQueriesContext(connection) as few:
        asked("anak")
    for _number in range(4):
        a_talk("Anak.", of=show)
    indexed()
    asked("anak")
    with CaptureQueriesContext(connection) as many:
        asked("anak")
    per_episode = 2  # the engine's own: each tier looks into each episode that is shown
    assert len(many) - len(few) <= 4 * per_episode
    assert len(few) <= 19 + 4 * per_episode


# Whatever is typed -------------------------------------------------------------------------------------------


def test_whatever_is_typed_gets_an_answer() -> None:
    a_talk("Anak itu berani.", title="Anak")
    indexed()

    @settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.text(max_size=300), st.integers(-5, 10**12))
    def ask(text: str, page: int) -> None:
        assert asked(text, page=page).state in State

    ask()


def test_whatever_a_form_sends_is_a_choice() -> None:
    facets = asking.facets_from({"show": ["1", "x", "９", "-3", "9" * 30], "topic": ["KDRT", "' OR 1"], "odd": ["1"]})
    assert (facets.show, facets.topic) == (frozenset({1}), frozenset({"KDRT", "' OR 1"}))
    assert asking.ask(Question("anak", facets)).state is not State.FOUND


# Without an engine -------------------------------------------------------------------------------------------


class Silent:
    """An engine that gives no answer to anything."""

    name = "silent"
    asked = 0

    def __getattr__(self, name: str) -> object:
        def fail(*arguments: object, **options: object) -> object:
            self.asked += 1
            raise Unavailable("down")

        return fail


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> Iterator[Silent]:
    engine = Silent()
    monkeypatch.setattr(choosing, "chosen", lambda: engine)
    actions.keep()
    yield engine


def test_the_database_answers_for_an_engine_that_does_not(silent: Silent) -> None:
    a_talk("Anak.")
    indexed()
    answer = asked("anak")
    assert (answer.state, answer.degraded, answer.total) == (State.FOUND, True, 1)


def test_an_engine_that_gave_no_answer_is_left_alone_for_a_while(silent: Silent) -> None:
    a_talk("Anak.")
    indexed()
    asked("anak")
    before = silent.asked
    asked("anak")
    assert silent.asked == before


def test_a_server_that_is_slow_is_left_alone_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = SqliteEngine()
    engine.name = "slow"
    monkeypatch.setattr(choosing, "chosen", lambda: engine)
    a_talk("Anak.")
    indexed()
    assert not asked("anak").degraded
    monkeypatch.setattr(asking, "SLOW", 0.0)
    assert not asked("anak").degraded
    assert asked("anak").degraded


def test_an_episode_whose_show_goes_meanwhile_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    talk = a_talk("Anak.")
    indexed()
    read = asking._episodes

    def gone(shown: Sequence[int]) -> list[Episode]:
        found = list(read(shown))
        Page.objects.filter(pk=talk.show.pk).update(path="00019999")
        return found

    monkeypatch.setattr(asking, "_episodes", gone)
    assert asked("anak").hits == []


def test_who_asks_while_indexes_are_changed_is_asked_for_once_more(monkeypatch: pytest.MonkeyPatch) -> None:
    a_talk("Anak.")
    indexed()
    answer, tries = asking._answer, [1]

    def gone_once(*given: Any) -> object:
        if tries:
            tries.clear()
            raise Unavailable("no such table")
        return answer(*given)

    monkeypatch.setattr(asking, "_answer", gone_once)
    assert asked("anak").total == 1


def test_without_any_engine_the_answer_says_so() -> None:
    assert asked("anak").state is State.UNAVAILABLE


def test_no_word_of_a_question_is_logged(silent: Silent, caplog: pytest.LogCaptureFixture) -> None:
    asked("dipukul suami")
    assert "dipukul" not in caplog.text
    assert "silent" in caplog.text
