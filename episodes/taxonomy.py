"""Brings episodes/data into the database, as often as you like: rows are matched by code and follow the files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.db import transaction

from episodes import actions, changes
from episodes.models import AgeRating, ContentWarning, Episode, Topic

DATA = Path(__file__).parent / "data"


@transaction.atomic
def load() -> dict[str, int]:
    """Creates or updates all topics, content warnings and age ratings. Returns how many rows there are of each."""
    warnings, topics = _read("content_warnings.json"), _read("topics.json")
    ratings, before = {}, _discretion()
    for order, row in enumerate(warnings["age_ratings"]):
        ratings[row["code"]], _ = AgeRating.objects.update_or_create(
            code=row["code"],
            defaults=_labels(row, order)
            | {key: row[key] for key in ("min_age", "max_age")}
            | {"note": row.get("note_id", "")},
        )
    depths = {}
    for order, row in enumerate(warnings["categories"]):
        depths[row["code"]], _ = ContentWarning.objects.update_or_create(
            code=row["code"],
            defaults=_labels(row, order)
            | {"text_id": row["text_id"], "text_en": row["text_en"], "min_ratings": row["min_band_by_level"]},
        )
    for order, row in enumerate(topics["topics"]):
        topic, _ = Topic.objects.update_or_create(
            code=row["code"],
            defaults=_labels(row, order)
            | {key: row[key] for key in ("neutral_label_id", "neutral_label_en", "description_id", "description_en")}
            | {key: row[key] for key in ("sensitivity", "report_cta")}
            | {"default_age_rating": ratings[row["default_age_band"]]}
            | {
                "mapping": {
                    key: row[key] for key in ("simfoni_jenis", "kla_clusters", "kla_indicators", "mapping_status")
                }
            },
        )
        topic.default_warnings.set([depths[code] for code in row["default_content_warnings"]])
    _retag_where_discretion_changed(before)
    return {"topics": Topic.objects.count(), "warnings": len(depths), "ratings": len(ratings)}


def _discretion() -> dict[str, tuple[str, ...]]:
    """Of each topic what decides over the tags inside the files."""
    rows = Topic.objects.values_list("code", "sensitivity", "neutral_label_id", "neutral_label_en")
    return {code: tuple(values) for code, *values in rows}


def _retag_where_discretion_changed(before: dict[str, tuple[str, ...]]) -> None:
    changed = [code for code, values in _discretion().items() if before.get(code, values) != values]
    if changed:
        actions.retag(Episode.objects.live().filter(topics__code__in=changed).distinct())
        changes.of_all()


def _labels(row: dict[str, Any], order: int) -> dict[str, Any]:
    return {"label_id": row["label_id"], "label_en": row["label_en"], "order": order}


def _read(name: str) -> dict[str, Any]:
    return json.loads((DATA / name).read_text(encoding="utf-8"))
