"""The application: which pages there are, and what holds for all of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import Flask
from flask_compress import Compress

from directory.store import Store
from geodata.gazetteer import Gazetteer
from indexer.engine import Engine
from web.about_site import blueprint as about_site
from web.errors import tell_errors
from web.health import blueprint as health
from web.health import measure
from web.languages import speak
from web.listing import blueprint as listing
from web.pages import furnish
from web.parts import Parts, keep
from web.report import blueprint as report
from web.search import blueprint as search
from web.security import limit_reports, secure
from web.settings import WebSettings
from web.shortlist import keep_lists
from web.shortlist_page import blueprint as shortlist
from web.signing_in import blueprint as signing_in
from web.sitemap import blueprint as sitemap
from web.take_along import blueprint as take_along
from web.workbench import blueprint as workbench

BLUEPRINTS = (
    search,
    listing,
    shortlist,
    take_along,
    sitemap,
    report,
    about_site,
    health,
    signing_in,
    workbench,
)


def create_app(
    *,
    store: Store,
    engine: Engine,
    places: Gazetteer,
    settings: WebSettings,
    clock: Callable[[], datetime],
) -> Flask:
    """The pages, over these parts. Nothing is asked of the parts before the first request."""
    app = Flask("web")
    app.config.update(
        SECRET_KEY=settings.secret_key,
        # Sessions are for staff: the cookie goes to their pages alone.
        SESSION_COOKIE_NAME="wellkept_staff",
        SESSION_COOKIE_PATH="/workbench",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.is_https,
        COMPRESS_STREAMS=False,  # files are packed when they are built
    )
    app.json.sort_keys = False  # type: ignore[attr-defined] # the default provider has it
    keep(app, Parts(store, engine, places, settings, clock))
    measure(app)
    secure(app)
    speak(app)
    furnish(app)
    keep_lists(app)
    tell_errors(app)
    Compress(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    limit_reports(app, "report.receive")
    return app
