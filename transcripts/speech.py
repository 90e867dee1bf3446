"""Chooses the speech engine that the settings name, and says in the editors' language what it lacks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from transcripts.engines.fast_whisper import FastWhisper
from transcripts.engines.protocol import EngineUnavailable, Transcriber
from transcripts.engines.weights import find_weights, obtain_weights

REASONS: Mapping[str, str | Promise] = {
    EngineUnavailable.PACKAGE_MISSING: _("The package %(package)s is missing. Install requirements/base.txt anew."),
    EngineUnavailable.WEIGHTS_BROKEN: _("The speech model in %(path)s cannot be read. Delete it; it is fetched anew."),
    EngineUnavailable.WEIGHTS_UNREACHABLE: _(
        "The speech model “%(size)s” is missing and cannot be fetched. Run “manage.py fetch_model” where there is a "
        "network, or put the model's files into the folder SINIAR_WHISPER_DIR; then try this step again."
    ),
    EngineUnavailable.WEIGHTS_ENGLISH_ONLY: _("The speech model in %(path)s knows English only. Choose another one."),
    EngineUnavailable.SIZE_UNKNOWN: _("SINIAR_WHISPER_SIZE is “%(size)s”; there are: %(known)s."),
    EngineUnavailable.FOLDER_UNUSABLE: _("The folder %(folder)s cannot be used: %(reason)s"),
    EngineUnavailable.DISK_FULL: _("The disk is too full for the speech model. Make room in %(folder)s."),
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


def transcriber(progress: Callable[[float], None] = lambda share: None) -> Transcriber:
    """The engine, ready to be used. Raises EngineUnavailable."""
    return FastWhisper(fetch(progress))


def sentence(error: EngineUnavailable) -> str:
    """Why there is no transcript, and what to do, for editors."""
    reason = REASONS.get(error.code)
    return str(reason) % error.details if reason else str(error)
