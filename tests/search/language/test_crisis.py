"""Which queries tell of need."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.conf import settings as project
from hypothesis import given, settings
from hypothesis import strategies as st

from search.language import glossary
from search.language.crisis import ORDER, Crisis, crisis
from search.language.measuring import asked, with_card

HIGH = {"KDRT", "KSA", "KBGO", "JIWA", "TPPO"}
TOPICS = json.loads((Path(project.BASE_DIR) / "episodes/data/topics.json").read_text(encoding="utf-8"))["topics"]


def found(query: str) -> tuple[str, ...]:
    answer = crisis(query)
    return answer.topics if answer else ()


@pytest.mark.parametrize(
    "query", sorted({lay for row in glossary.rows() if HIGH & set(row["topics"]) for lay in row["lay_queries"]})
)
def test_lay_queries_of_grave_topics_show_the_card(query: str) -> None:
    assert crisis(query)


@pytest.mark.parametrize(
    ("query", "topic"),
    [
        ("dipukul suami", "KDRT"),
        ("suamiku suka mukul", "KDRT"),
        ("aku capek hidup", "JIWA"),
        ("ga pengen hidup lagi", "JIWA"),
        ("mantan ngancem nyebarin video", "KBGO"),
        ("diperkosa", "KS"),
        ("disekap majikan", "TPPO"),
        ("aku di bully di sekolah", "PERUNDUNGAN"),
        ("lapor ke mana", "BANTUAN"),
    ],
)
def test_need_is_seen_in_everyday_words(query: str, topic: str) -> None:
    assert topic in found(query)


@pytest.mark.parametrize(
    "query", [query for heading, rows in asked().items() if heading.startswith("knowledge") for query in rows]
)
def test_who_asks_for_knowledge_sees_no_card(query: str) -> None:
    assert crisis(query) is None


@pytest.mark.parametrize("query", asked()["need reviewed"])
def test_no_plain_need_goes_unseen(query: str) -> None:
    assert crisis(query)


@pytest.mark.parametrize("heading", [heading for heading in asked() if heading.startswith("need")])
def test_hardly_any_need_goes_unseen(heading: str) -> None:
    queries = asked()[heading]
    assert with_card(queries) >= len(queries) - len(queries) // 50 - 1, [each for each in queries if not crisis(each)]


@pytest.mark.parametrize(
    "query",
    [
        "di perkosa",
        "d perkosa",
        "di-perkosa",
        "dperkosa",
        "diperkosaa",
        "diperk0sa",
        "diperkoso",
        "diprkosa",
        "diperkos",
    ],
)
def test_a_dented_word_tells_as_much_as_a_whole_one(query: str) -> None:
    assert found(query) == found("diperkosa")


@pytest.mark.parametrize("spelling", ["aku", "saya", "sayo", "awak", "aq", "gw", "gue", "ak"])
def test_everybody_who_speaks_of_themselves_is_heard(spelling: str) -> None:
    assert "KS" in found(f"om megang {spelling}")


@pytest.mark.parametrize("query", ["acara ibu pukul 7 malam", "rapat guru pukul dua", "senam ibu pukul 06.30"])
def test_the_hour_is_no_blow(query: str) -> None:
    assert crisis(query) is None


@pytest.mark.parametrize("query", ["di pukul 7 orang", "ibu di pukul bapak", "suami pukul 3 kali"])
def test_blows_may_be_counted(query: str) -> None:
    assert crisis(query)


@pytest.mark.parametrize(
    ("knowledge", "need"),
    [
        ("hukum suami memukul istri", "hukum suami memukul saya"),
        ("berita anak dicabuli", "anak dicabuli"),
        ("mendidik anak tanpa memukul", "bapak memukul anak"),
        ("apakah ayah boleh memukul anak", "apakah ayah boleh memukul aku"),
        ("apa hukum suami memukul", "dipukul suami apa hukumnya"),
        ("pelaku pukul anak", "adik dicabuli, pelakunya om"),
        ("cara membuat laporan", "cara membuat laporan polisi saya diancam"),
        ("tolong menolong", "tolong"),
        ("peran laki-laki memukul gendang", "laki sayo mukul"),
    ],
)
def test_who_keeps_a_distance_sees_no_card_and_who_speaks_of_themselves_does(knowledge: str, need: str) -> None:
    assert crisis(knowledge) is None
    assert crisis(need)


def test_who_asks_about_suicide_sees_the_card_whatever_for() -> None:
    assert found("pencegahan bunuh diri") == ("JIWA",)


def test_a_victim_who_asks_where_to_report_sees_the_card_beside_words_of_law() -> None:
    assert "BANTUAN" in found("hukum pelecehan, lapor ke mana")


def test_life_comes_first() -> None:
    assert found("dipukul suami, ingin mati")[0] == "JIWA"


def test_all_topics_exist() -> None:
    assert set(ORDER) <= {row["code"] for row in TOPICS}


@settings(deadline=None)  # the first query reads the glossary
@given(st.text(max_size=300))
def test_any_text_may_be_asked(text: str) -> None:
    answer = crisis(text)
    assert answer is None or (isinstance(answer, Crisis) and set(answer.topics) <= set(ORDER) and answer.topics)
