"""What the glossary check knows."""

from __future__ import annotations

import json

import pytest

from transcripts.text.lexicon import DATA, Kind, lexicon
from transcripts.text.roots import is_everyday


def test_acronyms_are_those_that_the_glossary_has_read_aloud() -> None:
    known = lexicon().acronyms
    assert {"KDRT", "UPTD PPA", "DP3AP2", "KPAI", "TPKS"} <= set(known)
    assert not {"NAPZA", "PITA MOLIN", "KtA"} & set(known)


def test_an_acronym_is_found_by_its_letters_as_they_are_named() -> None:
    known = lexicon()
    match = known.spelled.fullmatch("depetigaapedua")
    assert match and match.lastindex and known.acronyms[match.lastindex - 1] == "DP3AP2"


def test_names_of_an_episode_are_known_whole_and_in_part() -> None:
    texts = {target.text for target in lexicon(["Hendra Wijaya"]).targets if target.kind is Kind.NAME}
    assert {"Hendra Wijaya", "Hendra", "Wijaya", "Muaro Jambi"} <= texts


def test_a_name_without_letters_is_none() -> None:
    assert lexicon([" "]).targets == lexicon().targets


def test_only_traps_of_jambi_malay_that_the_glossary_warns_of_are_noted() -> None:
    assert lexicon().traps == {"budak", "dak"}


@pytest.mark.parametrize("row", json.loads((DATA / "replacements.json").read_text()), ids=lambda row: row["meant"])
def test_a_replacement_never_replaces_what_people_say_every_day(row: dict[str, list[str]]) -> None:
    assert [heard for heard in row["heard"] if is_everyday(heard)] == []
    assert row["source"] in ("measured", "spoken")
