"""Joins this app to Wagtail's admin: addresses, and a menu entry for those who may change a show."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from feeds import admin_views, overview


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    """The editors' pages of feeds."""
    return [
        path("feeds/", admin_views.feeds, name="feeds"),
        path("feeds/<int:show_id>/build/", admin_views.build, name="feeds-build"),
        path("feeds/<int:show_id>/keys/", admin_views.review_keys, name="review-keys"),
        path("feeds/keys/<int:key_id>/revoke/", admin_views.revoke, name="review-key-revoke"),
    ]


class FeedsItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        """Whether there is any show that this editor may change."""
        return overview.editable_shows(request.user).exists()


@hooks.register("register_admin_menu_item")
def feeds_item() -> MenuItem:
    return FeedsItem(_("Feeds"), reverse("feeds"), name="feeds", icon_name="globe", order=98)
