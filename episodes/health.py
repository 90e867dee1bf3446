"""The checks of this app for `manage.py doctor`."""

from __future__ import annotations

import subprocess

from django.conf import settings
from django.utils.translation import gettext as _

from episodes.audio.ffmpeg import find_ffmpeg
from episodes.audio.refusals import Setback
from episodes.models import Topic
from siniar.health import Finding, Verdict


def ffmpeg() -> Finding:
    """Is there an ffmpeg, and can it write what we publish?"""
    name = "ffmpeg"
    try:
        program = find_ffmpeg(settings.CONFIG.ffmpeg)
        encoders = subprocess.run(
            [program, "-hide_banner", "-encoders"], capture_output=True, text=True, timeout=20
        ).stdout
    except (Setback, OSError, subprocess.SubprocessError) as error:
        remedy = _("Set SINIAR_FFMPEG, install ffmpeg, or install requirements/base.txt anew.")
        return Finding(name, Verdict.BAD, str(error), remedy)
    missing = [encoder for encoder in ("libmp3lame", "libopus") if encoder not in encoders]
    if missing:
        text = _("%(program)s cannot write %(missing)s") % {"program": program, "missing": ", ".join(missing)}
        return Finding(name, Verdict.BAD, text, _("Empty SINIAR_FFMPEG: another ffmpeg is found then."))
    return Finding(name, Verdict.GOOD, str(program))


def domain_data() -> Finding:
    """Are topics, warnings and ratings loaded?"""
    count = Topic.objects.count()
    verdict = Verdict.GOOD if count else Verdict.BAD
    return Finding(_("Topics"), verdict, str(count), "" if count else "manage.py load_domain")
