"""Joins this app to Wagtail's admin."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from transcripts.desk.urls import addresses

hooks.register("register_admin_urls", addresses)


@hooks.register("register_admin_menu_item")
def transcripts_item() -> MenuItem:
    return MenuItem(_("Transcripts"), reverse("transcripts"), icon_name="doc-full", order=96)
