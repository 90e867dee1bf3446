"""A search server that dies between a save and its indexing costs time, never an answer and never a word."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from search import actions, asking, choosing, health
from search.answers import State
from search.engines.protocol import Engine, Unavailable
from search.models import SearchMark
from siniar.health import Verdict
from siniar.jobs import runner
from siniar.jobs.models import Job
from tests.search.conftest import a_talk, asked
from tests.search_servers import Elasticsearch

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("search-engines")]


@pytest.fixture
def elasticsearch(elasticsearch_server: Elasticsearch, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """The engine that listeners' questions go to, on a server that may be killed."""
    from search.engines.elasticsearch import ElasticsearchEngine

    engine = ElasticsearchEngine(elasticsearch_server.url, alias="siniar-degraded")
    monkeypatch.setattr(choosing, "chosen", lambda: engine)
    yield engine
    if not engine.alive():
        elasticsearch_server.start()
    engine.serve(engine.begin())
    engine.close()


def work() -> None:
    """What the worker does with all that is due."""
    for job in Job.objects.filter(step="index").due():
        runner.run(job.pk)


def test_what_a_dead_server_misses_is_indexed_once_it_is_back(
    elasticsearch: Engine, elasticsearch_server: Elasticsearch
) -> None:
    a_talk("Anak itu berani.")
    work()
    assert (asked("anak").total, asked("anak").degraded) == (1, False)

    elasticsearch_server.kill()
    missed = a_talk("Gajah itu besar.")  # the save waits for nobody
    work()
    assert Job.objects.get(subject=actions.subject(missed.show.pk), step="index").state == Job.State.WAITING
    answer = asked("gajah")
    assert (answer.state, answer.degraded) == (State.FOUND, True)
    assert health.listeners().verdict is Verdict.WARNING

    elasticsearch_server.start()
    asking._resting.clear()
    assert asked("gajah").total == 0  # it answers, and does not know yet
    actions.by_the_clock()
    work()
    assert (asked("gajah").total, asked("gajah").degraded) == (1, False)
    assert not SearchMark.objects.exists()
    assert health.listeners().verdict is Verdict.GOOD


def test_what_is_withdrawn_while_the_server_is_dead_is_not_shown_when_it_is_back(
    elasticsearch: Engine, elasticsearch_server: Elasticsearch
) -> None:
    episode = a_talk("Rahasia besar.")
    work()
    elasticsearch_server.kill()
    episode.unpublish()
    work()
    elasticsearch_server.start()
    asking._resting.clear()
    answer = asked("rahasia")
    assert (answer.hits, answer.total, answer.degraded) == ([], 0, False)


def test_an_index_that_the_server_has_lost_is_made_anew(elasticsearch: Engine) -> None:
    a_talk("Anak itu berani.")
    work()
    elasticsearch._writer.indices.delete(index=elasticsearch.serving() or "")  # type: ignore[attr-defined]
    asking._resting.clear()
    assert asked("anak").degraded
    actions.reconcile()
    asking._resting.clear()
    assert (asked("anak").total, asked("anak").degraded) == (1, False)


def test_a_server_that_was_never_there_is_only_slow_to_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("elasticsearch")
    from search.engines.elasticsearch import ElasticsearchEngine

    engine = ElasticsearchEngine("http://127.0.0.1:9")
    monkeypatch.setattr(choosing, "chosen", lambda: engine)
    a_talk("Anak.")
    work()
    assert (asked("anak").total, asked("anak").degraded) == (1, True)
    with pytest.raises(Unavailable):
        engine.serving()
    engine.close()
