"""Which episode comes first and why, which moments are shown, which words are marked."""

from __future__ import annotations

from search import query, ranking
from search.engines.protocol import Count, Counts
from tests.search.making import Other, passages


def counts(**found: tuple[int, bool]) -> Counts:
    return Counts({int(name[1:]): Count(*told) for name, told in found.items()})


def test_the_word_as_it_was_typed_is_worth_more_than_other_forms() -> None:
    tiers = ranking.tiers(query.parse("laporan"))
    found = ranking.scores(tiers, [counts(e1=(2, False)), counts(e1=(2, False), e2=(4, False))])
    assert ranking.ordered(found, {}) == [1, 2]


def test_other_words_for_the_same_are_worth_least() -> None:
    tiers = ranking.tiers(query.parse("kdrt", lambda words: [Other(0, 1, "kekerasan")]))
    found = ranking.scores(tiers, [counts(), counts(e1=(3, False)), counts(e1=(3, False), e2=(20, False))])
    assert ranking.ordered(found, {}) == [1, 2]


def test_what_an_episode_says_of_itself_is_worth_more_than_saying_it_a_few_times() -> None:
    tiers = ranking.tiers(query.parse("anak"))
    both = counts(e1=(5, False), e2=(1, True))
    assert ranking.ordered(ranking.scores(tiers, [both, both]), {}) == [2, 1]


def test_of_equals_the_newest_comes_first() -> None:
    assert ranking.ordered({1: 1.0, 2: 1.0, 3: 1.0}, {1: 5, 2: 9, 3: 7}) == [2, 3, 1]


def test_with_one_word_more_an_episode_comes_first_however_often_the_others_say_theirs() -> None:
    found = ranking.scores_of_any([{1: 0.1, 2: 30.0}, {1: 0.1}], all_episodes=10)
    assert ranking.ordered(found, {}) == [1, 2]


def test_rare_words_are_worth_more() -> None:
    found = ranking.scores_of_any([{1: 1.0}, {2: 1.0, 3: 1.0, 4: 1.0}], all_episodes=10)
    assert ranking.ordered(found, {})[0] == 1


def test_episodes_with_fewer_than_half_of_the_words_are_left_out() -> None:
    assert ranking.scores_of_any([{1: 1.0}, {}, {}], all_episodes=10) == {}


def test_marks_cover_words_in_any_form() -> None:
    text = "Dia melaporkan itu, lalu membuat laporan."
    marks = ranking.marks(text, query.parse("laporan").terms)
    assert [text[start:end] for start, end in marks] == ["melaporkan", "laporan"]


def test_words_of_a_phrase_are_marked_only_together() -> None:
    text = "Salah siapa? Bukan salah korban."
    marks = ranking.marks(text, query.parse('"salah korban"').terms)
    assert [text[start:end] for start, end in marks] == ["salah korban"]


def test_nothing_is_marked_where_nothing_fits() -> None:
    assert ranking.marks("Halo semua", query.parse("anak").terms) == ()


def test_the_moment_with_more_of_the_words_comes_first() -> None:
    best = ranking.best(passages("anak itu", "x", "y", "anak dan guru"), query.parse("anak guru").terms, most=1)
    assert best[0].passage.text == "anak dan guru"


def test_words_next_to_each_other_are_worth_more() -> None:
    best = ranking.best(passages("guru dan anak", "x", "y", "anak guru"), query.parse("anak guru").terms, most=1)
    assert best[0].passage.text == "anak guru"


def test_a_phrase_that_goes_on_in_the_next_line_is_marked_as_far_as_it_stands() -> None:
    terms = query.parse('"bukan salah korban"').terms
    (best,) = ranking.best(passages("itu bukan salah", "korban"), terms)
    assert [best.passage.text[start:end] for start, end in best.marks] == ["bukan salah"]


def test_a_phrase_is_not_taken_to_go_on_where_it_is_whole_or_no_line_follows() -> None:
    terms = query.parse('"salah korban"').terms
    (best,) = ranking.best(passages("salah korban itu salah"), terms)
    assert best.marks == ((0, 12),)
    assert ranking.marks("Siapa yang salah", terms) == ()


def test_two_moments_close_to_each_other_are_one() -> None:
    best = ranking.best(passages("anak satu", "anak dua", "x", "anak tiga"), query.parse("anak").terms)
    assert [each.passage.text for each in best] == ["anak satu", "anak tiga"]


def test_the_best_moments_stand_in_the_order_in_which_they_are_said() -> None:
    best = ranking.best(passages("guru itu", "x", "y", "anak guru"), query.parse("anak guru").terms)
    assert [each.passage.text for each in best] == ["guru itu", "anak guru"]


# Words that carry the question alone -------------------------------------------------------------------------------


def clauses(tiers: list[ranking.Tier]) -> set[int]:
    return {len(tier.expression.clauses) for tier in tiers}


def test_little_words_do_not_have_to_be_said() -> None:
    first, *rest = ranking.tiers(query.parse("apa itu sekstorsi"))
    assert (len(first.expression.clauses), clauses(rest)) == (3, {1})
    assert len(ranking.tiers_of_each(query.parse("apa itu sekstorsi"))) == 1
    assert clauses(ranking.tiers_of_any(query.parse("apa itu sekstorsi"))) == {1}


def test_an_episode_that_says_the_question_as_well_comes_first() -> None:
    tiers = ranking.tiers(query.parse("apa itu kdrt"))
    both = counts(e1=(1, False), e2=(1, False))
    assert ranking.ordered(ranking.scores(tiers, [counts(e1=(1, False)), both, both]), {2: 9}) == [1, 2]


def test_a_query_of_little_words_alone_is_about_them() -> None:
    assert clauses(ranking.tiers(query.parse("apa itu"))) == {2}
    best = ranking.best(passages("Apa itu tadi?"), query.parse("apa itu").terms)
    assert best[0].marks == ((0, 7),)


def test_a_phrase_is_looked_for_with_all_its_words() -> None:
    assert clauses(ranking.tiers(query.parse('"apa itu"'))) == {1}
    text = "Apa itu tadi?"
    assert ranking.marks(text, query.parse('"apa itu" kdrt').terms) == ((0, 7),)


def test_a_passage_that_says_little_words_alone_is_no_moment() -> None:
    best = ranking.best(passages("Kita pergi ke sana.", "x", "Lapor saja."), query.parse("lapor ke polisi").terms)
    assert [each.passage.text for each in best] == ["Lapor saja."]


def test_little_words_are_marked_beside_words_that_matter() -> None:
    text = "Itu dia. Jadi, apa itu KDRT? Itu lama."
    marks = ranking.marks(text, query.parse("apa itu kdrt").terms)
    assert [text[start:end] for start, end in marks] == ["apa itu KDRT"]
    assert ranking.marks("Apakah itu cinta?", query.parse("apa itu kdrt").terms) == ()


def test_little_words_do_not_outweigh_one_that_matters() -> None:
    found = passages("apa itu anak", "x", "y", "anak guru")
    best = ranking.best(found, query.parse("apa itu anak guru").terms, most=1)
    assert best[0].passage.text == "anak guru"
