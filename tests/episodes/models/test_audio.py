"""A recording and what is encoded from it: the rows say in words what they are."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from episodes.audio.inspect import Recording
from episodes.models import AudioFile, Rendition
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_recording_is_called_like_the_file_that_was_uploaded() -> None:
    assert str(factories.audio(original_name="wawancara.wav")) == "wawancara.wav"


def test_a_recording_knows_what_inspection_found() -> None:
    audio = factories.audio()
    assert isinstance(AudioFile.objects.get(pk=audio.pk).recording, Recording)


def test_the_newest_recording_comes_first() -> None:
    older, newer = factories.audio(), factories.audio()
    assert list(AudioFile.objects.all()) == [newer, older]


def test_there_is_one_rendition_of_a_kind() -> None:
    rendition = factories.audio().renditions.all()[0]
    rendition.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        rendition.save(force_insert=True)


@pytest.mark.parametrize(
    ("kind", "content_type", "suffix"), [("main", "audio/mpeg", "mp3"), ("hemat", "audio/ogg", "opus")]
)
def test_each_kind_has_its_type_and_suffix(kind: str, content_type: str, suffix: str) -> None:
    rendition = factories.audio().renditions.get(kind=kind)
    assert (rendition.content_type, Rendition.Kind(kind).suffix) == (content_type, suffix)


def test_a_rendition_tells_its_recording_and_kind() -> None:
    audio = factories.audio()
    assert str(audio.renditions.get(kind="main")) == f"{audio.pk} main"
