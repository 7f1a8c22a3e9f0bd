"""Signals: dated hints that a listing may not hold, of every source in one shape. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from directory.evidence import Field


class Source(StrEnum):
    """Who hints. Each earns its own precision, over the directory and about each listing."""

    REPORT = "report"
    """A visitor says that something is wrong."""
    CRAWL = "crawl"
    """A page of theirs says something else than the listing."""
    DEAD_LINK = "dead link"
    """Their site is gone, parked or moved."""
    BOUNCE = "bounce"
    """A mail to the address on record came back."""
    NO_ANSWER = "no answer"
    """Several calls in a row that nobody took."""
    NAVIGATOR = "navigator"
    """A navigator's note, or that a referral failed."""
    ORGANIZATION = "organization"
    """They asked for an edit that nobody has accepted yet."""
    IMPORT = "import"
    """A newer statement of a source differs from what was verified."""


PRIOR_PRECISION: Mapping[Source, float] = {
    Source.REPORT: 0.5,
    Source.CRAWL: 0.5,
    Source.DEAD_LINK: 0.6,
    Source.BOUNCE: 0.7,
    Source.NO_ANSWER: 0.3,
    Source.NAVIGATOR: 0.8,
    Source.ORGANIZATION: 0.9,
    Source.IMPORT: 0.5,
}
"""How often each is right, until checks tell: guesses, in the order of how close the source is to
the facts. How far off they are hardly matters (docs/freshness.md, believed precision)."""


BY_MACHINE = frozenset({Source.CRAWL, Source.DEAD_LINK, Source.IMPORT})
"""Sources that may speak of thousands of listings in a night: they open no task by themselves, and
are heard where a task is open, and by the worth of a check when tasks are due."""


@dataclass(frozen=True)
class Signal:
    """One hint about one field of a listing."""

    listing_id: str
    source: Source
    field: Field
    voter: bytes | None = None
    """What tells its raisers apart within a cycle, never stored; None: each one counts."""
    detail: Mapping[str, Any] | None = None
    """Evidence in the source's own shape: snapshot, quote, page; nothing about a person."""
