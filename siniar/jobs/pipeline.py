"""THE LIST: what is done, in which order, after a recording arrives, an episode is published, a show changes.

Read this page first. A step is named by a dotted string, so that lower layers need not import higher ones. Its function
lives in the `steps.py` of its app, gets the id of its subject (an AudioFile's or a FeedImport's; “show-7” for the feeds
of a show, “search-7” for its words; “object-store” for that) and a Progress, and may be run again at any time: killed
half-way and started anew it must end in the same result.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from siniar.jobs.progress import Progress


@dataclass(frozen=True)
class Step:
    """One piece of work on one subject. `after` names the steps that must be done first."""

    name: str
    function: str
    label: str | Promise
    after: tuple[str, ...] = ()
    polite: bool = False  # long: makes room for other recordings' steps whenever it can be interrupted

    def load(self) -> Callable[[str, Progress], Any]:
        """Returns the function that `function` names."""
        module, _dot, name = self.function.rpartition(".")
        return getattr(import_module(module), name)


MEASURE = Step("measure", "episodes.steps.measure", _("Measure loudness"))
ENCODE = Step("encode", "episodes.steps.encode", _("Normalise and encode"), after=("measure",))
TRANSCRIBE = Step(
    "transcribe", "transcripts.steps.transcribe", _("Write the transcript"), after=("measure",), polite=True
)
TAG = Step("tag", "episodes.steps.tag", _("Write title, cover and chapters into the files"), after=("encode",))
MIRROR = Step("mirror", "episodes.steps.mirror", _("Match the object store with what is public"))

REBUILD = Step("rebuild", "feeds.steps.rebuild", _("Build the feeds"))
ANNOUNCE = Step("announce", "feeds.steps.announce", _("Tell hubs of the new feed"), after=("rebuild",))
INDEX = Step("index", "search.steps.index", _("Make it findable"))
IMPORT = Step("import_feed", "transfer.steps.import_feed", _("Import a feed"))

RECORDING_RECEIVED = (MEASURE, ENCODE, TRANSCRIBE)
EPISODE_PUBLISHED = (TAG,)
SHOW_CHANGED = (REBUILD, ANNOUNCE)
SOUND_CHANGED = (MIRROR,)
SEARCH_CHANGED = (INDEX,)

STEPS = {step.name: step for step in (MEASURE, ENCODE, TAG, TRANSCRIBE, MIRROR, REBUILD, ANNOUNCE, INDEX, IMPORT)}
