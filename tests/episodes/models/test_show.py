"""A show: a cover as directories want it, and texts that XML can carry."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from PIL import Image
from wagtail.images import get_image_model

from episodes.models import Show
from tests import factories

pytestmark = pytest.mark.django_db


def picture(size: tuple[int, int], mode: str = "RGB") -> Any:
    data = io.BytesIO()
    Image.new(mode, size).save(data, "PNG")
    return get_image_model()(title="sampul", file=ImageFile(io.BytesIO(data.getvalue()), name="sampul.png"))


@pytest.mark.parametrize("field", ["cover", "neutral_cover"])
@pytest.mark.parametrize("side", [1400, 3000])
def test_a_square_cover_of_the_right_size_is_taken(field: str, side: int) -> None:
    show = Show(title="Obrolan", **{field: picture((side, side))})
    show.clean()
    assert getattr(show, field).width == side


@pytest.mark.parametrize("field", ["cover", "neutral_cover"])
@pytest.mark.parametrize(("size", "mode"), [((1399, 1399), "RGB"), ((1400, 1401), "RGB"), ((1400, 1400), "RGBA")])
def test_a_cover_that_directories_refuse_is_refused(field: str, size: tuple[int, int], mode: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Show(title="Obrolan", **{field: picture(size, mode)}).clean()
    assert list(caught.value.message_dict) == [field]


def test_a_show_may_have_no_cover() -> None:
    show = Show(title="Obrolan")
    show.clean()
    assert show.cover is None


def test_the_factory_makes_a_cover_that_is_taken(cover: Callable[..., Any]) -> None:
    show = factories.show(cover=cover())
    with show.cover.open_file() as file, Image.open(file) as image:
        assert image.size == (1400, 1400)


@pytest.mark.parametrize("name", ["title", "summary", "author", "owner_name", "copyright"])
def test_texts_on_one_line_are_cleaned(name: str) -> None:
    assert getattr(factories.show(**{"title": "Obrolan", name: "Ru\x00mah\u202e\naman"}), name) == "Rumah aman"


def test_the_description_is_cleaned_and_keeps_its_lines() -> None:
    assert factories.show(description="Satu\x00\n\nDua").description == "Satu\n\nDua"


def test_two_shows_have_different_identities_in_directories() -> None:
    assert factories.show().podcast_guid != factories.show().podcast_guid


def test_public_shows_are_those_that_are_published() -> None:
    shown, hidden = factories.show(), factories.show()
    hidden.unpublish()
    assert list(Show.objects.public()) == [shown]


@pytest.mark.parametrize(
    "name", ["Obrolan", "obrolan sore", "Bicara KDRT", "Tentang kekerasan dalam rumah tangga", "Stop perundungan"]
)
def test_a_neutral_name_that_tells_is_refused(name: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Show(title="Obrolan", neutral_title=name).clean()
    assert list(caught.value.message_dict) == ["neutral_title"]


@pytest.mark.parametrize("name", ["", "Teks dan suara", "Podcast sore"])
def test_a_neutral_name_that_tells_nothing_is_taken(name: str) -> None:
    Show(title="Obrolan", neutral_title=name).clean()


@pytest.mark.parametrize("address", ["http://rumah.example/feed", "ftp://rumah.example/feed"])
def test_subscribers_are_led_to_encrypted_addresses_only(address: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Show(title="Obrolan", moved_to=address).clean()
    assert list(caught.value.message_dict) == ["moved_to"]


def test_a_show_cannot_move_to_the_site_where_it_is() -> None:
    host = urlsplit(settings.CONFIG.public_url).hostname
    with pytest.raises(ValidationError) as caught:
        Show(title="Obrolan", moved_to=f"https://{host}/lain/feed.xml").clean()
    assert list(caught.value.message_dict) == ["moved_to"]


def test_the_former_address_of_a_show_stays_with_its_subscribers() -> None:
    first = factories.show()
    slug, first.slug = first.slug, "pindah"
    first.save()
    other = factories.show("Lain")
    other.slug = slug
    with pytest.raises(ValidationError) as caught:
        other.full_clean()
    assert list(caught.value.message_dict) == ["slug"]
    first.slug = slug  # it may come back
    first.save()
    assert Show.objects.get(pk=first.pk).slug == slug
