"""What stands around the hits: what was understood, each with a way to drop it, and the ways on
when nothing was found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flask import url_for

from indexer.query import SearchQuery
from indexer.reasons import applied_of
from indexer.result import SearchPage
from web import places
from web.code_words import need_words
from web.languages import gettext as _
from web.languages import lazy_gettext as _l
from web.languages import ngettext
from web.params import Asked
from web.parts import now, parts
from web.understood import Link, fact_chips

WITHIN = "within "
"""How the engine says where it looked; a place in the line has a chip."""

CLEARED = ("need", "language", "cost", "open", "verified_within_days", "remote")
"""Filters that "Clear all" takes off."""

OPEN_LABELS = {
    "now": _l("Open now"),
    "evening": _l("Open in the evening"),
    "weekend": _l("Open on the weekend"),
}

RADII_MILES = (1, 2, 5, 10, 25, 50)


def title_of(asked: Asked) -> str:
    """ "food pantry · near 20009"."""
    near = asked.query.near_label
    said = [asked.text or ("" if asked.query.need else _("All kinds of help"))]
    if asked.query.need and not asked.text:
        said += [" · ".join(need_words(need) or need for need in asked.query.need)]
    said += [_("near %(place)s", place=near)] if near else []
    return " · ".join(filter(None, said))


def chips_of(asked: Asked, found: SearchPage) -> list[Link]:
    """What was understood or chosen; each link leads to the same search without it."""
    return [*fact_chips(asked, found), *_chips(asked)]


def _chips(asked: Asked) -> Iterator[Link]:
    query = asked.query
    if query.near is not None:
        within = ngettext(
            "within %(miles)s mile", "within %(miles)s miles", round(query.radius_miles),
            miles=f"{query.radius_miles:g}",
        )  # fmt: skip
        label = f"{query.near_label} ({within})"
        yield _without(asked, label, near=None, radius_miles=None, sort=None)
    for value in query.need:
        rest = [v for v in query.need if v != value]
        yield _without(asked, need_words(value) or value, need=rest)
    for value in query.language:
        rest = [v for v in query.language if v != value]
        yield _without(asked, _("%(language)s spoken", language=value), language=rest)
    if query.cost:
        yield _without(asked, _("Free") if query.cost == "free" else query.cost, cost=None)
    if query.open:
        yield _without(asked, open_label(query.open), open=None)
    if query.verified_within_days:
        label = _("Checked in the last %(days)s days", days=query.verified_within_days)
        yield _without(asked, label, verified_within_days=None)
    if not query.remote:
        yield _without(asked, _("Only places to go to"), remote=None)


def _without(asked: Asked, label: str, **changes: object) -> Link:
    return Link(label, url_for("search.results", **asked.address(**changes)))


def notes_of(asked: Asked, found: SearchPage) -> list[str]:
    """What the engine says about how it searched, beside the filters (these are chips)."""
    filters = applied_of(asked.query, 0)
    if found.understood.place is not None:
        filters = (*filters, *(words for words in found.applied if words.startswith(WITHIN)))
    return [words for words in found.applied if words not in filters]


def open_label(value: str) -> str:
    """The filter "open" in words; a time as it was written."""
    known = OPEN_LABELS.get(value)
    return str(known) if known is not None else _("Open at %(time)s", time=value.replace("T", " "))


def open_count(found: SearchPage) -> int:
    """How many are surely open at the time asked for."""
    return next((count.count for count in found.facets.get("open", ()) if count.value == "open"), 0)


def others_count(asked: Asked, found: SearchPage) -> int:
    """How many are left out because they surely are for other people."""
    counts = found.facets.get("eligibility", ())
    if asked.query.for_others or asked.query.strict:
        return 0
    return next((count.count for count in counts if count.value == "no"), 0)


def filter_count(asked: Asked) -> int:
    """How many filters are in force; the place is not one of them."""
    query = asked.query
    others = (query.cost, query.open, query.verified_within_days, not query.remote)
    return len(query.need) + len(query.language) + sum(map(bool, others))


def ways_on(asked: Asked) -> list[Link]:
    """Where something would be found when this search finds nothing, with how much."""
    return [link for link in _ways(asked) if link is not None]


def _ways(asked: Asked) -> Iterator[Link | None]:
    query = replace(asked.query, page=1, limit=1)
    if filter_count(asked):
        open_query = replace(
            query,
            need=(),
            language=(),
            cost=None,
            open=None,
            verified_within_days=None,
            remote=True,
        )
        nothing = dict.fromkeys(CLEARED)
        yield _way(asked, _("Without filters"), open_query, nothing)
    if query.near is not None:
        anywhere = replace(query, near=None, near_label=None)
        yield _way(asked, _("In the whole directory"), anywhere, {"near": None})
        here = replace(query, text="")
        where = _("Everything near %(place)s", place=query.near_label)
        yield _way(asked, where, here, {"q": None})


def _way(asked: Asked, label: str, query: SearchQuery, changes: dict[str, None]) -> Link | None:
    total = parts().engine.search(query, now=now()).total
    if not total:
        return None
    return Link(f"{label} ({total:,})", url_for("search.results", **asked.address(**changes)))


def other_places(asked: Asked, limit: int = 3) -> list[Link]:
    """Places of the same name, or those that an unknown name may mean. Where the one that was taken
    lies in this directory, only others that do so too are worth a line."""
    if asked.place is None:
        return []
    others = asked.place.alternatives
    extent = places.extent()
    if extent and asked.place.point and extent.contains(asked.place.point):
        others = tuple(other for other in others if extent.contains(other.point))
    return [
        Link(other.name, url_for("search.results", **asked.address(near=other.name)))
        for other in others[:limit]
    ]
