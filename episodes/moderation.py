"""What the approval of the last moderator does: WAGTAIL_FINISH_WORKFLOW_ACTION names `finish`.

Wagtail imports this module while its own models are still being made, so it imports none itself.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wagtail.models import WorkflowState

    from siniar.models import User

logger = logging.getLogger(__name__)


def finish(workflow_state: WorkflowState, user: User | None = None) -> None:
    """Publishes what was approved, unless a rule stands against it.

    Then it stays an approved draft, and the publish button tells the reasons.
    """
    from wagtail.workflows import publish_workflow_state

    from episodes.models import Episode
    from episodes.publishing import hindrances

    page = workflow_state.content_object.get_latest_revision_as_object()
    if isinstance(page, Episode) and hindrances(page):
        logger.warning("episode %s was approved, but a rule stands against its publication", page.guid)
        return
    publish_workflow_state(workflow_state, user=user)
