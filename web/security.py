"""What every answer carries and every unsafe request must show.

Public pages set no cookie. Their forms carry a signed token that expires and holds no identity, and
the browser must say that the form stood on our own page.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from itsdangerous import BadData, URLSafeSerializer
from werkzeug.exceptions import BadRequest

from web.languages import lazy_gettext as _l
from web.parts import now, parts

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")

FORM_FIELD = "form_token"
FORM_LIFE = timedelta(hours=12)
"""A page may stay open for a working day before its form is refused."""

REPORTS_ALLOWED = "60 per hour;200 per day"
"""Per address. A library or a shelter is one address for many people."""

MAX_REQUEST_BYTES = 64 * 1024
"""The longest form here is a report of 2,000 characters with a new value."""

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",  # Leaflet and USWDS keep small pictures in their style sheets
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    # Not "no-referrer": with it browsers send "Origin: null" with our own forms.
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=(), payment=()",
}


def secure(app: Flask) -> None:
    """Watches over every request and answer of the application."""
    app.config["MAX_CONTENT_LENGTH"] = MAX_REQUEST_BYTES
    app.config["MAX_FORM_MEMORY_SIZE"] = MAX_REQUEST_BYTES
    app.before_request(refuse_other_sites)
    app.after_request(with_headers)


def refuse_other_sites() -> None:
    """Ends an unsafe request that did not come from a page of ours."""
    if request.method in SAFE_METHODS:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        is_ours = site == "same-origin"
    else:
        origin = request.headers.get("Origin")  # absent: not a browser of the last ten years
        is_ours = origin is None or urlsplit(origin).netloc == request.host
    if not is_ours:
        raise OtherSiteError


def with_headers(response: Response) -> Response:
    """The answer with the headers that keep a reader safe."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if parts().settings.is_https:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.method not in SAFE_METHODS:
        response.headers["Cache-Control"] = "no-store"
    elif request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-cache")
        response.vary.add("Accept-Language")
    return response


class OtherSiteError(BadRequest):
    """A form that stood on a page of somebody else."""

    description = _l("This form was sent from another site. Open the page here, then send it.")


class FormExpiredError(BadRequest):
    """A form without a token of ours, or with one that is too old."""

    description = _l("This page was open for too long. Open it again, then send the form.")


def form_token(purpose: str) -> str:
    """A token for one form, valid for FORM_LIFE. It tells nothing about who asked for it."""
    return _signer().dumps([purpose, int(now().timestamp())])


def check_form(purpose: str) -> None:
    """Raises FormExpiredError unless the posted form carries a token for this purpose."""
    try:
        signed_for, signed_at = _signer().loads(request.form.get(FORM_FIELD, ""))
        age_s = now().timestamp() - float(signed_at)
    except (BadData, TypeError, ValueError) as error:
        raise FormExpiredError from error
    if signed_for != purpose or not 0 <= age_s + 1 <= FORM_LIFE.total_seconds():
        raise FormExpiredError


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(parts().settings.secret_key, salt="form")


def limit_reports(app: Flask, endpoint: str) -> None:
    """Bounds how many reports one address may send. Counted in memory, forgotten within a day."""
    limiter = Limiter(
        get_remote_address, app=app, storage_uri="memory://", strategy="moving-window"
    )
    limited: Any = limiter.limit(REPORTS_ALLOWED, methods=["POST"])(app.view_functions[endpoint])
    app.view_functions[endpoint] = limited
