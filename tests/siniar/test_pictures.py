"""Pictures inside the admin."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser, Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404, HttpResponseBase
from django.test import Client, RequestFactory
from django.utils.translation import gettext as _
from PIL import Image
from wagtail.images import get_image_model

from siniar.models import User
from siniar.pictures import picture, without_metadata
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


class TestUploads:
    """What Wagtail's own forms say of a picture that is not whole."""

    DAMAGED = "The picture is damaged: not all of it can be read. Upload it once more."

    @pytest.fixture
    def browser(self) -> Client:
        return logged_in(chief())

    @pytest.fixture(params=["JPEG", "PNG", "WEBP"])
    def name_and_data(self, request: pytest.FixtureRequest) -> tuple[str, bytes]:
        data = io.BytesIO()
        Image.effect_noise((200, 200), 60).convert("RGB").save(data, request.param)
        return f"foto.{request.param.lower()}", data.getvalue()

    def send(self, browser: Client, name: str, data: bytes) -> list[str]:
        """What the form says at the file; nothing if the picture was taken."""
        upload = SimpleUploadedFile(name, data)
        reply = browser.post("/admin/images/add/", {"title": "Foto", "file": upload, "collection": 1, "tags": ""})
        return [] if reply.status_code == 302 else reply.context["form"].errors["file"]

    @pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
    def test_a_picture_that_breaks_off_is_refused_in_words(
        self, browser: Client, name_and_data: tuple[str, bytes], share: float
    ) -> None:
        name, data = name_and_data
        assert self.send(browser, name, data[: int(len(data) * share)]) == [_(self.DAMAGED)]
        assert not get_image_model().objects.exists()

    def test_a_picture_of_which_only_the_first_bytes_are_there_is_refused_in_words(
        self, browser: Client, name_and_data: tuple[str, bytes]
    ) -> None:
        name, data = name_and_data
        assert len(self.send(browser, name, data[:20])) == 1

    def test_a_whole_picture_is_taken(self, browser: Client, name_and_data: tuple[str, bytes]) -> None:
        assert self.send(browser, *name_and_data) == []
        assert get_image_model().objects.get().file.size

    def test_of_several_at_once_the_damaged_one_is_refused_in_words(
        self, browser: Client, name_and_data: tuple[str, bytes]
    ) -> None:
        name, data = name_and_data
        upload = SimpleUploadedFile(name, data[:-500])
        reply = browser.post(
            "/admin/images/multiple/add/",
            {"title": "Foto", "files[]": upload, "collection": 1},
            headers={"X-Requested-With": "XMLHttpRequest"},
        )
        assert reply.json() == {"success": False, "error_message": _(self.DAMAGED)}

    def test_title_and_tags_are_changed_without_sending_the_file_again(self, browser: Client) -> None:
        image = factories.cover(20)
        values = {"title": "Lain", "collection": 1, "tags": "", "file": ""}
        assert browser.post(f"/admin/images/{image.pk}/", values).status_code == 302
        image.refresh_from_db()
        assert image.title == "Lain"


def test_a_picture_whose_camera_wrote_nonsense_is_kept_as_it_is() -> None:
    data = io.BytesIO()
    Image.new("RGB", (30, 20)).save(data, "WEBP", exif=b"Exif\0\0MM\xff\xff\0\0\0\x08")
    with Image.open(io.BytesIO(without_metadata(data.getvalue()))) as kept:
        assert (kept.size, "exif" in kept.info) == ((30, 20), False)
