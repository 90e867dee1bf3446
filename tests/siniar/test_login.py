"""The editors' login form."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from siniar.login import LoginForm

pytestmark = pytest.mark.django_db


def test_the_login_page_uses_it() -> None:
    assert isinstance(Client().get("/admin/login/").context["form"], LoginForm)


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_password_field_has_a_label_in_the_language_of_the_page(language: str) -> None:
    with translation.override(language):
        assert str(LoginForm().fields["password"].label) == gettext("Password")


def test_the_label_differs_between_the_languages() -> None:
    label = LoginForm().fields["password"].label
    with translation.override("id"):
        indonesian = str(label)
    with translation.override("en"):
        assert str(label) != indonesian
