"""Asks for the feed of the only show in a process of its own; building takes half a second here, and leaves a line.

    python -m tests.e2e.building [die]

prints the digest of what it got. With `die` the system kills it (SIGKILL) while it builds.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from datetime import timedelta
from typing import Any


def main(die: str = "") -> None:
    import django

    django.setup()
    from django.conf import settings

    from episodes.models import Show
    from feeds import actions, gathering

    actions.BUILDER_LEASE = timedelta(seconds=2)
    gather = gathering.gather

    def slowly(show: Show) -> Any:
        with (settings.DATA_DIR / "built").open("a") as file:
            file.write("built\n")
        if die:
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(0.5)
        return gather(show)

    gathering.gather = slowly
    built = actions.present(Show.objects.get(), actions.FEED)
    print(built and built.body is None and built.digest)


if __name__ == "__main__":
    main(*sys.argv[1:])
