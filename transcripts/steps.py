"""The step that writes the machine's transcript, as the job system calls it: window by window, each stored when it is
done.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from django.utils.translation import gettext as _

from episodes.models import AudioFile
from siniar.jobs.errors import GiveUp
from siniar.jobs.progress import Progress
from siniar.jobs.runner import Outcome
from transcripts import actions, speech
from transcripts.engines.mixing import mixed
from transcripts.engines.protocol import SAMPLE_RATE, EngineUnavailable, Options, Segment, Transcriber
from transcripts.engines.recordings import RecordingDamaged
from transcripts.hotwords import hotwords
from transcripts.models import TranscribedWindow, Transcript
from transcripts.windows import Window, windows


def transcribe(subject: str, progress: Progress) -> Outcome | None:
    """Writes the transcript in state MACHINE. After a kill, at most the window in hand is done again."""
    audio = AudioFile.objects.get(pk=subject)
    if Transcript.objects.filter(audio_file=audio).exclude(state=Transcript.State.MACHINE).exists():
        return None  # a person has written it already
    try:
        return _transcribe(audio, progress)
    except EngineUnavailable as error:
        raise GiveUp(speech.sentence(error)) from error
    except RecordingDamaged as error:
        raise GiveUp(_("The recording is damaged and cannot be transcribed to its end.")) from error


def _transcribe(audio: AudioFile, progress: Progress) -> Outcome | None:
    engine = speech.engine_for(audio)
    options = Options(language=_language(audio), hotwords=hotwords(audio))
    fingerprint = engine.fingerprint(options)
    last = TranscribedWindow.objects.filter(audio_file=audio, fingerprint=fingerprint).last()
    resume_from = (last.index + 1, last.end) if last else (0, 0.0)
    length = max(audio.duration, 1.0)
    for window in windows(Path(audio.file.path), resume_from=resume_from):
        if window.index > resume_from[0] and progress.should_make_room():
            return Outcome.MAKE_ROOM
        progress(window.start / length)
        heard = _hear(engine, window, options, lambda moment: progress(moment / length))
        actions.keep_window(audio, fingerprint, window, heard)
    progress.confirm()  # an editor may have stopped it during the last window
    engine_name = f"{engine.name} {engine.model}"
    actions.keep_machine_text(audio, language=options.language, engine=engine_name, fingerprint=fingerprint)
    return None


def _hear(engine: Transcriber, window: Window, options: Options, tell: Callable[[float], None]) -> list[Segment]:
    """What is said in a window. Where hotwords mislead the engine, it hears that stretch once more without them."""

    def listen(chosen: Options, since: float, until: float) -> list[Segment]:
        first, last = (round((moment - window.start) * SAMPLE_RATE) for moment in (since, until))
        heard = []
        for segment in engine.transcribe(window.pcm[first:last], chosen, offset=since):
            heard.append(segment.shifted(since))
            tell(heard[-1].end)
        return heard

    helped = listen(options, window.start, window.end)
    if not options.hotwords:
        return helped
    return mixed(helped, partial(listen, replace(options, hotwords=())), start=window.start, end=window.end)


def _language(audio: AudioFile) -> str:
    """The episode's language: never guessed, a four-second jingle has been taken for Tagalog."""
    return audio.episode.language if audio.episode else "id"
