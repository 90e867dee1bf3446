"""Which of our categories comes nearest to those of another feed (Apple's list; a show here has one of a few)."""

from __future__ import annotations

from collections.abc import Sequence

from episodes.models import Show

#: Apple's main categories that are near to one of ours; all others are nearest to none.
NEAR = {
    "Science": Show.Category.SOCIAL_SCIENCES,
    "Society & Culture": Show.Category.SOCIETY,
    "Education": Show.Category.EDUCATION,
    "Kids & Family": Show.Category.PARENTING,
    "Government": Show.Category.GOVERNMENT,
    "Health & Fitness": Show.Category.MENTAL_HEALTH,
}


def nearest(categories: Sequence[str]) -> tuple[Show.Category, bool]:
    """Our category, and whether it is the feed's own: the first that we have, else the first that is near to one."""
    ours = [Show.Category(each) for each in categories if each in Show.Category.values]
    if ours:
        return ours[0], True
    near = [NEAR[main] for each in categories if (main := each.partition(" > ")[0]) in NEAR]
    return (near[0] if near else Show.Category.SOCIETY), False
