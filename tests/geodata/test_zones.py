"""Time zones of points."""

import pytest

from geodata.shapes import Point
from geodata.zones import zone_at


@pytest.mark.parametrize(
    ("lat", "lon", "zone"),
    [
        (38.9, -77.03, "America/New_York"),
        (41.88, -87.63, "America/Chicago"),
        (33.45, -112.07, "America/Phoenix"),
        (36.16, -109.58, "America/Denver"),  # Navajo Nation keeps summer time, Arizona does not
        (21.31, -157.86, "Pacific/Honolulu"),
        (18.47, -66.11, "America/Puerto_Rico"),
        (53.48, -2.24, "Europe/London"),
        (31.95, 35.93, "Asia/Amman"),
        (0.0, -30.0, None),
    ],
)
def test_where_clocks_show_what(lat: float, lon: float, zone: str | None) -> None:
    found = zone_at(Point(lat=lat, lon=lon))
    assert (found.key if found else None) == zone
