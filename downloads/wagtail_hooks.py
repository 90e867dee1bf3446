"""Joins this app to Wagtail's admin."""

from __future__ import annotations

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from downloads import views


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    """The editors' pages of statistics."""
    return [
        path("statistics/", views.statistics, name="statistics"),
        path("statistics/file.csv", views.statistics_file, name="statistics-file"),
    ]


@hooks.register("register_admin_menu_item")
def statistics_item() -> MenuItem:
    return MenuItem(_("Statistics"), reverse("statistics"), icon_name="table", order=97)
