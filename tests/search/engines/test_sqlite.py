"""What only the database's own engine does."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from search import query, ranking
from search.engines.protocol import Unavailable
from search.engines.sqlite import SqliteEngine
from tests.search.making import an_entry

pytestmark = pytest.mark.django_db


def test_it_tells_the_words_that_are_said_and_how_often() -> None:
    engine = SqliteEngine()
    assert engine.vocabulary() == {}
    index = engine.begin()
    engine.put(index, [an_entry(1, "anak anak melapor", "anak lain")])
    engine.serve(index)
    assert engine.vocabulary() == {"anak": 2, "melapor": 1, "lain": 1}
    assert engine.vocabulary(least=2) == {"anak": 2}


def test_what_is_stored_goes_with_the_transaction() -> None:
    engine = SqliteEngine()
    index = engine.begin()
    with pytest.raises(RuntimeError), transaction.atomic():
        engine.put(index, [an_entry(1, "anak")])
        raise RuntimeError
    assert engine.contents(index) == {}


def test_a_table_that_is_gone_is_no_answer() -> None:
    engine = SqliteEngine()
    index = engine.begin()
    engine.serve(index)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {index}")
    with pytest.raises(Unavailable):
        engine.counts([ranking.tiers(query.parse("anak"))[0].expression], most=1)
