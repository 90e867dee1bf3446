"""What the glossary check finds, and what it leaves alone."""

from __future__ import annotations

import json
import time
from pathlib import Path
from timeit import repeat

import pytest

from transcripts.engines.protocol import Word
from transcripts.text.findings import Finding, findings
from transcripts.text.lexicon import Kind, lexicon

SCRIPTS = Path(__file__).parents[3] / "demo" / "scripts"
PEOPLE = ("Dara", "Hendra Wijaya", "Siti Rahmawati")


def words(text: str, probability: float = 0.4) -> list[Word]:
    return [Word(word, place * 0.5, place * 0.5 + 0.4, probability) for place, word in enumerate(text.split())]


def found(text: str, probability: float = 0.4) -> list[tuple[str, str, str]]:
    """What is found in one paragraph: heard, meant, kind."""
    return [
        (finding.heard, finding.meant, finding.kind.value)
        for finding in findings([words(text, probability)], lexicon(PEOPLE))
    ]


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("ka de er te", "KDRT"),
        ("kdrt", "KDRT"),
        ("ka be ge o", "KBGO"),
        ("KBG O", "KBGO"),
        ("TPP, oh", "TPPO"),
        ("te pe pe o", "TPPO"),
        ("ka pe a i", "KPAI"),
        ("u pe te de pe pe a", "UPTD PPA"),
        ("te pe ka es", "TPKS"),
        ("de pe tiga a pe dua", "DP3AP2"),
        ("pe dua te pe dua a", "P2TP2A"),
        ("el pe es ka", "LPSK"),
        ("L.P. SK", "LPSK"),
    ],
)
def test_an_acronym_that_is_read_aloud_is_written(heard: str, meant: str) -> None:
    assert found(f"kasus {heard} sudah dilaporkan") == [(heard, meant, "acronym")]


@pytest.mark.parametrize(
    ("heard", "meant"),
    [("kamyerti", "KDRT"), ("dipetika pedua.", "DP3AP2"), ("sapa saat udua sembilan", "SAPA 129")],
)
def test_what_the_model_was_measured_to_mishear_is_known(heard: str, meant: str) -> None:
    assert found(f"datang ke {heard}") == [(heard, meant, "acronym")]


@pytest.mark.parametrize(
    "text",
    ["kasus KDRT itu", "(KDRT)", "petugas UPTD PPA datang", "aplikasi Silayang.", "kata kala papa", "ka, adik te"],
)
def test_what_is_right_is_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("Tendrawi Jaya,", "Hendra Wijaya"),
        ("Henra", "Hendra"),
        ("Siti Rakmawati", "Siti Rahmawati"),
        ("Muara Jamby", "Muaro Jambi"),
        ("Sarolanggun", "Sarolangun"),
        ("studio sinir", "Studio Siniar"),
        ("muaro jambi", "Muaro Jambi"),
    ],
)
def test_a_name_that_was_misheard_is_found_by_its_sound(heard: str, meant: str) -> None:
    assert found(f"kami bertemu {heard} kemarin") == [(heard, meant, "name")]


def test_a_short_name_is_looked_for_only_where_the_machine_doubts_and_wrote_a_name() -> None:
    assert found("aku Nara dari sini") == [("Nara", "Dara", "name")]
    assert found("aku nara dari sini") == []
    assert found("aku Nara dari sini", probability=0.8) == []


@pytest.mark.parametrize(("heard", "meant"), [("Penamping", "pendamping"), ("restitu sih", "restitusi")])
def test_a_term_that_was_misheard_is_found(heard: str, meant: str) -> None:
    assert found(f"seorang {heard} korban") == [(heard, meant, "term")]


@pytest.mark.parametrize(
    "word", ["dieksploitasi", "pendampingan", "pemeriksaan", "pengalihan", "sanksi", "restitusinya"]
)
def test_a_word_of_the_same_family_or_of_the_same_shape_is_no_mistake(word: str) -> None:
    assert found(f"soal {word} itu") == []


def test_a_name_that_is_no_longer_used_leads_to_the_new_one() -> None:
    made = findings([words("lapor ke P2TP2A di kota")], lexicon())
    assert [(finding.meant, finding.note) for finding in made] == [("UPTD PPA", Finding.SUPERSEDED)]


def test_a_word_that_means_something_else_in_jambi_malay_gets_a_note_once_a_paragraph() -> None:
    made = findings([words("budak tu dak mau, budak itu")], lexicon())
    assert [(finding.heard, finding.meant, finding.note) for finding in made] == [
        ("budak", "", "jambi_budak"),
        ("dak", "", "jambi_dak"),
    ]
    assert {finding.kind for finding in made} == {Kind.JAMBI}


def test_what_a_person_vouches_for_is_never_touched() -> None:
    assert found("kasus ka de er te dan budak Henra", probability=1.0) == []


def test_a_finding_says_which_words_of_which_paragraph() -> None:
    made = findings([words("halo semua"), words("kasus ka de er te itu")], lexicon())
    assert [(finding.paragraph, finding.first, finding.last) for finding in made] == [(1, 1, 4)]


def test_no_word_is_in_two_findings() -> None:
    assert found("di u pe te de pe pe a") == [("u pe te de pe pe a", "UPTD PPA", "acronym")]


def test_a_finding_ends_with_its_sentence() -> None:
    assert found("bersama Siti. Rakmawati datang") == [("Rakmawati", "Rahmawati", "name")]


def test_the_demo_scripts_raise_no_false_alarm() -> None:
    """Written as they should be, but with every word as doubtful as can be."""
    paragraphs, names = [], []
    for path in SCRIPTS.glob("*.json"):
        script = json.loads(path.read_text())
        names += [person["name"] for person in script["people"]]
        paragraphs += [words(" ".join(turn["says"]), 0.1) for part in script["chapters"] for turn in part["turns"]]
    assert sum(map(len, paragraphs)) > 600
    assert findings(paragraphs, lexicon(names)) == []


@pytest.mark.parametrize("said", ["budak ", "Henra "])
def test_one_paragraph_without_end_takes_time_in_step_with_its_length(said: str) -> None:
    assert quickest(words(said * 6_000)) < 9 * quickest(words(said * 1_500))  # four times; squared it were sixteen


def quickest(paragraph: list[Word]) -> float:
    """Seconds of the processor, the best of several runs."""
    return min(repeat(lambda: findings([paragraph], lexicon()), timer=time.process_time, number=1, repeat=4))


def test_a_note_is_made_where_nobody_has_vouched_for_the_word_before() -> None:
    vouched = Word("budak", 0.0, 0.2, 1.0)
    assert findings([[vouched, *words("dan budak itu")]], lexicon()) == []
