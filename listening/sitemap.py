"""/sitemap.xml and /robots.txt: what search engines may list. Discreet pages are not in it: they say “noindex”."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from xml.etree import ElementTree

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.models import Page

from episodes.models import Episode, Show, Topic
from listening import cards, finding, signs
from siniar.addresses import absolute

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
MOST = 50_000  # addresses in one file, by sitemaps.org; the newest episodes come first, and nobody has as many
#: Pages that are always there, by the names of their addresses.
ALWAYS = ("episodes", "report", "safety", "about", "privacy")

_ROBOTS = """User-agent: *
Disallow: /admin/
Disallow: /keluar/

Sitemap: {sitemap}
"""


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page that may be found; the number of queries does not grow with them."""
    ElementTree.register_namespace("", NAMESPACE)
    root = ElementTree.Element(f"{{{NAMESPACE}}}urlset")
    for number, (address, changed) in enumerate(_entries()):
        if number == MOST:
            break
        entry = ElementTree.SubElement(root, f"{{{NAMESPACE}}}url")
        ElementTree.SubElement(entry, f"{{{NAMESPACE}}}loc").text = address
        if changed:
            ElementTree.SubElement(entry, f"{{{NAMESPACE}}}lastmod").text = changed.isoformat(timespec="seconds")
    return HttpResponse(ElementTree.tostring(root, "utf-8", xml_declaration=True), content_type="application/xml")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers may fetch. Pages that say “noindex” are not kept from them: they must read that."""
    text = _ROBOTS.format(sitemap=absolute(reverse("sitemap")))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def _entries() -> Iterator[tuple[str, datetime | None]]:
    """Absolute addresses, with the time of the last change where one is known."""
    episodes = finding.tellable(Episode.objects.public())
    yield absolute("/"), None
    for name in ALWAYS:
        yield absolute(reverse(name)), None
    yield from map(_entry, Show.objects.public().order_by("pk"))
    for topic in finding.topics_of(episodes).exclude(sensitivity__in=Topic.Sensitivity.discreet()):
        yield absolute(reverse("topic", args=[signs.of_topic(topic)])), None
    for person in finding.named_people(episodes):
        yield absolute(reverse("person", args=[signs.of_person(person)])), None
    yield from map(_entry, episodes.newest_first().iterator())


def _entry(page: Page) -> tuple[str, datetime | None]:
    return cards.address(page), page.last_published_at
