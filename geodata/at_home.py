"""Names in texts of a source that is at home in one state: the likeliest place each means."""

from __future__ import annotations

from geodata.choice import Reading, away_m, people_of
from geodata.facts import County, Named, Region
from geodata.gazetteer import Gazetteer
from geodata.names import plain

AROUND_M = 100_000
KNOWN = 5_000
"""A town of fewer people is not what a misspelt name means."""

AT_HOME_SHARE = 0.1
"""A town in the source's own state is meant before one with ten times its people in another."""

CITY_STATES = frozenset({"DC", "NY"})
"""Whose name alone is the city too."""


class AtHome:
    """Reads names with a gazetteer, and prefers what is in the state and around it."""

    def __init__(self, gazetteer: Gazetteer, state: str) -> None:
        self._gazetteer, self._state = gazetteer, state
        self._extent = gazetteer.facts.state_extent(state)

    def best(self, line: str) -> Reading | None:
        """The likeliest reading at home; None rather than one that is far, or hardly known."""
        said, own = plain(line), self._gazetteer.facts.states[self._state]
        if said == plain(own.name) and own.code not in CITY_STATES:
            return Reading(own, 0.0, self._extent)
        readings, is_mended = self._gazetteer.read(line, extent=self._extent)
        found = [r for r in readings if not self._is_elsewhere(r, line)]
        if is_mended:
            found = [r for r in found if not isinstance(r.fact, Named) or people_of(r) >= KNOWN]
        at_home = (
            r for r in found[1:] if isinstance(r.fact, Named | County)
            and r.fact.state == self._state
            and people_of(r) >= AT_HOME_SHARE * people_of(found[0])
        )  # fmt: skip
        is_abroad = bool(found) and getattr(found[0].fact, "state", "") != self._state
        if is_abroad and isinstance(found[0].fact, Named) and "," not in line:
            return next(at_home, found[0])
        return found[0] if found else None

    def _is_elsewhere(self, reading: Reading, line: str) -> bool:
        """A bare name far from home is rather a word that we do not understand."""
        fact = reading.fact
        if isinstance(fact, Region):
            counties = (self._gazetteer.facts.counties[fips] for fips in fact.counties)
            return all(away_m(c.point, self._extent) >= AROUND_M for c in counties)
        if not isinstance(fact, Named) or "," in line:
            return False
        return away_m(fact.point, self._extent) >= AROUND_M
