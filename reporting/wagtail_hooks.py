"""Joins this app to Wagtail's admin: services and numbers as snippets, pages for test calls and for paper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib.admin.utils import quote
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from reporting import admin_views, editing, panels
from reporting.counting import hooks as counting_hooks  # noqa: F401 - registers them
from reporting.models import Channel, Region, Service


class StateColumn(Column):
    """What the public sees of a number."""

    def get_value(self, instance: Channel) -> Any:
        return instance.state(timezone.localdate(), settings.CONFIG.call_test_days)


class ChannelViewSet(SnippetViewSet):
    model = Channel
    edit_view_class = editing.KeptEditView
    icon = "mobile-alt"
    menu_label = _("Numbers")
    list_display = ["value", "service", "type", StateColumn("state", label=_("What people see")), "tested_on"]
    list_filter = ["verified", "type", "outcome", "service"]
    search_fields = ["value", "service__name_id", "service__owner"]
    edit_handler = ObjectList(
        [
            HelpPanel(template="reporting/admin/number_help.html"),
            MultiFieldPanel(
                [FieldPanel("service"), FieldRowPanel([FieldPanel("type"), FieldPanel("value")]), FieldPanel("dial")],
                heading=_("Number or address"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("verified"),
                    FieldPanel("sources"),
                    FieldRowPanel([FieldPanel("verified_on"), FieldPanel("last_seen")]),
                ],
                heading=_("Is it right?"),
            ),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("hours"), FieldPanel("languages")]), FieldPanel("cost")],
                heading=_("Good to know before calling"),
            ),
            MultiFieldPanel(
                [FieldPanel("limit_id"), FieldPanel("limit_en")],
                heading=_("For whom or where it does not hold; public"),
            ),
            MultiFieldPanel([FieldPanel("note_id"), FieldPanel("note_en")], heading=_("Notes; never public")),
        ],
        base_form_class=editing.KeptForm,
    )


class ServiceViewSet(SnippetViewSet):
    model = Service
    edit_view_class = editing.KeptEditView
    icon = "group"
    menu_label = _("Services")
    list_display = ["name_id", "owner", "scope", "kind", "priority"]
    list_filter = ["scope", "kind"]
    search_fields = ["name_id", "name_en", "owner"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("name_id"), FieldPanel("name_en")]),
                    FieldPanel("owner"),
                    FieldPanel("code"),
                ],
                heading=_("Name"),
            ),
            MultiFieldPanel([FieldPanel("use_id"), FieldPanel("use_en")], heading=_("What it is for")),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("kind"), FieldPanel("priority")]),
                    FieldPanel("scope"),
                    FieldPanel("regions"),
                ],
                heading=_("Where and when it is offered"),
            ),
        ],
        base_form_class=editing.KeptForm,
    )


class RegionViewSet(SnippetViewSet):
    model = Region
    icon = "globe"
    menu_label = _("Regions")
    list_display = ["name_id", "code_kemendagri", "code_bps", "unit"]
    list_filter = ["kind", "unit"]
    search_fields = ["name_id", "code"]
    panels = [
        FieldRowPanel([FieldPanel("name_id"), FieldPanel("name_en")]),
        MultiFieldPanel([FieldPanel("unit"), FieldPanel("unit_note"), FieldPanel("unit_sources")], heading="UPTD PPA"),
    ]


class HelpGroup(SnippetViewSetGroup):
    """One entry in the menu for all of it."""

    items = (ChannelViewSet, ServiceViewSet, RegionViewSet)
    menu_label = _("Report now")
    menu_icon = "help"
    menu_order = 98

    def get_submenu_items(self) -> list[MenuItem]:
        """The two pages of work first, then what lies beneath."""
        return [
            _Item(_("Test the numbers"), reverse("help-numbers"), icon_name="tick-inverse", order=1),
            _Item(_("Cards and posters"), reverse("help-cards"), icon_name="doc-full-inverse", order=2),
            *super().get_submenu_items(),
        ]


class _Item(MenuItem):
    """Shown to whoever may keep numbers."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(admin_views.MAY))


register_snippet(HelpGroup)


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    """The editors' pages of numbers."""
    return [
        path("numbers/", admin_views.numbers, name="help-numbers"),
        path("numbers/<int:channel_id>/tested/", admin_views.tested, name="help-number-tested"),
        path("numbers/<int:channel_id>/taken-back/", admin_views.taken_back, name="help-number-taken-back"),
        path("cards/", admin_views.cards, name="help-cards"),
        path("cards/<slug:kind>.pdf", admin_views.card_file, name="help-card-file"),
    ]


@hooks.register("after_edit_snippet")
def after_edit(request: HttpRequest, snippet: Any) -> None:
    """Tells an editor that a changed number has to be verified anew."""
    if isinstance(snippet, Channel):
        admin_views.say_what_was_lost(request, snippet)


@hooks.register("construct_homepage_panels")
def due_numbers(request: HttpRequest, shown: list[Component]) -> None:
    """Whoever keeps numbers sees on the first page what has to be done."""
    panel = panels.due_panel() if request.user.has_perm(admin_views.MAY) else None
    if panel:
        shown.append(panel)


@hooks.register("register_snippet_listing_buttons")
def buttons(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """From a service to its numbers."""
    if isinstance(snippet, Service):
        address = reverse(ChannelViewSet().get_url_name("list"))
        yield Button(_("Its numbers"), f"{address}?service={quote(snippet.pk)}", icon_name="mobile-alt", priority=5)
    if isinstance(snippet, Channel) and snippet.verified and user.has_perm(admin_views.MAY):
        yield Button(_("Test it"), f"{reverse('help-numbers')}#number-{snippet.pk}", icon_name="tick", priority=5)


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """Test calls stand in the history of a number."""

    @actions.register_action("reporting.call_test")
    class CallTest(LogFormatter):
        label = _("Test call")

        def format_message(self, log_entry: Any) -> Any:
            return _("Tried: answered") if log_entry.data.get("answered") else _("Tried: not answered")

    actions.register_action("reporting.call_test_taken_back", _("Take a test call back"), _("Last test taken back"))
