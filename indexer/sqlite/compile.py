"""SearchQuery -> Plan: what the file is asked and what the arrays are to keep. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from directory.eligibility import Circumstances
from geodata.places import Area
from geodata.served import EVERYWHERE as SERVED_BY_ALL
from geodata.shapes import Point
from indexer.asked import AREA, Part, Way, marked, parts_of_words
from indexer.query import SearchQuery, Sort
from indexer.sqlite.cells import NO_POINT_CELL, Range, ranges_around, rowids_of_cell
from indexer.text import Word, words_of

EVERYWHERE: Range = (0, (1 << 62) - 1)


@dataclass(frozen=True)
class Statement:
    sql: str
    parameters: tuple[str | int, ...]


@dataclass(frozen=True)
class Plan:
    """Everything that a search needs to know, before it looks at any index."""

    words: tuple[Word, ...]
    """Of the text: what a name is compared with."""
    parts: tuple[Part, ...]
    ranges: tuple[Range, ...]
    """Where in the file to look; the exact distance is tested on what is found."""
    near: Point | None
    near_areas: tuple[Area, ...]
    radius_m: float
    remote: bool
    need: tuple[str, ...]
    language: tuple[str, ...]
    cost: str | None
    verified_within_days: int | None
    open: str | None
    about: Circumstances | None
    strict: bool
    for_others: bool
    sort: Sort
    offset: int
    limit: int

    @cached_property
    def required(self) -> tuple[Part, ...]:
        """The parts that decide which listings are found."""
        return tuple(part for part in self.parts if part.is_required)

    @cached_property
    def in_text(self) -> tuple[Part, ...]:
        """The parts that are looked for in texts too: the required ones, then others."""
        others = (part for part in self.parts if part.is_in_text and not part.is_required)
        return (*self.required, *others)

    @cached_property
    def elsewhere(self) -> Part | None:
        """Listings with this part serve the place, wherever they are; None: none are asked for."""
        if self.near is None or not self.near_areas or not self.remote:
            return None
        # Of places known only about, what serves everywhere is still sure.
        areas = [area for area in self.near_areas if not area.is_approximate]
        keys = (area.key for area in (*areas, SERVED_BY_ALL))
        return Part("", tuple(Way((marked(AREA, key),)) for key in keys))


def plan_of(query: SearchQuery) -> Plan:
    """The plan of a query. Sorting by distance without a place is sorting by what fits best."""
    sort = query.sort
    if sort is Sort.DISTANCE and query.near is None:
        sort = Sort.BEST
    words = words_of(query.text)
    return Plan(
        words=words,
        parts=query.parts or parts_of_words(words),
        ranges=_ranges(query),
        near=query.near,
        near_areas=query.near_areas,
        radius_m=query.radius_m,
        remote=query.remote,
        need=query.need,
        language=query.language,
        cost=query.cost,
        verified_within_days=query.verified_within_days,
        open=query.open,
        about=query.about,
        strict=query.strict,
        for_others=query.for_others,
        sort=sort,
        offset=query.offset,
        limit=query.limit,
    )


def _ranges(query: SearchQuery) -> tuple[Range, ...]:
    without_point = rowids_of_cell(NO_POINT_CELL)
    if query.near is None:
        return (EVERYWHERE,) if query.remote else ((without_point[1] + 1, EVERYWHERE[1]),)
    around = ranges_around(query.near, query.radius_m)
    return (without_point, *around) if query.remote else around


def rowids_of_parts(parts: Sequence[Part], ranges: Sequence[Range]) -> Statement:
    """Rowids, parted by commas in one text, of the listings that have every one of the parts; NULL
    when none has. One row of text comes out of SQLite twice as fast as many rows."""
    match = " AND ".join(map(_in_any_way, parts))
    if tuple(ranges) == (EVERYWHERE,):
        return Statement("SELECT group_concat(rowid) FROM fts WHERE fts MATCH ?", (match,))
    spans = ", ".join(["(?, ?)"] * len(ranges))
    # CROSS JOIN keeps the order of the join: each span is a seek inside the posting lists.
    sql = (
        f"WITH span (low, high) AS (VALUES {spans}) "
        "SELECT group_concat(fts.rowid) FROM span CROSS JOIN fts "
        "WHERE fts MATCH ? AND fts.rowid BETWEEN span.low AND span.high"
    )
    return Statement(sql, (*(bound for span in ranges for bound in span), match))


def any_with(token: str) -> Statement:
    """A row when some listing has the token."""
    return Statement("SELECT 1 FROM fts WHERE fts MATCH ? LIMIT 1", (_quoted(token),))


def rowids_of_names(prefixes: Sequence[str], limit: int) -> Statement:
    """Rowids of listings whose names have words that begin so; all but the last must be whole."""
    match = " AND ".join([*map(_quoted, prefixes[:-1]), f"{_quoted(prefixes[-1])} *"])
    return Statement("SELECT rowid FROM fts_name WHERE fts_name MATCH ? LIMIT ?", (match, limit))


def shown_of_rowids(rowids: Sequence[int]) -> Statement:
    """One text: a JSON array of [rowid, shown] of these listings."""
    marks = ", ".join("?" * len(rowids))
    return Statement(
        "SELECT '[' || group_concat('[' || rowid || ',' || shown || ']') || ']' FROM document "
        f"WHERE rowid IN ({marks})",
        tuple(rowids),
    )


def _in_any_way(part: Part) -> str:
    """A part as FTS5 reads it."""
    ways = dict.fromkeys(" AND ".join(map(_quoted, way.tokens)) for way in part.ways)
    return "(" + " OR ".join(f"({way})" for way in ways) + ")"


def _quoted(token: str) -> str:
    """A token as FTS5 reads it. Tokens hold letters, marks and digits only (`indexer.text`), so
    nothing in them can be syntax; the quotes are there so that AND, OR and NOT are words."""
    return f'"{token}"'
