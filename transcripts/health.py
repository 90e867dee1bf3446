"""The check of this app for `manage.py doctor`."""

from __future__ import annotations

from django.utils.translation import gettext as _

from siniar.health import Finding, Verdict
from transcripts import speech
from transcripts.engines.protocol import EngineUnavailable


def speech_model() -> Finding:
    """Are the weights of the speech engine there?"""
    name = _("Speech model")
    try:
        found = speech.weights()
    except EngineUnavailable as error:
        return Finding(name, Verdict.BAD, speech.sentence(error), "SINIAR_WHISPER_SIZE")
    if found is None:
        text = _("“%(size)s” is missing: episodes go on without a transcript") % {"size": speech.size()}
        return Finding(name, Verdict.WARNING, text, "manage.py fetch_model")
    return Finding(name, Verdict.GOOD, f"{speech.size()}: {found}")
