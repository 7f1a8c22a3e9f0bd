"""How true the directory is: which share of it was checked, and when. From the record alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import current_app

from directory.belief import BeliefState
from directory.store import BeliefRow
from indexer.freshness import DAYS_PER_MONTH
from verification.views import WINDOW_DAYS, views_by_listing
from web.parts import now, parts

MONTHS = (3, 12, 24)
LAST_YEAR = 12
"""The share that the first page tells."""

KEPT = timedelta(minutes=10)
"""Shares hardly change, and reckoning them reads every listing."""

EXTENSION = "wellkept_freshness"


@dataclass(frozen=True)
class Share:
    """Of the listings, and of what people looked at, what was checked in these months."""

    months: int
    of_listings: float
    of_views: float | None
    """None: nobody has looked at anything yet."""

    @property
    def told(self) -> float:
        """By views where there are any: a listing that many read counts more."""
        return self.of_listings if self.of_views is None else self.of_views


@dataclass(frozen=True)
class DirectoryFreshness:
    as_of: datetime
    listings: int
    views: int
    """In the last WINDOW_DAYS."""
    never: Share
    """Never checked; its months are 0."""
    shares: tuple[Share, ...]
    ways: tuple[tuple[str, int], ...]
    """How the listings were checked last, and how many so."""

    @property
    def last_year(self) -> Share:
        return next(share for share in self.shares if share.months == LAST_YEAR)

    def as_json(self) -> dict[str, Any]:
        """Shares are between 0 and 1."""
        return {
            "as_of": self.as_of.isoformat(),
            "listings": self.listings,
            "views": self.views,
            "views_window_days": WINDOW_DAYS,
            "checked": [_told(share) | {"months": share.months} for share in self.shares],
            "never_checked": _told(self.never),
            "checked_by": dict(self.ways),
        }


def _told(share: Share) -> dict[str, Any]:
    of_views = None if share.of_views is None else round(share.of_views, 4)
    return {"share_of_listings": round(share.of_listings, 4), "share_of_views": of_views}


def directory_freshness() -> DirectoryFreshness:
    """Of the record now, at most KEPT old."""
    kept: DirectoryFreshness | None = current_app.extensions.get(EXTENSION)
    if kept is None or now() - kept.as_of > KEPT:
        with parts().store.reading() as view:
            kept = freshness_from(view.belief_rows(), views_by_listing(view, now()), now())
        current_app.extensions[EXTENSION] = kept
    return kept


def freshness_from(
    rows: Sequence[BeliefRow], views: Mapping[str, int], at: datetime
) -> DirectoryFreshness:
    """The shares of these listings. Views of listings that are gone count for nothing."""
    seen = {row.listing_id: views.get(row.listing_id, 0) for row in rows}
    total = sum(seen.values())

    def share(months: int, checked: list[str]) -> Share:
        of_views = sum(seen[key] for key in checked) / total if total else None
        return Share(months, len(checked) / len(rows) if rows else 0.0, of_views)

    return DirectoryFreshness(
        as_of=at,
        listings=len(rows),
        views=total,
        never=share(0, [row.listing_id for row in rows if row.belief.checked_at is None]),
        shares=tuple(
            share(months, [row.listing_id for row in rows if _is_since(row.belief, months, at)])
            for months in MONTHS
        ),
        ways=tuple(
            Counter(_way(row.belief) for row in rows if row.belief.checked_at).most_common()
        ),
    )


def _is_since(belief: BeliefState, months: int, at: datetime) -> bool:
    checked = belief.checked_at
    return checked is not None and at - checked <= timedelta(days=months * DAYS_PER_MONTH)


def _way(belief: BeliefState) -> str:
    return belief.checked_by or "other"
