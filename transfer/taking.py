"""Takes one episode of a feed after the other, by the road that every episode goes: examined, begun, a draft.

Killed at any moment it goes on where it was: a recording that has come half is completed, an episode that was begun is
found by its id.
"""

from __future__ import annotations

import errno
import io
import logging
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from episodes import actions as episode_actions
from episodes import covers, uploads
from episodes import refusals as episode_refusals
from episodes.audio.inspect import Recording
from episodes.cover_rules import Unfit, examine
from episodes.models import Chapter, Episode, Show, Soundbite
from episodes.scoping import visible_recordings
from episodes.storage import work_folder
from siniar.jobs.errors import StepError, Stopped, TryLater
from transfer import actions, chapters, ids, matching, refusals, spoken
from transfer.downloading import Download, Paused, fetch
from transfer.fetching import Documents, Fetcher
from transfer.models import FeedImport, ImportedItem
from transfer.refused import Refused
from transfer.turns import Turn
from transfer.values import Item, Mark

logger = logging.getLogger(__name__)

#: Disk that a recording needs on its way to an episode, for each byte of its own: what uploads.examine asks for at
#: 128 kbit/s. Asked before it is fetched, so that a full disk stops the import and not each episode after its fetch.
ROOM = 14

LANGUAGES = frozenset({"id", "en"})  # those that an episode can be in
MOST_OF_COVER = 10_000_000  # bytes


def show_of(feed_import: FeedImport, documents: Documents) -> Show:
    """The show of an import; made now, with its cover, if there is none yet."""
    if feed_import.show:
        return feed_import.show
    cover, reason = _cover(feed_import.told.cover, documents)
    remarks = [_("The cover is not taken: %(reason)s") % {"reason": reason}] if reason else []
    return actions.found_show(feed_import, cover, remarks)


def _cover(address: str, documents: Documents) -> tuple[bytes, str]:
    """The picture at an address if it can be a cover, else why it cannot."""
    if not address:
        return b"", ""
    try:
        data = documents.fetch(address, most=MOST_OF_COVER)
        examine(io.BytesIO(data))
    except Refused as error:
        return b"", refusals.sentence(error)
    except Unfit as error:
        return b"", str(covers.SENTENCES[error.fault])
    return data, ""


def take(item: ImportedItem, show: Show, fetcher: Fetcher, turn: Turn) -> None:
    """Makes an item's episode, or notes why not. Raises TryLater if the disk is full, Paused if others wait; what has
    come is kept or gone whole.
    """
    told, episode = item.told, matching.there(show, item.guid)
    reason = matching.obstacle(told)
    if episode and item.state == ImportedItem.State.WAITING:
        actions.already_here(item, episode)
    elif reason:
        actions.failed(item, reason)
    else:
        actions.taking(item)
        try:
            _take(item, told, show, episode, fetcher, turn)
        except (Stopped, Paused, StepError, DatabaseError):
            raise
        except OSError as error:
            raise TryLater(_disk(error)) from error
        except Exception as error:  # whatever it is, the other episodes come all the same
            actions.failed(item, _reason(item, error))


def _reason(item: ImportedItem, error: Exception) -> str:
    if isinstance(error, Refused):
        return refusals.sentence(error)
    if isinstance(error, uploads.Unacceptable):
        return str(error)
    if isinstance(error, episode_actions.AlreadyReceived):
        return _duplicate(item, error)
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    logger.exception("item %s of import %s failed", item.pk, item.feed_import_id)
    return _("Unexpected error: %(error)s") % {"error": str(error) or type(error).__name__}


def _take(item: ImportedItem, told: Item, show: Show, episode: Episode | None, fetcher: Fetcher, turn: Turn) -> None:
    feed_import, documents = item.feed_import, Documents(fetcher, turn.goes_on)
    remarks: list[str] = []
    download = Download(work_folder(feed_import.pk) / str(item.pk), most=settings.CONFIG.max_upload_mb * 1_000_000)
    if episode is None:
        fetch(fetcher, told.enclosure, download, _telling(turn), others_wait=turn.is_over)
        try:
            recording = uploads.examine(download.target)
            remarks += episode_refusals.notes(recording.cautions)
            text = spoken.find(told, recording.duration, documents, remarks)
            details = _details(told, show, recording, documents, remarks) | _language(feed_import)
            episode = episode_actions.begin(
                show,
                told.title or uploads.suggested_title(recording, _name(told.enclosure)),
                download.target,
                recording,
                _name(told.enclosure),
                topics=list(feed_import.topics.all()),
                author=feed_import.started_by,
                details=details | ({"age_rating": feed_import.age_rating} if feed_import.age_rating else {}),
            )
        except (Refused, uploads.Unacceptable, episode_actions.AlreadyReceived):
            download.discard()
            raise
    else:
        text = spoken.find(told, episode.audio.duration if episode.audio else 0.0, documents, remarks)
    if text:
        remarks.append(spoken.keep(episode, text, feed_import.started_by))
    if feed_import.publish:
        remarks += _publish(episode, feed_import)
    if told.people:
        remarks.append(_("The feed names %(count)d people; nobody is named here yet.") % {"count": told.people})
    actions.taken(item, episode, remarks)
    download.discard()


def _telling(progress: Callable[[float], None]) -> Callable[[int, int | None], None]:
    """Asks for room once the length is known, and tells how far the fetching is."""

    def tell(have: int, whole: int | None) -> None:
        require_room(ROOM * (whole or 0))
        progress(have / whole if whole else 0.0)

    return tell


def require_room(needed: int = 0) -> None:
    """Raises TryLater unless so many bytes can be written and enough stays free."""
    free = shutil.disk_usage(settings.DATA_DIR).free
    if free - needed < settings.CONFIG.min_free_mb * 1_000_000:
        raise TryLater(_("The disk is nearly full (%(free)d MB free). Make room first.") % {"free": free // 1_000_000})


def _disk(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _("The disk is full. Nothing is lost; make room on the disk, then the step is tried again.")
    return _("The recording could not be kept: %(error)s") % {"error": error.strerror}


def _duplicate(item: ImportedItem, error: episode_actions.AlreadyReceived) -> str:
    user = item.feed_import.started_by
    visible = user is None or visible_recordings(user).filter(pk=error.earlier.pk).exists()
    return episode_actions.describe_duplicate(error.earlier, visible=visible)


def _name(address: str) -> str:
    return unquote(Path(urlsplit(address).path).name) or "recording"


def _details(told: Item, show: Show, recording: Recording, documents: Documents, remarks: list[str]) -> dict[str, Any]:
    """The episode's fields as the feed tells them; what could not be kept is said in `remarks`."""
    found: dict[str, Any] = {
        "summary": told.summary,
        "notes": told.notes,
        "kind": told.kind,
        "season": told.season,
        "number": told.number,
        "chapters": _chapters(told, recording.duration, documents, remarks),
        "soundbites": [
            Soundbite(start=_exact(bite.start), duration=_exact(bite.duration), title=bite.title)
            for bite in told.bites
            if bite.start + bite.duration <= recording.duration
        ],
        **_identity(told.guid),
    }
    if told.number and Episode.objects.child_of(show).filter(number=told.number).exists():
        found["number"] = None
        remarks.append(_("Another episode of the show has number %(number)d.") % {"number": told.number})
    if told.published and told.published > timezone.now():
        remarks.append(_("The feed's date lies in the future: it counts as published when you publish it."))
    else:
        found["first_published_at"] = told.published
    return found


def _language(feed_import: FeedImport) -> dict[str, str]:
    """The feed's language, if episodes can be in it; else it is the show's."""
    told = feed_import.told.language[:2].lower()
    return {"language": told} if told in LANGUAGES else {}


def _identity(guid: str) -> dict[str, Any]:
    """The id in feeds, to the letter: as the episode's own if it can be that, else beside it."""
    own = matching.as_own(guid)
    if own and ids.is_free(own):
        return {"guid": own}
    return {"guid": ids.fresh(), "imported_guid": guid}


def _chapters(told: Item, length: float, documents: Documents, remarks: list[str]) -> list[Chapter]:
    marks: tuple[Mark, ...] = told.chapters
    if not marks and told.chapters_address:
        try:
            marks = chapters.from_json(documents.fetch(told.chapters_address, most=chapters.MOST_BYTES))
        except Refused as error:
            remarks.append(_("The chapters are not taken: %(reason)s") % {"reason": refusals.sentence(error)})
    inside = [Chapter(start=_exact(mark.start), title=mark.title) for mark in marks if mark.start < length]
    if len(inside) < len(marks):
        text = _("%(count)d chapters start after the end of the recording and are left out.")
        remarks.append(text % {"count": len(marks) - len(inside)})
    return inside


def _exact(seconds: float) -> Decimal:
    """As the database keeps it: 1.1 as 1.1, not as the nearest binary number."""
    return Decimal(str(seconds))


def _publish(episode: Episode, feed_import: FeedImport) -> list[str]:
    """Publishes it, with its old date, and its show if that is new; says what stands against it if it stays a draft."""
    try:
        if not episode.live:
            episode_actions.publish(episode, user=feed_import.started_by)
    except episode_actions.NotPublishable as error:
        return [_("It stays a draft: %(reasons)s") % {"reasons": " ".join(error.hindrances)}]
    actions.publish_show(feed_import)
    return []
