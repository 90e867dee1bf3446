"""Whether a client takes gzip (RFC 9110, section 12.5.3). Packs nothing itself."""

from __future__ import annotations

import re

_ITEM = re.compile(r"\s*(?P<coding>[^\s;,]+)\s*(?:;\s*q=(?P<weight>[01](?:\.\d{0,3})?)\s*)?", re.ASCII | re.IGNORECASE)


def accepts_gzip(header: str) -> bool:
    """Whether an Accept-Encoding header allows gzip: named itself or by `*`, and not with the weight 0."""
    weights = {}
    for item in header[:1000].split(","):
        match = _ITEM.fullmatch(item)
        if match:
            weights[match["coding"].lower()] = float(match["weight"] or 1)
    return bool(weights.get("gzip", weights.get("x-gzip", weights.get("*", 0))))
