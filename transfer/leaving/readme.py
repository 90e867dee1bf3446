"""README.txt of an export: says in Indonesian, whatever language its maker reads, what is what."""

from __future__ import annotations

from pathlib import Path
from string import Template

from episodes.models import Show
from transfer.leaving.choosing import Wish

WORDS = Path(__file__).parent / "words"

DRAFTS = "draf, catatan, teks kerja, dan nama orang"
RECORDINGS = "rekaman asli"


def text(show: Show, wish: Wish) -> str:
    """The text; only the show's title may make a line longer than 80 signs."""
    secret = [DRAFTS] * wish.everything + [RECORDINGS] * wish.masters
    parts = {
        "isi": True,
        "lebih": wish.everything,
        "rekaman": wish.masters,
        "cara": True,
        "rahasia": bool(secret),
    }
    words = "".join((WORDS / f"{part}.txt").read_text(encoding="utf-8") for part, wanted in parts.items() if wanted)
    return Template(words).substitute(
        title=show.title, underline="=" * len(show.title), slug=show.slug, what=", serta ".join(secret)
    )
