"""Fills the data folder of a benchmark: tables, the domain's words, and shows with many episodes.

python -m feeds.benchmarks.preparing '{"sedang": 1000}' [WORDS]
"""

from __future__ import annotations

import json
import sys


def main(shows: dict[str, int], words: int | None = None) -> None:
    """Makes each show that is not there yet, by slug, with so many episodes, whose texts have so many words."""
    import django

    django.setup()
    from django.core.management import call_command

    from episodes.models import Show
    from feeds.benchmarks import content
    from siniar.pages.actions import lay_ground

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    call_command("load_domain", verbosity=0)
    lay_ground("Siniar", "")
    for slug, episodes in shows.items():
        if not Show.objects.filter(slug=slug).exists():
            content.build(episodes, slug, words or content.WORDS)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]), *map(int, sys.argv[2:]))
