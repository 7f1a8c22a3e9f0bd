"""The page of a shortlist: to look at, put in order, print, share and mail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from directory.fields import address_text, phone_text, schedules_of, shown_address, shown_phone
from directory.listing import Listing
from directory.model import Phone
from directory.schedule import open_state_of
from directory.store import StoredListing, View
from geodata.zones import zone_at
from indexer.result import Freshness
from verification.reports import Doubts, doubts_of
from web.languages import gettext as _
from web.listing_page import CLOSED, freshness_beside
from web.open_words import state_words
from web.parts import now, parts
from web.qr_code import qr_code
from web.shortlist import Shortlist, asked_shortlist

blueprint = Blueprint("shortlist", __name__)

MAX_MAIL = 1_500
"""Characters of a letter: mail programs refuse longer addresses than about 2,000. The link to the
whole list always stands in it."""


@dataclass(frozen=True)
class Kept:
    """One listing of the list."""

    listing: Listing
    status: str
    freshness: Freshness
    doubts: Doubts
    now: datetime

    @property
    def listing_id(self) -> str:
        return self.listing.listing_id

    @property
    def is_closed(self) -> bool:
        return self.status in CLOSED

    @property
    def phone(self) -> Phone | None:
        return shown_phone(self.listing)

    @property
    def address(self) -> str:
        return address_text(shown_address(self.listing))

    @property
    def open_words(self) -> str:
        """Whether it is open now; "" when no hours are listed."""
        if not schedules_of(self.listing):
            return ""
        zone = zone_at(self.listing.point) if self.listing.point else None
        return state_words(open_state_of(self.listing, self.now, zone=zone).as_json())


@blueprint.get("/list")
def show() -> ResponseReturnValue:
    """What is kept, in its order; listings that are gone or not public are counted."""
    shortlist = asked_shortlist()
    with parts().store.reading() as view:
        found = kept_of(view, shortlist, now())
    here = Shortlist(tuple(kept.listing_id for kept in found))
    address = address_of(here)
    return render_template(
        "shortlist/shortlist.html",
        found=found,
        here=here,
        missing=len(shortlist.listing_ids) - len(found) + shortlist.unread,
        address=address,
        code=qr_code(address, _("Code with the address of this list")) if found else "",
        mail=mail_of(found, address),
        today=now(),
    )


def kept_of(view: View, shortlist: Shortlist, at: datetime) -> list[Kept]:
    """The public listings among those kept, in the order of the list."""
    stored = view.listings(shortlist.listing_ids)
    wanted = (stored.get(listing_id) for listing_id in shortlist.listing_ids)
    return [_kept(view, row, at) for row in wanted if row and row.is_public and row.listing]


def _kept(view: View, row: StoredListing, at: datetime) -> Kept:
    assert row.listing is not None
    doubts = doubts_of(view, row.listing.listing_id)
    return Kept(row.listing, row.status, freshness_beside(doubts, row.belief, at), doubts, at)


def address_of(shortlist: Shortlist) -> str:
    """The whole address of a list, to be given away. It speaks the language of whoever opens it."""
    path = url_for("shortlist.show", l=shortlist.text or "", lang=None)
    return f"{parts().settings.base_url}{path}"


def mail_of(found: Sequence[Kept], address: str) -> str:
    """A letter in the reader's own mail program, to nobody yet. The link is its last word, so that
    a script can put the notes behind it."""
    told: list[str] = []
    for kept in found:
        lines = (kept.listing.service.name, phone_text(kept.phone), kept.address)
        told.append("\n".join(filter(None, lines)))
        if len(quote("\n\n".join(told))) + len(address) > MAX_MAIL:
            told.pop()
            break
    call_first = _("Call before you go.")
    body = "\n\n".join((*told, call_first, address)).replace("\n", "\r\n")  # RFC 6068, 5
    subject = _("My list from %(site)s", site=parts().settings.site_name)
    return f"mailto:?subject={quote(subject, safe='')}&body={quote(body, safe='')}"
