"""Whether a user agent is a program that fetches sound without anybody listening, as the open lists say.

Pure. Where the lists come from, and under which licence, stands in data/README.md.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parent / "data"
LISTS = ("crawlers.txt", "podcast-bots.txt")
#: A watch fetches once more what its telephone has fetched already (IAB 2.1, Apple watchOS).
WATCHES = ("(null) watchOS/",)

_SPECIAL = re.compile(r"[\^$*+?|()\[\]{}.]")


def is_machine(user_agent: str) -> bool:
    """Whether it is a crawler, a bot or a library, or hides what it is by saying nothing."""
    words, pattern = _lists()
    return not user_agent.strip() or any(word in user_agent for word in words) or bool(pattern.search(user_agent))


@cache
def _lists() -> tuple[tuple[str, ...], re.Pattern[str]]:
    """The patterns: those that are plain words, which is nearly all and far quicker to look for, and the others."""
    patterns = [line for name in LISTS for line in (DATA / name).read_text(encoding="utf-8").splitlines()]
    plain = {pattern: word for pattern in patterns if (word := _plain(pattern)) is not None}
    others = [f"(?:{pattern})" for pattern in patterns if pattern not in plain]
    return tuple({*plain.values(), *WATCHES}), re.compile("|".join(others))


def _plain(pattern: str) -> str | None:
    """The text that the pattern matches, if there is only one."""
    without_escaped = re.sub(r"\\[^a-zA-Z0-9]", "", pattern)
    if "\\" in without_escaped or _SPECIAL.search(without_escaped):
        return None
    return re.sub(r"\\(.)", r"\1", pattern)
