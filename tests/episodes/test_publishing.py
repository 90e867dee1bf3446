"""What stands against a publication, in words for editors; and that the admin's publish button asks for it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.translation import gettext as _

from episodes import chapters, publishing
from episodes.models import AgeRating, Chapter, ContentWarning, Episode, EpisodeWarning, Soundbite
from episodes.visibility import is_public
from siniar.jobs.models import Job
from tests import factories
from tests.episodes import editing

pytestmark = pytest.mark.django_db

NO_RECORDING = "The episode has no recording yet."
NO_TOPIC = "Choose at least one topic: it decides what others may see on a listener's screen."
NO_RATING = "Choose an age rating."
PROCESSING = "The new recording is still being processed; the old one stays public until it is ready."


def draft(**values: object) -> Episode:
    """A draft against which nothing stands, but for what is asked."""
    episode = factories.episode(live=False, **values)  # type: ignore[arg-type]
    return Episode.objects.get(pk=episode.pk)


def warned(level: int, rating: str, lowest: str) -> Episode:
    """A draft with one warning whose table asks for `lowest` at depth 2, and nothing below."""
    warning = ContentWarning.objects.all()[0]
    ContentWarning.objects.filter(pk=warning.pk).update(min_ratings=["SU", "SU", lowest, "PENDIDIK"])
    episode = draft(age_rating=AgeRating.objects.get(code=rating))
    EpisodeWarning.objects.create(episode=episode, warning=warning, level=level)
    return Episode.objects.get(pk=episode.pk)


def test_nothing_stands_against_a_complete_draft() -> None:
    assert publishing.hindrances(draft()) == []


def test_an_episode_needs_a_recording() -> None:
    episode = draft()
    episode.audio = None
    assert publishing.hindrances(episode) == [_(NO_RECORDING)]


def test_an_episode_needs_a_topic() -> None:
    assert publishing.hindrances(draft(topics=())) == [_(NO_TOPIC)]


def test_an_episode_needs_an_age_rating() -> None:
    episode = draft()
    episode.age_rating = None
    assert publishing.hindrances(episode) == [_(NO_RATING)]


def test_all_reasons_are_told_at_once() -> None:
    episode = draft(topics=())
    episode.audio = episode.age_rating = None
    assert publishing.hindrances(episode) == [_(NO_RECORDING), _(NO_TOPIC), _(NO_RATING)]


def test_a_rating_below_the_one_that_a_warning_asks_for_is_refused() -> None:
    assert len(publishing.hindrances(warned(2, "A7", "R16"))) == 1


def test_the_refusal_names_warning_depth_and_rating() -> None:
    episode = warned(2, "A7", "R16")
    row = episode.warnings.get()
    (reason,) = publishing.hindrances(episode)
    named = (str(row.warning), str(row.get_level_display()), str(AgeRating.objects.get(code="R16")))
    assert all(name in reason for name in named)


@pytest.mark.parametrize("rating", ["R16", "D18"])
def test_the_rating_that_a_warning_asks_for_is_enough(rating: str) -> None:
    assert publishing.hindrances(warned(2, rating, "R16")) == []


def test_the_depth_decides_which_rating_is_asked_for() -> None:
    assert publishing.hindrances(warned(1, "A7", "R16")) == []


def test_a_chapter_behind_the_end_of_the_recording_is_refused() -> None:
    episode = draft()
    Chapter.objects.create(episode=episode, start=60, title="Sesudah")
    (reason,) = publishing.hindrances(Episode.objects.get(pk=episode.pk))
    assert "Sesudah" in reason


def test_a_chapter_inside_the_recording_is_not() -> None:
    episode = draft()
    Chapter.objects.create(episode=episode, start="59.999", title="Akhir")
    assert publishing.hindrances(Episode.objects.get(pk=episode.pk)) == []


@pytest.mark.parametrize(("start", "length"), [("46", "15"), ("60", "15"), ("0", "61")])
def test_a_soundbite_that_goes_beyond_the_end_of_the_recording_is_refused(start: str, length: str) -> None:
    episode = draft()
    Soundbite.objects.create(episode=episode, start=start, duration=length, title="Kalimat penutup")
    (reason,) = publishing.hindrances(Episode.objects.get(pk=episode.pk))
    assert "Kalimat penutup" in reason


def test_a_soundbite_up_to_the_end_of_the_recording_is_not() -> None:
    episode = draft()
    Soundbite.objects.create(episode=episode, start="45", duration="15")
    assert publishing.hindrances(Episode.objects.get(pk=episode.pk)) == []


def test_a_first_recording_need_not_be_ready() -> None:
    assert publishing.hindrances(draft(sound=factories.audio(encoded=False))) == []


def test_a_new_recording_of_a_public_episode_must_be_ready() -> None:
    episode = factories.episode()
    episode.audio = factories.audio(encoded=False)
    assert publishing.hindrances(episode) == [_(PROCESSING)]


def test_a_new_recording_of_a_public_episode_that_is_ready_may_be_published() -> None:
    episode = factories.episode()
    episode.audio = factories.audio(neutral=None)
    assert publishing.hindrances(episode) == []


def test_an_episode_that_was_published_before_its_sound_was_ready_may_be_published_again() -> None:
    assert publishing.hindrances(factories.episode(sound=factories.audio(encoded=False))) == []


# The publish button ----------------------------------------------------------------------------------------------


@pytest.fixture
def admin() -> Client:
    return editing.admin()


def press(admin: Client, episode: Episode, **changes: str) -> object:
    """Opens the form of an episode, changes it and presses “publish”; the page after it."""
    address = f"/admin/pages/{episode.pk}/edit/"
    fields: dict[str, object] = {**editing.filled(admin.get(address).content.decode())}
    return admin.post(address, fields | changes | {"action-publish": "1"}, follow=True)


def incomplete() -> Episode:
    return draft(topics=(), title="Belum lengkap")


def test_the_publish_button_publishes_a_complete_draft(admin: Client) -> None:
    episode = draft()
    press(admin, episode)
    assert is_public(episode)


def test_the_publish_button_says_what_is_missing(admin: Client) -> None:
    reply = press(admin, incomplete())
    assert [str(message) for message in reply.context["messages"]] == [_(NO_TOPIC)]  # type: ignore[attr-defined]


def test_the_reason_stands_in_the_page(admin: Client) -> None:
    assert _(NO_TOPIC) in press(admin, incomplete()).content.decode()  # type: ignore[attr-defined]


def test_what_was_refused_stays_a_draft(admin: Client) -> None:
    episode = incomplete()
    press(admin, episode)
    assert not Episode.objects.get(pk=episode.pk).live


def test_what_was_typed_before_a_refusal_is_kept(admin: Client) -> None:
    episode = incomplete()
    press(admin, episode, title="Judul yang baru")
    assert Episode.objects.get(pk=episode.pk).get_latest_revision_as_object().title == "Judul yang baru"


def test_a_refusal_keeps_one_version_not_two(admin: Client) -> None:
    episode = incomplete()
    before = episode.revisions.count()
    press(admin, episode, title="Judul yang baru")
    assert episode.revisions.count() == before + 1


def test_a_refusal_leaves_what_is_public_as_it_is(admin: Client) -> None:
    episode = factories.episode(title="Tetap")
    rating = AgeRating.objects.get(code="SU")
    ContentWarning.objects.update(min_ratings=["D18"] * 4)
    EpisodeWarning.objects.create(episode=episode, warning=ContentWarning.objects.all()[0])
    Episode.objects.get(pk=episode.pk).save_revision()
    press(admin, episode, title="Diganti")
    shown = Episode.objects.get(pk=episode.pk)
    assert (shown.title, shown.age_rating, is_public(shown)) == ("Tetap", rating, True)


def test_a_refused_publication_starts_no_step(admin: Client) -> None:
    press(admin, incomplete())
    assert not Job.objects.filter(step="tag").exists()


def test_a_publication_starts_the_tags(admin: Client) -> None:
    episode = draft(sound=factories.audio(neutral=None))
    press(admin, episode)
    assert Job.objects.filter(step="tag", subject=str(episode.audio_id), state=Job.State.WAITING).count() == 1


def test_a_title_with_control_characters_is_cleaned_in_the_form(admin: Client) -> None:
    episode = draft()
    press(admin, episode, title="Ju\x07dul \u202ebersih")
    assert Episode.objects.get(pk=episode.pk).title == "Judul bersih"


def test_a_number_that_is_taken_is_told_at_its_field(admin: Client) -> None:
    show = factories.show()
    factories.episode(show, number=1)
    reply = press(admin, draft(of=show, number=2), number="1")
    assert "number" in reply.context["form"].errors  # type: ignore[attr-defined]


def test_the_publish_button_of_a_show_asks_for_nothing_of_episodes(admin: Client) -> None:
    show = factories.show()
    press(admin, show, title="Obrolan baru")  # type: ignore[arg-type]
    assert type(show).objects.get(pk=show.pk).title == "Obrolan baru"


def test_several_episodes_at_once_are_held_to_the_same_rules(admin: Client) -> None:
    episode = incomplete()
    admin.post(f"/admin/bulk/wagtailcore/page/publish/?id={episode.pk}", {"include_descendants": ""}, follow=True)
    assert not Episode.objects.get(pk=episode.pk).live


def test_several_complete_episodes_are_published_at_once(admin: Client) -> None:
    show = factories.show()
    episodes = [draft(of=show), draft(of=show)]
    query = "&".join(f"id={episode.pk}" for episode in episodes)
    admin.post(f"/admin/bulk/wagtailcore/page/publish/?{query}", {}, follow=True)
    assert all(is_public(episode) for episode in episodes)


def test_what_may_not_be_published_may_be_withdrawn_with_others(admin: Client) -> None:
    episode = factories.episode()
    ContentWarning.objects.update(min_ratings=["D18"] * 4)
    EpisodeWarning.objects.create(episode=episode, warning=ContentWarning.objects.all()[0])
    admin.post(f"/admin/bulk/wagtailcore/page/unpublish/?id={episode.pk}", {"include_descendants": ""}, follow=True)
    assert not Episode.objects.get(pk=episode.pk).live


def test_publishing_a_show_with_all_below_it_holds_its_episodes_to_the_rules(admin: Client) -> None:
    episode = incomplete()
    address = f"/admin/bulk/wagtailcore/page/publish/?id={episode.show.pk}"
    admin.post(address, {"include_descendants": "on"}, follow=True)
    assert not Episode.objects.get(pk=episode.pk).live


def test_the_reasons_of_several_episodes_name_each(admin: Client) -> None:
    episode = incomplete()
    address = f"/admin/bulk/wagtailcore/page/publish/?id={episode.pk}"
    messages = [str(message) for message in admin.post(address, {}, follow=True).context["messages"]]
    assert any(episode.title in message and _(NO_TOPIC) in message for message in messages)


def test_a_topic_that_usually_needs_a_warning_may_not_go_without_any() -> None:
    episode = factories.episode(live=False, topics=(factories.SENSITIVE,))
    assert len(publishing.hindrances(episode)) == 1
    warning = episode.topics.get().default_warnings.first()
    episode.warnings.set([EpisodeWarning(warning=warning, level=0)])
    episode.age_rating = AgeRating.objects.get(code="A7")
    assert publishing.hindrances(episode) == []


def test_more_chapters_than_a_file_can_hold_are_refused() -> None:
    episode = factories.episode(live=False)
    episode.chapters.set([Chapter(start=place, title="Bab") for place in range(chapters.MOST + 1)])
    assert len(publishing.hindrances(episode)) == 1
