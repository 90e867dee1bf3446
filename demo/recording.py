"""What was said, and when: the account that `demo.record` writes beside each master.

Times are seconds from the start of the master, measured on the spoken pieces themselves.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Sentence:
    """One sentence as it is written, and the time in which it is heard."""

    text: str
    start: float
    end: float


@dataclass(frozen=True)
class SpokenTurn:
    """What one person said in one go."""

    speaker: str
    start: float
    end: float
    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        """The whole turn as one paragraph."""
        return " ".join(sentence.text for sentence in self.sentences)


@dataclass(frozen=True)
class Chapter:
    """A chapter and the second at which it begins."""

    title: str
    start: float


@dataclass(frozen=True)
class Recording:
    """One master: the program that spoke, the length, the chapters and every turn."""

    spoken_by: str
    duration: float
    chapters: tuple[Chapter, ...]
    turns: tuple[SpokenTurn, ...]


def read(path: Path) -> Recording:
    """Reads the account of one master."""
    row = json.loads(path.read_text("utf-8"))
    return Recording(
        spoken_by=row["spoken_by"],
        duration=row["duration"],
        chapters=tuple(Chapter(**chapter) for chapter in row["chapters"]),
        turns=tuple(
            SpokenTurn(
                speaker=turn["speaker"],
                start=turn["start"],
                end=turn["end"],
                sentences=tuple(Sentence(**sentence) for sentence in turn["sentences"]),
            )
            for turn in row["turns"]
        ),
    )


def write(recording: Recording, path: Path) -> None:
    """Writes the account of one master, the same to the byte for the same recording."""
    path.write_text(json.dumps(asdict(recording), ensure_ascii=False, indent=1) + "\n", "utf-8")
