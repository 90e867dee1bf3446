"""The home page and what stands on it."""

from __future__ import annotations

import pytest
from django.test import Client

from siniar.pages.models import HomePage
from tests import factories

pytestmark = pytest.mark.django_db


def test_it_offers_no_topic_without_a_public_episode() -> None:
    assert list(Client().get("/").context["topics"]) == []


def test_it_offers_the_topics_of_public_episodes() -> None:
    factories.episode(topics=("PENGASUHAN",))
    factories.episode(topics=("KDRT",), live=False)
    assert [topic.code for topic in Client().get("/").context["topics"]] == ["PENGASUHAN"]


def test_it_says_what_this_is_even_if_no_editor_did() -> None:
    HomePage.objects.update(introduction="")
    assert "Obrolan singkat dan tenang" in Client().get("/").content.decode()
