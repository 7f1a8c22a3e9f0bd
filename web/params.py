"""What a request asks: the only reader of `request.args` and `request.form` for searches."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from werkzeug.datastructures import MultiDict

from directory.eligibility import Circumstances
from directory.eligibility.circumstances import CircumstancesError, circumstances_of
from geodata.places import Place
from indexer.query import DEFAULT_LIMIT, SearchQuery, Sort, UsageError
from web import places

MAX_TEXT = 200
"""Characters of a search that count; the engine reads fewer words still."""

MAX_VALUES = 20
"""Values of one filter."""

MAX_TOLD = 40
"""Characters of one circumstance."""

NO = ("0", "no", "false", "off")

CIRCUMSTANCES = re.compile(r"age|household_size|income_usd_month|gender|(is|has)_\w+")
"""Facts about a person: they travel in a form and are never put into an address."""

CONTROLS = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]+")


@dataclass(frozen=True)
class Asked:
    """A search as a person asked for it."""

    text: str = ""
    near: str = ""
    """As typed: may be an address, so it is shown in the form and put nowhere else."""
    place: Place | None = None
    """What `near` was taken for; None when nothing was said."""
    query: SearchQuery = field(default_factory=SearchQuery)
    is_private: bool = False
    """Something in it must not stand in an address: it is answered at once."""

    told: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Circumstances as they stand in the form; put nowhere else."""

    @property
    def is_blank(self) -> bool:
        query = self.query
        asked = (self.text, query.near, query.need, query.language, query.cost, query.open)
        return not any(asked) and query.verified_within_days is None

    @property
    def is_place_unknown(self) -> bool:
        return self.place is not None and self.place.point is None

    @property
    def has_address_in_text(self) -> bool:
        return bool(self.text) and places.holds_address(self.text)

    def address(self, **changes: Any) -> dict[str, Any]:
        """The query parameters of this search, with changes; None leaves one out. The page is
        left out unless it is given."""
        query = self.query
        values: dict[str, Any] = {
            "q": "" if self.has_address_in_text else self.text,
            "near": places.coarse(self.place) if self.place else "",
            "radius_miles": _unless(query.radius_miles, places.usual_radius_miles(self.place)),
            "ignoring": list(query.ignoring),
            "need": list(query.need),
            "language": list(query.language),
            "cost": query.cost,
            "open": query.open,
            "verified_within_days": query.verified_within_days,
            "remote": None if query.remote else "no",
            "sort": _unless(query.sort.value, Sort.BEST.value),
            "limit": _unless(query.limit, DEFAULT_LIMIT),
        }
        kept = (values | changes).items()
        return {key: _plain(value) for key, value in kept if value not in (None, "")}


def _plain(value: Any) -> Any:
    """Whole numbers without a point."""
    return f"{value:g}" if isinstance(value, float) else value


def _unless(value: Any, usual: Any) -> Any:
    return None if value == usual else value


def asked_of(values: MultiDict[str, str], *, is_form: bool = False) -> Asked:
    """Reads a search. Circumstances count only in a form: those in an address are not read. Raises
    UsageError for a value that cannot be meant."""
    told = told_of(values) if is_form else {}
    text = clean(values.get("q", ""))[:MAX_TEXT]
    near = clean(values.get("near", ""))[:MAX_TEXT]
    place = places.understand(near) if near else None
    query = SearchQuery(
        text=text,
        ignoring=_several(values, "ignoring"),
        radius_miles=_number(values, "radius_miles", places.usual_radius_miles(place)),
        need=_several(values, "need"),
        language=_several(values, "language"),
        cost=clean(values.get("cost", "")) or None,
        remote=clean(values.get("remote", "")).casefold() not in NO,
        verified_within_days=_days(values),
        open=clean(values.get("open", "")) or None,
        about=_about(told),
        strict=bool(told) and values.get("strict", "") not in ("", *NO),
        for_others=values.get("others", "") == "show",
        sort=_sort(values),
        page=int(_number(values, "page", 1)),
        limit=int(_number(values, "limit", DEFAULT_LIMIT)),
    )
    if place is not None and place.point is not None:
        query = replace(
            query, near=place.point, near_label=places.label(place), near_areas=place.areas
        )
    is_private = (
        bool(told) or places.holds_address(text) or (place is not None and place.point is None)
    )
    return Asked(text, near, place, query, is_private, told)


def told_of(values: MultiDict[str, str]) -> dict[str, str]:
    """The circumstances that a form tells."""
    names = (name for name in values if CIRCUMSTANCES.fullmatch(name))
    told = ((name, clean(values[name])[:MAX_TOLD]) for name in names)
    return {name: text for name, text in list(told)[:MAX_VALUES] if text}


def _about(told: Mapping[str, str]) -> Circumstances | None:
    if not told:
        return None
    try:
        return circumstances_of(told)
    except CircumstancesError as error:
        raise UsageError(str(error)) from error


def is_too_fine(asked: Asked) -> bool:
    """Whether the place was said more exactly than an address may say it."""
    return (
        asked.place is not None
        and not asked.is_place_unknown
        and asked.near != (places.coarse(asked.place))
    )


def clean(text: str) -> str:
    """One line, without control characters (PostgreSQL takes no NUL, nobody types them)."""
    return " ".join(CONTROLS.sub(" ", text).split())


def _several(values: MultiDict[str, str], name: str) -> tuple[str, ...]:
    given = (clean(value) for value in values.getlist(name)[:MAX_VALUES])
    return tuple(dict.fromkeys(filter(None, given)))


def _number(values: MultiDict[str, str], name: str, usual: float) -> float:
    text = values.get(name, "").strip()
    if not text:
        return usual
    if not re.fullmatch(r"\d{1,6}(\.\d{1,4})?", text):
        raise UsageError(f"{name} must be a number, as in {name}={usual:g}")
    return float(text)


def _days(values: MultiDict[str, str]) -> int | None:
    days = int(_number(values, "verified_within_days", 0))
    return days or None


def _sort(values: MultiDict[str, str]) -> Sort:
    text = values.get("sort", "").strip() or Sort.BEST.value
    try:
        return Sort(text)
    except ValueError as error:
        known = ", ".join(sort.value for sort in Sort)
        raise UsageError(f"sort must be one of {known}") from error
