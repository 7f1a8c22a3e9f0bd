"""Whom a listing is for by place: its service areas as areas with ids. Pure but for a cache."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from directory.listing import Listing
from directory.model import ServiceArea
from geodata.coverage_words import Unresolved
from geodata.gazetteer import Gazetteer
from geodata.names import plain
from geodata.served import ServedAreas, Unread
from geodata.service_area import Home, ServiceAreaReader

HOME_SHARE = 0.2
"""A state with this share of a directory's places is at home there: "Montgomery County" of a
listing in it is its own; of a listing far away it is that of most others."""

TEXTS_CACHED = 4_096
"""Distinct texts; a directory of 1,637 programs has 163."""

SILENT = ServedAreas("")


class ServedReader:
    """Reads the service areas of listings of one directory."""

    def __init__(self, gazetteer: Gazetteer, states: Mapping[str, int]) -> None:
        """states: postal code -> how many of the directory's places are there; may be empty."""
        self._gazetteer = gazetteer
        total = sum(states.values())
        self._at_home = {s for s, n in states.items() if n >= HOME_SHARE * total}
        self._usual = max(states, key=lambda state: states[state], default="")
        self._own = {name: own.area for name, own in gazetteer.own_names.items()}
        self._readers: dict[str, ServiceAreaReader] = {}
        self._read = lru_cache(TEXTS_CACHED)(self._read_anew)

    def served(self, listing: Listing) -> ServedAreas:
        """What the service says here, else what it says of all its places."""
        here = listing.at_location.service_areas if listing.at_location else ()
        areas = here or listing.service.service_areas
        state = self._state_of(listing)
        if not areas or not state:
            return SILENT
        found = [self._one(area, state) for area in areas]
        whole = found[0]
        for more in found[1:]:
            whole = whole | more
        return whole

    def _one(self, area: ServiceArea, state: str) -> ServedAreas:
        shape = area.extent if (area.extent_type or "").casefold() in ("geojson", "") else None
        if shape and shape.lstrip()[:1] == "{":
            return self._within(shape, area.name or "an area of its own")
        named = self._read(area.name, state) if area.name else SILENT
        if named.areas or not area.description:
            return named
        return self._read(area.description, state)

    def _read_anew(self, text: str, state: str) -> ServedAreas:
        if state not in self._readers:
            self._readers[state] = ServiceAreaReader(self._gazetteer, Home(state, self._own))
        return self._readers[state].read(text)

    def _within(self, shape: str, name: str) -> ServedAreas:
        """The counties that a polygon covers; of those that it touches, it is not known."""
        covered, touched = self._gazetteer.areas.counties_in(json_of(shape))
        unread = () if covered and not touched else (Unread(name, Unresolved.PART),)
        return ServedAreas(name, frozenset(covered), unresolved=unread)

    def _state_of(self, listing: Listing) -> str:
        """The listing's own state when that is at home in the directory, else the usual one."""
        state = state_of(listing, self._gazetteer)
        return state if state in self._at_home or not self._usual else self._usual


def state_of(listing: Listing, gazetteer: Gazetteer) -> str:
    """The postal code of the state in which it is; empty when it does not say."""
    addresses = listing.location.addresses if listing.location else ()
    keys = gazetteer.facts.state_keys
    said = (keys.get(plain(address.state_province or ""), "") for address in addresses)
    return next(filter(None, said), "")


def states_of(postal_codes: Mapping[str, int], gazetteer: Gazetteer) -> Counter[str]:
    """How many places are in each state, by how many have each postal code."""
    found: Counter[str] = Counter()
    for code, count in postal_codes.items():
        fact = gazetteer.facts.zip_code(code.strip()[:5])
        if fact:
            found[fact.state] += count
    return found


def json_of(shape: str) -> object:
    """The value of a JSON text; None when it is none."""
    try:
        return json.loads(shape)
    except ValueError:
        return None
