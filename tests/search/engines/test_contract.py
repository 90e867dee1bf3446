"""What every engine has to do. The same cases for each; a real server, where it is one."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import query, ranking
from search.engines.protocol import Count, Engine, Entry, Unavailable
from tests.search.making import an_entry
from tests.search.oracle import Oracle

MOST = 1_000


def filled(engine: Engine, *entries: Entry) -> str:
    index = engine.begin()
    engine.put(index, entries)
    engine.serve(index)
    return index


def found(engine: Engine, text: str, most: int = MOST) -> dict[int, int]:
    """How many rows of each episode fit a query in any way."""
    last = ranking.tiers(query.parse(text))[-1]
    (counts,) = engine.counts([last.expression], most=most)
    return {episode: count.rows for episode, count in counts.episodes.items()}


def lines(engine: Engine, text: str, episode: int = 1, most: int = 10) -> list[str]:
    tiers = [tier.expression for tier in ranking.tiers(query.parse(text))]
    return [passage.text for passage in engine.passages(tiers, [episode], most=most).get(episode, ())]


def test_an_engine_without_an_index_says_that_it_gives_no_answer(engine: Engine) -> None:
    assert engine.serving() is None
    assert engine.alive()
    with pytest.raises(Unavailable):
        engine.counts([ranking.tiers(query.parse("anak"))[0].expression], most=MOST)


def test_it_finds_a_word_as_it_is_written(engine: Engine) -> None:
    filled(engine, an_entry(1, "Anak itu berani", "dan melapor"), an_entry(2, "Halo semua"))
    assert found(engine, "anak") == {1: 1}


def test_it_finds_a_word_in_another_form(engine: Engine) -> None:
    filled(engine, an_entry(1, "Ada yang melaporkan hal itu"))
    assert found(engine, "laporan") == {1: 1}


def test_forms_as_they_were_typed_come_before_others(engine: Engine) -> None:
    filled(engine, an_entry(1, "dia melaporkan itu", "ini laporan", "laporan lagi"))
    assert lines(engine, "laporan") == ["ini laporan", "laporan lagi", "dia melaporkan itu"]


def test_all_words_have_to_be_said_in_one_place(engine: Engine) -> None:
    filled(
        engine,
        an_entry(1, "anak yang berani", "jauh sekali dari sini dan lama", "melapor"),
        an_entry(2, "anak melapor"),
    )
    assert found(engine, "anak melapor") == {2: 1}


def test_words_on_both_sides_of_a_border_are_in_one_place(engine: Engine) -> None:
    filled(engine, an_entry(1, "itu bukan salah", "korban sama sekali"))
    assert lines(engine, "salah korban") == ["itu bukan salah"]


def test_a_phrase_reaches_over_a_border(engine: Engine) -> None:
    filled(engine, an_entry(1, "itu bukan salah", "korban sama sekali"), an_entry(2, "korban salah jalan"))
    assert found(engine, '"salah korban"') == {1: 1}


def test_a_single_word_is_found_only_where_it_is_said(engine: Engine) -> None:
    filled(engine, an_entry(1, "itu bukan salah", "korban sama sekali"))
    assert lines(engine, "korban") == ["korban sama sekali"]


def test_a_phrase_needs_its_order(engine: Engine) -> None:
    filled(engine, an_entry(1, "salah siapa"), an_entry(2, "siapa salah"))
    assert found(engine, '"siapa salah"') == {2: 1}


def test_minus_leaves_out_the_places_that_say_a_word(engine: Engine) -> None:
    filled(engine, an_entry(1, "anak kecil", "anak besar"), an_entry(2, "anak kecil"))
    assert found(engine, "anak -kecil") == {1: 1}


def test_what_an_episode_says_of_itself_is_known_as_such_and_is_no_moment(engine: Engine) -> None:
    filled(engine, an_entry(1, "halo", about="Tentang perundungan"))
    (counts,) = engine.counts([ranking.tiers(query.parse("perundungan"))[0].expression], most=MOST)
    assert counts.episodes == {1: Count(1, own=True)}
    assert lines(engine, "perundungan") == []


def test_of_very_common_words_the_newest_rows_are_counted(engine: Engine) -> None:
    filled(engine, *(an_entry(number, "yang ini", "yang itu") for number in (1, 2, 3)))
    (counts,) = engine.counts([ranking.tiers(query.parse("yang"))[0].expression], most=3)
    assert counts.episodes == {3: Count(2, own=False), 2: Count(1, own=False)}
    assert counts.capped


def test_all_rows_are_counted_where_there_are_no_more_than_that(engine: Engine) -> None:
    filled(engine, an_entry(1, "yang ini"), an_entry(2, "yang itu"))
    (counts,) = engine.counts([ranking.tiers(query.parse("yang"))[0].expression], most=3)
    assert not counts.capped


def test_only_some_episodes_can_be_asked(engine: Engine) -> None:
    filled(engine, *(an_entry(number, "yang ini") for number in (1, 2, 3)))
    (counts,) = engine.counts([ranking.tiers(query.parse("yang"))[0].expression], most=2, among=[1, 2])
    assert sorted(counts.episodes) == [1, 2]


def test_a_passage_comes_back_as_it_was_given(engine: Engine) -> None:
    entry = an_entry(1, "“Halo” \\ 'semua' \t; DROP TABLE — 😀 \u202e{}%s")
    filled(engine, entry)
    expression = ranking.tiers(query.parse("halo"))[0].expression
    assert engine.passages([expression], [1], most=1)[1][0] == entry.rows[1].passage


def test_moments_are_no_more_than_wanted_and_the_earliest(engine: Engine) -> None:
    filled(engine, an_entry(1, *(f"anak nomor {number}" for number in range(20))))
    assert lines(engine, "anak", most=3) == ["anak nomor 0", "anak nomor 1", "anak nomor 2"]


def test_a_moment_that_fits_several_expressions_comes_no_earlier(engine: Engine) -> None:
    filled(engine, an_entry(1, "anak", "anak laporan yang"))
    assert lines(engine, "anak laporan yang", most=1) == ["anak"]  # its words go on in the next line


def test_an_episode_that_is_stored_again_replaces_what_was_there(engine: Engine) -> None:
    index = filled(engine, an_entry(1, "anak", "berani", "sekali"))
    engine.put(index, [an_entry(1, "halo", fingerprint="new")])
    assert found(engine, "berani") == {}
    assert found(engine, "halo") == {1: 1}
    assert engine.contents(index) == {1: "new"}


def test_storing_twice_is_the_same_as_once(engine: Engine) -> None:
    index = filled(engine, an_entry(1, "anak berani"))
    engine.put(index, [an_entry(1, "anak berani")])
    assert found(engine, "anak") == {1: 1}


def test_a_removed_episode_is_gone(engine: Engine) -> None:
    index = filled(engine, an_entry(1, "anak"), an_entry(2, "anak"))
    engine.remove(index, [1, 99])
    assert found(engine, "anak") == {2: 1}
    assert engine.contents(index) == {2: "f2"}


def test_it_tells_what_it_holds(engine: Engine) -> None:
    index = filled(engine, an_entry(1, "anak"), an_entry(2, fingerprint="x"))
    assert engine.contents(index) == {1: "f1", 2: "x"}
    assert engine.contents(index, [2, 3]) == {2: "x"}


def test_the_old_index_answers_until_the_new_one_serves(engine: Engine) -> None:
    filled(engine, an_entry(1, "lama"))
    new = engine.begin()
    engine.put(new, [an_entry(1, "baru")])
    assert (found(engine, "lama"), found(engine, "baru")) == ({1: 1}, {})
    engine.serve(new)
    assert (found(engine, "lama"), found(engine, "baru")) == ({}, {1: 1})
    assert (engine.serving(), engine.building()) == (new, None)


def test_an_index_that_somebody_has_left_unfinished_is_found_again(engine: Engine) -> None:
    index = engine.begin()
    engine.put(index, [an_entry(1, "anak")])
    assert engine.building() == index
    assert engine.contents(index) == {1: "f1"}
    assert engine.serving() is None


def test_long_episodes_are_stored_whole(engine: Engine) -> None:
    filled(engine, an_entry(1, *(f"kata{number} yang sama" for number in range(3_000))))
    assert found(engine, "sama", most=5_000) == {1: 3_000}
    assert lines(engine, "kata2999") == ["kata2999 yang sama"]


WORDS = st.sampled_from(["anak", "laporan", "melapor", "salah", "korban", "korbannya", "yang", "di"])
LINES = st.lists(st.lists(WORDS, max_size=5).map(" ".join), max_size=6)
PARTS = st.one_of(
    WORDS, WORDS.map("-{}".format), st.lists(WORDS, min_size=2, max_size=3).map(lambda w: f'"{" ".join(w)}"')
)
QUERIES = st.lists(PARTS, min_size=1, max_size=4).map(" ".join)
ON_SERVERS = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def test_it_says_yes_and_no_as_the_protocol_does(engine: Engine) -> None:
    index = filled(engine)

    @ON_SERVERS
    @given(
        st.dictionaries(st.integers(1, 4), LINES, min_size=1),
        st.lists(QUERIES, min_size=1, max_size=6),
        st.integers(1, 12),
    )
    def compare(texts: dict[int, list[str]], asked: list[str], most: int) -> None:
        oracle, entries = (
            Oracle(),
            [an_entry(episode, *said[1:], about=" ".join(said[:1])) for episode, said in texts.items()],
        )
        engine.remove(index, [1, 2, 3, 4])
        engine.put(index, entries)
        oracle.put("", entries)
        for text in asked:
            wanted = query.parse(text)
            if not wanted:
                continue
            for tiers in (ranking.tiers(wanted), ranking.tiers_of_any(wanted), *ranking.tiers_of_each(wanted)):
                expressions = [tier.expression for tier in tiers]
                assert list(engine.counts(expressions, most=most)) == list(oracle.counts(expressions, most=most))
                shown = engine.passages(expressions, list(texts), most=most)
                told = oracle.passages(expressions, list(texts), most=most)
                assert {key: list(each) for key, each in shown.items() if each} == told

    compare()


@pytest.mark.parametrize(
    "text",
    [
        "\x00",
        '"',
        '"""',
        "-",
        "- - -",
        "AND OR NOT NEAR",
        "anak* ^anak {stem}: anak",
        "' OR 1=1; --",
        "%s %% $1",
        '{"query": {"match_all": {}}}',
        "a" * 10_000,
        "anak " * 2_000,
        "😀 🙈",
        "\u202eanak\u202c",
        "\ud800",
        "👨‍👩‍👧 كلمة 言葉",
        "<-> & | !",
        "\\' \\",
    ],
    ids=lambda text: ascii(text)[:20],
)
def test_any_text_is_a_query(engine: Engine, text: str) -> None:
    filled(engine, an_entry(1, "anak"))
    _asked(engine, text)


def test_any_text_whatever_is_a_query(engine: Engine) -> None:
    filled(engine, an_entry(1, "anak dan kata lain"))

    @ON_SERVERS
    @given(st.text(st.characters(), max_size=400))
    def ask(text: str) -> None:
        _asked(engine, text)

    ask()


def _asked(engine: Engine, text: str) -> None:
    wanted = query.parse(text)
    if wanted:
        for tiers in (ranking.tiers(wanted), ranking.tiers_of_any(wanted)):
            expressions = [tier.expression for tier in tiers]
            engine.counts(expressions, most=MOST)
            engine.passages(expressions, [1], most=3)
