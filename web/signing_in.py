"""Signing in to the workbench by a one-time link; who is signed in; what staff forms must show.

The session is a signed cookie that goes to /workbench alone. It says who signed in when; whether
they still may is asked of the record at every request.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, Response, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_wtf.csrf import generate_csrf, validate_csrf
from wtforms import ValidationError

from web import workbench_words
from web.accounts import SignInError, User, link_owner, use_link, user_named
from web.parts import now, parts
from web.security import SAFE_METHODS

SESSION_LIFE = timedelta(days=14)
"""Counted from signing in. Links come by hand, so a new one each day would be too much to ask."""

STAFF_LANGUAGE = "en"
"""The workbench is in English; only public pages are translated."""

NOT_TYPED = ("csrf_token", "action", "check")

blueprint = Blueprint("signing_in", __name__, url_prefix="/workbench")


blueprint.add_app_template_filter(workbench_words.field_name)
blueprint.add_app_template_filter(workbench_words.dialled, "tel")


def page(template: str, status: int = 200, **context: Any) -> ResponseReturnValue:
    """A page for staff, in their language whatever the browser prefers."""
    with force_locale(STAFF_LANGUAGE):
        body = render_template(
            template,
            user=signed_in_user(),
            now=now(),
            say=workbench_words,
            csrf_token=generate_csrf,
            **context,
        )
    return body, status


def signed_in_user() -> User | None:
    """Who sends this request; None for anybody else, and for those who were removed."""
    if "user" not in g:
        g.user = _user_of_session()
    user: User | None = g.user
    return user


def _user_of_session() -> User | None:
    try:
        name, account = str(session["name"]), str(session["account"])
        signed_in_at = datetime.fromisoformat(session["signed_in_at"])
    except (KeyError, TypeError, ValueError):
        return None
    if not timedelta(0) <= now() - signed_in_at < SESSION_LIFE:
        return None
    with parts().store.reading() as view:
        user = user_named(view, name)
    return user if user and user.created_at.isoformat() == account else None


def start_session(user: User) -> None:
    """Signs the sender of this request in."""
    session.clear()
    session.permanent = True
    session["name"] = user.name
    session["account"] = user.created_at.isoformat()
    session["signed_in_at"] = now().isoformat()
    g.user = user


@blueprint.before_request
def require_own_form() -> ResponseReturnValue | None:
    """Stops a form that does not carry the token of this session, and gives back what was typed."""
    if request.method in SAFE_METHODS:
        return None
    try:
        # As long as the session: a task page stays open over lunch.
        validate_csrf(request.form.get("csrf_token"), time_limit=int(SESSION_LIFE.total_seconds()))
    except ValidationError:
        return page("account/form_refused.html", 400, typed=typed_values())
    return None


def require_sign_in() -> ResponseReturnValue | None:
    """Sends everybody else to sign in; what they typed is given back."""
    if signed_in_user() is not None:
        return None
    if request.method in SAFE_METHODS:
        return redirect(url_for("signing_in.explain"))
    return page("account/signed_out.html", 401, typed=typed_values())


def typed_values() -> list[str]:
    """What stands in the posted form that a person may want to keep."""
    pairs = request.form.items(multi=True)
    return [
        value
        for name, value in pairs
        if value.strip() and name not in NOT_TYPED and not name.startswith(("answer.", "offer."))
    ]


@blueprint.after_request
def keep_private(response: Response) -> Response:
    """Nothing of staff pages stays in a cache, neither here nor on the way."""
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/sign-in")
def explain() -> ResponseReturnValue:
    """How to get a link."""
    return page("account/sign_in.html", problem="")


@blueprint.get("/sign-in/<token>")
def ask(token: str) -> ResponseReturnValue:
    """One button. Opening this changes nothing: programs that scan mail open links too."""
    try:
        with parts().store.reading() as view:
            owner = link_owner(view, token, now=now())
    except SignInError as error:
        return page("account/sign_in.html", 410, problem=str(error))
    return page("account/use_link.html", owner=owner)


@blueprint.post("/sign-in/<token>")
def sign_in(token: str) -> ResponseReturnValue:
    """Uses the link up."""
    try:
        with parts().store.transaction(actor="sign-in", now=now()) as tx:
            user = use_link(tx, token, now=now())
    except SignInError as error:
        return page("account/sign_in.html", 410, problem=str(error))
    start_session(user)
    return redirect(url_for("workbench.queue_page"), 303)


@blueprint.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """Ends the session of this browser."""
    session.clear()
    return redirect(url_for("signing_in.explain"), 303)
