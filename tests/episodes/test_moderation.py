"""Approval by moderators publishes what may be published, and nothing else."""

from __future__ import annotations

import pytest
from django.conf import settings
from wagtail.models import WorkflowState

from episodes import moderation
from episodes.models import Episode, Show
from episodes.visibility import is_public
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def moderated(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the setting has it, which Wagtail reads once, at its start."""
    monkeypatch.setattr(WorkflowState, "on_finish", moderation.finish)


def test_wagtail_uses_it() -> None:
    assert f"{moderation.finish.__module__}.{moderation.finish.__name__}" == settings.WAGTAIL_FINISH_WORKFLOW_ACTION


def approve(page: Episode | Show) -> None:
    """Sends a page to the moderators, and has one of them approve it."""
    moderator = factories.user(is_superuser=True)
    state = page.get_workflow().start(page, moderator)
    state.current_task_state.approve(user=moderator)


def test_what_moderators_approve_is_published() -> None:
    episode = factories.episode(live=False)
    approve(episode)
    assert is_public(episode)


def test_what_breaks_a_rule_stays_a_draft_although_it_was_approved() -> None:
    episode = factories.episode(live=False, topics=())
    approve(episode)
    assert not Episode.objects.get(pk=episode.pk).live


def test_a_show_is_published_by_approval() -> None:
    show = factories.show()
    show.unpublish()
    approve(Show.objects.get(pk=show.pk))
    assert Show.objects.public().filter(pk=show.pk).exists()
