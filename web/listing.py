"""One listing: what it is, where, when, for whom, and how we know."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from indexer.engine import EngineError
from indexer.query import SearchQuery
from indexer.result import Hit
from verification.views import count_view
from web.listing_page import ListingPage, hsds_document, listing_page
from web.parts import now, parts

blueprint = Blueprint("listing", __name__, url_prefix="/listing")

NEARBY = 5
"""Listings that are offered instead of a closed one."""


@blueprint.get("/<uuid:listing_id>")
def show(listing_id: UUID) -> ResponseReturnValue:
    """The page of a listing. A closed one keeps its page, and says what is near instead."""
    page = page_of(listing_id)
    if request.method == "GET" and "Sec-Purpose" not in request.headers:
        count_reader(page)
    instead = nearby(page) if page.is_closed else ()
    return render_template("listing/listing.html", page=page, instead=instead)


@blueprint.get("/<uuid:listing_id>.json")
def document(listing_id: UUID) -> ResponseReturnValue:
    """Its HSDS service, with freshness."""
    return jsonify(hsds_document(page_of(listing_id)))


def page_of(listing_id: UUID) -> ListingPage:
    """Raises NoListingError."""
    with parts().store.reading() as view:
        return listing_page(view, str(listing_id), now=now())


def count_reader(page: ListingPage) -> None:
    """One more view of the listing today; nothing about who looked. A page that a browser fetches
    ahead (Sec-Purpose) is not looked at yet."""
    with parts().store.transaction(actor="web", now=page.now) as tx:
        count_view(tx, page.listing.listing_id, page.now.date())


def nearby(page: ListingPage) -> tuple[Hit, ...]:
    """Listings of the same kind, nearest first; none when the engine is away."""
    kinds = page.categories[:3]
    query = SearchQuery(
        text="" if kinds else page.listing.service.name,
        need=kinds,
        near=page.listing.point,
        limit=NEARBY,
    )
    try:
        return parts().engine.search(query, now=page.now).hits
    except EngineError:
        return ()
