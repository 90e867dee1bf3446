"""What the files of an export are called: by ids that every disk can hold and that tell nobody a topic.

media/, cover/, chapters/ and transcript/ are laid out like Siniar's public addresses, so that any web server can go on
answering them; there an episode is called by the eight signs of its page.
"""

from __future__ import annotations

from pathlib import PurePath

README = "README.txt"
SHOW = "show.json"
OPML = "umpan.opml"

FOLDERS = (
    "chapters",
    "cover",
    "episodes",
    "feed",
    "masters",
    "media",
    "pictures",
    "transcript",
    "words",
    "working",
)
"""All folders that an export fills; what else is in them is deleted."""

#: By FFmpeg's name of a container; a suffix that every player knows.
SUFFIXES = {"asf": "wma", "matroska": "mkv", "mp4": "m4a"}


def feed(document: str) -> str:
    """A document of the show's feeds, by the last part of its address."""
    return f"feed/{document}"


def episode(guid: object) -> str:
    """All that is known of an episode."""
    return f"episodes/{guid}.json"


def media(short_id: str, name: str) -> str:
    """A sound file, by the last part of its address."""
    return f"media/{short_id}/{name}"


def cover(guid: object, name: str) -> str:
    """A cover as it is served, by the last part of its address."""
    return f"cover/{guid}/{name}"


def picture(key: object, file: str) -> str:
    """A cover as it was uploaded: of the show (“show”, “show-neutral”) or of the episode with this guid."""
    suffix = PurePath(file).suffix.lower()
    return f"pictures/{key}{suffix if suffix[1:].isalnum() and suffix.isascii() else ''}"


def chapters(short_id: str) -> str:
    """The chapters as JSON."""
    return f"chapters/{short_id}.json"


def transcript(short_id: str, suffix: str) -> str:
    """The approved text in one format."""
    return f"transcript/{short_id}.{suffix}"


def words(guid: object) -> str:
    """The approved text with the time of each word."""
    return f"words/{guid}.json"


def working(guid: object, suffix: str) -> str:
    """The text that editors work on."""
    return f"working/{guid}.{suffix}"


def master(guid: object, sha256: str, container: str) -> str:
    """A recording as it was uploaded; what it was called then may tell whose voice it is."""
    return f"masters/{guid}/{sha256[:12]}.{SUFFIXES.get(container, container)}"
