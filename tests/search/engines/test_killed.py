"""Whoever is killed while Elasticsearch is told of an episode leaves something that is seen and put right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from search import query, ranking
from search.engines.protocol import Entry, Unavailable
from tests.search.making import an_entry
from tests.search_servers import Elasticsearch

pytestmark = pytest.mark.xdist_group("search-engines")

OLD = an_entry(1, "anak baik", "anak manis", about="lama", fingerprint="A")
NEW = an_entry(1, "rahasia besar", about="baru", fingerprint="B")


class Killed(BaseException):
    """Somebody has ended the process."""


@pytest.fixture
def elastic(elasticsearch_server: Elasticsearch) -> Iterator[Any]:
    from search.engines.elasticsearch import ElasticsearchEngine

    made = ElasticsearchEngine(elasticsearch_server.url, alias="siniar-killed")
    made.serve(made.begin())
    yield made
    made._writer.indices.delete(index=made.serving())
    made.close()


def killed_before(elastic: Any, request: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets the process end before this bulk request (from 1 on) of what follows."""
    sent, bulk = [0], elastic._bulk

    def counted(actions: Iterable[dict[str, Any]]) -> None:
        sent[0] += 1
        if sent[0] == request:
            raise Killed
        bulk(actions)

    monkeypatch.setattr(elastic, "_bulk", counted)


def others_work(elastic: Any) -> None:
    """Somebody else stores something, by which all that was sent is seen."""
    elastic.put(elastic.serving(), [an_entry(9, "lain")])


def said(elastic: Any, word: str) -> set[int]:
    (counts,) = elastic.counts([ranking.tiers(query.parse(word))[-1].expression], most=100)
    return set(counts.episodes)


def repair(elastic: Any, *wanted: Entry) -> None:
    """What a reconciliation does with what it is told."""
    index, fingerprints = elastic.serving(), {entry.episode: entry.fingerprint for entry in wanted}
    stored = elastic.contents(index)
    elastic.remove(index, stored.keys() - fingerprints.keys())
    elastic.put(index, [entry for entry in wanted if stored.get(entry.episode) != entry.fingerprint])


@pytest.mark.parametrize("request_", [2, 3, 4])
def test_a_text_that_returns_after_a_kill_is_stored_again(
    elastic: Any, request_: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = elastic.serving()
    elastic.put(index, [OLD])
    with monkeypatch.context() as patch, pytest.raises(Killed):
        killed_before(elastic, request_, patch)
        elastic.put(index, [NEW])
    assert elastic.contents(index) == {1: ""}
    others_work(elastic)
    assert elastic.contents(index, [1]) == {1: ""}
    repair(elastic, OLD, an_entry(9, "lain"))
    assert (said(elastic, "baik"), said(elastic, "manis"), said(elastic, "lama")) == ({1}, {1}, {1})
    assert (said(elastic, "rahasia"), said(elastic, "baru")) == (set(), set())
    assert elastic.contents(index, [1]) == {1: "A"}


@pytest.mark.parametrize("request_", [2, 3])
def test_an_episode_that_was_removed_in_part_is_seen(
    elastic: Any, request_: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = elastic.serving()
    elastic.put(index, [OLD])
    with monkeypatch.context() as patch, pytest.raises(Killed):
        killed_before(elastic, request_, patch)
        elastic.remove(index, [1])
    assert elastic.contents(index) == {1: ""}
    others_work(elastic)
    repair(elastic, OLD, an_entry(9, "lain"))
    assert (said(elastic, "baik"), said(elastic, "manis")) == ({1}, {1})


def test_the_rest_of_an_episode_that_was_removed_in_part_can_be_removed(
    elastic: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = elastic.serving()
    elastic.put(index, [OLD])
    with monkeypatch.context() as patch, pytest.raises(Killed):
        killed_before(elastic, 2, patch)
        elastic.remove(index, [1])
    repair(elastic)
    assert (said(elastic, "baik"), elastic.contents(index)) == (set(), {})


def test_a_new_episode_that_is_stored_in_part_can_be_removed(elastic: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    index = elastic.serving()
    with monkeypatch.context() as patch, pytest.raises(Killed):
        killed_before(elastic, 4, patch)
        elastic.put(index, [NEW])
    others_work(elastic)
    assert elastic.contents(index, [1]) == {1: ""}
    repair(elastic, an_entry(9, "lain"))
    assert (said(elastic, "rahasia"), elastic.contents(index)) == (set(), {9: "f9"})


def test_what_was_sent_before_a_kill_and_never_seen_goes_with_the_episode(
    elastic: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = elastic.serving()
    with monkeypatch.context() as patch, pytest.raises(Killed):
        killed_before(elastic, 4, patch)
        elastic.put(index, [NEW])
    elastic.remove(index, [1])
    assert (said(elastic, "rahasia"), elastic.contents(index)) == (set(), {})


def test_rows_that_go_between_two_requests_are_not_missed(elastic: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """There were more than can be counted, and by now there are fewer."""
    from search.engines import elasticsearch

    index = elastic.serving()
    elastic.put(index, [OLD])
    monkeypatch.setattr(elasticsearch, "_total", lambda answer: 30)
    (counts,) = elastic.counts([ranking.tiers(query.parse("anak"))[-1].expression], most=20)
    assert counts.episodes[1].rows == 2


def test_a_row_that_the_server_refuses_is_told_without_its_text(elastic: Any) -> None:
    elastic._writer.indices.put_settings(index=elastic.serving(), settings={"index.blocks.write": True})
    with pytest.raises(Unavailable) as told:
        elastic.put(elastic.serving(), [NEW])
    assert "rahasia" not in str(told.value)
