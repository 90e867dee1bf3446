"""`manage.py load_domain` loads the domain's words and says how many."""

from __future__ import annotations

import io

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from episodes.models import Topic

pytestmark = pytest.mark.django_db


def test_the_command_says_how_many_there_are() -> None:
    out = io.StringIO()
    call_command("load_domain", stdout=out)
    assert out.getvalue().strip() == "topics: 33, warnings: 19, ratings: 6"


def test_the_command_brings_back_what_is_missing() -> None:
    Topic.objects.all().delete()
    call_command("load_domain", stdout=io.StringIO())
    assert Topic.objects.count() == 33


def test_editors_may_keep_people_and_their_consent() -> None:
    call_command("load_domain", verbosity=0)
    for name in ("Editors", "Moderators"):
        kept = set(Group.objects.get(name=name).permissions.values_list("codename", flat=True))
        assert {"add_person", "change_person"} <= kept
