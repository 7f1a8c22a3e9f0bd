"""What we say about ourselves: how true the directory is, and what we know of those who read it."""

from __future__ import annotations

from flask import Blueprint, jsonify, render_template
from flask.typing import ResponseReturnValue

from verification.views import WINDOW_DAYS
from web.freshness import directory_freshness
from web.languages import lazy_gettext as _l

blueprint = Blueprint("about", __name__, url_prefix="/about")

WAYS = {
    "phone": _l("by phone"),
    "email": _l("by e-mail"),
    "visit": _l("by a visit"),
    "website": _l("on their website"),
    "import": _l("by our source"),
}
"""How a listing was checked, by the values of directory.evidence.Check."""


@blueprint.get("/freshness")
def freshness() -> ResponseReturnValue:
    """Which share was checked, and when."""
    return render_template(
        "about/freshness.html", fresh=directory_freshness(), ways=WAYS, window_days=WINDOW_DAYS
    )


@blueprint.get("/freshness.json")
def freshness_json() -> ResponseReturnValue:
    """The same for programs."""
    return jsonify(directory_freshness().as_json())


@blueprint.get("/privacy")
def privacy() -> ResponseReturnValue:
    """What is kept of a reader, and what is not."""
    return render_template("about/privacy.html")
