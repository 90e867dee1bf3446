"""What is wrong with a file, told by codes that stay."""

from __future__ import annotations

import re
from pathlib import Path

from transcripts.formats.errors import FormatError

PAGE = Path(__file__).resolve().parents[3] / "docs/transcript-formats.md"


def test_an_error_tells_its_code_its_line_and_its_details() -> None:
    error = FormatError(FormatError.OVERLAP, 7, start=1.5, before=2.0)
    assert (error.code, error.line, error.details) == ("overlap", 7, {"start": 1.5, "before": 2.0})
    assert str(error) == "overlap (line 7, start=1.5, before=2.0)"


def test_the_page_lists_every_code() -> None:
    codes = {value for name, value in vars(FormatError).items() if name.isupper()}
    assert codes == set(re.findall(r"^\| `(\w+)` \| [^|]*\| (?:`\w+`|,| )*\|$", PAGE.read_text(), re.MULTILINE))
