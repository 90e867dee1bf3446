"""What the admin shows of Wagtail itself."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.test import Client, RequestFactory
from wagtail.admin.menu import admin_menu
from wagtail.documents import get_document_model

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief() -> Client:
    client = Client()
    client.force_login(factories.user(is_superuser=True))
    return client


@pytest.mark.parametrize(("name", "shown"), [("documents", False), ("images", True), ("explorer", True)])
def test_the_menu_leads_to(name: str, shown: bool) -> None:
    request = RequestFactory().get("/admin/")
    request.user = factories.user(is_superuser=True)
    assert (name in {item.name for item in admin_menu.menu_items_for_request(request)}) is shown


@pytest.fixture
def document() -> str:
    """The name of a file that somebody put into the document library all the same."""
    made = get_document_model()(title="Halaman")
    content = ContentFile(b"<script>alert(1)</script>", name="halaman.html")
    made.file.save("halaman.html", content)
    made.file.close()
    made.save()
    return str(made.file.name)


def test_the_list_of_documents_answers(chief: Client, document: str) -> None:
    assert chief.get("/admin/documents/").status_code == 200


def test_a_document_is_not_sent_from_the_address_of_the_admin(chief: Client, document: str) -> None:
    assert chief.get(f"/admin/pictures/{document}").status_code == 404


def test_a_document_has_no_public_address(document: str) -> None:
    (made,) = get_document_model().objects.all()
    assert [
        Client().get(path).status_code for path in (made.url, f"/documents/{made.pk}/{made.filename}", f"/{document}")
    ] == [404, 404, 404]
