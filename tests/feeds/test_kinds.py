"""Which feeds there are, and that their names tell no topic."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from episodes.models import Topic
from feeds import kinds

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", [kinds.FULL, kinds.HEMAT, kinds.NETRAL])
def test_each_show_has_the_standard_feeds(kind: kinds.Kind) -> None:
    assert kinds.kind(kind.name) is kind


def test_each_topic_has_a_feed_under_its_own_name() -> None:
    found = [kinds.kind(kinds.topic_name(topic.code)) for topic in Topic.objects.all()]
    assert [kind.topic for kind in found if kind] == [topic.code for topic in Topic.objects.all()]


def test_the_name_of_a_topics_feed_is_six_signs_that_tell_nothing() -> None:
    assert all(re.fullmatch(r"topik-[a-z2-7]{6}", kinds.topic_name(topic.code)) for topic in Topic.objects.all())


def test_the_name_of_a_topics_feed_never_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)
    (tmp_path / "address-key").write_text("kunci")
    monkeypatch.setattr(settings, "SECRET_KEY", "another one than before")
    assert kinds.topic_name("KDRT") == "topik-tta7cq"


def test_elsewhere_it_has_another_name_so_that_nobody_can_compute_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = kinds.topic_name("KDRT")
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)
    assert kinds.topic_name("KDRT") != here
    assert kinds.topic_name("KDRT") == kinds.topic_name("KDRT")


def test_the_key_of_names_is_nobody_elses_to_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)
    kinds.topic_name("KDRT")
    assert (tmp_path / "address-key").stat().st_mode & 0o077 == 0


def test_sensitive_topics_have_neutral_feeds_and_others_open_ones() -> None:
    feeds = {kind.topic: kind.neutral for kind in kinds.of_topics(Topic.objects.all())}
    assert feeds == {topic.code: topic.sensitivity != "rendah" for topic in Topic.objects.all()}


@pytest.mark.parametrize("name", ["", "feed2", "netral-", "topik-", "topik-aaaaaa", "topik-KDRT", "topik-jtqevt\n"])
def test_other_names_are_no_feeds(name: str) -> None:
    assert kinds.kind(name) is None
