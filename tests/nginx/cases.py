"""What is asked of a file and what must come back, whoever sends it: the ranges of range_cases and the conditions of
RFC 9110, section 13.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

from tests.siniar.range_cases import CASES as RANGES
from tests.siniar.range_cases import SIZE, WHOLE, Expected

UNCHANGED: Final = "unchanged"
FAILED: Final = "failed"


@dataclass(frozen=True)
class Case:
    """Headers, in which {etag}, {date}, {earlier} and {later} stand for those of the file, and what is to be sent:
    WHOLE, OUTSIDE (416), UNCHANGED (304), FAILED (412), or the first and last byte. `size` is that of the file.
    """

    headers: dict[str, str] = field(default_factory=dict)
    expected: Expected | Literal["unchanged", "failed"] = WHOLE
    size: int = SIZE


PART = {"Range": "bytes=10-19"}
CONDITIONS: dict[str, Case] = {
    "If-None-Match: the ETag": Case({"If-None-Match": "{etag}"}, UNCHANGED),
    "If-None-Match: the ETag made weak": Case({"If-None-Match": "W/{etag}"}, UNCHANGED),
    "If-None-Match: a list with the ETag": Case({"If-None-Match": '"ffff", {etag}, "eeee"'}, UNCHANGED),
    "If-None-Match: a list without it": Case({"If-None-Match": '"ffff", "eeee"'}),
    "If-None-Match: an asterisk": Case({"If-None-Match": "*"}, UNCHANGED),
    "If-None-Match: another": Case({"If-None-Match": '"ffff"'}),
    "If-None-Match: without quotes": Case({"If-None-Match": "ffff"}),
    "If-None-Match and a range": Case({"If-None-Match": "{etag}", **PART}, UNCHANGED),
    "If-None-Match: another, and a range": Case({"If-None-Match": '"ffff"', **PART}, (10, 19)),
    "If-Modified-Since: the very date": Case({"If-Modified-Since": "{date}"}, UNCHANGED),
    "If-Modified-Since: earlier": Case({"If-Modified-Since": "{earlier}"}),
    "If-Modified-Since: later": Case({"If-Modified-Since": "{later}"}, UNCHANGED),
    "If-Modified-Since: garbage": Case({"If-Modified-Since": "yesterday"}),
    "If-Modified-Since: the very date, and a range": Case({"If-Modified-Since": "{date}", **PART}, UNCHANGED),
    "If-Modified-Since: earlier, and a range": Case({"If-Modified-Since": "{earlier}", **PART}, (10, 19)),
    "both: another ETag overrules the date": Case({"If-None-Match": '"ffff"', "If-Modified-Since": "{date}"}),
    "both: the ETag overrules an earlier date": Case(
        {"If-None-Match": "{etag}", "If-Modified-Since": "{earlier}"}, UNCHANGED
    ),
    "If-Match: the ETag": Case({"If-Match": "{etag}"}),
    "If-Match: an asterisk": Case({"If-Match": "*"}),
    "If-Match: a list with the ETag": Case({"If-Match": '"ffff", {etag}'}),
    "If-Match: another": Case({"If-Match": '"ffff"'}, FAILED),
    "If-Match: the ETag made weak": Case({"If-Match": "W/{etag}"}, FAILED),
    "If-Match: the ETag, and a range": Case({"If-Match": "{etag}", **PART}, (10, 19)),
    "If-Match: another, and a range": Case({"If-Match": '"ffff"', **PART}, FAILED),
    "If-Unmodified-Since: the very date": Case({"If-Unmodified-Since": "{date}"}),
    "If-Unmodified-Since: later": Case({"If-Unmodified-Since": "{later}"}),
    "If-Unmodified-Since: earlier": Case({"If-Unmodified-Since": "{earlier}"}, FAILED),
    "If-Unmodified-Since: garbage": Case({"If-Unmodified-Since": "yesterday"}),
    "If-Unmodified-Since beside the ETag in If-Match": Case({"If-Match": "{etag}", "If-Unmodified-Since": "{earlier}"}),
    "If-Range: the ETag": Case({"If-Range": "{etag}", **PART}, (10, 19)),
    "If-Range: another ETag": Case({"If-Range": '"ffff"', **PART}),
    "If-Range: the ETag made weak": Case({"If-Range": "W/{etag}", **PART}),
    "If-Range: the very date": Case({"If-Range": "{date}", **PART}, (10, 19)),
    "If-Range: an earlier date": Case({"If-Range": "{earlier}", **PART}),
    "If-Range: a later date": Case({"If-Range": "{later}", **PART}),
    "If-Range: garbage": Case({"If-Range": "yesterday", **PART}),
    "If-Range without a range": Case({"If-Range": '"ffff"'}),
    "If-Range: another ETag, and a range behind the end": Case({"If-Range": '"ffff"', "Range": "bytes=5000-"}),
    "If-Range: the ETag, and a range behind the end": Case({"If-Range": "{etag}", "Range": "bytes=5000-"}, "outside"),
}
CASES: dict[str, Case] = CONDITIONS | {
    f"Range: {name}": Case({} if header is None else {"Range": header}, expected, size)
    for name, (header, size, expected) in RANGES.items()
}

#: What players and apps really send: these must be nginx's work, or it stands there for nothing.
EVERYDAY = (
    "Range: no header",
    "Range: the first two bytes, as Apple asks",
    "Range: an open end from the start",
    "Range: an open end from the middle",
    "Range: a part in the middle",
    "Range: a suffix",
    "If-Range: the ETag",
    "If-Range: the very date",
    "If-None-Match: another",
    "If-Modified-Since: earlier",
)
