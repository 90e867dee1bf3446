"""The rows of this app."""

from reporting.models.codes import HandOffCode
from reporting.models.counts import DailyCount, Entry, Outcome, QuarterlyCount, UncountedDay

__all__ = ["DailyCount", "Entry", "HandOffCode", "Outcome", "QuarterlyCount", "UncountedDay"]
