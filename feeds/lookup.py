"""The one query of a stored feed. Django takes longer to write such a query than the database to answer it, and nothing
is asked of a podcast site more often: so it is written out here.
"""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import connection
from django.utils import timezone

from feeds.actions import Built
from feeds.surroundings import surroundings
from siniar.addresses import is_ours

_TRUE_NOW = """
    SELECT stored.digest, stored.changed_at, show.moved_to
    FROM feeds_storedfeed stored
    JOIN feeds_edition edition ON edition.show_id = stored.show_id
    JOIN episodes_show show ON show.page_ptr_id = stored.show_id
    JOIN wagtailcore_page page ON page.id = stored.show_id
    WHERE page.slug = %s AND page.live AND stored.name = %s AND stored.made_with = %s
      AND stored.built = edition.wanted AND edition.built = edition.wanted
      AND (edition.valid_until IS NULL OR edition.valid_until > %s)
"""


def stored(slug: str, name: str) -> tuple[Built | None, str]:
    """The stored document if it is true now, and where the show has moved to, if anywhere."""
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(_TRUE_NOW, [slug, name, surroundings(), now])
        row = cursor.fetchone()
    if row is None:
        return None, ""
    digest, changed_at, moved_to = row
    return Built(digest, _aware(changed_at)), "" if is_ours(moved_to) else moved_to


def _aware(moment: datetime) -> datetime:
    """SQLite keeps moments in UTC and does not say so."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
