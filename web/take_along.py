"""A listing to take along: a contact card, a calendar, a code on paper; and what machines read."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from werkzeug.exceptions import NotFound

from web.calendar_file import calendar_file
from web.contact_card import contact_card
from web.languages import PARAMETER, asked_language
from web.languages import gettext as _
from web.languages import lazy_gettext as _l
from web.listing import page_of
from web.listing_page import ListingPage
from web.parts import parts
from web.qr_code import qr_code
from web.structured_data import structured_data

blueprint = Blueprint("take_along", __name__, url_prefix="/listing")

CODES_KEPT = 2_000
"""Codes of listings that stay in memory, 2 kB each: one takes some milliseconds to make."""


class NoHoursError(NotFound):
    """No time of the next two weeks is sure."""

    description = _l("We are not sure of the hours of this place. Call before you go.")


@blueprint.get("/<uuid:listing_id>.vcf")
def card(listing_id: UUID) -> ResponseReturnValue:
    """For the contacts of a phone."""
    made = contact_card(page_of(listing_id), address_of(str(listing_id)))
    return file_answer(made.encode(errors="replace"), "text/vcard", f"{listing_id}.vcf")


@blueprint.get("/<uuid:listing_id>.ics")
def calendar(listing_id: UUID) -> ResponseReturnValue:
    """The hours of the next two weeks. Raises NoHoursError when none is sure."""
    made = calendar_file(page_of(listing_id), address_of(str(listing_id)))
    if made is None:
        raise NoHoursError
    return file_answer(made, "text/calendar", f"{listing_id}.ics")


def file_answer(content: bytes, mimetype: str, name: str) -> Response:
    answer = Response(content, content_type=f"{mimetype}; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def address_of(listing_id: str) -> str:
    """The whole address of a listing's page, the same for everybody."""
    return f"{parts().settings.base_url}/listing/{listing_id}"


def data_of(page: ListingPage) -> dict[str, Any] | None:
    """What machines read on the page of a listing."""
    return structured_data(page, address_of(page.listing.listing_id))


def code_of(page: ListingPage) -> Markup:
    """For the printed page."""
    address = address_of(page.listing.listing_id)
    return _code(address, _("Code with the address of this page"))


@lru_cache(CODES_KEPT)
def _code(address: str, label: str) -> Markup:
    return qr_code(address, label)


def canonical_address() -> str:
    """The address of this page without what a reader brought along, but its language."""
    language = asked_language()
    asked = f"?{PARAMETER}={language}" if language else ""
    return f"{parts().settings.base_url}{request.path}{asked}"


blueprint.app_context_processor(
    lambda: {"data_of": data_of, "code_of": code_of, "canonical_address": canonical_address}
)
