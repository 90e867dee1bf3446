"""The home page and the site record."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytest_django import Settings
from wagtail.models import Locale, Page, Site

from siniar.pages.actions import lay_ground
from siniar.pages.models import HomePage
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def fresh() -> None:
    """The tree as Wagtail's own migrations leave it: a welcome page, to which the site points."""
    HomePage.objects.get().delete()
    root = Page.objects.get(depth=1)
    welcome = root.add_child(instance=Page(title="Welcome to your new Wagtail site!", slug="home"))
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=welcome, is_default_site=True)


@pytest.mark.usefixtures("fresh")
class TestFreshInstallation:
    def test_the_home_page_takes_the_place_of_the_welcome_page(self) -> None:
        lay_ground("Siniar", "Halo")
        assert [page.specific_class for page in Page.objects.filter(depth=2)] == [HomePage]

    def test_it_is_public(self) -> None:
        assert HomePage.objects.get(pk=lay_ground("Siniar", "Halo").pk).live

    def test_it_says_what_it_is_told(self) -> None:
        home = lay_ground("Siniar", "Halo")
        assert (home.title, home.introduction, home.slug) == ("Siniar", "Halo", "home")

    def test_it_has_a_revision_so_that_its_history_is_whole(self) -> None:
        assert lay_ground("Siniar", "Halo").revisions.count() == 1

    def test_there_is_one_site_and_it_points_to_it(self) -> None:
        home = lay_ground("Siniar", "Halo")
        (site,) = Site.objects.all()
        assert (site.root_page_id, site.is_default_site) == (home.pk, True)

    def test_a_locale_that_is_missing_is_made(self, settings: Settings) -> None:
        lay_ground("Siniar", "Halo")
        assert Locale.objects.filter(language_code=settings.LANGUAGE_CODE).exists()


def test_laying_it_again_changes_nothing() -> None:
    def everything() -> list[object]:
        return [list(model.objects.order_by("pk").values()) for model in (Page, HomePage, Site, Locale)]

    lay_ground("Siniar", "")
    before = everything()
    lay_ground("Another title", "Another introduction")
    assert everything() == before


def test_laying_it_again_keeps_what_is_below() -> None:
    show = factories.show()
    lay_ground("Siniar", "")
    assert type(show).objects.filter(pk=show.pk).exists()


@pytest.mark.parametrize(
    ("address", "host", "port"),
    [
        ("https://siniar.example", "siniar.example", 443),
        ("http://siniar.example", "siniar.example", 80),
        ("http://siniar.example:8080", "siniar.example", 8080),
        ("", "127.0.0.1", 8000),
    ],
)
def test_the_site_record_follows_the_configured_address(settings: Settings, address: str, host: str, port: int) -> None:
    Site.objects.update(hostname="before.example", port=1)
    settings.CONFIG = replace(settings.CONFIG, base_url=address)
    lay_ground("Siniar", "")
    assert list(Site.objects.values_list("hostname", "port")) == [(host, port)]


def test_a_site_record_that_was_lost_is_made_again() -> None:
    Site.objects.all().delete()
    home = lay_ground("Siniar", "")
    assert Site.objects.get().root_page_id == home.pk


def test_there_is_at_most_one_home_page() -> None:
    assert not HomePage.can_create_at(Page.objects.get(depth=1))
