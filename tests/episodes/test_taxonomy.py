"""The field's words come from files, are brought in as often as one likes, and follow the files."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from episodes import taxonomy
from episodes.models import AgeRating, ContentWarning, Topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the data files in the place from which they are read."""
    folder = Path(shutil.copytree(taxonomy.DATA, tmp_path / "data"))
    monkeypatch.setattr(taxonomy, "DATA", folder)
    return folder


def rows() -> list[tuple[object, ...]]:
    return [
        *Topic.objects.values_list(),
        *Topic.default_warnings.through.objects.order_by("topic_id", "contentwarning_id").values_list(
            "topic_id", "contentwarning_id"
        ),
        *ContentWarning.objects.values_list(),
        *AgeRating.objects.values_list(),
    ]


def rewrite(path: Path, change: str, **values: object) -> None:
    """Changes the row with the code `change`."""
    data = json.loads(path.read_text(encoding="utf-8"))
    lists = [each for each in data.values() if isinstance(each, list)]
    row = next(row for each in lists for row in each if row.get("code") == change)
    row.update(values)
    path.write_text(json.dumps(data), encoding="utf-8")


def test_loading_says_how_many_there_are() -> None:
    assert taxonomy.load() == {"topics": 33, "warnings": 19, "ratings": 6}


def test_what_is_said_to_be_there_is_there() -> None:
    assert (Topic.objects.count(), ContentWarning.objects.count(), AgeRating.objects.count()) == (33, 19, 6)


def test_loading_again_changes_no_row() -> None:
    before = rows()
    taxonomy.load()
    assert rows() == before


def test_a_changed_label_is_followed(changed: Path) -> None:
    rewrite(changed / "topics.json", "KDRT", label_en="Changed")
    taxonomy.load()
    assert Topic.objects.get(code="KDRT").label_en == "Changed"


def test_a_changed_row_stays_the_same_row(changed: Path) -> None:
    before = Topic.objects.get(code="KDRT").pk
    rewrite(changed / "topics.json", "KDRT", label_en="Changed")
    taxonomy.load()
    assert Topic.objects.get(code="KDRT").pk == before


def test_changed_suggestions_of_a_topic_are_followed(changed: Path) -> None:
    rewrite(changed / "topics.json", "KDRT", default_content_warnings=[])
    taxonomy.load()
    assert not Topic.objects.get(code="KDRT").default_warnings.exists()


def test_a_row_that_an_editor_changed_is_set_right() -> None:
    Topic.objects.filter(code="KDRT").update(sensitivity="rendah")
    taxonomy.load()
    assert Topic.objects.get(code="KDRT").sensitivity == "tinggi"


def test_a_file_with_an_unknown_reference_changes_nothing(changed: Path) -> None:
    rewrite(changed / "topics.json", "KDRT", label_en="Changed", default_content_warnings=["no-such-code"])
    before = rows()
    with pytest.raises(KeyError):
        taxonomy.load()
    assert rows() == before


def test_every_topic_has_neutral_labels_in_both_languages() -> None:
    assert [
        topic.code for topic in Topic.objects.all() if not (topic.neutral_label_id and topic.neutral_label_en)
    ] == []


def test_the_neutral_label_of_a_discreet_topic_is_not_its_label() -> None:
    discreet = Topic.objects.discreet()
    assert [topic.code for topic in discreet if topic.neutral_label_id.lower() == topic.label_id.lower()] == []


def test_every_sensitivity_is_one_that_the_code_knows() -> None:
    assert set(Topic.objects.values_list("sensitivity", flat=True)) <= set(Topic.Sensitivity.values)


def test_every_depth_of_every_warning_names_a_rating_that_exists() -> None:
    known = {*AgeRating.objects.values_list("code", flat=True), None}
    assert [row.code for row in ContentWarning.objects.all() if not set(row.min_ratings) <= known] == []


def test_every_warning_has_a_rating_for_each_of_four_depths() -> None:
    assert {len(row.min_ratings) for row in ContentWarning.objects.all()} == {4}


def test_ratings_are_in_the_order_of_their_ages() -> None:
    ages = [(rating.min_age, rating.max_age or 200) for rating in AgeRating.objects.all()]
    assert ages == sorted(ages)
