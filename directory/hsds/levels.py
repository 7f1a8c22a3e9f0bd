"""A wide table of agencies, sites, programs and programs at sites becomes HSDS.

- An agency is an organization. It is a service too when it has no program, names terms that none of
  its programs has, or says something of its own: people look for it by its name. An agency that
  only repeats its single program is not.
- A program is a service, at the sites that connect to it, else at its own address.
- A site is a location. Sites that no program connects to are places of what the agency offers.
- A program at a site joins the two, with its own hours and phones; without a program in the file it
  is a service itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from directory.hsds.layout import Layout
from directory.hsds.statements import Reading
from directory.hsds.wide import Level, WideRow, words_of

REPEATED_SHARE = 0.6
"""Of the words of an agency: with that many in its program it says nothing more. Of 199 such pairs
of a real directory 130 lie below, 47 above nine tenths, few between."""

UNKNOWN_LEVEL = "the level is none that is known: read as programs"
PUBLIC_STATUS = "the status {status} is one that nobody explains: kept and shown"


@dataclass(frozen=True, eq=False)
class Place:
    """Where something is offered."""

    row: WideRow
    """Whose address it is: a site, else the row of what is offered."""
    at: WideRow | None = None
    """The row that says what holds there only."""


@dataclass(frozen=True, eq=False)
class Offer:
    """A row that describes what is offered, and where."""

    row: WideRow
    agency: WideRow | None
    places: tuple[Place, ...]


class Nesting:
    """The rows of a file by what they are to each other."""

    def __init__(
        self, rows: dict[str, WideRow], layout: Layout, reading: Reading, file: str
    ) -> None:
        self.rows = rows
        self.layout = layout
        self.reading = reading
        self.file = file

    def level(self, row: WideRow) -> Level:
        return row.level or Level.PROGRAM

    def _of(self, level: Level) -> list[WideRow]:
        return [row for row in self.rows.values() if self.level(row) is level]

    @cached_property
    def agencies(self) -> list[WideRow]:
        return self._of(Level.AGENCY)

    @cached_property
    def sites(self) -> list[WideRow]:
        return self._of(Level.SITE)

    def agency_of(self, row: WideRow) -> WideRow | None:
        """The agency above a row, however many rows are between; None when it is not there."""
        seen = {row.row_id}
        above = self.rows.get(row.parent_id or "")
        while above is not None and above.row_id not in seen:
            if self.level(above) is Level.AGENCY:
                return above
            seen.add(above.row_id)
            above = self.rows.get(above.parent_id or "")
        return None

    @cached_property
    def _at_sites(self) -> list[WideRow]:
        return self._of(Level.PROGRAM_AT_SITE)

    @cached_property
    def programs(self) -> list[WideRow]:
        """Rows that are offers of their own: programs, also those at sites that lack theirs."""
        return [*self._of(Level.PROGRAM), *(row for row in self._at_sites if not self._joined(row))]

    def _joined(self, row: WideRow) -> list[WideRow]:
        """The programs that a program at a site belongs to: by pointer, else by parent."""
        found = [self.rows[key] for key in row.pointers("program") if key in self.rows]
        above = self.rows.get(row.parent_id or "")
        if not found and above is not None and self.level(above) is Level.PROGRAM:
            found = [above]
        return [one for one in found if self.level(one) is Level.PROGRAM]

    @cached_property
    def _places(self) -> dict[str, list[Place]]:
        """By id of the program: where it is given, as pointers say."""
        found: dict[str, list[Place]] = {}
        for row in self._at_sites:
            places = list(self._places_of_joint(row))
            for program in self._joined(row) or [row]:
                found.setdefault(program.row_id, []).extend(places)
        for program in self._of(Level.PROGRAM):
            found.setdefault(program.row_id, []).extend(map(Place, self._sites_of(program)))
        for site in self.sites:
            for key in site.pointers("program") or self._program_above(site):
                found.setdefault(key, []).append(Place(site, site))
        return found

    def _sites_of(self, row: WideRow) -> list[WideRow]:
        found = [self.rows[key] for key in row.pointers("site") if key in self.rows]
        above = self.rows.get(row.parent_id or "")
        if not found and above is not None and self.level(above) is Level.SITE:
            found = [above]
        return [one for one in found if self.level(one) is Level.SITE]

    def _program_above(self, site: WideRow) -> list[str]:
        above = self.rows.get(site.parent_id or "")
        is_program = above is not None and self.level(above) is Level.PROGRAM
        return [above.row_id] if above is not None and is_program else []

    def _places_of_joint(self, row: WideRow) -> Iterator[Place]:
        if row.is_withheld:
            return
        sites = self._sites_of(row)
        if not sites and row.has_place:
            yield Place(row, row)
        for site in sites:
            yield Place(site, row)

    @cached_property
    def _programs_by_agency(self) -> dict[str, list[WideRow]]:
        found: dict[str, list[WideRow]] = {}
        for program in self.programs:
            if (agency := self.agency_of(program)) is not None:
                found.setdefault(agency.row_id, []).append(program)
        return found

    @cached_property
    def _free_sites(self) -> dict[str, list[WideRow]]:
        """By id of the agency: its sites that no program connects to."""
        taken = {place.row.row_id for places in self._places.values() for place in places}
        found: dict[str, list[WideRow]] = {}
        for site in self.sites:
            agency = self.agency_of(site)
            if agency is not None and site.row_id not in taken:
                found.setdefault(agency.row_id, []).append(site)
        return found

    def offers(self) -> Iterator[Offer]:
        """Everything that is offered, agencies first."""
        extra: dict[str, list[Place]] = {}
        for agency in self.agencies:
            free = [Place(site, site) for site in self._free_sites.get(agency.row_id, ())]
            program = self._program_repeated_by(agency)
            if program is not None:
                extra[program.row_id] = free
            elif free or self._is_offer(agency):
                yield Offer(agency, agency, _distinct([*free, *self._own(agency, free)]))
        for program in self.programs:
            places = [*self._places.get(program.row_id, ()), *extra.get(program.row_id, ())]
            places += self._own(program, places)
            yield Offer(program, self.agency_of(program), _distinct(places))

    def _own(self, row: WideRow, others: list[Place]) -> list[Place]:
        """The row's own address, which is the office when there are sites."""
        return [] if others or not row.has_place else [Place(row)]

    def _shown_programs(self, agency: WideRow) -> list[WideRow]:
        """An agency whose programs are all withheld has nothing to stand for it but itself."""
        programs = self._programs_by_agency.get(agency.row_id, [])
        return [one for one in programs if one.is_withheld <= agency.is_withheld]

    def _program_repeated_by(self, agency: WideRow) -> WideRow | None:
        programs = self._shown_programs(agency)
        if len(programs) == 1 and agency.offers <= programs[0].offers:
            return programs[0] if repeats(agency, programs[0]) else None
        return None

    def _is_offer(self, agency: WideRow) -> bool:
        programs = self._shown_programs(agency)
        offered = frozenset(part for program in programs for part in program.offers)
        return not programs or not agency.offers <= offered or bool(agency.words)

    def report(self) -> None:
        """Tells what points to rows that are not there, and what nobody explains."""
        levels = self.layout.levels
        for row in self.rows.values():
            if row.level is None:
                self.reading.remark(UNKNOWN_LEVEL)
            if row.parent_id and row.parent_id not in self.rows:
                self._dangling(row, levels["parent"], row.parent_id)
            for name in ("site", "program"):
                for key in row.pointers(name):
                    if key not in self.rows:
                        self._dangling(row, levels[name], key)
            if not row.is_status_known:
                self.reading.remark(PUBLIC_STATUS.replace("{status}", repr(row.status[:40])))

    def _dangling(self, row: WideRow, column: str, value: str) -> None:
        self.reading.point_to_nothing(self.file, row.row.number, column, value)


def repeats(agency: WideRow, program: WideRow) -> bool:
    """Whether an agency says nothing beside its program: by its name, or mostly the same words."""
    if words_of(agency.name) == words_of(program.name):
        return True
    words = agency.words
    return not words or len(words & program.words) >= REPEATED_SHARE * len(words)


def _distinct(places: list[Place]) -> tuple[Place, ...]:
    """Each place once; the one that says more about what is given there counts."""
    found: dict[str, Place] = {}
    for place in places:
        known = found.get(place.row.row_id)
        if known is None or (known.at is None and place.at is not None):
            found[place.row.row_id] = place
    return tuple(found.values())
