"""Where help is: regions, services, the channels of these, and what of it the public reads."""

from reporting.models.region import Region
from reporting.models.service import Channel, ChannelQuerySet, Service
from reporting.models.stored import StoredDirectory

__all__ = ["Channel", "ChannelQuerySet", "Region", "Service", "StoredDirectory"]
