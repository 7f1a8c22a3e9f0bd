"""The plain way, as a baseline: FTS5 joined with an R*Tree, filters and facets in SQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, radians
from pathlib import Path
from typing import Any

from indexer.document import SearchDocument
from indexer.fields import FEW, FRESHNESS_DAYS, LEAST_WORDS_TO_RELAX, MAX_FACET_VALUES
from indexer.query import SearchQuery

MILES_PER_DEGREE = 69.0932
SCHEMA = """
CREATE TABLE listing (id INTEGER PRIMARY KEY, listing_id TEXT UNIQUE, name TEXT, organization TEXT,
  summary TEXT, description TEXT, categories TEXT, address TEXT, phone TEXT, cost TEXT, lat REAL,
  lon REAL, checked_at REAL);
CREATE TABLE listing_category (listing INTEGER, value TEXT, PRIMARY KEY (listing, value))
  WITHOUT ROWID;
CREATE TABLE listing_language (listing INTEGER, value TEXT, PRIMARY KEY (listing, value))
  WITHOUT ROWID;
CREATE VIRTUAL TABLE fts USING fts5(name, organization, categories, description, content='listing',
  content_rowid='id');
CREATE VIRTUAL TABLE box USING rtree(id, south, north, west, east);
CREATE TEMP TABLE strict (id INTEGER PRIMARY KEY, miles REAL, score REAL);
CREATE TEMP TABLE relaxed (id INTEGER PRIMARY KEY, miles REAL, score REAL);
"""
MILES = """2 * 3958.7613 * asin(sqrt(min(1.0, pow(sin(radians(l.lat - :lat) / 2), 2)
  + cos(radians(:lat)) * cos(radians(l.lat)) * pow(sin(radians(l.lon - :lon) / 2), 2))))"""


@dataclass(frozen=True)
class Answer:
    total: int
    facets: dict[str, dict[str, int]]
    top: list[Any]
    ids: frozenset[str]


class Join:
    """One file, one connection. Each search fills a temporary table with what words and place let
    through; filters, facets and the first page are read from it, as the engine does."""

    def __init__(self, path: Path, documents: Iterable[SearchDocument]) -> None:
        self.connection = sqlite3.connect(path, cached_statements=256)
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.connection.execute("PRAGMA cache_size = -65536")
        self.connection.execute("PRAGMA temp_store = MEMORY")
        self.connection.executescript(SCHEMA)
        self.hit = "strict"
        for number, document in enumerate(documents, start=1):
            self._insert(number, document)
        self.connection.execute("INSERT INTO fts(fts) VALUES ('rebuild')")
        self.connection.execute("INSERT INTO fts(fts) VALUES ('optimize')")
        # No ANALYZE: with its figures SQLite reads all listings into a Bloom filter, 4x slower.
        self.connection.commit()

    def _insert(self, number: int, document: SearchDocument) -> None:
        belief, point = document.belief, document.point
        assert point is not None
        checked_at = belief.checked_at.timestamp() if belief and belief.checked_at else None
        self.connection.execute(
            "INSERT INTO listing VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                number, document.listing_id, document.name, document.organization,
                document.summary, document.description, " ".join(document.categories),
                document.address, document.phone, document.cost, point.lat, point.lon, checked_at,
            ),
        )  # fmt: skip
        self.connection.execute(
            "INSERT INTO box VALUES (?, ?, ?, ?, ?)",
            (number, point.lat, point.lat, point.lon, point.lon),
        )
        for table, values in (("category", document.categories), ("language", document.languages)):
            self.connection.executemany(
                f"INSERT INTO listing_{table} VALUES (?, ?)", [(number, v) for v in values]
            )

    def search(self, query: SearchQuery, now_s: float) -> Answer:
        """Total, facets and the first 20; relaxed to most words by the same rule as the engine."""
        words = query.text.split()
        where, values = _filters(query)
        total = self._fill("strict", query, " AND ".join(words), where, values)
        self.hit = "strict"
        if total < FEW and len(words) >= LEAST_WORDS_TO_RELAX:
            pairs = [f"({a} AND {b})" for n, a in enumerate(words) for b in words[n + 1 :]]
            wider = self._fill("relaxed", query, " OR ".join(pairs), where, values)
            if wider > total:
                total, self.hit = wider, "relaxed"
        top = self.connection.execute(
            "SELECT l.listing_id, name, organization, summary, address, phone, checked_at, miles, "
            f"score FROM {self.hit} h CROSS JOIN listing l ON l.id = h.id WHERE {_all(where)} "
            "ORDER BY score DESC, l.listing_id LIMIT 20",
            values,
        ).fetchall()
        return Answer(total, self._facets(where, values, now_s), top, frozenset())

    def ids(self, query: SearchQuery) -> frozenset[str]:
        """Every listing of the search that was made last; for comparison, not timed."""
        where, values = _filters(query)
        rows = self.connection.execute(
            f"SELECT listing_id FROM {self.hit} h CROSS JOIN listing l ON l.id = h.id "
            f"WHERE {_all(where)}",
            values,
        )
        return frozenset(row[0] for row in rows)

    def _row(self, sql: str, values: dict[str, Any]) -> Any:
        return self.connection.execute(sql, values).fetchone()

    def _fill(
        self,
        hit: str,
        query: SearchQuery,
        match: str,
        where: dict[str, str],
        filters: dict[str, Any],
    ) -> int:
        """Fills a table by words and place; answers how many of them pass the filters."""
        self.connection.execute(f"DELETE FROM {hit}")
        values: dict[str, Any] = {"match": match, "miles": None}
        tables, conditions, miles, text = ["listing l"], [], "NULL", "1.0"
        if query.near is not None:
            values |= _box(query)
            # CROSS JOIN keeps the order: the box first when there are no words, else the words.
            tables.insert(0, "box b")
            conditions.append(
                "l.id = b.id AND south <= :north AND north >= :south AND west <= :east "
                "AND east >= :west"
            )
            miles = MILES
        if match:
            tables.insert(0, "fts")
            conditions.append("l.id = fts.rowid AND fts MATCH :match")
            conditions.extend(["b.id = fts.rowid"] if query.near is not None else [])
            text = "-bm25(fts)"
        # MATERIALIZED: else the distance is worked out for each time that it is named.
        self.connection.execute(
            f"WITH found AS MATERIALIZED (SELECT l.id AS id, {miles} AS miles, {text} AS text "
            f"FROM {' CROSS JOIN '.join(tables)} WHERE {' AND '.join(conditions)}) "
            f"INSERT INTO {hit} SELECT id, miles, text * exp(-coalesce(miles, 0) / 5) FROM found "
            "WHERE miles IS NULL OR miles <= :miles",
            values,
        )
        (total,) = self._row(f"SELECT count(*) FROM {hit} h WHERE {_all(where)}", filters)
        return int(total)

    def _facets(
        self, where: dict[str, str], values: dict[str, Any], now_s: float
    ) -> dict[str, dict[str, int]]:
        facets = {}
        for name, table in (("need", "category"), ("language", "language")):
            facets[name] = self._counts(
                f"SELECT value, count(*) FROM {self.hit} h CROSS JOIN listing_{table} v "
                f"ON v.listing = h.id WHERE {_all(where, name)} GROUP BY value ORDER BY 2 DESC, 1 "
                f"LIMIT {MAX_FACET_VALUES}",
                values,
            )
        facets["cost"] = self._counts(
            f"SELECT cost, count(*) FROM {self.hit} h CROSS JOIN listing l ON l.id = h.id "
            f"WHERE cost IS NOT NULL AND {_all(where)} GROUP BY cost",
            values,
        )
        sums = ", ".join(f"sum(checked_at >= {now_s - days * 86_400})" for days in FRESHNESS_DAYS)
        row = self._row(
            f"SELECT {sums} FROM {self.hit} h CROSS JOIN listing l ON l.id = h.id "
            f"WHERE {_all(where)}",
            values,
        )
        counts = zip(FRESHNESS_DAYS, row, strict=True)
        facets["verified_within_days"] = {str(days): n for days, n in counts if n}
        return facets

    def _counts(self, sql: str, values: dict[str, Any]) -> dict[str, int]:
        return dict(self.connection.execute(sql, values).fetchall())


def _filters(query: SearchQuery) -> tuple[dict[str, str], dict[str, Any]]:
    where, values = {}, {}
    for name, table, asked in (
        ("need", "category", query.need),
        ("language", "language", query.language),
    ):
        if asked:
            where[name] = (
                f"EXISTS (SELECT 1 FROM listing_{table} v WHERE v.listing = h.id "
                f"AND v.value = :{name})"
            )
            values[name] = asked[0]
    return where, values


def _all(where: dict[str, str], but: str = "") -> str:
    return " AND ".join(part for name, part in where.items() if name != but) or "1"


def _box(query: SearchQuery) -> dict[str, float]:
    near = query.near
    assert near is not None
    lat = query.radius_miles / MILES_PER_DEGREE * 1.001
    lon = lat / cos(radians(abs(near.lat) + lat))
    return {
        "lat": near.lat, "lon": near.lon, "miles": query.radius_miles, "south": near.lat - lat,
        "north": near.lat + lat, "west": near.lon - lon, "east": near.lon + lon,
    }  # fmt: skip
