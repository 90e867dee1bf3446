"""An episode: an address and a name that endanger nobody, clean texts, one number in a show, named people only."""

from __future__ import annotations

import itertools
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import RequestFactory
from django.utils import translation
from wagtail.models import Page

from episodes import actions
from episodes.models import Chapter, ContentWarning, Episode, EpisodePerson, EpisodeWarning, Person, Topic
from tests import factories

pytestmark = pytest.mark.django_db

REVEALING = "Suami memukul: tanda kekerasan"


def bare(title: str = REVEALING, **values: object) -> Episode:
    """A draft as the upload makes it."""
    return actions.draft(factories.show(), title, **values)  # type: ignore[arg-type]


# Address ---------------------------------------------------------------------------------------------------------


def test_the_slug_of_a_draft_is_not_made_of_its_title() -> None:
    episode = bare()
    assert episode.slug == episode.short_id


def test_the_slug_in_the_database_is_not_made_of_the_title_either() -> None:
    episode = bare()
    assert Page.objects.get(pk=episode.pk).slug == episode.short_id


def test_the_slug_in_the_first_revision_is_the_neutral_one() -> None:
    episode = bare()
    assert episode.get_latest_revision().content["slug"] == episode.short_id


def test_publication_does_not_move_an_episode() -> None:
    episode = factories.episode(live=False)
    before = episode.url_path
    episode.get_latest_revision().publish()
    assert Episode.objects.get(pk=episode.pk).url_path == before


def test_a_slug_that_somebody_typed_gives_way_to_the_neutral_one() -> None:
    episode = factories.episode()
    episode.slug = "kekerasan"
    episode.save()
    assert Episode.objects.get(pk=episode.pk).slug == episode.short_id


def test_the_short_id_is_eight_letters_and_digits_of_the_guid() -> None:
    assert Episode(guid=uuid.UUID("00000000-0000-4000-8000-000000000000")).short_id == "aaaaaaaa"


def test_two_episodes_with_the_same_title_have_different_addresses() -> None:
    show = factories.show()
    assert factories.episode(show, "Sama").slug != factories.episode(show, "Sama").slug


# Names on surfaces that others may see ---------------------------------------------------------------------------


def test_an_open_episode_shows_its_title() -> None:
    assert factories.episode(title="Menjaga anak", topics=(factories.OPEN,)).surface_title == "Menjaga anak"


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_sensitive_episode_shows_its_number_and_the_neutral_label_of_its_topic(language: str) -> None:
    episode = factories.episode(title=REVEALING, topics=(factories.SENSITIVE,), number=7)
    topic = Topic.objects.get(code=factories.SENSITIVE)
    with translation.override(language):
        name = translation.gettext("Episode %(number)d") % {"number": 7}
        assert episode.surface_title == f"{name} · {topic.neutral_label}"


def test_the_neutral_label_follows_the_language() -> None:
    topic = Topic.objects.get(code=factories.SENSITIVE)
    labels = []
    for language in ("id", "en"):
        with translation.override(language):
            labels.append(topic.neutral_label)
    assert labels == [topic.neutral_label_id, topic.neutral_label_en]


def test_a_sensitive_episode_without_number_shows_only_that_it_is_one() -> None:
    episode = factories.episode(title=REVEALING, topics=(factories.SENSITIVE,))
    episode.number = None
    assert REVEALING not in episode.surface_title
    assert episode.surface_title.startswith(translation.gettext("Episode"))


def test_an_episode_without_topics_shows_its_number_alone() -> None:
    episode = factories.episode(title=REVEALING, topics=(), number=3)
    assert episode.surface_title == translation.gettext("Episode %(number)d") % {"number": 3}


def test_beside_an_open_topic_the_sensitive_one_still_decides() -> None:
    episode = factories.episode(title=REVEALING, topics=(factories.OPEN, factories.SENSITIVE))
    assert Topic.objects.get(code=factories.SENSITIVE).neutral_label in episode.surface_title


@pytest.mark.parametrize("sensitivity", ["sedang", "tinggi"])
def test_middle_and_high_sensitivity_make_an_episode_discreet(sensitivity: str) -> None:
    topic = Topic.objects.filter(sensitivity=sensitivity)[0]
    assert factories.episode(topics=(topic.code,)).discreet


def test_low_sensitivity_does_not() -> None:
    assert not factories.episode(topics=(factories.OPEN,)).discreet


# Clean texts -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("Ru\x00mah\x08 aman\x1b", "Rumah aman"),
        ("Rumah\r\naman\ttenang", "Rumah aman tenang"),
        ("\u202eRumah\u202c \u2066aman\u2069", "Rumah aman"),
        ("Rumah\ufffe\ud800 aman\x85", "Rumah aman"),
        ("  Rumah   aman  ", "Rumah aman"),
    ],
)
@pytest.mark.parametrize("live", [True, False], ids=["live", "draft"])
def test_titles_are_kept_on_one_line_without_signs_that_cannot_be_seen(live: bool, dirty: str, clean: str) -> None:
    episode = factories.episode(live=live)
    episode.title = dirty
    episode.save()
    assert Episode.objects.get(pk=episode.pk).title == clean


def test_emoji_and_accents_stay_in_titles() -> None:
    episode = factories.episode(title="Cerita 🧕🏽 Ibu Désirée")
    assert episode.title == "Cerita 🧕🏽 Ibu Désirée"


def test_the_summary_is_cleaned() -> None:
    assert factories.episode(summary="Satu\x07dua\u202e").summary == "Satudua"


def test_the_notes_are_cleaned_and_keep_their_lines() -> None:
    assert factories.episode(notes="<p>Satu\x00</p>\n<p>Dua</p>").notes == "<p>Satu</p>\n<p>Dua</p>"


def test_chapter_titles_are_cleaned() -> None:
    chapter = Chapter(start=0, title="Pem\x00buka\nan\u202e")
    chapter.clean()
    assert chapter.title == "Pembuka an"


@pytest.mark.parametrize("live", [True, False], ids=["live", "draft"])
def test_a_title_of_nothing_but_control_characters_is_refused(live: bool) -> None:
    episode = factories.episode(live=live)
    episode.title = "\x00\x07\u202e"
    with pytest.raises(ValidationError):
        episode.save()


# Numbers ---------------------------------------------------------------------------------------------------------


def test_a_number_that_another_episode_of_the_show_has_is_refused() -> None:
    show = factories.show()
    factories.episode(show, number=1)
    other = factories.episode(show, number=2)
    other.number = 1
    with pytest.raises(ValidationError) as caught:
        other.full_clean()
    assert "number" in caught.value.message_dict


def test_two_shows_may_both_have_a_first_episode() -> None:
    assert [factories.episode(number=1).number, factories.episode(number=1).number] == [1, 1]


def test_an_episode_does_not_stand_in_its_own_way() -> None:
    episode = factories.episode(number=1)
    episode.full_clean()
    assert episode.number == 1


def test_several_episodes_may_have_no_number() -> None:
    show = factories.show()
    first, second = factories.episode(show), factories.episode(show)
    for episode in (first, second):
        episode.number = None
        episode.save()
    assert Episode.objects.child_of(show).filter(number=None).count() == 2


# Chapters, warnings ----------------------------------------------------------------------------------------------


def test_chapters_come_in_the_order_of_their_starts() -> None:
    episode = factories.episode()
    episode.chapters.set([Chapter(start=30, title="Kedua"), Chapter(start=0, title="Pertama")])
    episode.save()
    assert [str(chapter) for chapter in Chapter.objects.filter(episode=episode)] == ["Pertama", "Kedua"]


def test_no_chapter_starts_before_the_sound() -> None:
    episode = factories.episode()
    with pytest.raises(IntegrityError), transaction.atomic():
        Chapter.objects.create(episode=episode, start=-1, title="Sebelum")


def test_a_warning_stands_once_at_an_episode() -> None:
    episode = factories.episode()
    warning = ContentWarning.objects.all()[0]
    EpisodeWarning.objects.create(episode=episode, warning=warning)
    with pytest.raises(IntegrityError), transaction.atomic():
        EpisodeWarning.objects.create(episode=episode, warning=warning)


def test_a_warning_tells_its_depth() -> None:
    row = EpisodeWarning(warning=ContentWarning.objects.all()[0], level=EpisodeWarning.Level.DESCRIBED)
    assert str(row.get_level_display()) in str(row)


def test_the_sentence_of_a_warning_follows_the_language() -> None:
    warning = ContentWarning.objects.all()[0]
    with translation.override("en"):
        english = warning.text
    assert (english, warning.text) == (warning.text_en, warning.text_id)


# People ----------------------------------------------------------------------------------------------------------


def with_people(*consents: bool) -> Episode:
    episode, numbers = factories.episode(), itertools.count(1)
    for consent in consents:
        person = Person.objects.create(name=f"Orang {next(numbers)}", consents_to_be_named=consent)
        EpisodePerson.objects.create(episode=episode, person=person, role=EpisodePerson.Role.HOST)
    return Episode.objects.get(pk=episode.pk)


def test_only_people_who_agreed_are_named() -> None:
    episode = with_people(True, False)
    assert [credit.person.name for credit in episode.public_people()] == ["Orang 1"]


def test_a_draft_names_only_people_who_agreed_as_well() -> None:
    episode = with_people(True, False)
    episode.save_revision()
    draft = episode.get_latest_revision_as_object()
    assert [credit.person.name for credit in draft.public_people()] == ["Orang 1"]


def test_nobody_has_agreed_who_did_not_say_so() -> None:
    assert not Person(name="Orang").consents_to_be_named


def test_a_credit_tells_person_and_role() -> None:
    credit = with_people(True).people.get()
    assert str(credit) == f"Orang 1 ({credit.get_role_display()})"


# The page --------------------------------------------------------------------------------------------------------


def test_an_episode_knows_its_show() -> None:
    show = factories.show()
    assert factories.episode(show).show == show


def test_the_page_has_its_renditions_by_kind(rf: RequestFactory) -> None:
    context = factories.episode().get_context(rf.get("/"))
    assert set(context["sound"]) == {"main", "hemat"}


def test_the_page_of_a_draft_without_recording_has_none(rf: RequestFactory) -> None:
    assert bare().get_context(rf.get("/"))["sound"] == {}


def test_no_two_episodes_are_called_the_same_in_an_address_even_of_two_shows() -> None:
    taken = factories.episode()
    twin = uuid.UUID(int=taken.guid.int ^ 1)  # its last bit, which the eight signs do not show
    other = factories.episode(factories.show("Lain"), guid=twin)
    assert other.short_id != taken.short_id
    assert other.slug == other.short_id
