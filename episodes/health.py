"""The checks of this app for `manage.py doctor`."""

from __future__ import annotations

import subprocess

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from episodes.audio.ffmpeg import find_ffmpeg
from episodes.audio.refusals import Setback
from episodes.mending import losses
from episodes.models import AudioFile, Topic
from siniar.health import Finding, Verdict

NAMED = 5  # recordings with missing files


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


def sound_files() -> Finding:
    """Are all files of sound there, and whole?"""
    name, count, lost = _("Sound files"), AudioFile.objects.count(), losses(AudioFile.objects.all())
    if lost:
        text = _("missing of %(lost)d of %(count)d recordings: %(names)s") % {
            "lost": len(lost),
            "count": count,
            "names": ", ".join(loss.audio.original_name for loss in lost[:NAMED]) + ("…" if len(lost) > NAMED else ""),
        }
        remedy = _("Bring them back from a backup, or open “Feeds” in the admin: it says which button mends it.")
        return Finding(name, Verdict.BAD, text, remedy)
    text = ngettext("of %(count)d recording, all there", "of %(count)d recordings, all there", count)
    return Finding(name, Verdict.GOOD, text % {"count": count})
