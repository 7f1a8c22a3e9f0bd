"""A visitor says what is wrong with a listing, or that it is right, and learns what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, make_response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from directory.evidence import Field
from directory.fields import field_values
from directory.listing import Listing
from verification.intake import MAX_SUGGESTED, MAX_WORDS, Assertion, ReceivedReport, receive_report
from verification.reports import report_status
from web.languages import gettext as _
from web.languages import lazy_gettext as _l
from web.listing_page import public_listing
from web.params import clean
from web.parts import now, parts
from web.security import check_form

blueprint = Blueprint("report", __name__)

PURPOSE = "report"
"""Of the form token."""

ASSERTIONS: tuple[Assertion, ...] = ("wrong", "right")

SOURCES = (
    ("called", _l("I called"), "I called."),
    ("visited", _l("I went there"), "I went there."),
    ("works_there", _l("I work there"), "I work there."),
)
"""How a visitor knows: value, label, and the sentence that verifiers read before their words."""


class NoReportError(NotFound):
    description = _l("We have no report at this address. Look at the link again, every letter.")


@dataclass(frozen=True)
class ReportForm:
    """What was filled in, and what is wrong with it."""

    field: Field | None
    assertion: Assertion
    suggested: str = ""
    words: str = ""
    error: str = ""


@blueprint.get("/listing/<uuid:listing_id>/report")
def ask(listing_id: UUID) -> ResponseReturnValue:
    """What is wrong? With a field in the address, one question about that field."""
    listing = listing_of(listing_id)
    form = ReportForm(field_named(request.args.get("field", "")), "wrong")
    return form_page(listing, form)


@blueprint.post("/listing/<uuid:listing_id>/report")
def receive(listing_id: UUID) -> ResponseReturnValue:
    """Takes the report, and answers with thanks and the link to what becomes of it."""
    check_form(PURPOSE)
    listing = listing_of(listing_id)
    form = filled_form()
    if form.error or form.field is None:
        return form_page(listing, form), 400
    received = stored_report(listing, form.field, form)
    return render_template("report/thanks.html", listing=listing, form=form, received=received)


@blueprint.get("/report/<token>")
def status(token: str) -> ResponseReturnValue:
    """What became of a report. Whoever has the link may look; it names nobody."""
    with parts().store.reading() as view:
        report = report_status(view, token, now=now())
        if report is None:
            raise NoReportError
        stored = view.listing(report.listing_id)
    listing = stored.listing if stored and stored.is_public else None
    page = render_template("report/status.html", report=report, listing=listing)
    answer = make_response(page)
    answer.headers["Referrer-Policy"] = "no-referrer"  # the address is the secret
    answer.headers["Cache-Control"] = "no-store"
    return answer


def listing_of(listing_id: UUID) -> Listing:
    """Raises NoListingError."""
    with parts().store.reading() as view:
        listing = public_listing(view, str(listing_id)).listing
    assert listing is not None
    return listing


def form_page(listing: Listing, form: ReportForm) -> str:
    return render_template(
        "report/form.html",
        listing=listing,
        form=form,
        values=field_values(listing),
        fields=[field.value for field in Field],
        sources=SOURCES,
        max_words=MAX_WORDS,
        max_suggested=MAX_SUGGESTED,
    )


def field_named(name: str) -> Field | None:
    try:
        return Field(name)
    except ValueError:
        return None


def filled_form() -> ReportForm:
    """The posted form; `error` says what is missing."""
    given = request.form
    field = field_named(given.get("field", ""))
    assertion = next((a for a in ASSERTIONS if a == given.get("assertion", "wrong")), None)
    suggested = several_lines(given.get("suggested", ""))[:MAX_SUGGESTED]
    how = next((said for name, _label, said in SOURCES if name == given.get("how")), "")
    words = several_lines(given.get("words", ""))[:MAX_WORDS]
    error = ""
    if field is None:
        error = _("Choose what is wrong.")
    elif assertion is None:
        error = _("Say whether it is wrong or right.")
    elif field is Field.OTHER and assertion == "wrong" and not (words or suggested):
        error = _("Say in a few words what is wrong.")
    return ReportForm(field, assertion or "wrong", suggested, f"{how} {words}".strip(), error)


def several_lines(text: str) -> str:
    """The text without control characters, its lines kept."""
    return "\n".join(filter(None, map(clean, text.splitlines())))


def stored_report(listing: Listing, field: Field, form: ReportForm) -> ReceivedReport:
    """The report in the record, with its doubt and task."""
    with parts().store.transaction(actor="report", now=now()) as tx:
        return receive_report(
            tx,
            listing.listing_id,
            field,
            form.assertion,
            suggested=form.suggested,
            words=form.words,
            reporter=reporter(),
            now=now(),
        )


def reporter() -> bytes:
    """What tells this visitor from others within one cycle of a listing. It is hashed with a key
    that is destroyed at the next check, and kept nowhere else."""
    return f"{request.remote_addr}\n{request.user_agent.string}".encode()
