"""Why an address, a feed or a file in it is not taken, as codes. Words for people are made in transfer.refusals."""

from __future__ import annotations

from enum import StrEnum


class Code(StrEnum):
    """What is wrong. Only what TEMPORARY names may be mended by trying again."""

    # The address
    BAD_ADDRESS = "bad_address"  # no http or https, no host, a user name in it, a port that no web server has
    FORBIDDEN_ADDRESS = "forbidden_address"  # leads into our own network, or to no single machine
    UNKNOWN_HOST = "unknown_host"
    TOO_MANY_REDIRECTS = "too_many_redirects"

    # The answer
    NO_ANSWER = "no_answer"  # nobody there, or not in time
    BROKEN_ANSWER = "broken_answer"  # no HTTP, or cut off
    NOT_FOUND = "not_found"  # details: status
    SERVER_ERROR = "server_error"  # details: status
    TOO_SLOW = "too_slow"
    TOO_LARGE = "too_large"  # details: most, in bytes
    BAD_ENCODING = "bad_encoding"  # packed in another way than asked for, or broken

    # The feed
    EMPTY = "empty"
    DOCTYPE = "doctype"  # declares things that no feed needs and bombs are made of
    NOT_A_FEED = "not_a_feed"
    TOO_MANY_ITEMS = "too_many_items"  # details: most

    # A file that belongs to an episode
    BAD_CHAPTERS = "bad_chapters"


TEMPORARY = frozenset({Code.UNKNOWN_HOST, Code.NO_ANSWER, Code.BROKEN_ANSWER, Code.SERVER_ERROR, Code.TOO_SLOW})


class Refused(Exception):
    """Nothing was taken. `code` is a Code, `details` are numbers and short texts for the sentence."""

    def __init__(self, code: Code, **details: str | int) -> None:
        self.code, self.details = code, details
        super().__init__(code, details)

    @property
    def temporary(self) -> bool:
        """Whether trying again may mend it."""
        return self.code in TEMPORARY
