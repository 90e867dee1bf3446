"""Who helps at once, for the card above what was found: services of the help page, as it shows them at this moment.

reporting stands beside the search, so it is named by a dotted string.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Protocol

SERVICES = "reporting.page.first"


class Way(Protocol):
    """A way to reach a service. `dial` is where a tap leads, empty if nowhere; `beside` the kind, if it is no call;
    `proof` says that it is being checked, if it is.
    """

    dial: str
    value: str
    beside: str
    limit: str
    checking: bool
    proof: str


class Service(Protocol):
    name: str
    ways: Sequence[Way]


def services() -> Sequence[Service]:
    """The services whose numbers may be shown now. One query, and no error whatever is broken."""
    module, _dot, name = SERVICES.rpartition(".")
    found: Sequence[Service] = getattr(import_module(module), name)()
    return found
