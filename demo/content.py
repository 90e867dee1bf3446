"""The demo show as the rest of the project sees it: scripts and recordings joined, ready to be published.

Pure reading of the files in this folder; it needs neither Django nor the programs that recorded them.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from demo import recording, script
from demo.recording import Chapter, Sentence, SpokenTurn
from demo.script import ContentWarning, Person

HERE = Path(__file__).parent
MASTERS = HERE / "masters"
COVERS = HERE / "covers"


@dataclass(frozen=True)
class DemoShow:
    """The show that the demo episodes belong to, and its two covers."""

    title: str
    slug: str
    summary: str
    description: str
    language: str
    author: str
    license: str
    update_frequency: str
    ai_content: str
    neutral_title: str
    cover: Path
    neutral_cover: Path


@dataclass(frozen=True)
class DemoEpisode:
    """One finished episode: the master, the facts, and what is said when."""

    name: str
    number: int
    title: str
    neutral_title: str
    summary: str
    neutral_summary: str
    notes: tuple[str, ...]
    topics: tuple[str, ...]
    content_warnings: tuple[ContentWarning, ...]
    age_rating: str
    people: tuple[Person, ...]
    master: Path
    duration: float
    chapters: tuple[Chapter, ...]
    turns: tuple[SpokenTurn, ...]

    def part(self, warning: ContentWarning) -> tuple[float, float] | None:
        """From which second to which it is about; None if about all. Raises ValueError if there is no such chapter."""
        if not warning.chapter:
            return None
        place = [chapter.title for chapter in self.chapters].index(warning.chapter)
        ends = [*(chapter.start for chapter in self.chapters[1:]), self.duration]
        return self.chapters[place].start, ends[place]

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence in the order in which it is heard."""
        return tuple(sentence for turn in self.turns for sentence in turn.sentences)

    @property
    def text(self) -> str:
        """The transcript as plain text, one turn a line, with who speaks."""
        return "\n".join(f"{turn.speaker}: {turn.text}" for turn in self.turns)


def show() -> DemoShow:
    """The demo show."""
    row = json.loads((HERE / "show.json").read_text("utf-8"))
    row["cover"] = COVERS / row["cover"]
    row["neutral_cover"] = COVERS / row["neutral_cover"]
    return DemoShow(**row)


def episodes() -> tuple[DemoEpisode, ...]:
    """The demo episodes in the order of their numbers."""
    return tuple(map(_episode, script.scripts()))


def _episode(written: script.Script) -> DemoEpisode:
    said = recording.read(MASTERS / f"{written.name}.json")
    return DemoEpisode(
        name=written.name,
        number=written.number,
        title=written.title,
        neutral_title=written.neutral_title,
        summary=written.summary,
        neutral_summary=written.neutral_summary,
        notes=written.notes,
        topics=written.topics,
        content_warnings=written.content_warnings,
        age_rating=written.age_rating,
        people=written.people,
        master=MASTERS / f"{written.name}.{written.master}",
        duration=said.duration,
        chapters=said.chapters,
        turns=said.turns,
    )
