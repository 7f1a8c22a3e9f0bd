"""What geocoders answered, and which locations still want a better point."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from directory.database import Database
from directory.listing import Visibility
from directory.tables import geocode, location
from geodata.geocoding import Agreement, Answer, Candidate
from geodata.shapes import Point, Precision

COARSE = (Precision.ZIP.value, Precision.CITY.value, Precision.NONE.value)


class StoredGeocodes:
    """A `geodata.geocoding.GeocodeCache`; each answer is committed at once, so that a crash asks
    nobody twice. Answers older than `since` are asked for anew."""

    def __init__(self, database: Database, *, now: datetime, since: datetime) -> None:
        self._database, self._now, self._since = database, now, since

    def get(self, key: str, geocoder: str) -> Answer | None:
        query = sa.select(geocode).where(
            geocode.c.address_key == key, geocode.c.geocoder == geocoder,
            geocode.c.asked_at >= self._since,
        )  # fmt: skip
        with self._database.reading() as connection:
            row = connection.execute(query).first()
        if row is None:
            return None
        point = None if row.lat is None else Point(lat=row.lat, lon=row.lon)
        found = Candidate(point, Precision(row.precision), row.label) if point else None
        return Answer(Agreement(row.agreement), found)

    def put(self, key: str, geocoder: str, answer: Answer) -> None:
        found = answer.candidate
        row = {
            "address_key": key, "geocoder": geocoder, "agreement": answer.agreement.value,
            "lat": found.point.lat if found else None, "lon": found.point.lon if found else None,
            "precision": found.precision.value if found else None,
            "label": found.label if found else None, "asked_at": self._now,
        }  # fmt: skip
        with self._database.writing() as connection:
            connection.execute(
                sa.delete(geocode).where(
                    geocode.c.address_key == key, geocode.c.geocoder == geocoder
                )
            )
            connection.execute(sa.insert(geocode), [row])


def coarse_locations(connection: sa.Connection) -> list[str]:
    """Ids of public locations whose point is of a ZIP code or a town, or that have none.

    Never one whose address is confidential or withheld.
    """
    query = (
        sa.select(location.c.location_id)
        .where(
            location.c.visibility == Visibility.PUBLIC.value,
            location.c.precision.in_(COARSE),
        )
        .order_by(location.c.location_id)
    )
    return list(connection.execute(query).scalars())


def postal_codes(connection: sa.Connection) -> dict[str, int]:
    """How many public locations have each postal code; those without one aside."""
    query = (
        sa.select(location.c.postal_code, sa.func.count())
        .where(
            location.c.visibility == Visibility.PUBLIC.value,
            location.c.postal_code.is_not(None),
        )
        .group_by(location.c.postal_code)
    )
    return {code: count for code, count in connection.execute(query)}
