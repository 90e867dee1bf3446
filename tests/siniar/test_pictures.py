"""Pictures inside the admin."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser, Group
from django.http import Http404, HttpResponseBase
from django.test import Client, RequestFactory
from wagtail.images import get_image_model

from siniar.models import User
from siniar.pictures import picture
from tests import factories
from tests.siniar.answers import body

pytestmark = pytest.mark.django_db


@pytest.fixture
def name() -> str:
    """The name of a picture in the library."""
    return str(factories.cover(20).file.name)


def status(client: Client, path: str) -> int:
    reply = client.get(path)
    reply.getvalue()
    return reply.status_code


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_an_editor_sees_it(name: str) -> None:
    editor = factories.user()
    editor.groups.add(Group.objects.get(name="Editors"))
    assert status(logged_in(editor), f"/admin/pictures/{name}") == 200


def test_to_a_stranger_it_does_not_exist(name: str) -> None:
    assert status(Client(), f"/admin/pictures/{name}") == 404


def test_to_an_account_without_access_to_the_admin_it_does_not_exist(name: str) -> None:
    assert status(logged_in(factories.user()), f"/admin/pictures/{name}") == 404


def ask(name: str, user: User | AnonymousUser, **headers: str) -> HttpResponseBase:
    request = RequestFactory().get("/admin/pictures/x", headers=headers)
    request.user = user
    reply = picture(request, name)
    body(reply)
    return reply


def chief() -> User:
    return factories.user(is_superuser=True)


def test_it_says_what_it_is(name: str) -> None:
    assert ask(name, chief()).headers["Content-Type"] == "image/jpeg"


def test_no_shared_cache_may_keep_it(name: str) -> None:
    assert ask(name, chief()).headers["Cache-Control"] == "private"


def test_a_browser_that_has_it_does_not_get_it_again(name: str) -> None:
    etag = ask(name, chief()).headers["ETag"]
    assert ask(name, chief(), if_none_match=etag).status_code == 304


def test_a_picture_that_is_not_there_does_not_exist() -> None:
    with pytest.raises(Http404):
        ask("original_images/tidak-ada.jpg", chief())


def test_a_folder_is_no_picture(name: str) -> None:
    (Path(settings.MEDIA_ROOT) / "folder.jpg").mkdir(exist_ok=True)
    with pytest.raises(Http404):
        ask("folder.jpg", chief())


@pytest.mark.parametrize("other", ["page.html", "script.js", "nothing"])
def test_a_file_that_is_no_picture_is_never_sent_from_the_address_of_the_admin(other: str) -> None:
    path = Path(settings.MEDIA_ROOT) / other
    path.parent.mkdir(exist_ok=True)
    path.write_text("<script>alert(1)</script>")
    with pytest.raises(Http404):
        ask(other, chief())


@pytest.mark.parametrize("escape", ["../secret-key", "../../etc/passwd", "/etc/passwd", "%2e%2e/secret-key"])
def test_nothing_outside_of_the_library_is_reached(escape: str) -> None:
    assert status(logged_in(chief()), f"/admin/pictures/{escape}") in (400, 404)


def test_wagtail_says_the_address_that_works() -> None:
    image = get_image_model().objects.get(pk=factories.cover(20).pk)
    assert status(logged_in(chief()), image.file.url) == 200
