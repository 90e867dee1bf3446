"""The seam for counting: tells that somebody was handed off, in words that identify nobody. Counts nothing itself.

`chosen` is sent with `topic` (code or ""), `channel` (fields.Entry or ""), `outcome` (an Outcome) and `region` (id or
""), all as text; empty is what is not known or was not ticked. Receivers run in the request and must be quick; one that
fails takes no help away.
"""

from __future__ import annotations

from enum import StrEnum

from django.dispatch import Signal

chosen = Signal()


class Outcome(StrEnum):
    """How far it came. A tap on the plain link goes straight to the other side, so nobody can count it."""

    OPENED = "opened"  # the help page was shown; its view says so
    LINK = "link"  # the form was sent, but nothing goes along: nothing was ticked, or nothing could be carried
    TOKEN = "token"  # a signed token lies ready in the last form  # noqa: S105 - a word, no secret
    CODE = "code"  # a one-time code does
    ARRIVED = "arrived"  # the other side fetched what a code stands for


def handed_off(topic: str, channel: str, outcome: Outcome, region: str = "") -> None:
    """Sends `chosen`. Never raises."""
    told = {"topic": topic, "channel": channel, "outcome": str(outcome), "region": region}
    chosen.send_robust(sender=Outcome, **told)  # which logs what fails
