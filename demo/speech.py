"""Turns a written sentence into sound with the program eSpeak NG, in Indonesian.

eSpeak cannot know which `e` of an Indonesian word is a schwa, nor that a helpline is read digit by digit:
`pronunciation.json` says so word by word, so the written text stays as people write it.
"""

import json
import re
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from demo.script import Voice
from demo.sound import AudioSegment, level, trim

PROGRAM = "espeak-ng"
WORD_GAP = "2"  # in hundredths of a second: words that do not run together are understood more often
PRONUNCIATION = Path(__file__).parent / "pronunciation.json"
_WORD = re.compile(r"\w+(?:-\w+)*")


class SpeechError(RuntimeError):
    """eSpeak NG is missing or did not speak; the message says what to do."""


class Speaker:
    """eSpeak NG as found on this machine, and the words that it is told how to say."""

    def __init__(self, program: str = PROGRAM) -> None:
        found = shutil.which(program)
        if found is None:
            raise SpeechError(f"{program} was not found. Install it, for example: apt-get install espeak-ng")
        self._program = found
        self._words: dict[str, str] = json.loads(PRONUNCIATION.read_text("utf-8"))

    @property
    def version(self) -> str:
        """Name and version of the program, without the folders that it also prints."""
        told = re.search(r"\d+(\.\d+)+", self._run("--version"))
        return f"eSpeak NG {told[0]}" if told else "eSpeak NG"

    def say(self, sentence: str, voice: Voice) -> AudioSegment:
        """The sentence in that voice, trimmed to what is heard and brought to the voice's level."""
        with TemporaryDirectory() as folder:
            path = Path(folder) / "sentence.wav"
            self._run(
                *("-v", f"id+{voice.variant}", "-s", str(voice.speed), "-p", str(voice.pitch)),
                *("-g", WORD_GAP),
                *("-w", str(path), "--stdin"),
                text=self.spelling(sentence),
            )
            if not path.exists():
                raise SpeechError(f"{PROGRAM} wrote no sound for: {sentence}")
            with path.open("rb") as wave:
                sound = AudioSegment.from_file(wave, format="wav")
        return level(trim(sound), voice.level)

    def spelling(self, sentence: str) -> str:
        """The sentence as eSpeak is to read it."""
        return _WORD.sub(lambda word: self._words.get(word[0].lower(), word[0]), sentence)

    def _run(self, *arguments: str, text: str = "") -> str:
        done = subprocess.run(
            [self._program, *arguments],
            input=text,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        if done.returncode:
            raise SpeechError(f"{PROGRAM} gave up ({done.returncode}): {done.stderr.strip()}")
        return done.stdout
