"""What editors are told of a picture that is no cover."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from PIL import Image
from wagtail.images import get_image_model

from episodes import covers
from episodes.cover_rules import Fault
from tests import factories

pytestmark = pytest.mark.django_db


def test_every_fault_has_its_sentence() -> None:
    assert set(covers.SENTENCES) == set(Fault)


def test_the_sentences_differ() -> None:
    assert len({str(sentence) for sentence in covers.SENTENCES.values()}) == len(Fault)


def test_no_picture_is_no_fault() -> None:
    covers.require(None, "cover")


def test_the_sentence_stands_at_its_field() -> None:
    data = io.BytesIO()
    Image.new("L", (1400, 1400)).save(data, "PNG")
    picture = get_image_model()(title="x", file=ImageFile(io.BytesIO(data.getvalue()), name="x.png"))
    with pytest.raises(ValidationError) as caught:
        covers.require(picture, "neutral_cover")
    assert caught.value.message_dict == {"neutral_cover": [str(covers.SENTENCES[Fault.COLOURS])]}


def test_a_file_that_got_lost_holds_nothing_back(cover: Callable[..., Any]) -> None:
    picture = cover()
    Path(picture.file.path).unlink()
    show = factories.show(cover=picture)
    assert show.live


def test_an_episode_is_held_to_the_same_rule() -> None:
    data = io.BytesIO()
    Image.new("RGB", (1400, 1000)).save(data, "PNG")
    picture = get_image_model()(title="x", file=ImageFile(io.BytesIO(data.getvalue()), name="x.png"))
    episode = factories.episode()
    episode.cover = picture
    with pytest.raises(ValidationError, match=str(covers.SENTENCES[Fault.NOT_SQUARE])):
        episode.clean()
