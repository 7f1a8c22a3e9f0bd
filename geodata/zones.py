"""The time zone of a point, without a look-up anywhere else. Source: tzfpy (boundaries: ODbL)."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from geodata.shapes import Point


def zone_at(point: Point) -> ZoneInfo | None:
    """The IANA zone; None at sea, where there are only nautical ones.

    >>> from geodata.shapes import Point
    >>> zone_at(Point(lat=38.9, lon=-77.0))
    zoneinfo.ZoneInfo(key='America/New_York')
    """
    from tzfpy import get_tz  # 5 MB of boundaries: read when a zone is asked for

    name = get_tz(point.lon, point.lat)
    return ZoneInfo(name) if name and not name.startswith("Etc/") else None
