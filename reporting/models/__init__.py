"""What reporting keeps."""

from reporting.models.counts import DailyCount, Entry, Outcome, QuarterlyCount, UncountedDay

__all__ = ["DailyCount", "Entry", "Outcome", "QuarterlyCount", "UncountedDay"]
