"""Tests of stated coordinates: what a point is worth, and a better one where it is worth little."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from geodata.choice import is_at_home
from geodata.coordinates import (
    REPAIRED,
    Basis,
    JudgedPoint,
    StatedPoint,
    Suspicion,
    fineness,
    from_mercator,
    is_metres,
    numbers_of,
)
from geodata.facts import Facts
from geodata.shapes import Point, Precision
from geodata.sharing import Read, is_coarse, shared
from geodata.surroundings import Surroundings

if TYPE_CHECKING:
    from geodata.areas import AreaSet

NULL_DEGREES = 0.5
"""0,0 and its neighbours: no listing lies in the Gulf of Guinea."""

MISPLACED = frozenset({Suspicion.FAR_FROM_ZIP, Suspicion.FAR_FROM_STATE, Suspicion.FAR_FROM_COUNTY})
"""Of these the point is not used at all."""


class PointJudge:
    """Judges the points of one source together: what is shared shows only then."""

    def __init__(self, facts: Facts, areas: AreaSet | None = None) -> None:
        self._around = Surroundings(facts, areas)

    def judge(self, rows: Sequence[StatedPoint]) -> list[JudgedPoint]:
        """One verdict for each row, in order. Deterministic; nothing is fetched."""
        told = [_with_country(row) for row in rows]
        read = [self._read(row) for row in told]
        self._around.look_up([point for point, _ in read if point])
        of_many = shared(told, read)
        coarse = frozenset({Suspicion.COARSE_SOURCE}) if is_coarse(told, read) else frozenset()
        judged = [
            self._judged(row, point, seen | many | (coarse if point else frozenset()))
            for row, (point, seen), many in zip(told, read, of_many, strict=True)
        ]
        self._around.forget()
        return judged

    def _read(self, row: StatedPoint) -> Read:
        """The stated point in degrees, repaired where it can be."""
        numbers = numbers_of(row)
        if isinstance(numbers, Suspicion):
            return None, frozenset({numbers})
        y, x = numbers
        if is_metres(y, x):
            return self._from_metres(row, y, x)
        if (abs(y) < NULL_DEGREES and abs(x) < NULL_DEGREES) or y == 0 or x == 0:
            return None, frozenset({Suspicion.ZERO})
        is_fine = abs(y) <= 90 and abs(x) <= 180
        if is_fine and self._around.fits(row, Point(lat=y, lon=x)):
            return Point(lat=y, lon=x), frozenset()
        for sign, lat, lon in ((Suspicion.SWAPPED, x, y), (Suspicion.SIGN, y, -x)):
            is_on_earth = abs(lat) <= 90 and abs(lon) <= 180
            if is_on_earth and self._around.is_near(row, Point(lat=lat, lon=lon)):
                return Point(lat=lat, lon=lon), frozenset({sign})
        fine = Point(lat=y, lon=x) if is_fine else None
        return fine, frozenset() if is_fine else frozenset({Suspicion.RANGE})

    def _from_metres(self, row: StatedPoint, y: float, x: float) -> Read:
        """Both orders occur; the one that fits the stated ZIP code is right, else y is latitude."""
        both = [from_mercator(y, x), from_mercator(x, y)]
        fitting = [point for point in both if point and self._around.is_near(row, point)]
        point = (fitting or both)[0]
        if point and abs(point.lat) < NULL_DEGREES and abs(point.lon) < NULL_DEGREES:
            return None, frozenset({Suspicion.RANGE})
        return point, frozenset({Suspicion.MERCATOR if point else Suspicion.RANGE})

    def _judged(
        self, row: StatedPoint, point: Point | None, seen: frozenset[Suspicion]
    ) -> JudgedPoint:
        if point is None:
            return self._instead(row, None, seen)
        found = seen | self._found(row, point)
        if found & MISPLACED:
            return self._instead(row, point, found)
        basis = Basis.CONVERTED if found & REPAIRED else Basis.STATED
        if Suspicion.TOWN_CENTROID in found:
            return JudgedPoint(point, Precision.CITY, basis, point, found)
        if found - REPAIRED:
            is_best = self._around.is_in_zip(row, point) or not self._around.zip_point(row)
            coarse = JudgedPoint(point, Precision.ZIP, basis, point, found)
            return coarse if is_best else self._instead(row, point, found)
        return JudgedPoint(point, fineness(row), basis, point, found)

    def _found(self, row: StatedPoint, point: Point) -> frozenset[Suspicion]:
        around = self._around
        tests: Iterable[tuple[Suspicion, Callable[[StatedPoint, Point], bool]]] = (
            (Suspicion.ZIP_CENTROID, around.is_at_zip_point),
            (Suspicion.TOWN_CENTROID, around.is_at_town_point),
            (Suspicion.FAR_FROM_ZIP, around.is_out_of_zip),
            (Suspicion.FAR_FROM_STATE, around.is_out_of_state),
            (Suspicion.FAR_FROM_COUNTY, around.is_out_of_county),
        )
        return frozenset(suspicion for suspicion, is_so in tests if is_so(row, point))

    def _instead(
        self, row: StatedPoint, stated: Point | None, suspicions: frozenset[Suspicion]
    ) -> JudgedPoint:
        """The ZIP code's or the town's point, else none."""
        near = self._around.zip_point(row)
        if near:
            return JudgedPoint(near, Precision.ZIP, Basis.ZIP_CODE, stated, suspicions)
        town = self._around.town(row)
        if town:
            return JudgedPoint(town.point, Precision.CITY, Basis.PLACE, stated, suspicions)
        return JudgedPoint(None, Precision.NONE, Basis.NONE, stated, suspicions)


def _with_country(row: StatedPoint) -> StatedPoint:
    """A row that names neither country nor state and lies abroad has no ZIP code of ours: Amman's
    11118 is none of Queens."""
    numbers = numbers_of(row)
    if row.country or row.state or isinstance(numbers, Suspicion) or 0 in numbers:
        return row
    y, x = numbers
    if abs(y) > 90 or abs(x) > 180 or is_at_home(Point(lat=y, lon=x)):
        return row
    is_swapped = abs(x) <= 90 and is_at_home(Point(lat=x, lon=y))
    is_unsigned = is_at_home(Point(lat=y, lon=-x))
    return row if is_swapped or is_unsigned else replace(row, country="abroad")
