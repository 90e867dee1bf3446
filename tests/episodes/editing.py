"""Editors with rights on single pages, and the admin's own forms filled as a browser would send them."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag
from django.contrib.auth.models import Group, Permission
from django.test import Client
from wagtail.models import GroupPagePermission, Page

from siniar.models import User
from tests import factories

RIGHTS = ("add_page", "change_page", "publish_page")


def editor(*pages: Page, rights: tuple[str, ...] = RIGHTS) -> User:
    """An account that may enter the admin, and has these rights on these pages and what is below them."""
    account = factories.user()
    group = Group.objects.create(name=account.username)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for page in pages:
        for right in rights:
            GroupPagePermission.objects.create(
                group=group, page=page, permission=Permission.objects.get(codename=right)
            )
    account.groups.add(group)
    return account


def browser(account: User) -> Client:
    """A browser in which this account has logged in."""
    client = Client()
    client.force_login(account)
    return client


def admin() -> Client:
    """A browser of somebody who may do everything."""
    return browser(factories.user(is_superuser=True))


def filled(html: str, form_id: str = "page-edit-form") -> dict[str, list[str]]:
    """What a browser would send of a form that nobody has touched."""
    form = BeautifulSoup(html, "html.parser").find("form", id=form_id)
    assert isinstance(form, Tag)
    data: dict[str, list[str]] = {}
    for field in form.find_all(["input", "select", "textarea"]):
        for value in _values(field):
            data.setdefault(str(field["name"]), []).append(value)
    return data


def _values(field: Tag) -> list[str]:
    if not field.get("name") or field.has_attr("disabled") or field.find_parent("template"):
        return []
    if field.name == "textarea":
        return [field.text.removeprefix("\n")]
    if field.name == "select":
        return [str(option.get("value", "")) for option in field.find_all("option") if option.has_attr("selected")]
    kind = str(field.get("type", "text"))
    if kind in ("submit", "button", "file") or (kind in ("checkbox", "radio") and not field.has_attr("checked")):
        return []
    return [str(field.get("value", "on" if kind == "checkbox" else ""))]
