"""Chooses the engine for a recording, by its text or by the settings, and says to editors what is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from episodes.models import AudioFile
from transcripts import refusals
from transcripts.engines.fast_whisper import FastWhisper
from transcripts.engines.open_whisper import OpenWhisper
from transcripts.engines.protocol import EngineUnavailable, Transcriber
from transcripts.engines.supplied import Supplied, beside
from transcripts.engines.weights import find_weights, obtain_weights
from transcripts.formats.errors import FormatError

REASONS: Mapping[str, str | Promise] = {
    EngineUnavailable.PACKAGE_MISSING: _("The package %(package)s is missing. Install requirements/base.txt anew."),
    EngineUnavailable.EXTRA_MISSING: _(
        "The package %(package)s is missing. Install requirements/whisper.txt, or choose another SINIAR_TRANSCRIBER."
    ),
    EngineUnavailable.WEIGHTS_BROKEN: _("The speech model in %(path)s cannot be read. Delete it; it is fetched anew."),
    EngineUnavailable.WEIGHTS_UNREACHABLE: _(
        "The speech model “%(size)s” is missing and cannot be fetched. Run “manage.py fetch_model” where there is a "
        "network, or put the model's files into the folder SINIAR_WHISPER_DIR; then try this step again."
    ),
    EngineUnavailable.WEIGHTS_ENGLISH_ONLY: _("The speech model in %(path)s knows English only. Choose another one."),
    EngineUnavailable.WEIGHTS_COMPRESSED: _(
        "The speech model in %(path)s is stored in whole numbers. openai-whisper needs one in float16."
    ),
    EngineUnavailable.SIZE_UNKNOWN: _("SINIAR_WHISPER_SIZE is “%(size)s”; there are: %(known)s."),
    EngineUnavailable.FOLDER_UNUSABLE: _("The folder %(folder)s cannot be used: %(reason)s"),
    EngineUnavailable.DISK_FULL: _("The disk is too full for the speech model. Make room in %(folder)s."),
    EngineUnavailable.TEXT_MISSING: _(
        "No machine writes transcripts here. Upload a text on the transcript's page, or put one beside the recording "
        "and try this step again."
    ),
    EngineUnavailable.TEXT_UNREADABLE: _("The text beside the recording cannot be used. Look at its line %(line)s."),
}


def size() -> str:
    """The size of the speech model that the settings ask for."""
    return settings.CONFIG.whisper_size


def weights() -> Path | None:
    """The folder with the model's files, or None. Looks only, fetches nothing. Raises EngineUnavailable."""
    folders = [settings.CONFIG.whisper_dir] if settings.CONFIG.whisper_dir else []
    return find_weights(size(), folders=[*folders, settings.MODELS_DIR])


def fetch(progress: Callable[[float], None] = lambda share: None) -> Path:
    """The folder with the model's files, fetched into the data folder if need be. Raises EngineUnavailable."""
    return weights() or obtain_weights(size(), Path(settings.MODELS_DIR), progress=progress)


def chosen() -> str:
    """The engine that the settings name."""
    return settings.CONFIG.transcriber


def _fast_whisper(progress: Callable[[float], None]) -> Transcriber:
    return FastWhisper(fetch(progress))


def _open_whisper(progress: Callable[[float], None]) -> Transcriber:
    return OpenWhisper(fetch(progress), Path(settings.MODELS_DIR) / "openai-whisper")


def _no_machine(progress: Callable[[float], None]) -> Transcriber:
    raise EngineUnavailable(EngineUnavailable.TEXT_MISSING)


ENGINES: Mapping[str, Callable[[Callable[[float], None]], Transcriber]] = {
    "faster-whisper": _fast_whisper,
    "openai-whisper": _open_whisper,
    "file": _no_machine,
}
"""By the names that siniar.config takes."""


def transcriber(progress: Callable[[float], None] = lambda share: None) -> Transcriber:
    """The engine that the settings name, ready to be used. Raises EngineUnavailable."""
    return ENGINES[chosen()](progress)


def engine_for(audio: AudioFile) -> Transcriber:
    """The engine for one recording. Who lays a text beside it wants that text, whatever machine there is.

    Raises EngineUnavailable.
    """
    text = beside(Path(audio.file.path))
    return Supplied(text, audio.duration) if text else transcriber()


def sentence(error: EngineUnavailable) -> str:
    """Why there is no transcript, and what to do, for editors."""
    reason = REASONS.get(error.code)
    told = str(reason) % error.details if reason else str(error)
    return f"{told} {refusals.sentence(error.__cause__)}" if isinstance(error.__cause__, FormatError) else told
