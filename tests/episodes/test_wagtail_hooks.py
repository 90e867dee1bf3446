"""Where the app joins the admin: one way to begin an episode, copies with an identity of their own, previews."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from episodes import actions
from episodes.models import AudioFile, Chapter, Episode, EpisodePerson, Person, Show
from tests import factories
from tests.episodes import editing

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Client:
    return editing.admin()


def test_an_episode_begins_with_its_recording(admin: Client) -> None:
    show = factories.show()
    reply = admin.get(f"/admin/pages/add/episodes/episode/{show.pk}/")
    assert reply["Location"] == reverse("upload-to-show", args=[show.pk])


def test_no_episode_is_made_beside_that_way(admin: Client) -> None:
    show = factories.show()
    admin.post(f"/admin/pages/add/episodes/episode/{show.pk}/", {"title": "Tanpa rekaman"})
    assert not Episode.objects.exists()


def test_a_show_is_made_as_any_page_is(admin: Client) -> None:
    home = factories.show().get_parent()
    assert admin.get(f"/admin/pages/add/episodes/show/{home.pk}/").status_code == 200


@pytest.mark.parametrize(("address", "told"), [("https://rumah.example/umpan.xml", 1), ("", 0)])
def test_the_form_of_a_show_says_where_it_has_moved_to(admin: Client, address: str, told: int) -> None:
    reply = admin.get(reverse("wagtailadmin_pages:edit", args=[factories.show(moved_to=address).pk]))
    assert [address in str(message) for message in reply.context["messages"]] == [True] * told


@pytest.mark.parametrize("name", ["upload", "recordings"])
def test_the_menu_leads_to_the_pages_of_recordings(admin: Client, name: str) -> None:
    assert reverse(name) in admin.get("/admin/").content.decode()


def test_people_are_listed_with_their_consent(admin: Client) -> None:
    Person.objects.create(name="Ibu Ratna")
    assert "Ibu Ratna" in admin.get(reverse(Person.snippet_viewset.get_url_name("list"))).content.decode()  # type: ignore[attr-defined]


# Copies ----------------------------------------------------------------------------------------------------------


def copy(admin: Client, page: Episode | Show, **options: str) -> None:
    data = {"new_title": "Salinan", "new_slug": "salinan", "new_parent_page": str(page.get_parent().pk)} | options
    admin.post(f"/admin/pages/{page.pk}/copy/", data)


def test_a_copied_episode_has_an_identity_of_its_own(admin: Client) -> None:
    episode = factories.episode()
    copy(admin, episode)
    made = Episode.objects.get(draft_title="Salinan")
    assert (made.guid != episode.guid, made.slug) == (True, made.short_id)


def test_the_latest_version_of_a_copy_has_the_same_identity_as_the_copy(admin: Client) -> None:
    copy(admin, factories.episode())
    made = Episode.objects.get(draft_title="Salinan")
    assert made.get_latest_revision_as_object().guid == made.guid


def test_a_copied_episode_needs_a_recording_of_its_own(admin: Client) -> None:
    episode = factories.episode()
    copy(admin, episode)
    assert Episode.objects.get(draft_title="Salinan").get_latest_revision_as_object().audio is None


def test_the_copied_episode_keeps_its_recording(admin: Client) -> None:
    episode = factories.episode()
    copy(admin, episode)
    assert Episode.objects.get(pk=episode.pk).audio == episode.audio


def test_a_copied_show_has_an_identity_of_its_own(admin: Client) -> None:
    show = factories.show()
    copy(admin, show)
    assert Show.objects.get(draft_title="Salinan").podcast_guid != show.podcast_guid


def test_a_show_is_copied_with_its_episodes(admin: Client) -> None:
    show = factories.show()
    factories.episode(show)
    copy(admin, show, copy_subpages="on")
    assert Episode.objects.child_of(Show.objects.get(draft_title="Salinan")).count() == 1


@pytest.mark.parametrize("make", [factories.show, factories.episode])
def test_an_alias_is_refused(admin: Client, make: object) -> None:
    page = make()  # type: ignore[operator]
    copy(admin, page, alias="on")
    assert not type(page).objects.filter(alias_of=page.pk).exists()


# The form and the preview ----------------------------------------------------------------------------------------


def preview(admin: Client, episode: Episode) -> object:
    """The page as the editor's preview shows it."""
    fields = editing.filled(admin.get(f"/admin/pages/{episode.pk}/edit/").content.decode())
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[episode.pk])
    assert admin.post(address, fields).json()["is_valid"]
    return admin.get(address)


def test_the_form_shows_the_recording(admin: Client) -> None:
    episode = factories.episode()
    assert episode.audio.original_name in admin.get(f"/admin/pages/{episode.pk}/edit/").content.decode()


def test_the_form_of_an_episode_without_recording_leads_to_the_upload(admin: Client) -> None:
    episode = actions.draft(factories.show(), "Tanpa rekaman")
    form = admin.get(f"/admin/pages/{episode.pk}/edit/").content.decode()
    assert reverse("replace-recording", args=[episode.pk]) in form


def test_the_form_has_no_field_for_the_address(admin: Client) -> None:
    fields = editing.filled(admin.get(f"/admin/pages/{factories.episode().pk}/edit/").content.decode())
    assert not {"slug", "seo_title", "search_description"} & set(fields)


def test_an_episode_can_be_previewed(admin: Client) -> None:
    assert "Menjaga anak" in preview(admin, factories.episode(live=False)).content.decode()  # type: ignore[attr-defined]


def test_an_episode_without_recording_can_be_previewed(admin: Client) -> None:
    episode = actions.draft(factories.show(), "Tanpa rekaman")
    episode.chapters.add(Chapter(start=1, title="Pembuka"))
    episode.save_revision()
    assert preview(admin, episode).status_code == 200  # type: ignore[attr-defined]


def test_a_preview_names_only_people_who_agreed(admin: Client) -> None:
    episode = factories.episode(live=False)
    for name, consent in (("Ibu Ratna", True), ("Bapak Hasan", False)):
        person = Person.objects.create(name=name, consents_to_be_named=consent)
        episode.people.add(EpisodePerson(person=person))
    episode.save_revision()
    shown = preview(admin, episode).content.decode()  # type: ignore[attr-defined]
    assert ("Ibu Ratna" in shown, "Bapak Hasan" in shown) == (True, False)


def test_a_recording_that_an_episode_needs_cannot_be_deleted_away() -> None:
    from django.db.models import ProtectedError

    episode = factories.episode()
    with pytest.raises(ProtectedError):
        AudioFile.objects.get(pk=episode.audio_id).delete()
