"""Where sound lies on disk, and how leftovers of killed work are found.

Nothing here has a public address of its own.
"""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.storage import FileSystemStorage

if TYPE_CHECKING:
    from episodes.models import AudioFile, Rendition

#: Seconds after which a file that no row knows is a leftover: longer than any step needs to get from file to row.
LEFTOVER_AGE = 24 * 3600


class Private(FileSystemStorage):
    """A folder that has no address: asking for one raises ValueError. (As an argument, None means the MEDIA_URL.)"""

    base_url = None  # type: ignore[assignment]


def masters() -> FileSystemStorage:
    """The uploads. Private for ever: only editors hear them."""
    return Private(location=settings.MASTERS_DIR)


def renditions() -> FileSystemStorage:
    """What was encoded. Served by episodes.media alone, which asks for visibility first."""
    return Private(location=settings.RENDITIONS_DIR)


def master_path(audio: AudioFile, name: str) -> str:
    """The place of a master: named by its id, so that no name from outside ever reaches the disk."""
    return f"{audio.pk}/master"


def rendition_path(rendition: Rendition, name: str) -> str:
    """The place of a rendition: its content hash is in the name, so changed sound is a new file."""
    suffix = type(rendition).Kind(rendition.kind).suffix
    return f"{rendition.audio_file_id}/{rendition.kind}-{rendition.sha256[:16]}.{suffix}"


def waveform_path(audio_id: object) -> Path:
    """The place of a recording's fine waveform, beside its renditions. No row names it: it can be made again."""
    return Path(settings.RENDITIONS_DIR) / str(audio_id) / "waveform"


def work_folder(audio_id: object) -> Path:
    """A folder for the intermediate files of one recording; may vanish at any time between two steps."""
    folder = Path(settings.WORK_DIR) / str(audio_id)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def remove_leftovers(older_than: float = LEFTOVER_AGE) -> list[Path]:
    """Deletes files below the sound folders that no row needs and that nobody has touched for `older_than` seconds."""
    from episodes.models import AudioFile, Rendition

    named = {
        Path(storage.path(name))
        for storage, model in ((masters(), AudioFile), (renditions(), Rendition))
        for name in model.objects.values_list("file", flat=True)
    }
    named |= {waveform_path(audio_id) for audio_id in AudioFile.objects.values_list("pk", flat=True)}
    folders = (settings.MASTERS_DIR, settings.RENDITIONS_DIR, settings.WORK_DIR, settings.FILE_UPLOAD_TEMP_DIR)
    limit = time.time() - older_than
    removed = []
    for path in (path for folder in folders for path in Path(folder).rglob("*") if path.is_file()):
        with suppress(FileNotFoundError):  # a step has ended meanwhile and taken its files away itself
            beside_a_master = path.with_suffix("") in named  # a text that belongs to it
            if path not in named and not beside_a_master and path.stat().st_mtime < limit:
                path.unlink()
                removed.append(path)
    return removed
