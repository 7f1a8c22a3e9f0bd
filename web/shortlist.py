"""The listings that a person keeps, in the address and nowhere else: `/list?l=<id>,<id>`.

No account and no cookie holds them. Pages carry the parameter along, so that keeping one more is a
plain link. Notes are written into the fragment of the list's address, which browsers never send: no
log of ours or of a network can hold them. Only a script can read a fragment, so without JavaScript
there are no notes, and the printed sheet has a line to write on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode
from uuid import UUID

from flask import Flask, g, request, url_for

PARAMETER = "l"

MAX_KEPT = 30
"""Listings on one list: the address stays under 1,300 characters, and its code can be scanned."""

CARRIED = frozenset(
    (
        "search.home", "search.browse", "search.results", "search.filters",
        "search.search_by_form", "listing.show", "shortlist.show", "report.ask", "report.receive",
        "about.freshness", "about.privacy",
    )
)  # fmt: skip
"""Pages whose address takes the list along. The status page of a report is none of them: its
address is given away to be kept, and says nothing of other listings."""


@dataclass(frozen=True)
class Shortlist:
    """The ids that were kept, in their order."""

    listing_ids: tuple[str, ...] = ()
    """Each once, at most MAX_KEPT."""
    unread: int = 0
    """Parts of the address that are no ids, or are too many."""

    @property
    def text(self) -> str | None:
        """As it stands in an address; None when nothing is kept."""
        return ",".join(self.listing_ids) or None

    @property
    def is_full(self) -> bool:
        return len(self.listing_ids) >= MAX_KEPT

    def having(self, listing_id: str) -> Shortlist:
        """With this listing at its end; the same when it is there or the list is full."""
        if listing_id in self.listing_ids or self.is_full:
            return self
        return Shortlist((*self.listing_ids, listing_id))

    def lacking(self, listing_ids: Iterable[str]) -> Shortlist:
        dropped = set(listing_ids)
        return Shortlist(tuple(kept for kept in self.listing_ids if kept not in dropped))

    def moved(self, listing_id: str, *, by: int) -> Shortlist:
        """With a listing so many places further down (negative: up), as far as there are places."""
        others = list(self.lacking([listing_id]).listing_ids)
        place = self.listing_ids.index(listing_id) + by
        others.insert(max(0, place), listing_id)
        return Shortlist(tuple(others))


def shortlist_of(text: str) -> Shortlist:
    """Reads what stands in an address. What is no id is counted, never shown."""
    parts = [part for part in text.split(",") if part.strip()]
    ids = list(dict.fromkeys(filter(None, map(_listing_id, parts))))
    broken = sum(_listing_id(part) is None for part in parts)
    return Shortlist(tuple(ids[:MAX_KEPT]), broken + len(ids[MAX_KEPT:]))


def _listing_id(text: str) -> str | None:
    try:
        return str(UUID(text.strip()))
    except ValueError:
        return None


def asked_shortlist() -> Shortlist:
    """The list in the address of this request."""
    if "shortlist" not in g:
        g.shortlist = shortlist_of(request.args.get(PARAMETER, ""))
    found: Shortlist = g.shortlist
    return found


def keep_lists(app: Flask) -> None:
    """Lets every page carry the list along, and offer to keep a listing."""
    app.url_defaults(carry_shortlist)
    app.context_processor(lambda: {"kept": asked_shortlist()})
    app.jinja_env.globals.update(keep_address=keep_address, keep_form_address=keep_form_address)


def carry_shortlist(endpoint: str, values: dict[str, Any]) -> None:
    """Puts the list of this request into an address that is being made."""
    if endpoint in CARRIED and PARAMETER not in values and request:
        text = asked_shortlist().text
        if text:
            values[PARAMETER] = text


def keep_address(listing_id: str) -> str:
    """This very page with the listing kept; with it dropped when it is kept already. It opens where
    the reader was."""
    return f"{_here_with(_toggled(listing_id))}#keep-{listing_id}"


def keep_form_address(listing_id: str) -> str:
    """Where a search that must not stand in an address is asked again, with the listing kept or
    dropped."""
    # "" is a list that is empty; without it the list of this request would be carried.
    changed: dict[str, Any] = {PARAMETER: _toggled(listing_id).text or ""}
    return url_for("search.search_by_form", _anchor=f"keep-{listing_id}", **changed)


def _toggled(listing_id: str) -> Shortlist:
    kept = asked_shortlist()
    is_kept = listing_id in kept.listing_ids
    return kept.lacking([listing_id]) if is_kept else kept.having(listing_id)


def _here_with(shortlist: Shortlist) -> str:
    """The address of this page with another list. What else is asked is written once a request: a
    page of results needs it for every hit."""
    if "address_without_list" not in g:
        asked = [pair for pair in request.args.items(multi=True) if pair[0] != PARAMETER]
        g.address_without_list = f"{request.script_root}{quote(request.path)}?{urlencode(asked)}"
    start = str(g.address_without_list)
    if not shortlist.text:
        return start.removesuffix("?")
    return f"{start}{'' if start.endswith('?') else '&'}{PARAMETER}={shortlist.text}"
