"""The check of this app for `manage.py doctor`."""

from __future__ import annotations

from importlib.util import find_spec

from django.utils.translation import gettext as _

from siniar.health import Finding, Verdict
from transcripts import speech
from transcripts.engines.protocol import EngineUnavailable


def speech_model() -> Finding:
    """Can the chosen engine work: is its package there, and the weights?"""
    name = _("Speech model")
    if speech.chosen() == "file":
        return Finding(name, Verdict.GOOD, _("none: SINIAR_TRANSCRIBER is “file”"))
    if speech.chosen() == "openai-whisper" and find_spec("whisper") is None:
        missing = EngineUnavailable(EngineUnavailable.EXTRA_MISSING, package="openai-whisper")
        return Finding(name, Verdict.BAD, speech.sentence(missing), "requirements/whisper.txt")
    try:
        found = speech.weights()
    except EngineUnavailable as error:
        return Finding(name, Verdict.BAD, speech.sentence(error), "SINIAR_WHISPER_SIZE")
    if found is None:
        text = _("“%(size)s” is missing: episodes go on without a transcript") % {"size": speech.size()}
        return Finding(name, Verdict.WARNING, text, "manage.py fetch_model")
    return Finding(name, Verdict.GOOD, f"{speech.chosen()}, {speech.size()}: {found}")
