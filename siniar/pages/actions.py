"""Lays the ground of a fresh site: the home page, and the site record that points to it."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext
from wagtail.models import Locale, Page, Site, Workflow

from siniar.pages.models import HomePage


@transaction.atomic
def lay_ground(title: str, introduction: str) -> HomePage:
    """Makes the home page unless there is one, and lets the site record say the configured address. Safe to repeat."""
    Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
    home = HomePage.objects.first()
    if home is None:
        root = Page.get_first_root_node()
        Site.objects.all().delete()
        root.get_children().delete()  # Wagtail's own welcome page
        root = Page.objects.get(pk=root.pk)
        home = HomePage(title=title, slug="home", introduction=introduction, locale=Locale.get_default())
        root.add_child(instance=home)
        home.save_revision().publish()
    _point_site_to(home)
    Workflow.objects.filter(name="Moderators approval").update(name=gettext("Moderators' approval"))
    return home


def _point_site_to(home: HomePage) -> None:
    address = urlsplit(settings.CONFIG.public_url)
    port = address.port or (443 if address.scheme == "https" else 80)
    wanted = {"hostname": address.hostname or "localhost", "port": port, "root_page": home, "site_name": "Siniar"}
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        Site.objects.create(is_default_site=True, **wanted)
    elif (site.hostname, site.port) != (wanted["hostname"], port):
        site.hostname, site.port = str(wanted["hostname"]), port
        site.save()
