"""Joins the office's page of figures to Wagtail's admin: its addresses, its menu item, the permission to see it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from reporting.counting import views


class FiguresItem(MenuItem):
    """Only for who may see the page."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(views.PERMISSION)


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [
        path("help-figures/", views.figures, name="help-figures"),
        path("help-figures/file.csv", views.figures_file, name="help-figures-file"),
    ]


@hooks.register("register_admin_menu_item")
def figures_item() -> Any:
    return FiguresItem(_("Help in figures"), reverse("help-figures"), icon_name="table", order=98)


@hooks.register("register_permissions")
def permission() -> QuerySet[Permission]:
    """What can be ticked for a group of editors; no group has it by itself."""
    app, codename = views.PERMISSION.split(".")
    return Permission.objects.filter(content_type__app_label=app, codename=codename)
