"""Makes of a stranger's HTML what Episode.notes may hold, and plain text where no HTML may stand."""

from __future__ import annotations

import html
import re

import nh3

from siniar import texts
from transfer.addresses import joined

MOST = 50_000  # signs of HTML; what is longer is no text about an episode

LONGEST_LINE = 5_000

TAGS = {"b", "strong", "i", "em", "a", "ul", "ol", "li", "p", "br"}
#: They separate texts, and would glue them together if they were only dropped.
BLOCKS = re.compile(
    r"<(/?)(?:h[1-6]|div|section|article|header|footer|blockquote|pre|tr|dt|dd)\b[^<>]*>", re.IGNORECASE
)
ANY_TAG = re.compile(r"<[a-zA-Z/!]")
LINK_TO_NOWHERE = re.compile(r"<a>(.*?)</a>", re.DOTALL)
EMPTY = re.compile(r"<p>(?:\s|&nbsp;|<br ?/?>)*</p>")
#: Draftail writes b and i; nh3 has left no attributes in them.
NAMES = (("strong>", "b>"), ("em>", "i>"))


def cleaned(source: str, base: str) -> str:
    """Notes as safe HTML of few tags; links absolute, http(s) or mailto only. Plain text gets paragraphs."""
    source = source[:MOST]
    if not ANY_TAG.search(source):
        return _paragraphs(source)

    def linked(tag: str, attribute: str, value: str) -> str | None:
        return value if value.lower().startswith("mailto:") else joined(base, value) or None

    found = nh3.clean(
        BLOCKS.sub(r"<\1p>", source),
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        attribute_filter=linked,
        link_rel=None,
    )
    for name, wanted in NAMES:
        found = found.replace(f"<{name}", f"<{wanted}").replace(f"</{name}", f"</{wanted}")
    return EMPTY.sub("", LINK_TO_NOWHERE.sub(r"\1", found)).strip()


def plain(source: str) -> str:
    """The text alone, on one line; no more of it than anybody reads on one line."""
    spaced = re.sub(r"(<(?:br|/p|/li|/div|/h[1-6])\b[^<>]*>)", r"\1 ", source[:MOST])
    words = html.unescape(nh3.clean(spaced, tags=set())).split()
    return texts.on_one_line(" ".join(words)[:LONGEST_LINE])


def shortened(text: str, most: int) -> str:
    """At most `most` signs; what is longer ends after a whole word, with an ellipsis."""
    if len(text) <= most:
        return text
    return text[: most - 2].rsplit(" ", 1)[0].rstrip(" ,;:.–-") + " …"


def _paragraphs(text: str) -> str:
    escaped = html.escape(html.unescape(text), quote=False)
    parts = (part.strip() for part in re.split(r"\n\s*\n", escaped))
    return "".join(f"<p>{part.replace(chr(10), '<br>')}</p>" for part in parts if part)
