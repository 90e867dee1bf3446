"""Nothing is lost: what changes is marked with the change, what is marked is indexed, what is wrong is repaired."""

from __future__ import annotations

import fcntl
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from episodes.models import Episode, Topic
from episodes.models.episode import EpisodeQuerySet
from search import actions, choosing, document, gathering, looking, query, steps
from search.engines.protocol import Engine, Entry
from search.engines.sqlite import SqliteEngine
from search.facets import Facets
from search.models import SearchDocument, SearchEngine, SearchMark
from search.turns import turn
from siniar.jobs.models import Job
from tests import factories
from tests.search.conftest import a_talk, asked, episodes, indexed
from transcripts import actions as transcripts
from transcripts.models import Transcript

pytestmark = pytest.mark.django_db


def marked() -> set[int]:
    return set(SearchMark.objects.values_list("show_id", flat=True))


@pytest.fixture
def engine() -> Engine:
    return choosing.database()


def test_a_change_is_marked_in_its_own_transaction() -> None:
    episode = a_talk("Anak.")
    indexed()
    assert marked() == set()
    with pytest.raises(RuntimeError), transaction.atomic():
        episode.unpublish()
        assert marked() == {episode.show.pk}
        raise RuntimeError
    assert marked() == set()


def test_a_show_that_is_moved_is_marked() -> None:
    episode = a_talk("Anak.")
    indexed()
    hidden = episode.show.get_parent().add_child(instance=Page(title="x", slug="x", live=False))
    episode.show.move(hidden, "last-child")
    assert marked() == {episode.show.pk}


def test_a_mark_has_its_job() -> None:
    episode = a_talk("Anak.")
    assert Job.objects.get(step="index").subject == actions.subject(episode.show.pk)


def test_what_changes_while_a_show_is_indexed_stays_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    episode = a_talk("Anak.")
    indexed()
    actions.mark([episode.show.pk])
    documents = gathering.documents
    monkeypatch.setattr(
        gathering, "documents", lambda episodes: (documents(episodes), actions.mark([episode.show.pk]))[0]
    )
    actions.index_show(episode.show.pk)
    assert marked() == {episode.show.pk}


def test_only_episodes_that_changed_are_stored_again(monkeypatch: pytest.MonkeyPatch, engine: Engine) -> None:
    show = factories.show()
    first, _second = a_talk("Anak.", of=show), a_talk("Guru.", of=show)
    indexed()
    stored: list[int] = []
    entry = gathering.entry
    monkeypatch.setattr(gathering, "entry", lambda of: (stored.append(of.episode), entry(of))[1])
    first.summary = "Baru"
    first.save_revision().publish()
    indexed()
    assert stored == [first.pk]


def test_an_approved_correction_is_found_and_the_former_text_is_not() -> None:
    episode = a_talk("Halo semua.")
    indexed()
    transcripts.withdraw_approval(episode.audio.transcript)  # type: ignore[union-attr]
    indexed()
    assert asked("halo").total == 0


def test_deleted_episodes_and_shows_are_forgotten(engine: Engine) -> None:
    show = factories.show()
    first, second = a_talk("Anak.", of=show), a_talk("Anak.", of=show)
    indexed()
    Episode.objects.get(pk=first.pk).delete()
    indexed()
    assert set(engine.contents(engine.serving() or "")) == {second.pk}
    show.delete()
    indexed()
    assert not engine.contents(engine.serving() or "")
    assert not SearchDocument.objects.exists()


def test_what_came_by_a_way_that_nobody_thought_of_is_repaired(engine: Engine) -> None:
    gone, changed, lost = a_talk("Anak."), a_talk("Anak."), a_talk("Anak.")
    indexed()
    Episode.objects.filter(pk=gone.pk).update(live=False)
    Episode.objects.filter(pk=changed.pk).update(title="Tentang gajah")
    engine.remove(engine.serving() or "", [lost.pk])
    assert actions.reconcile().episodes == 3
    assert actions.reconcile().episodes == 0
    assert sorted(episodes(asked("anak"))) == sorted([changed.pk, lost.pk])
    assert episodes(asked("gajah")) == [changed.pk]


def test_a_new_way_of_making_words_makes_all_episodes_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    a_talk("Anak.")
    indexed()
    monkeypatch.setattr(document, "made_with", lambda: "another program")
    assert actions.reconcile().episodes == 1


def test_a_renamed_topic_is_noticed_by_the_clock() -> None:
    a_talk("Halo.")
    indexed()
    Topic.objects.filter(code=factories.OPEN).update(label_id="Pengasuhan gajah")
    actions.reconcile()
    assert asked("gajah").total == 1


def test_rebuilding_leaves_one_index_with_everything(engine: Engine) -> None:
    a_talk("Anak.")
    indexed()
    old = engine.serving()
    new = actions.rebuild(engine)
    assert (engine.serving(), engine.building()) == (new, None)
    assert new != old
    assert asked("anak").total == 1


class Killed(BaseException):
    """As the system would end it."""


def test_a_rebuild_that_was_killed_is_gone_on_with_and_the_old_index_answers(
    monkeypatch: pytest.MonkeyPatch, engine: Engine
) -> None:
    show = factories.show()
    for number in range(3):
        a_talk(f"Anak nomor {number}.", of=show)
    indexed()
    old = engine.serving()
    monkeypatch.setattr(actions, "BATCH", 1)

    def die(share: float) -> None:
        if share > 0.5:
            raise Killed

    with pytest.raises(Killed):
        actions.rebuild(engine, die)
    half = engine.building()
    assert half
    assert engine.serving() == old
    assert asked("anak").total == 3
    assert len(engine.contents(half)) == 2
    stored: list[int] = []
    entry = gathering.entry
    monkeypatch.setattr(gathering, "entry", lambda of: (stored.append(of.episode), entry(of))[1])
    assert actions.rebuild(engine) == half
    assert len(stored) == 1
    assert asked("anak").total == 3


def test_what_changes_while_an_index_is_made_is_in_it(engine: Engine) -> None:
    a_talk("Anak.")
    indexed()

    def change(share: float) -> None:
        late = a_talk("Gajah.")
        actions.index_show(late.show.pk)  # into the old index, which goes soon

    actions.rebuild(engine, change)
    assert asked("gajah").total == 1


def test_what_is_withdrawn_while_an_index_is_made_is_not_in_it(engine: Engine) -> None:
    talk = a_talk("Rahasia besar.")
    indexed()

    def change(share: float) -> None:
        transcripts.withdraw_approval(talk.audio.transcript)  # type: ignore[union-attr]
        indexed()  # told to the old index, and no mark is left

    actions.rebuild(engine, change)
    assert not marked()
    assert found_by(engine, "rahasia") == 0


# Those who write meanwhile ---------------------------------------------------------------------------------------


def found_by(engine: Engine, text: str) -> int:
    """How many episodes the engine itself finds, whatever is asked of the database afterwards."""
    return len(looking.find(engine, query.parse(text), {}, Facets()).scores)


def test_what_is_withdrawn_while_everything_is_compared_is_not_stored_again(
    monkeypatch: pytest.MonkeyPatch, engine: Engine
) -> None:
    talk = a_talk("Rahasia besar.")
    batches = actions._batches

    def change(documents: list[document.SearchDocument]) -> Iterator[list[document.SearchDocument]]:
        transcripts.withdraw_approval(talk.audio.transcript)  # type: ignore[union-attr]
        monkeypatch.setattr(actions, "_batches", batches)
        indexed()
        yield from batches(documents)

    indexed()
    monkeypatch.setattr(document, "made_with", lambda: "another program")
    monkeypatch.setattr(actions, "_batches", change)
    actions.reconcile()
    assert not marked()
    assert found_by(engine, "rahasia") == 0


def test_what_is_withdrawn_after_it_was_read_is_hidden_until_it_is_gone(
    monkeypatch: pytest.MonkeyPatch, engine: Engine
) -> None:
    talk = a_talk("Rahasia besar.")
    read = gathering.documents

    def withdrawn(episodes: EpisodeQuerySet) -> list[document.SearchDocument]:
        documents = read(episodes)
        monkeypatch.setattr(gathering, "documents", read)
        talk.unpublish()
        asked("anak")  # somebody else asks: what is right now is remembered
        return documents

    other = a_talk("Anak.", of=talk.show)
    actions.rebuild(engine)
    engine.remove(engine.serving() or "", [talk.pk])
    store = actions._store
    monkeypatch.setattr(
        actions, "_store", lambda *given: (monkeypatch.setattr(gathering, "documents", withdrawn), store(*given))
    )
    actions.index_show(talk.show.pk)
    assert found_by(engine, "rahasia") == 1
    assert marked() == {talk.show.pk}
    assert (asked("rahasia").total, asked("rahasia").counts["show"]) == (0, {})
    assert episodes(asked("anak")) == [other.pk]
    monkeypatch.setattr(actions, "_store", store)
    indexed()
    assert found_by(engine, "rahasia") == 0


def test_who_writes_has_the_turn(monkeypatch: pytest.MonkeyPatch, engine: Engine) -> None:
    a_talk("Anak.")
    put, taken = engine.put, []

    def look(index: str, entries: Iterable[Entry]) -> None:
        with (Path(settings.DATA_DIR) / f".search-{engine.name}.lock").open() as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                taken.append(True)
        put(index, entries)

    monkeypatch.setattr(engine, "put", look)
    actions.rebuild(engine)
    assert taken == [True]


def test_a_text_that_cannot_be_read_any_more_leaves_nothing_behind(
    monkeypatch: pytest.MonkeyPatch, engine: Engine
) -> None:
    talk = a_talk("Rahasia besar.")
    indexed()
    transcripts.withdraw_approval(talk.audio.transcript)  # type: ignore[union-attr]

    def fail(of: document.SearchDocument) -> Entry:
        raise ValueError

    monkeypatch.setattr(gathering, "entry", fail)
    indexed()
    assert found_by(engine, "rahasia") == 0
    assert not SearchDocument.objects.exists()


# Which engines are told ------------------------------------------------------------------------------------------


@pytest.fixture
def other(monkeypatch: pytest.MonkeyPatch) -> Engine:
    """Another engine that is chosen: the database's own under another name."""
    engine = SqliteEngine()
    engine.name = "other"
    monkeypatch.setattr(choosing, "chosen", lambda: engine)
    return engine


def test_an_engine_that_nobody_told_of_is_not_asked(other: Engine) -> None:
    a_talk("Anak.")
    indexed()
    SearchEngine.objects.all().delete()
    assert asked("anak").degraded
    actions.keep()
    assert not asked("anak").degraded


def test_what_an_engine_may_have_missed_is_marked_when_it_comes_back(
    monkeypatch: pytest.MonkeyPatch, other: Engine
) -> None:
    talk = a_talk("Anak.")
    actions.keep()
    indexed()
    assert not marked()
    with monkeypatch.context() as gone:
        gone.setattr(choosing, "chosen", choosing.database)
        actions.by_the_clock()
        assert not SearchEngine.objects.exists()
    actions.by_the_clock()
    assert set(SearchMark.objects.values_list("engine", "show_id")) == {("other", talk.show.pk)}


def test_an_engine_at_another_address_is_another_one(monkeypatch: pytest.MonkeyPatch, other: Engine) -> None:
    a_talk("Anak.")
    actions.keep()
    indexed()
    monkeypatch.setattr(choosing, "address", lambda: "elsewhere")
    assert asked("anak").degraded
    actions.keep()
    assert marked()


def test_a_program_that_knows_nothing_of_an_engine_marks_for_it_as_well(
    monkeypatch: pytest.MonkeyPatch, other: Engine
) -> None:
    talk = a_talk("Anak.")
    actions.keep()
    indexed()
    monkeypatch.setattr(choosing, "chosen", choosing.database)
    talk.unpublish()
    assert SearchMark.objects.filter(engine="other").exists()


# By the clock ----------------------------------------------------------------------------------------------------


def test_everything_is_compared_by_a_job_and_not_by_the_clock() -> None:
    actions.reconcile_later()
    assert Job.objects.get(step="index").subject == actions.EVERYTHING


def test_the_clock_starts_what_was_given_up() -> None:
    episode = a_talk("Anak.")
    Job.objects.filter(step="index").update(state=Job.State.FAILED)
    actions.by_the_clock()
    assert Job.objects.get(step="index").state == Job.State.WAITING
    assert marked() == {episode.show.pk}


def test_the_clock_lets_nobody_wait_for_an_engine_that_is_back() -> None:
    a_talk("Anak.")
    later = timezone.now() + timedelta(minutes=30)
    Job.objects.filter(step="index").update(run_after=later, attempts=1)
    actions.by_the_clock()
    assert Job.objects.get(step="index").run_after < later


def test_the_clock_leaves_alone_what_waits_its_turn() -> None:
    a_talk("Anak.")
    soon = timezone.now() + timedelta(seconds=9)
    Job.objects.filter(step="index").update(run_after=soon)
    actions.by_the_clock()
    assert Job.objects.get(step="index").run_after == soon


def test_marks_of_an_engine_that_is_no_longer_kept_go() -> None:
    SearchMark.objects.create(engine="gone", show_id=1)
    actions.by_the_clock()
    assert not SearchMark.objects.filter(engine="gone").exists()


def test_an_entry_tells_what_is_public_and_nothing_else() -> None:
    episode = a_talk("Anak itu berani.", title="Judul", summary="Ringkas")
    (made,) = gathering.documents(Episode.objects.all())
    entry: Entry = gathering.entry(made)
    assert entry.rows[0].passage.text.startswith("Judul\nRingkas\nObrolan\n")
    assert [row.passage.text for row in entry.rows[1:]] == ["Anak itu berani."]
    approved = Transcript.objects.get(audio_file__episodes=episode).approved_id
    assert (made.version, made.age, made.topics) == (approved, "SU", (factories.OPEN,))


def test_documents_cost_the_same_queries_for_any_number(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    for _number in range(3):
        a_talk("Anak.")
    with django_assert_max_num_queries(6):
        assert len(gathering.documents(Episode.objects.all())) == 3


def test_an_episode_that_cannot_be_read_keeps_no_other_from_being_found(monkeypatch: pytest.MonkeyPatch) -> None:
    show = factories.show()
    broken, _whole = a_talk("Anak.", of=show), a_talk("Anak.", of=show)
    entry = gathering.entry

    def fail(of: document.SearchDocument) -> Entry:
        if of.episode == broken.pk:
            raise ValueError
        return entry(of)

    monkeypatch.setattr(gathering, "entry", fail)
    indexed()
    assert asked("anak").total == 1


def test_a_worker_may_take_turns_where_somebody_else_began() -> None:
    with turn("anything"):
        pass
    assert (Path(settings.DATA_DIR) / ".search-anything.lock").stat().st_mode & 0o444 == 0o444


def test_marks_for_a_server_at_another_address_stay(monkeypatch: pytest.MonkeyPatch, other: Engine) -> None:
    talk = a_talk("Anak.")
    indexed()
    monkeypatch.setattr(choosing, "address", lambda: "elsewhere")
    actions.keep()
    monkeypatch.setattr(choosing, "address", lambda: "here")  # a process that still has the former settings
    actions.index_show(talk.show.pk)
    assert list(SearchMark.objects.values_list("engine", flat=True)) == ["other"]


def test_comparing_everything_can_be_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    a_talk("Anak.")
    indexed()
    monkeypatch.setattr(document, "made_with", lambda: "another program")

    def stop(share: float) -> None:
        raise Killed

    with pytest.raises(Killed):
        steps.index(actions.EVERYTHING, stop)  # type: ignore[arg-type]
