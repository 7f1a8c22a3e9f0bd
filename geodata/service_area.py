"""Free text about whom a service is for by place ("Wards 7 & 8", "Montgomery and Prince George's
Counties") becomes sets of area ids; what cannot is kept with its kind and counts as unknown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz
from rapidfuzz.process import extractOne

from geodata import coverage_words as words
from geodata.at_home import AtHome
from geodata.coverage_text import one_region, with_one_spelling, with_parts_of
from geodata.coverage_words import Unresolved
from geodata.facts import County, Named, Region
from geodata.gazetteer import COUNTRY, Gazetteer
from geodata.names import plain
from geodata.places import Area
from geodata.served import EVERYWHERE, ServedAreas, Unread
from geodata.shapes import Box

LONG_NAME = 10
LIKE_PERCENT = 85.0
LETTERS_MORE = 3
"""Whole words are not misspelt: "Metropolitan Area" is not Tulsa's."""

CUT_LENGTHS = range(250, 257)
"""Columns of 255 characters cut texts in mid-word; the last piece is then not to be read."""

OF_WHOLE = (
    (Unresolved.ASK, words.ASK), (Unresolved.STREET_BOUNDARY, words.STREETS),
    (Unresolved.SCHOOL, words.SCHOOL), (Unresolved.PEOPLE, words.PEOPLE),
    (Unresolved.PART, words.QUALIFIED),
)  # fmt: skip
OF_PART = (
    (Unresolved.ABROAD, words.ABROAD), (Unresolved.WARD, words.WARD),
    (Unresolved.NEARBY, words.NEARBY), (Unresolved.PART, words.PART),
    (Unresolved.QUARTER, words.QUARTER), (Unresolved.PART, words.STATE_PART),
)  # fmt: skip
DISTRICT = Area("state", "11", "District of Columbia")
WHOLE_CITY = {"place:4140963": DISTRICT, "county:11001": DISTRICT}
"""GeoNames' Washington, the county and the state are one area."""


@dataclass(frozen=True)
class Home:
    """Where a source is at home: it writes "statewide", "citywide" and "Montgomery County"."""

    state: str
    """Postal code."""
    own: Mapping[str, Area] = field(default_factory=dict)
    """An operator's areas by plain name ("ward 7")."""


class ServiceAreaReader:
    """Reads texts of one source. Pure but for a cache of names looked up before."""

    def __init__(self, gazetteer: Gazetteer, home: Home) -> None:
        self._gazetteer, self._home = gazetteer, home
        self._extent: Box = gazetteer.facts.state_extent(home.state)
        self._at_home = AtHome(gazetteer, home.state)
        self._state = Area(
            "state",
            gazetteer.facts.states[home.state].fips,
            gazetteer.facts.states[home.state].name,
        )

    def read(self, text: str) -> ServedAreas:
        """The areas a text names. Deterministic; any text has an answer."""
        line = " ".join(text.replace("’", "'").split())
        line = with_one_spelling(line, self._gazetteer.facts)
        if len(line) in CUT_LENGTHS and line[-1].isalpha():
            line = line[: max(line.rfind(","), line.rfind(" and "))]
        kept, _, left_out = words.EXCEPT.sub("\0", line, count=1).partition("\0")
        areas, unread = self._read(kept)
        excluded, unclear = self._read(left_out) if left_out else (set(), [])
        if left_out and not areas and not any(u.kind is not Unresolved.PEOPLE for u in unread):
            areas, unread = {COUNTRY}, []
        return ServedAreas(line, frozenset(areas), frozenset(excluded), (*unread, *unclear))

    def _read(self, line: str) -> tuple[set[Area], list[Unread]]:
        areas: set[Area] = set()
        unread: list[Unread] = []
        for segment in words.SEGMENT.split(line):
            found, left = self._segment(segment.strip())
            areas |= found
            unread += left
        if any(u.kind is Unresolved.STREET_BOUNDARY for u in unread):
            unread = [Unread(u.text, Unresolved.STREET_BOUNDARY) for u in unread]
        return areas, unread

    def _segment(self, segment: str) -> tuple[set[Area], list[Unread]]:
        """A sentence or so. Streets make all of it a boundary; asides and clauses are left out."""
        if not plain(segment):
            return set(), []
        whole = self._kind_of_whole(segment)
        if whole:
            return set(), [Unread(segment, whole)]
        focus = [Unread(segment, Unresolved.FOCUS)] if words.FOCUS.search(segment) else []
        core = words.CLAUSE.sub("", words.PARENTHESES.sub(" ", segment))
        core = words.LEAD.sub("", words.ASIDE.sub(" ", core))
        areas, unread = self._list(words.WARD_NUMBERS.sub(" , ", core))
        wards = list(self._wards(core))
        if wards:  # "Wards 6, 7 and 8 of the District of Columbia" is not all of it
            areas.discard(self._state)
        areas |= {found for found in wards if isinstance(found, Area)}
        return areas, [*(w for w in wards if isinstance(w, Unread)), *unread, *focus]

    def _list(self, core: str) -> tuple[set[Area], list[Unread]]:
        """The pieces of a list. One bare county among them ("Fairfax, Loudoun") makes all such."""
        region = one_region(core, self._gazetteer.facts)
        parts = [(region, "")] if region else list(self._parts(core))
        is_county = bool(words.COUNTIES.search(core))
        found = [self._part(part, state, is_county=is_county) for part, state in parts]
        if not is_county and len(parts) > 1 and any(map(self._is_bare_county, parts, found)):
            found = [self._part(part, state, is_county=True) for part, state in parts]
        areas = {area for some, _ in found for area in some}
        return areas, [left for _, some in found for left in some]

    @staticmethod
    def _is_bare_county(part: tuple[str, str], found: tuple[set[Area], list[Unread]]) -> bool:
        return (
            "count" not in plain(part[0])
            and any(a.kind == "county" and " city, " not in a.name for a in found[0])
            and (not any(a.kind == "region" for a in found[0]))
        )

    def _kind_of_whole(self, segment: str) -> Unresolved | None:
        return next((kind for kind, sign in OF_WHOLE if sign.search(segment)), None)

    def _wards(self, core: str) -> Iterator[Area | Unread]:
        """ "Wards 1, 3, 4 and parts of 2 and 5"."""
        for match in words.WARD_NUMBERS.finditer(core):
            is_part = bool(words.PART.search(match.group(0))) or bool(
                words.PART.search(core[: match.start()])
            )
            for number in re.findall(r"\d+", match.group(0)):
                own = self._home.own.get(f"ward {number}")
                if own and not is_part:
                    yield own
                else:
                    yield Unread(f"Ward {number}", Unresolved.WARD)

    def _parts(self, core: str) -> Iterator[tuple[str, str]]:
        """Each piece of a list with the state that stands behind it, or behind a later piece."""
        pieces = with_parts_of([p for p in map(str.strip, words.SEPARATOR.split(core)) if plain(p)])
        state, told = "", []
        for at in range(len(pieces) - 1, -1, -1):
            piece = pieces[at]
            own = self._gazetteer.facts.state_keys.get(plain(piece), "")
            behind = words.IN_STATE.search(piece)
            if behind and plain(behind.group(1)) in self._gazetteer.facts.state_keys:
                state = self._gazetteer.facts.state_keys[plain(behind.group(1))]
                piece = piece[: behind.start()]
            elif own:
                before = pieces[at - 1] if at else ""
                if before and self._is_in(before, own):
                    state = own
                    continue
                state = ""
            told.append((piece, "" if own else state))
        yield from reversed(told)

    def _is_in(self, piece: str, state: str) -> bool:
        """ "Riverdale, Maryland" is one place; "District of Columbia, Maryland" are two."""
        name = words.NOISE.sub(" ", piece).strip()
        if plain(name) in self._gazetteer.facts.state_keys and plain(name) != "washington":
            return False
        found = self._gazetteer.readings(f"{name}, {state}", extent=self._extent)
        return any(isinstance(r.fact, Named | County) for r in found)

    def _part(self, part: str, state: str, *, is_county: bool) -> tuple[set[Area], list[Unread]]:
        """One piece of a list."""
        wide = self._wide(part)
        if wide:
            return {wide}, []
        code = re.fullmatch(r"(?:zip(?: ?codes?)?:?\s*)?(\d{5})", part.strip(), re.IGNORECASE)
        fact = self._gazetteer.facts.zip_code(code.group(1)) if code else None
        if fact:
            return {Area("zip", fact.zip_code, fact.zip_code)}, []
        kind = self._kind_of(part)
        if kind:
            return set(), [Unread(part, kind)]
        return self._named(part, state, is_county=is_county)

    def _wide(self, part: str) -> Area | None:
        said = plain(part)
        if words.WORLD.search(said):
            return EVERYWHERE
        if words.NATIONAL.search(said):
            return COUNTRY
        is_own_city = self._home.state == "DC" and bool(words.CITYWIDE.search(said))
        return self._state if words.STATEWIDE.search(said) or is_own_city else None

    def _kind_of(self, part: str) -> Unresolved | None:
        """Why a piece names no area; None when it may name one."""
        said, facts = plain(part), self._gazetteer.facts
        if words.COUNTYWIDE.search(said):
            return Unresolved.OWN_COUNTY
        if said in facts.countries:
            return Unresolved.ABROAD
        if said in facts.regions or self._is_like_region(said):
            return None
        kind = next((kind for kind, sign in OF_PART if sign.search(said)), None)
        direction, keys = words.DIRECTION.match(said), facts.state_keys
        is_part = direction is not None and said not in keys and said[direction.end() :] in keys
        return Unresolved.PART if kind is None and is_part else kind

    def _is_like_region(self, said: str) -> bool:
        like = self._like(said) if not words.PART.search(said) else None
        return like is not None and like in self._gazetteer.facts.regions

    def _named(self, part: str, state: str, *, is_county: bool) -> tuple[set[Area], list[Unread]]:
        name = words.NOISE.sub(" ", part).strip(" ,.:-")
        own = self._home.own.get(plain(name))
        if own:
            return {own}, []
        if not plain(name):
            return set(), []
        asked = f"{name} county" if is_county and "count" not in plain(name) else name
        lines = [f"{asked}, {state}", f"{name}, {state}"] if state else []
        for line in dict.fromkeys((*lines, asked, name)):
            found = self._resolved(line, part)
            if found:
                return found
        likely = self._like(name)
        found = self._resolved(likely, part) if likely else None
        kind = Unresolved.HOUSING if words.HOUSING.search(part) else Unresolved.UNREAD
        return found or (set(), [Unread(part, kind)])

    def _like(self, name: str) -> str | None:
        """ "Director of Columbia", "Northern Virgina": the state, region or home county meant."""
        if len(name) < LONG_NAME:
            return None
        facts = self._gazetteer.facts
        home = (c.full_name for c in facts.counties.values() if c.state == self._home.state)
        names = [*(s.name for s in facts.states.values()), *facts.regions, *home]
        near = [n for n in names if abs(len(n) - len(name)) <= LETTERS_MORE]
        best = extractOne(plain(name), near, scorer=fuzz.ratio, processor=plain,
                          score_cutoff=LIKE_PERCENT)  # fmt: skip
        return best[0] if best else None

    def _resolved(self, line: str, part: str) -> tuple[set[Area], list[Unread]] | None:
        reading = self._at_home.best(line)
        if reading is None:
            return None
        fact = self._gazetteer.whole_of(reading.fact)
        name = fact.name if not isinstance(reading.fact, Named) else reading.fact.name
        direction = words.DIRECTION.match(plain(part))
        is_own_name = isinstance(fact, Region) and plain(part) in self._gazetteer.facts.regions
        if direction and not is_own_name and not plain(name).startswith(direction[0].strip()):
            return set(), [Unread(part, Unresolved.PART)]
        if isinstance(fact, Region):
            counties = {self._gazetteer.areas_of_county(fips)[0] for fips in fact.counties}
            region = Area("region", fact.region_id, fact.name)
            return counties | {region}, []
        area = self._gazetteer.areas_of(fact)[0]
        return {WHOLE_CITY.get(area.key, area)}, []


def areas_by_name(areas: Sequence[Area]) -> dict[str, Area]:
    """An operator's areas for `Home.own`: under their plain names, and "7" of wards as "ward 7"."""
    named = {plain(area.name): area for area in areas}
    numbered = {f"{area.kind} {plain(area.name)}": area for area in areas}
    return {**numbered, **named}
