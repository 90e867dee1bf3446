"""Where a warning's part begins and ends: written as people write moments, kept as seconds, and held to sense."""

from __future__ import annotations

from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from episodes.models import ContentWarning, Episode, EpisodeWarning
from tests import factories
from tests.episodes import editing

pytestmark = pytest.mark.django_db


def row(start: str | None, end: str | None) -> EpisodeWarning:
    moments = [None if each is None else Decimal(each) for each in (start, end)]
    episode, warning = factories.episode(), ContentWarning.objects.all()[0]
    return EpisodeWarning(episode=episode, warning=warning, start=moments[0], end=moments[1])


@pytest.mark.parametrize(("start", "end"), [(None, None), ("0", "1"), ("12.5", "90")])
def test_a_part_lies_between_two_moments_or_is_the_whole(start: str | None, end: str | None) -> None:
    row(start, end).full_clean()


@pytest.mark.parametrize(
    ("start", "end", "field"),
    [("5", None, "end"), (None, "5", "start"), ("9", "9", "end"), ("9", "8", "end"), ("9", "9.999", "end")],
)
def test_a_part_that_makes_no_sense_is_refused_at_its_field(start: str | None, end: str | None, field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        row(start, end).full_clean(validate_constraints=False)
    assert set(caught.value.message_dict) == {field}


@pytest.mark.parametrize(("start", "end"), [("5", None), (None, "5"), ("9", "8"), ("-1", "8")])
def test_the_database_refuses_it_too(start: str | None, end: str | None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        row(start, end).save()


# In the form -----------------------------------------------------------------------------------------------------


def form(admin: Client, episode: Episode, **changes: str) -> BeautifulSoup:
    """The form as it comes back after an editor has changed the first warning."""
    path = f"/admin/pages/{episode.pk}/edit/"
    fields = editing.filled(admin.get(path).content.decode())
    for name, value in changes.items():
        assert f"warnings-0-{name}" in fields
        fields[f"warnings-0-{name}"] = [value]
    return BeautifulSoup(admin.post(path, fields, follow=True).content, "html.parser")


def warned() -> Episode:
    episode = factories.episode()
    EpisodeWarning.objects.create(episode=episode, warning=ContentWarning.objects.all()[0])
    return Episode.objects.get(pk=episode.pk)


def drafted(episode: Episode) -> tuple[Decimal | None, Decimal | None]:
    (made,) = Episode.objects.get(pk=episode.pk).get_latest_revision_as_object().warnings.all()
    return made.start, made.end


@pytest.mark.parametrize(
    ("start", "end", "seconds"),
    [
        ("1:05,5", "1:02:05", ("65.5", "3725")),
        ("1:20.25", "90:00", ("80.25", "5400")),
        (" 0:00 ", "0:05", ("0", "5")),
        ("0", "0:05", ("0", "5")),
    ],
)
def test_editors_write_moments_as_everywhere(start: str, end: str, seconds: tuple[str, str]) -> None:
    episode = warned()
    form(editing.admin(), episode, start=start, end=end)
    assert drafted(episode) == tuple(map(Decimal, seconds))


def test_the_form_shows_moments_as_people_write_them() -> None:
    episode = warned()
    shown = form(editing.admin(), episode, start="01:05.5", end="62:05")
    fields = [shown.find("input", attrs={"name": f"warnings-0-{name}"}) for name in ("start", "end")]
    assert [field and field["value"] for field in fields] == ["1:05,5", "1:02:05"]


@pytest.mark.parametrize("wrong", ["satu menit", "1:75", "-3", "1.20", "1,20", "90", "-1:20"])
def test_what_is_no_moment_stays_to_be_mended_and_is_not_saved(wrong: str) -> None:
    episode = warned()
    shown = form(editing.admin(), episode, start=wrong, end="2:30")
    field = shown.find("input", attrs={"name": "warnings-0-start"})
    assert field
    assert (field["value"], drafted_or_none(episode)) == (wrong, None)


def drafted_or_none(episode: Episode) -> object:
    return EpisodeWarning.objects.get(episode=episode).start


def test_an_untouched_form_changes_nothing() -> None:
    episode = warned()
    EpisodeWarning.objects.update(start="65.5", end="70")
    form(editing.admin(), Episode.objects.get(pk=episode.pk))
    assert drafted(episode) == (Decimal("65.5"), Decimal(70))
