"""One answer to “is this public now?”, and everything that asks it gets the same."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext
from wagtail import hooks
from wagtail.models import PageViewRestriction

from episodes import artwork, changes, media
from episodes.models import Episode, Rendition
from episodes.visibility import is_public
from feeds import gathering
from tests import factories
from tests.siniar.answers import whole

pytestmark = pytest.mark.django_db


def status(client: Client, path: str) -> int:
    reply = client.get(path)
    reply.getvalue()  # sent to the end, as a browser would have it: only then the file is closed
    return reply.status_code


def seen(episode: Episode) -> dict[str, bool]:
    """Whether each surface shows the episode."""
    client, show = Client(), episode.show
    sound = [media.path(episode, each) for each in Rendition.objects.filter(audio_file=episode.audio_id)]
    feed = whole(client.get(f"/{show.slug}/feed.xml"))
    return {
        "page": client.get(f"/{show.slug}/{episode.slug}/").status_code == 200,
        "sound": bool(sound) and all(status(client, path) == 200 for path in sound),
        "feed": str(episode.guid) in feed.content.decode(),
        "list": episode.title in client.get(f"/{show.slug}/").content.decode(),
        "home": episode.title in client.get("/").content.decode(),
        "function": is_public(episode),
        "queryset": Episode.objects.public().filter(pk=episode.pk).exists(),
    }


def test_a_published_episode_with_tagged_sound_is_seen_everywhere() -> None:
    assert set(seen(factories.episode()).values()) == {True}


def test_a_draft_is_seen_nowhere() -> None:
    assert set(seen(factories.episode(live=False)).values()) == {False}


def test_a_withdrawn_episode_is_gone_from_everywhere_at_once() -> None:
    episode = factories.episode()
    episode.unpublish()
    assert set(seen(episode).values()) == {False}


def test_an_expired_episode_is_gone_before_the_clock_unpublishes_it() -> None:
    episode = factories.episode()
    Episode.objects.filter(pk=episode.pk).update(expire_at=timezone.now() - timedelta(seconds=1))
    assert set(seen(episode).values()) == {False}


def test_an_episode_whose_time_has_not_run_out_is_seen() -> None:
    episode = factories.episode()
    Episode.objects.filter(pk=episode.pk).update(expire_at=timezone.now() + timedelta(hours=1))
    assert set(seen(episode).values()) == {True}


def test_an_episode_without_encoded_sound_is_not_public() -> None:
    episode = factories.episode(sound=factories.audio(encoded=False))
    assert set(seen(episode).values()) == {False}


def test_sound_without_tags_is_not_public() -> None:
    episode = factories.episode(sound=factories.audio(neutral=None))
    assert set(seen(episode).values()) == {False}


def test_a_sensitive_episode_waits_for_neutral_tags() -> None:
    episode = factories.episode(topics=(factories.SENSITIVE,), sound=factories.audio(neutral=False))
    assert set(seen(episode).values()) == {False}
    for rendition in Rendition.objects.filter(audio_file=episode.audio_id):
        rendition.tags_neutral = True
        rendition.save()
    changes.of_recording(episode.audio_id)
    assert set(seen(episode).values()) == {True}


def test_one_sensitive_topic_among_open_ones_is_enough() -> None:
    topics = (factories.OPEN, factories.SENSITIVE)
    assert not is_public(factories.episode(topics=topics, sound=factories.audio(neutral=False)))


def test_an_episode_without_topic_counts_as_sensitive() -> None:
    assert not is_public(factories.episode(topics=(), sound=factories.audio(neutral=False)))


def test_an_open_episode_may_have_open_tags() -> None:
    assert is_public(factories.episode(topics=(factories.OPEN,), sound=factories.audio(neutral=False)))


def test_an_episode_of_an_unpublished_show_is_gone() -> None:
    episode = factories.episode()
    episode.show.unpublish()
    assert set(seen(episode).values()) == {False}


@pytest.mark.parametrize("restricted", ["episode", "show"])
def test_a_restricted_page_is_not_there_instead_of_asking_for_a_password(restricted: str) -> None:
    episode = factories.episode()
    page = episode if restricted == "episode" else episode.show
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.PASSWORD, password="x")
    assert not is_public(episode)
    reply = Client().get(f"/{episode.show.slug}/{episode.slug}/")
    assert reply.status_code == 404


def test_asking_costs_the_same_for_one_episode_and_for_many(django_assert_max_num_queries: object) -> None:
    show = factories.show()
    for _number in range(8):
        factories.episode(show)
    with django_assert_max_num_queries(1):  # type: ignore[operator]
        assert Episode.objects.public().child_of(show).count() == 8


def test_a_feed_needs_a_fixed_number_of_queries(django_assert_max_num_queries: object) -> None:
    show = factories.show()
    for _number in range(8):
        factories.episode(show)
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        assert len(gathering.gather(gathering.read(show.pk)).items) == 8


def test_publishing_before_the_sound_is_ready_tells_the_editor_so(client: Client) -> None:
    episode = factories.episode(live=False, sound=factories.audio(encoded=False))
    client.force_login(factories.user(is_superuser=True))
    hook = next(hook for hook in hooks.get_hooks("after_publish_page") if hook.__name__ == "tell_what_it_waits_for")
    request = client.get("/admin/").wsgi_request
    hook(request, episode)
    said = [str(message) for message in get_messages(request)]
    assert said == [gettext("Published; appears as soon as its sound is ready.")]


def test_the_pages_show_a_small_copy_of_the_cover_and_the_feed_the_large_one(client: Client) -> None:
    show = factories.show(cover=factories.cover())
    factories.episode(show)
    small = re.search(r'<img src="([^"]+)"', client.get(show.get_url()).content.decode())
    assert small
    sizes = [len(client.get(path).getvalue()) for path in (small[1], artwork.cover_path(show))]
    assert sizes[0] < sizes[1] / 3
