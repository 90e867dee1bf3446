"""From the tables to what may be public: verified channels alone. Three queries."""

from __future__ import annotations

from django.db.models import Prefetch

from reporting import directory, evidence
from reporting.models import Channel, Region, Service


def gather() -> directory.Directory:
    """The directory as the tables have it."""
    verified = Prefetch("channels", Channel.objects.verified().order_by("pk"), to_attr="public_channels")
    rows = Service.objects.filter(channels__in=Channel.objects.verified()).distinct().order_by("code")
    services = (_service(row) for row in rows.prefetch_related(verified, "regions"))
    places = Region.objects.exclude(kind=Region.Kind.PROVINCE).order_by("order", "code")
    regions = tuple(directory.Region(row.code, row.name_id, row.name_en) for row in places)
    return directory.Directory(tuple(services), regions)


def _service(row: Service) -> directory.Service:
    channels: list[Channel] = row.public_channels  # type: ignore[attr-defined]
    return directory.Service(
        row.code,
        row.name_id,
        row.name_en,
        row.owner,
        row.scope,
        row.kind,
        row.priority,
        row.use_id,
        row.use_en,
        tuple(sorted(region.code for region in row.regions.all())),
        tuple(map(_channel, channels)),
    )


def _channel(row: Channel) -> directory.Channel:
    return directory.Channel(
        row.type,
        row.value,
        row.dial,
        hours=evidence.said_hours(row.hours),
        languages=row.languages,
        free=row.cost == Channel.Cost.FREE,
        source=evidence.newest(row.sources.splitlines(), row.seen),
        seen=row.seen,
        tested_on=row.tested_on,
        answered=None if row.tested_on is None else row.outcome == Channel.Outcome.ANSWERED,
        limit_id=row.limit_id,
        limit_en=row.limit_en,
    )
