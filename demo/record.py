"""Records the demo episodes: speaks every sentence, joins all with pauses and jingle, writes the masters.

Run `python -m demo.record` for all episodes or `python -m demo.record NAME …` for some.
The same script, eSpeak NG and ffmpeg give the same files.
"""

import argparse
import shutil
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from demo import jingle, recording, script, sound
from demo.content import MASTERS
from demo.recording import Chapter, Recording, Sentence, SpokenTurn
from demo.sound import AudioSegment
from demo.speech import Speaker, SpeechError

# Milliseconds of silence: sentences are close, turns leave room, chapters are heard as such.
BETWEEN_SENTENCES = 340
BETWEEN_TURNS = 620
BETWEEN_CHAPTERS = 1300
AROUND_JINGLE = 500

Say = Callable[[str, script.Voice], AudioSegment]


@dataclass(frozen=True)
class Format:
    """How a master is written: pydub's names for container and codec, and what ffmpeg is told besides."""

    container: str
    codec: str
    channels: int
    options: tuple[str, ...]


# Three kinds of recording that people hand in: lossless mono, a voice message, stereo from a phone.
FORMATS = {
    "flac": Format("flac", "flac", 1, ("-compression_level", "12")),
    "opus": Format("opus", "libopus", 1, ("-ar", "48000", "-b:a", "32k", "-application", "voip")),
    "m4a": Format("ipod", "aac", 2, ("-ar", "44100", "-b:a", "48k")),
}
REPEATABLE = ("-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact")


@dataclass
class Tape:
    """A recording that grows piece by piece and always knows the second at which the next piece begins."""

    channels: int
    pieces: list[AudioSegment] = field(default_factory=list)
    frames: int = 0

    @property
    def now(self) -> float:
        """Where the tape ends so far, in seconds."""
        return round(self.frames / sound.RATE, 3)

    def add(self, piece: AudioSegment, pan: float = 0.0) -> None:
        """Puts a piece at the end."""
        placed = sound.place(piece, self.channels, pan)
        self.pieces.append(placed)
        self.frames += int(placed.frame_count())

    def joined(self) -> AudioSegment:
        """The whole tape as one sound."""
        raw = b"".join(piece.raw_data for piece in self.pieces)
        return AudioSegment(raw, sample_width=2, frame_rate=sound.RATE, channels=self.channels)


def assemble(written: script.Script, say: Say, spoken_by: str) -> tuple[AudioSegment, Recording]:
    """Speaks the whole script; returns the sound and the account of what was said when."""
    tape = Tape(FORMATS[written.master].channels)
    quietest = min(person.voice.level for person in written.people)
    tape.add(jingle.opening(quietest))
    tape.add(sound.silence(AROUND_JINGLE))
    chapters, turns = [], []
    for number, part in enumerate(written.chapters):
        if number:
            tape.add(sound.silence(BETWEEN_CHAPTERS - BETWEEN_TURNS))
        # The first chapter begins with the jingle: the listener who goes back to it hears all of it.
        chapters.append(Chapter(part.title, tape.now if number else 0.0))
        for turn in part.turns:
            turns.append(_speak(turn, written.person(turn.speaker).voice, say, tape))
            tape.add(sound.silence(BETWEEN_TURNS))
    tape.add(sound.silence(AROUND_JINGLE))
    tape.add(jingle.closing(quietest))
    return tape.joined(), Recording(spoken_by, tape.now, tuple(chapters), tuple(turns))


def _speak(turn: script.Turn, voice: script.Voice, say: Say, tape: Tape) -> SpokenTurn:
    sentences: list[Sentence] = []
    for text in turn.says:
        if sentences:
            tape.add(sound.silence(BETWEEN_SENTENCES))
        start = tape.now
        tape.add(say(text, voice), voice.pan)
        sentences.append(Sentence(text, start, tape.now))
    return SpokenTurn(turn.speaker, sentences[0].start, sentences[-1].end, tuple(sentences))


def write(written: script.Script, master: AudioSegment, account: Recording, folder: Path) -> Path:
    """Writes the master and, beside it, the account; returns the master's path."""
    kind = FORMATS[written.master]
    path = folder / f"{written.name}.{written.master}"
    AudioSegment.converter = ffmpeg()
    master.export(path, kind.container, codec=kind.codec, parameters=[*kind.options, *REPEATABLE]).close()
    recording.write(account, folder / f"{written.name}.json")
    return path


def ffmpeg() -> str:
    """The ffmpeg of the PATH, else the one that the package imageio-ffmpeg brings."""
    found = shutil.which("ffmpeg")
    if found is None:
        import imageio_ffmpeg

        found = imageio_ffmpeg.get_ffmpeg_exe()
    return str(found)


def chosen(names: Iterable[str]) -> list[script.Script]:
    """The scripts of those names, or all of them; an unknown name is refused with the known ones."""
    known = {written.name: written for written in script.scripts()}
    wanted = list(names) or list(known)
    for name in wanted:
        if name not in known:
            raise script.ScriptError(f"no script is named {name!r}; there are {', '.join(known)}")
    return [known[name] for name in wanted]


def main(arguments: list[str] | None = None) -> int:
    """The command; returns 1 with a sentence on stderr when something is missing."""
    parser = argparse.ArgumentParser(prog="python -m demo.record", description="Record the demo episodes.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="a script of demo/scripts (default: all)")
    names = parser.parse_args(arguments).names
    try:
        wanted = chosen(names)
        speaker = Speaker()
        for written in wanted:
            master, account = assemble(written, speaker.say, speaker.version)
            path = write(written, master, account, MASTERS)
            print(f"{path.name}: {account.duration:.1f} s, {path.stat().st_size / 1000:.0f} kB")
    except (SpeechError, script.ScriptError) as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
