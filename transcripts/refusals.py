"""Says in the editors' language why a file was not taken as a transcript, and where to look."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from transcripts.formats.errors import FormatError
from transcripts.formats.timestamps import clock

#: What is wrong with the file as a whole: no line to look at.
WHOLE: Mapping[str, str | Promise] = {
    FormatError.EMPTY: gettext_lazy("The file is empty, or no file was chosen."),
    FormatError.TOO_LARGE: gettext_lazy("The file is larger than 10 MB: that is no transcript of one recording."),
    FormatError.OTHER_FILE: gettext_lazy("This is a %(kind)s file, not a text with times."),
    FormatError.UNKNOWN_FORMAT: gettext_lazy(
        "No time was found in this file. It must be WebVTT, SRT, Podcasting 2.0 JSON, HTML or text with times."
    ),
    FormatError.NO_CUES: gettext_lazy("Nobody says anything in this file."),
    FormatError.NO_SEGMENTS: gettext_lazy("This JSON holds no “segments”, as Podcasting 2.0 wants them."),
    FormatError.TOO_DEEP: gettext_lazy("This JSON is nested without end; it is no transcript."),
}

#: What is wrong in one line.
IN_A_LINE: Mapping[str, str | Promise] = {
    FormatError.WRONG_ENCODING: gettext_lazy("there are signs that are not UTF-8. Save the file as UTF-8."),
    FormatError.NO_HEADER: gettext_lazy("a WebVTT file must begin with the word WEBVTT."),
    FormatError.TOO_MANY_CUES: gettext_lazy("more than %(most)d cues. That is longer than any recording."),
    FormatError.TOO_MANY_WORDS: gettext_lazy("more than %(most)d words. Nobody says so much in one recording."),
    FormatError.TOO_DENSE: gettext_lazy("%(words)d words in %(seconds)s seconds. Nobody speaks so fast."),
    FormatError.TOO_LONG: gettext_lazy("more lines than any transcript needs."),
    FormatError.BAD_TIME: gettext_lazy("“%(text)s” is no time."),
    FormatError.MISSING_TIME: gettext_lazy("this text has no time."),
    FormatError.NEGATIVE_TIME: gettext_lazy("a time is below zero."),
    FormatError.END_BEFORE_START: gettext_lazy("it ends before it starts."),
    FormatError.OUT_OF_ORDER: gettext_lazy("it starts at %(start)s, earlier than what stands above it (%(before)s)."),
    FormatError.OVERLAP: gettext_lazy("it starts at %(start)s, while what stands above it lasts until %(before)s."),
    FormatError.BEYOND_LENGTH: gettext_lazy(
        "it starts at %(start)s, but the recording ends at %(length)s. The file belongs to a longer recording."
    ),
    FormatError.BAD_JSON: gettext_lazy("the JSON cannot be read."),
    FormatError.BAD_SEGMENT: gettext_lazy("the segment has no usable “%(field)s”."),
}

#: What people call a kind of file, where its letters in capitals are not it.
KINDS = {"zip": "Word/ZIP"}

TIMES = ("start", "end", "before", "length")


def sentence(error: FormatError) -> str:
    """One or two sentences; the line first where there is one to look at. Nothing was stored."""
    details = {
        name: clock(int(value)) if name in TIMES and isinstance(value, int | float) else value
        for name, value in error.details.items()
    }
    if "kind" in details:
        details["kind"] = KINDS.get(str(details["kind"]), str(details["kind"]).upper())
    if error.code in WHOLE:
        return str(WHOLE[error.code]) % details
    return _("Line %(line)d: %(what)s Nothing was taken from the file.") % {
        "line": error.line,
        "what": str(IN_A_LINE[error.code]) % details,
    }
