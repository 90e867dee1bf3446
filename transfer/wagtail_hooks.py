"""Joins this app to Wagtail's admin: addresses, and a menu entry for those who may import."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from transfer import admin_views, scoping


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    """The editors' pages of imports."""
    return [
        path("imports/", admin_views.imports, name="imports"),
        path("imports/<uuid:import_id>/", admin_views.feed_import, name="import"),
        path("imports/<uuid:import_id>/progress/", admin_views.progress, name="import-progress"),
        path("imports/<uuid:import_id>/start/", admin_views.start, name="import-start"),
        path("imports/<uuid:import_id>/retry/", admin_views.retry, name="import-retry"),
        path("imports/<uuid:import_id>/stop/", admin_views.stop, name="import-stop"),
        path("imports/<uuid:import_id>/forget/", admin_views.forget, name="import-forget"),
    ]


class ImportItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        """Whether there is anything into which this editor may import."""
        return scoping.may_import(request.user)


@hooks.register("register_admin_menu_item")
def import_item() -> MenuItem:
    return ImportItem(_("Import"), reverse("imports"), name="import", icon_name="download", order=97)
