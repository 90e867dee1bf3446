"""The picture of an episode in lists: its sound as light on the river. It tells no topic and needs no file."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

SIDE = 64  # of the square, in its own units
BARS = 9
STEP = 5.0  # from one bar to the next
WIDEST = 21.0  # half of the longest bar
TONES = 4  # grounds that site.css has


@register.simple_tag
def ripple(peaks: Sequence[int]) -> SafeString:
    """Nine bars in the shape of a lozenge, their lengths taken from the bars of the recording (0 to 255).

    Without a recording it is the plain lozenge. The same sound always looks the same. Says nothing to screen readers.
    """
    middle = BARS // 2
    top = SIDE / 2 - middle * STEP
    bars = []
    for place, loudness in enumerate(_loudness(peaks)):
        half = max(0.0, WIDEST * (1 - abs(place - middle) / (middle + 0.5)) * loudness)
        bars.append(f"M{SIDE / 2 - half:.1f} {top + place * STEP:.0f}h{2 * half:.1f}")
    return format_html(
        '<svg class="ripple ripple-{}" viewBox="0 0 {} {}" aria-hidden="true" focusable="false"><path d="{}"/></svg>',
        sum(peaks) % TONES,
        SIDE,
        SIDE,
        "".join(bars),
    )


def _loudness(peaks: Sequence[int]) -> list[float]:
    """How loud each ninth of the recording is beside the loudest one: 0.35 to 1, so that every bar is seen."""
    length = len(peaks) / BARS
    if length < 1:
        return [1.0] * BARS
    parts = [peaks[round(place * length) : round((place + 1) * length)] for place in range(BARS)]
    means = [sum(part) / len(part) for part in parts]
    quietest, loudest = min(means), max(means)
    if loudest == quietest:
        return [1.0] * BARS
    return [0.35 + 0.65 * (mean - quietest) / (loudest - quietest) for mean in means]
