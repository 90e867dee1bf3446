"""Writes and reads the HTML of Podcasting 2.0: for each paragraph `<cite>` with the speaker, `<time>`, and `<p>`.

What is written reads back with starts to the millisecond, the same words and speakers. Lines come back as one, and
each paragraph ends where the next begins. All text is escaped; the page names no script, no style and no other host.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from transcripts.formats import signs, timeline
from transcripts.formats.cue import Cue
from transcripts.formats.errors import FormatError
from transcripts.formats.timeline import Found
from transcripts.formats.timestamps import clock, seconds

MEDIA_TYPE = "text/html"

# Possessive, so that no run of signs is tried twice.
TAG = re.compile(r"<(/?[a-zA-Z][a-zA-Z0-9]*+)([^<>]*+)>|<!--|<[!?][^<>]*+>")
DATETIME = re.compile(
    r"""datetime\s*+=\s*+["']?PT(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,8}(?:\.\d{1,9})?)S)?""", re.IGNORECASE
)

UNSEEN = frozenset({"head", "script", "style", "template", "title"})
BESIDE_PARAGRAPHS = frozenset({"p", "div", "section", "article", "body", "ul", "ol", "table", "h1", "h2", "h3", "h4"})


def write(cues: Iterable[Cue], *, language: str = "id", title: str = "") -> str:
    """A whole page, in the order of time, one paragraph a cue. Cues without any text are left out."""
    title = signs.escaped(signs.one_line(title))
    attribute = re.sub(r"[^a-zA-Z0-9-]", "", language)
    written = [
        f'<!doctype html>\n<html lang="{attribute}">\n<head><meta charset="utf-8"><title>{title}</title></head>\n<body>'
    ]
    for start, _, text, speaker in timeline.in_order(cues):
        cite = f"<cite>{signs.escaped(speaker)}:</cite>\n" if speaker else ""
        moment = f'<time datetime="PT{start / 1000:.3f}S">{clock(start // 1000)}</time>'
        written.append(f"{cite}{moment}\n<p>{signs.escaped(text).replace(chr(10), ' ')}</p>")
    return "\n".join([*written, "</body>\n</html>\n"])


def parse(text: str) -> list[Cue]:
    """The cues of a file. Raises FormatError."""
    return timeline.checked(found(text))


def found(text: str) -> Iterator[Found]:
    """Each paragraph, unchecked, with the line of its time. A paragraph without a time goes on with the one before it.

    Text outside of paragraphs is left out. Raises FormatError where a time cannot be read, and where a speaker or
    a paragraph has none.
    """
    page = _Page()
    for line, name, content in _tokens("\n".join(signs.lines(text))):
        if name in ("cite", "time"):
            page.opened(name, content)
        elif name in ("/cite", "/time"):
            yield from page.closed(line)
        elif name == "br":
            page.said("\n", line)
        elif name.removeprefix("/") in BESIDE_PARAGRAPHS:
            yield from page.closed(line)
            page.paragraph = name == "p"
            page.said("\n", line)
        elif not name:
            page.said(signs.unescaped(content), line)
    yield from page.ended()


def _tokens(page: str) -> Iterator[tuple[int, str, str]]:
    """Line, name and content: attributes of each tag ("/p" for an end), text under the name ""; nothing unseen."""
    at, line, unseen = 0, 1, ""
    while tag := TAG.search(page, at):
        if not unseen and tag.start() > at:
            yield line, "", page[at : tag.start()]
        line += page.count("\n", at, tag.start())
        name = (tag[1] or "").lower()
        if name.removeprefix("/") in UNSEEN:
            unseen = "" if unseen == name.removeprefix("/") and name[0] == "/" else unseen or name
        elif name and not unseen:
            yield line, name, tag[2]
        end = page.find("-->", tag.end()) if tag[0] == "<!--" else tag.end()
        end = len(page) if end < 0 else end
        line += page.count("\n", tag.start(), end)
        at = end
    if not unseen:
        yield line, "", page[at:]


class _Page:
    """What has been read of the page: the turn that is told, and the tag that its text stands in."""

    def __init__(self) -> None:
        self.paragraph = False
        self._field, self._attributes, self._content = "", "", ""
        self._cite: str | None = None  # named, but not yet with a time
        self._turn: Found | None = None
        self._texts: list[str] = []

    def opened(self, field: str, attributes: str) -> None:
        """A speaker or a time begins."""
        self._field, self._attributes, self._content = field, attributes, ""

    def closed(self, line: int) -> Iterator[Found]:
        """A speaker or a time ends, if one has begun; with a time ends the turn before it."""
        field, self._field = self._field, ""
        if field == "time":
            yield from self.ended()
            self._turn = Found(line, _time(self._attributes, self._content, line), None, "", self._cite)
            self._cite, self._texts = None, []
        elif field == "cite":
            name = self._content.strip().removesuffix(":")
            if self._turn and not self._texts and not self._turn.speaker:
                self._turn = replace(self._turn, speaker=name)
            else:
                self._cite = name

    def said(self, text: str, line: int) -> None:
        """Text of whatever is open."""
        if self._field:
            self._content += text
        elif self.paragraph and (self._texts or text.strip()):
            if self._turn is None or self._cite is not None:
                raise FormatError(FormatError.MISSING_TIME, line)
            self._texts.append(text)

    def ended(self) -> Iterator[Found]:
        """The turn that has been told, if there is one."""
        if self._turn:
            yield replace(self._turn, text="".join(self._texts))
            self._turn = None


def _time(attributes: str, content: str, line: int) -> float:
    """Seconds of a `<time>`: its attribute is more exact than what people read."""
    stated = DATETIME.search(attributes)
    if stated and any(stated.groups()):
        hours, minutes, rest = (float(part or 0) for part in stated.groups())
        return round(hours * 3600 + minutes * 60 + rest, 3)
    told = seconds(content.strip())
    if told is None:
        raise FormatError(FormatError.BAD_TIME, line, text=content.strip()[:80])
    return told
