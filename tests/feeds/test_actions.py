"""Stored feeds: built once, true at every moment, whoever asks first and whatever fails."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.utils import timezone
from wagtail.models import PageViewRestriction
from wagtail.signals import page_unpublished

from episodes import actions as episode_actions
from episodes.models import Episode, EpisodePerson, Person, Rendition, Show, Topic
from feeds import actions, documents, gathering, kinds, lookup, storage
from feeds.documents import FEED, Document
from feeds.models import Edition, StoredFeed
from siniar.jobs.models import Job
from tests import factories
from transcripts import actions as transcript_actions

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(settings: LazySettings, tmp_path: Path) -> None:
    settings.FEEDS_DIR = tmp_path / "feeds"


@pytest.fixture
def show() -> Show:
    return factories.show()


def text(show: Show, document: Document = FEED) -> str:
    """The document as it is now."""
    built = actions.present(show, document)
    assert built
    return (storage.path(built.digest).read_bytes() if built.body is None else built.body).decode()


def gathered(monkeypatch: pytest.MonkeyPatch) -> list[Show]:
    """Fills with a show each time that one is read for its feeds."""
    seen: list[Show] = []
    gather = gathering.gather
    monkeypatch.setattr(gathering, "gather", lambda show: (seen.append(show), gather(show))[1])
    return seen


# Built once ------------------------------------------------------------------------------------------------------


def test_the_second_who_asks_gets_what_was_built_for_the_first(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = gathered(monkeypatch)
    assert actions.present(show, FEED) == actions.present(show, FEED)
    assert len(seen) == 1


def test_what_the_worker_has_built_no_request_builds(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    actions.refresh(show)
    seen = gathered(monkeypatch)
    actions.present(show, FEED)
    assert seen == []


def test_the_worker_builds_what_somebody_has_asked_for(show: Show) -> None:
    factories.episode(show)
    hemat = Document(kinds.HEMAT)
    actions.present(show, hemat)
    actions.mark([show.pk])
    actions.refresh(show)
    edition = Edition.objects.get(show=show)
    assert set(StoredFeed.objects.filter(built=edition.wanted).values_list("name", flat=True)) == {
        FEED.name,
        hemat.name,
    }


def test_nobody_builds_what_somebody_else_is_building(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a builder is at work, another one waits; here until its patience ends."""
    actions.mark([show.pk])
    monkeypatch.setattr(actions, "PATIENCE", 0.2)
    with actions._claimed(show) as claimed:
        assert claimed
        assert not actions.refresh(show)


def test_a_request_whose_patience_ends_is_answered_all_the_same(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    actions.mark([show.pk])
    monkeypatch.setattr(actions, "PATIENCE", 0.0)
    with actions._claimed(show):
        built = actions.present(show, FEED)
    assert built and built.body and not StoredFeed.objects.exists()


def test_a_builder_that_died_is_not_waited_for_longer_than_its_lease(show: Show) -> None:
    actions.mark([show.pk])
    past = timezone.now() - timedelta(seconds=1)
    Edition.objects.update(builder="tot", builder_until=past)
    built = actions.present(show, FEED)
    assert built and built.body is None


def test_a_builder_gives_its_claim_back_when_it_fails(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(show: Show) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(gathering, "gather", broken)
        with pytest.raises(RuntimeError):
            actions.present(show, FEED)
    built = actions.present(show, FEED)
    assert built and built.body is None


def test_the_same_content_built_again_keeps_its_date(show: Show) -> None:
    factories.episode(show)
    first = actions.present(show, FEED)
    actions.mark([show.pk])
    assert actions.present(show, FEED) == first


def test_a_file_that_was_lost_is_built_again(show: Show) -> None:
    built = actions.present(show, FEED)
    assert built
    storage.path(built.digest).unlink()
    actions.lost(built.digest)
    assert text(show)


def test_a_full_disk_takes_no_feed_away(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(body: bytes) -> str:
        raise OSError(28, "No space left on device")

    episode = factories.episode(show)
    monkeypatch.setattr(storage, "keep", full)
    assert str(episode.guid) in text(show)


def test_a_full_disk_keeps_no_withdrawn_episode_in_the_feed(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(body: bytes) -> str:
        raise OSError(28, "No space left on device")

    episode = factories.episode(show)
    text(show)
    monkeypatch.setattr(storage, "keep", full)
    episode.unpublish()
    assert str(episode.guid) not in text(show)


# True at every moment --------------------------------------------------------------------------------------------


def unpublish(episode: Episode) -> None:
    episode.unpublish()


def withdraw(episode: Episode) -> None:
    episode_actions.withdraw(episode)


def delete(episode: Episode) -> None:
    episode.delete()


def move_away(episode: Episode) -> None:
    episode.move(factories.show("Lain"), pos="last-child")


def restrict(episode: Episode) -> None:
    PageViewRestriction.objects.create(page=episode, restriction_type="login")


def hide_files(episode: Episode) -> None:
    """A name that must not be told any more stands in the files: they are hidden until they are tagged anew."""
    person = Person.objects.create(name="Ibu", consents_to_be_named=True)
    EpisodePerson.objects.create(episode=episode, person=person, role="host")
    person.consents_to_be_named = False
    person.save()


@pytest.mark.parametrize("taking", [unpublish, withdraw, delete, move_away, restrict, hide_files])
def test_what_is_taken_back_is_in_no_feed_from_that_moment_on(show: Show, taking: Callable[[Episode], None]) -> None:
    episode, other = factories.episode(show), factories.episode(show)
    every = [FEED, Document(kinds.FULL, suffix="json"), Document(kinds.HEMAT), Document(kinds.NETRAL)]
    assert all(str(episode.guid) in text(show, document) for document in every)
    taking(episode)
    assert not any(str(episode.guid) in text(show, document) for document in every)
    assert all(str(other.guid) in text(show, document) for document in every)


def test_a_withdrawal_that_was_killed_half_way_leaves_nothing_in_the_feeds(
    show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wagtail tells of a withdrawal in a transaction after the one that withdraws."""
    episode = factories.episode(show)
    assert str(episode.guid) in text(show)
    monkeypatch.setattr(page_unpublished, "send", lambda **kwargs: None)
    episode.unpublish()
    assert str(episode.guid) not in text(show)


def test_a_draft_that_is_saved_leaves_the_feeds_as_they_are(show: Show) -> None:
    episode = factories.episode(show)
    text(show)
    wanted = Edition.objects.get(show=show).wanted
    episode.title = "Nanti"
    episode.save_revision()
    assert Edition.objects.get(show=show).wanted == wanted


def test_a_show_that_was_withdrawn_behind_everybodys_back_has_no_stored_feed(show: Show) -> None:
    text(show)
    assert lookup.stored(show.slug, FEED.name)[0]
    Show.objects.filter(pk=show.pk).update(live=False)
    assert lookup.stored(show.slug, FEED.name) == (None, "")


def test_what_a_withdrawn_show_lost_behind_everybodys_back_is_noticed(show: Show) -> None:
    factories.episode(show)
    text(show)
    Show.objects.filter(pk=show.pk).update(live=False)
    assert actions.verify() == [show.pk]


def test_what_expires_by_the_clock_is_in_no_feed_from_that_second_on(
    show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    episode = factories.episode(show, expire_at=timezone.now() + timedelta(hours=1))
    documented = [FEED, Document(kinds.HEMAT)]
    assert all(str(episode.guid) in text(show, document) for document in documented)
    later = timezone.now() + timedelta(hours=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert not any(str(episode.guid) in text(show, document) for document in documented)


def test_a_withdrawn_show_has_no_document(show: Show) -> None:
    actions.present(show, FEED)
    show.unpublish()
    assert actions.present(show, FEED) is None


def test_a_new_episode_is_in_the_feed_at_once(show: Show) -> None:
    text(show)
    assert str(factories.episode(show).guid) in text(show)


def test_a_text_that_is_approved_is_named_at_once_and_no_longer_than_it_is(show: Show) -> None:
    episode = factories.episode(show)
    transcript = factories.transcript(episode)
    assert "podcast:transcript" not in text(show)
    transcript_actions.approve(transcript, by=None)
    assert "podcast:transcript" in text(show)
    transcript_actions.withdraw_approval(transcript)
    assert "podcast:transcript" not in text(show)


def test_a_file_that_is_written_anew_has_its_new_length_in_the_feed(show: Show, tmp_path: Path) -> None:
    episode = factories.episode(show)
    text(show)
    rendition = Rendition.objects.get(audio_file=episode.audio_id, kind="main")
    file = tmp_path / "new"
    file.write_bytes(b"1234567")
    rendition.size = 7
    episode_actions.replace_file(rendition, file, "f" * 64)
    assert 'length="7"' in text(show)


def test_a_change_of_the_show_itself_is_told_at_once(show: Show) -> None:
    text(show)
    show.copyright = "DP3AP2 2026"
    show.save_revision().publish()
    assert "DP3AP2 2026" in text(show)


def test_another_public_address_stands_in_the_feed_at_once(show: Show, settings: LazySettings) -> None:
    import dataclasses

    text(show)
    settings.CONFIG = dataclasses.replace(settings.CONFIG, base_url="https://siniar.example")
    assert "https://siniar.example/" in text(show)


def test_what_was_changed_behind_everybodys_back_is_noticed_within_a_minute(show: Show) -> None:
    episode = factories.episode(show)
    text(show)
    Episode.objects.filter(pk=episode.pk).update(live=False)
    assert actions.verify() == [show.pk]
    assert str(episode.guid) not in text(show)


def test_where_nothing_changed_nothing_is_marked(show: Show) -> None:
    factories.episode(show)
    text(show)
    assert actions.verify() == []


def test_a_change_starts_one_job_however_often_it_comes(show: Show) -> None:
    for _time in range(3):
        actions.mark([show.pk])
    assert Job.objects.of(actions.subject(show.pk)).filter(step="rebuild").count() == 1


def test_a_deleted_show_leaves_no_job(show: Show) -> None:
    actions.mark([show.pk])
    show.delete()
    assert not Job.objects.of(actions.subject(show.pk)).exists()


# Which documents there are ---------------------------------------------------------------------------------------


def test_a_page_that_does_not_exist_is_not_stored(show: Show) -> None:
    assert actions.present(show, Document(kinds.HEMAT, 7)) is None
    assert not StoredFeed.objects.filter(name="hemat-7.xml").exists()


def test_asking_for_what_does_not_exist_reads_the_show_once(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = gathered(monkeypatch)
    for page in range(2, 9):
        actions.present(show, Document(kinds.HEMAT, page))
    assert len(seen) == 1


def test_a_topic_without_episode_has_no_feed(show: Show) -> None:
    factories.episode(show, topics=("HAK-ANAK",))
    assert actions.present(show, documents.named(kinds.topic_name("HAK-ANAK") + ".xml") or FEED)
    assert actions.present(show, documents.named(kinds.topic_name("LITDIG") + ".xml") or FEED) is None


def test_a_topic_that_lost_its_last_episode_has_no_feed_any_more(show: Show) -> None:
    episode = factories.episode(show, topics=("HAK-ANAK",))
    document = documents.named(kinds.topic_name("HAK-ANAK") + ".xml")
    assert document and actions.present(show, document)
    episode.topics.set(Topic.objects.filter(code="LITDIG"))
    episode.save()
    episode.save_revision().publish()
    assert actions.present(show, document) is None


def test_documents_that_no_longer_exist_are_forgotten(show: Show) -> None:
    episode = factories.episode(show, topics=("HAK-ANAK",))
    document = documents.named(kinds.topic_name("HAK-ANAK") + ".xml")
    assert document and actions.present(show, document)
    episode.unpublish()
    actions.refresh(show)
    assert set(StoredFeed.objects.values_list("name", flat=True)) == {FEED.name}


@pytest.mark.parametrize("name", ["feed.xml", "feed.json", "hemat.xml", "hemat-2.xml", "netral.xml"])
def test_a_document_has_one_name(name: str) -> None:
    document = documents.named(name)
    assert document and document.name == name


@pytest.mark.parametrize(
    "name",
    [
        "feed",
        "feed.rss",
        "feed-1.xml",
        "feed-0.xml",
        "feed-01.xml",
        "hemat.json",
        "topik-kdrt.xml",
        "x.xml",
        "feed-99999.xml",
    ],
)
def test_other_names_name_nothing(name: str) -> None:
    assert documents.named(name) is None


# Once, however many ask ------------------------------------------------------------------------------------------


def test_a_claim_is_won_by_one(show: Show) -> None:
    actions.mark([show.pk])
    with actions._claimed(show) as first, actions._claimed(show) as second:
        assert (first, second) == (True, False)
