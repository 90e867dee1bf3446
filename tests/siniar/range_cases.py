"""The cases of RFC 9110 section 14 that both the parser and the file server must get right, told once.

Each is a header, the size of the file and what is to be sent: WHOLE, OUTSIDE (416), or the first and last byte.
"""

from __future__ import annotations

from typing import Final, Literal

WHOLE: Final = "whole"
OUTSIDE: Final = "outside"

Expected = Literal["whole", "outside"] | tuple[int, int]

SIZE = 1000

CASES: dict[str, tuple[str | None, int, Expected]] = {
    "no header": (None, SIZE, WHOLE),
    "an empty header": ("", SIZE, WHOLE),
    "blanks only": ("  \t ", SIZE, WHOLE),
    "the whole file named": ("bytes=0-999", SIZE, (0, 999)),
    "a part in the middle": ("bytes=200-299", SIZE, (200, 299)),
    "an open end from the start": ("bytes=0-", SIZE, (0, 999)),
    "an open end from the middle": ("bytes=500-", SIZE, (500, 999)),
    "an open end at the last byte": ("bytes=999-", SIZE, (999, 999)),
    "the first byte": ("bytes=0-0", SIZE, (0, 0)),
    "the first two bytes, as Apple asks": ("bytes=0-1", SIZE, (0, 1)),
    "the last byte": ("bytes=999-999", SIZE, (999, 999)),
    "an end behind the file is cut": ("bytes=900-2000", SIZE, (900, 999)),
    "an end one behind the file is cut": ("bytes=0-1000", SIZE, (0, 999)),
    "a start at the size": ("bytes=1000-", SIZE, OUTSIDE),
    "a start and an end behind the file": ("bytes=1000-1000", SIZE, OUTSIDE),
    "a start far behind the file": ("bytes=5000-6000", SIZE, OUTSIDE),
    "the last byte as a suffix": ("bytes=-1", SIZE, (999, 999)),
    "a suffix": ("bytes=-128", SIZE, (872, 999)),
    "a suffix as long as the file": ("bytes=-1000", SIZE, (0, 999)),
    "a suffix longer than the file": ("bytes=-5000", SIZE, (0, 999)),
    "a suffix of nothing": ("bytes=-0", SIZE, OUTSIDE),
    "an end before its start is malformed": ("bytes=5-4", SIZE, WHOLE),
    "an end before a start behind the file is malformed": ("bytes=5000-4000", SIZE, WHOLE),
    "neither start nor end": ("bytes=-", SIZE, WHOLE),
    "no range at all": ("bytes=", SIZE, WHOLE),
    "no equals sign": ("bytes 0-1", SIZE, WHOLE),
    "the unit alone": ("bytes", SIZE, WHOLE),
    "two ranges": ("bytes=0-1,5-6", SIZE, WHOLE),
    "two ranges, the second a suffix": ("bytes=0-1, -5", SIZE, WHOLE),
    "one range and a comma": ("bytes=0-1,", SIZE, WHOLE),
    "another unit": ("seconds=0-1", SIZE, WHOLE),
    "a unit that ends like ours": ("kilobytes=0-1", SIZE, WHOLE),
    "the unit in capitals": ("BYTES=0-1", SIZE, (0, 1)),
    "letters": ("bytes=a-b", SIZE, WHOLE),
    "a negative start": ("bytes=-1-5", SIZE, WHOLE),
    "three numbers": ("bytes=1-2-3", SIZE, WHOLE),
    "a sign": ("bytes=+1-5", SIZE, WHOLE),
    "hexadecimal": ("bytes=0x0-0x5", SIZE, WHOLE),
    "a fraction": ("bytes=0.5-1", SIZE, WHOLE),
    "something behind the range": ("bytes=0-1 please", SIZE, WHOLE),
    "blanks around the header": ("  bytes=0-1  ", SIZE, (0, 1)),
    "blanks around the equals sign": ("bytes = 0-1", SIZE, (0, 1)),
    "blanks inside the range": ("bytes=0 - 1", SIZE, WHOLE),
    "leading zeros": ("bytes=" + "0" * 40 + "5-0007", SIZE, (5, 7)),
    "an end of 2^64 - 1": ("bytes=0-18446744073709551615", SIZE, (0, 999)),
    "an end of 300 digits": ("bytes=10-" + "9" * 300, SIZE, (10, 999)),
    "an end of 6000 digits": ("bytes=10-" + "9" * 6000, SIZE, (10, 999)),
    "a start of 2^63": ("bytes=9223372036854775808-", SIZE, OUTSIDE),
    "a start of 6000 digits": ("bytes=" + "9" * 6000 + "-", SIZE, OUTSIDE),
    "a suffix of 2^64": ("bytes=-18446744073709551616", SIZE, (0, 999)),
    "a suffix of 6000 digits": ("bytes=-" + "9" * 6000, SIZE, (0, 999)),
    "an open end in an empty file": ("bytes=0-", 0, OUTSIDE),
    "the first byte of an empty file": ("bytes=0-0", 0, OUTSIDE),
    "a suffix of an empty file": ("bytes=-1", 0, OUTSIDE),
    "no header for an empty file": (None, 0, WHOLE),
    "an open end in a file of one byte": ("bytes=0-", 1, (0, 0)),
    "a suffix of a file of one byte": ("bytes=-1", 1, (0, 0)),
    "behind a file of one byte": ("bytes=1-", 1, OUTSIDE),
}
