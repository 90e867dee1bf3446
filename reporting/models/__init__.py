"""Where help is (regions, services, their channels, what of it the public reads); hand-offs on their way; counts."""

from reporting.models.codes import HandOffCode
from reporting.models.counts import DailyCount, Entry, Outcome, QuarterlyCount, UncountedDay
from reporting.models.region import Region
from reporting.models.service import Channel, ChannelQuerySet, Service
from reporting.models.stored import StoredDirectory

__all__ = [
    "Channel",
    "ChannelQuerySet",
    "DailyCount",
    "Entry",
    "HandOffCode",
    "Outcome",
    "QuarterlyCount",
    "Region",
    "Service",
    "StoredDirectory",
    "UncountedDay",
]
