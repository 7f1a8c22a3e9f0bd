"""Every failure is a page (or, for programs, a JSON document) that says what to do next.

What failed is logged with its place in the code and without the message, the address or the form:
these may hold what a person searched for.
"""

from __future__ import annotations

import traceback
from dataclasses import dataclass

from flask import Flask, Response, current_app, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from directory.errors import DatabaseUnavailableError
from indexer.engine import EngineError
from indexer.query import UsageError
from web.languages import lazy_gettext as _l


@dataclass(frozen=True)
class ErrorWords:
    """What a person reads. Lazy texts: said in the language of the request."""

    title: str
    advice: str


WORDS = {
    400: ErrorWords(
        _l("We could not use that request"), _l("Go back, look at what you filled in, try again.")
    ),
    403: ErrorWords(_l("This page is not open to you"), _l("Sign in, or start a new search.")),
    404: ErrorWords(
        _l("We could not find that page"),
        _l("The address may be misspelled, or the listing may not be public any more."),
    ),
    405: ErrorWords(
        _l("This page does not work that way"), _l("Open it from a link or from its own form.")
    ),
    413: ErrorWords(_l("That was too much text"), _l("Shorten it, then send it again.")),
    429: ErrorWords(
        _l("Too many reports came from this address"),
        _l("Please try again in an hour. What you sent before was received."),
    ),
    500: ErrorWords(
        _l("Something went wrong on our side"), _l("It is not your fault. Try again in a minute.")
    ),
    503: ErrorWords(
        _l("Search is not working right now"),
        _l("We are on it. Try again in a few minutes, or call for help now."),
    ),
}
"""By status; a status without an entry is told like 400 or 500."""


def tell_errors(app: Flask) -> None:
    """Registers the page of every failure."""
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(UsageError, usage_error)
    app.register_error_handler(EngineError, part_is_away)
    app.register_error_handler(DatabaseUnavailableError, part_is_away)
    app.register_error_handler(Exception, unexpected_error)


def http_error(error: HTTPException) -> ResponseReturnValue:
    """A redirect as it is, anything else as a page."""
    status = error.code or 500
    if status < 400:
        return error
    answer = told(status, error.description if has_own_words(error) else None)
    answer.headers.extend(
        pair for pair in error.get_headers() if pair[0] in ("Allow", "Retry-After")
    )
    return answer


def has_own_words(error: HTTPException) -> bool:
    """Whether its description is one of ours, for people, and not that of a library."""
    return type(error).__module__.startswith("web.")


def usage_error(error: UsageError) -> Response:
    return told(400, str(error))


def part_is_away(error: Exception) -> Response:
    """The engine or the record cannot be asked: no empty result, but a page that says so."""
    log_failure(error)
    answer = told(503, None)
    answer.headers["Retry-After"] = "60"
    return answer


def unexpected_error(error: Exception) -> Response:
    log_failure(error)
    return told(500, None)


def log_failure(error: Exception) -> None:
    """Kind and place of the failure; its message may hold what a person typed."""
    where = "".join(traceback.format_tb(error.__traceback__))
    current_app.logger.error("%s in %s\n%s", type(error).__name__, request.endpoint, where)


def told(status: int, own_words: str | None) -> Response:
    """The answer for a failure: a page, or JSON where programs ask."""
    words = WORDS.get(status) or WORDS[500 if status >= 500 else 400]
    if request.path.endswith(".json") or request.path == "/suggest":
        answer = jsonify(error=own_words or str(words.title))
    else:
        page = render_template(
            "errors/error.html", status=status, words=words, own_words=own_words or ""
        )
        answer = make_response(page)
    answer.status_code = status
    answer.headers["Cache-Control"] = "no-store"
    return answer
