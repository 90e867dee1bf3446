"""What the admin shows of Wagtail itself. The apps add their own."""

from __future__ import annotations

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.site_summary import SummaryItem
from wagtail.documents.wagtail_hooks import DocumentsSummaryItem


@hooks.register("construct_main_menu")
def without_documents(request: HttpRequest, items: list[MenuItem]) -> None:
    """Wagtail's document library has no use here (what is published is sound), so nobody is led to fill it."""
    items[:] = [item for item in items if item.name != "documents"]


@hooks.register("construct_homepage_summary_items")
def no_count_of_documents(request: HttpRequest, items: list[SummaryItem]) -> None:
    """The same for the dashboard."""
    items[:] = [item for item in items if not isinstance(item, DocumentsSummaryItem)]
