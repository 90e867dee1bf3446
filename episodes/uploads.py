"""Takes a file from outside, from the browser or the terminal, and makes a recording and a draft of it, or says why
not.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from episodes import refusals
from episodes.audio.inspect import Recording, inspect
from episodes.audio.refusals import Refused, Setback
from siniar import texts

INTERMEDIATE = 48_000 * 4  # bytes a second of the decoded sound in the work folder
RENDITIONS = (96_000 + 24_000) // 8  # bytes a second of what is encoded


class Unacceptable(Exception):
    """The file is not taken; the message is a sentence for editors."""


def examine(path: Path) -> Recording:
    """Looks what the file really is; raises Unacceptable with the reason. Reads the file once, keeps nothing."""
    if not path.exists():
        raise Unacceptable(_("There is no file “%(path)s”.") % {"path": path})
    limit = settings.CONFIG.max_upload_mb * 1_000_000
    try:
        recording = inspect(path, max_bytes=limit, max_seconds=settings.CONFIG.max_hours * 3600)
    except (Refused, Setback) as error:
        raise Unacceptable(refusals.sentence(error)) from error
    except OSError as error:
        raise Unacceptable(_("The file cannot be read: %(error)s") % {"error": error.strerror}) from error
    free = shutil.disk_usage(settings.DATA_DIR).free
    needed = recording.size + recording.duration * (INTERMEDIATE + RENDITIONS)
    if free - needed < settings.CONFIG.min_free_mb * 1_000_000:
        raise Unacceptable(
            _("The disk is nearly full (%(free)d MB free). Make room first.") % {"free": free // 1_000_000}
        )
    return recording


def suggested_title(recording: Recording, name: str) -> str:
    """A title to start from: the file's own tag, else its name without suffix and with blanks."""
    named = Path(name).stem.replace("_", " ").replace("-", " ")
    return texts.on_one_line(recording.title or "") or texts.on_one_line(named) or _("Untitled")
