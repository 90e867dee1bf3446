"""Says in the editors' language why a recording was refused or a step on it failed.

One sentence what, one what to do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from episodes.audio.refusals import Caution, RefusalCode, Refused, Setback
from siniar.jobs.errors import GiveUp, TryLater

SENTENCES: Mapping[str, str | Promise] = {
    RefusalCode.EMPTY: gettext_lazy("The file is empty. Copy it again from the recorder and upload it once more."),
    RefusalCode.NOT_AUDIO: gettext_lazy(
        "This is no sound file, whatever its name says. Upload a recording: WAV, FLAC, MP3, M4A, Ogg or Opus."
    ),
    RefusalCode.NO_SOUND: gettext_lazy("The file contains no sound. Check the recorder and upload the right file."),
    RefusalCode.TRUNCATED: gettext_lazy(
        "The file is cut off: a part is missing. Copy it again from the recorder and upload it once more."
    ),
    RefusalCode.DAMAGED: gettext_lazy(
        "The file is damaged: not all of it can be played. Copy it again from the recorder and upload it once more."
    ),
    RefusalCode.TOO_LARGE: gettext_lazy("The file is too large. Export it as FLAC or MP3, or ask for a higher limit."),
    RefusalCode.TOO_LONG: gettext_lazy("The recording is too long. Cut it into parts and upload each as an episode."),
    RefusalCode.NO_AUDIO_STREAM: gettext_lazy("The file has a picture but no sound. Upload the file with the sound."),
    RefusalCode.SILENT: gettext_lazy("The recording is silent. Check the microphone and upload the right file."),
    RefusalCode.UNREADABLE_IN_TIME: gettext_lazy(
        "Reading the file does not come to an end. Export it anew as WAV or FLAC and upload that."
    ),
    RefusalCode.OUT_OF_SPACE: gettext_lazy(
        "The disk is full. Nothing is lost; make room on the disk, then the step is tried again."
    ),
    RefusalCode.OUT_OF_MEMORY: gettext_lazy("The machine ran out of memory. The step is tried again."),
    RefusalCode.TIME_LIMIT: gettext_lazy("The step took too long and was stopped. It is tried again."),
    RefusalCode.NO_FFMPEG: gettext_lazy("The program ffmpeg is missing. “manage.py doctor” says how to mend it."),
    RefusalCode.MISSING: gettext_lazy("The file is not there or cannot be opened."),
}
OTHERWISE = gettext_lazy("The sound could not be processed (%(code)s). It is tried again; if it stays so, see the log.")

#: What an editor should know of a recording that was taken. Codes that ask nothing of anybody are left out.
CAUTIONS: Mapping[str, str | Promise] = {
    Caution.VIDEO_DROPPED: gettext_lazy("The file is a video: its sound is used, its picture is not kept."),
    Caution.SEVERAL_STREAMS: gettext_lazy("The file has several sound tracks: only the first is used."),
    Caution.MANY_CHANNELS: gettext_lazy("The recording has more than two channels: they were mixed into one."),
    Caution.LOW_RATE: gettext_lazy("The recording has telephone quality; it cannot be made better than it is."),
    Caution.NO_END_MARK: gettext_lazy("The file does not say where it ends. Check that the end of the talk is there."),
    Caution.INVERTED_CHANNEL: gettext_lazy("One channel was recorded upside down and was turned round."),
    Caution.ONE_SIDED: gettext_lazy("Only one side of the stereo recording carries sound. Check the microphones."),
    Caution.CLIPPED: gettext_lazy("The recording is overdriven. Turn the microphone down next time."),
    Caution.VERY_QUIET: gettext_lazy("The recording is very quiet; it stays quieter than other episodes."),
    Caution.OFF_TARGET: gettext_lazy("The encoded sound misses the usual loudness a little."),
}


def sentence(error: Refused | Setback) -> str:
    """The sentence for an error of episodes.audio."""
    return str(SENTENCES.get(error.code) or OTHERWISE % {"code": error.code})


def notes(codes: Sequence[str]) -> list[str]:
    """The sentences for what was noticed in a recording."""
    return [str(CAUTIONS[Caution(code)]) for code in codes]


@contextmanager
def in_words() -> Iterator[None]:
    """Turns errors of episodes.audio into those of the job system."""
    try:
        yield
    except Refused as error:
        raise GiveUp(sentence(error)) from error
    except Setback as error:
        raise TryLater(sentence(error)) from error
    except MemoryError as error:
        raise TryLater(_("The machine ran out of memory. The step is tried again.")) from error
