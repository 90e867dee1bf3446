"""The script of “Keluar cepat” inside a page: for the one that asks for nothing else, the help page."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_FOLDER = Path(__file__).parent / "static/siniar"
#: Lines that hold nothing but words for readers of the code, and what joins modules.
_ASIDE = re.compile(r"^\s*(//.*|/\*\*.*\*/|import .*)$\n?", re.MULTILINE)


@cache
def inline(*more: str) -> tuple[SafeString, str]:
    """Returns the script as an element for the end of the body, and the source that the page's policy has to name.

    `more` names scripts that the page has beside it. The policy needs `script-src` with that source and
    `connect-src 'self'`; the link has the same attributes as in base.html.
    """
    modules = "".join((_FOLDER / name).read_text(encoding="utf-8") for name in ("traces.js", "leave.js", *more))
    script = "{\n" + _ASIDE.sub("", modules).replace("export ", "") + "}"
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return format_html("<script>{}</script>", mark_safe(script)), f"'sha256-{digest}'"  # noqa: S308 - our own files
