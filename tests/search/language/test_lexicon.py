"""The word lists are what the rules expect."""

from __future__ import annotations

import pytest

from search.language.lexicon import DATA, lines, pairs, stemmer
from search.language.normalising import bare


def all_words() -> list[str]:
    listed = [word for line in lines("roots.txt") for word in line.split()]
    return listed + [word for name in ("exceptions.txt", "spoken.txt") for word in pairs(name)]


def test_every_word_is_written_as_words_are_compared() -> None:
    assert [word for word in all_words() if bare(word) != word or not word.isalpha()] == []


def test_no_root_stands_twice() -> None:
    listed = [word for line in lines("roots.txt") for word in line.split()]
    assert len(listed) == len(set(listed))


@pytest.mark.parametrize("name", ["exceptions.txt", "spoken.txt"])
def test_no_word_is_given_two_stems(name: str) -> None:
    listed = [word for line in lines(name) for word in line.partition(":")[2].split()]
    assert sorted(word for word in set(listed) if listed.count(word) > 1) == []


def test_a_stem_stands_for_itself_and_not_for_another() -> None:
    roots = stemmer().roots
    assert sorted(stem for stem in {*roots.values(), *stemmer().alone.values()} if roots.get(stem) != stem) == []


def test_each_data_file_says_where_it_is_from() -> None:
    told = (DATA / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in DATA.iterdir() if path.name != "README.md" and f"`{path.name}`" not in told] == []
