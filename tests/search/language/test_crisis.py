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
from search.language.measuring import asked

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


def test_life_comes_first() -> None:
    assert found("dipukul suami, ingin mati")[0] == "JIWA"


def test_all_topics_exist() -> None:
    assert set(ORDER) <= {row["code"] for row in TOPICS}


@settings(deadline=None)  # the first query reads the glossary
@given(st.text(max_size=300))
def test_any_text_may_be_asked(text: str) -> None:
    answer = crisis(text)
    assert answer is None or (isinstance(answer, Crisis) and set(answer.topics) <= set(ORDER) and answer.topics)
