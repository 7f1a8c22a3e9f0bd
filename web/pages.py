"""What every template may use: addresses of what pages load, and facts as people say them."""

from __future__ import annotations

import hashlib
import mimetypes
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, request, send_from_directory, url_for
from flask_babel import get_locale
from markupsafe import Markup

from web import field_words, open_words, requirement_words, serving_words, words
from web.parts import parts
from web.security import FORM_FIELD, form_token

STATIC = Path(__file__).resolve().parent / "static"
BUILD = STATIC / "build"
STATIC_LIFE_S = 365 * 24 * 3600
"""What is built carries its version in its address, so a copy may be kept for a year."""
TURNING_ICONS = frozenset({"arrow_back", "navigate_before", "navigate_next"})
"""Icons that point along the line: they turn where it runs from right to left."""


def furnish(app: Flask) -> None:
    """Gives templates their functions and filters, and what is built its way out."""
    app.view_functions["static"] = built_file
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = STATIC_LIFE_S
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(asset=asset, icon=icon, form_token_field=form_token_field)
    for room in (words, field_words, open_words, requirement_words, serving_words):
        app.jinja_env.filters.update(room.FILTERS)
    app.context_processor(page_context)


def page_context() -> dict[str, Any]:
    """What each page is told without being asked."""
    locale = get_locale()
    content = parts().settings.content_language
    is_other = locale is not None and locale.language != content
    return {
        "settings": parts().settings,
        "page_language": str(locale).replace("_", "-") if locale else "en",
        # Stands on what is said as the source said it, where that is not the page's language.
        "given": Markup(' lang="{}" dir="auto"').format(content) if is_other else "",
        "direction": locale.text_direction if locale else "ltr",
    }


def asset(name: str) -> str:
    """The address of a built file, with its version."""
    return _asset(name, request.script_root)


@cache
def _asset(name: str, script_root: str) -> str:
    """Making an address takes longer than a whole line of a page."""
    del script_root  # under which the application is mounted: part of the address
    return url_for("static", filename=f"build/{name}", v=version_of(name))


def built_file(filename: str) -> Response:
    """A file of the static folder; its packed copy for browsers that unpack it."""
    packed = STATIC / f"{filename}.gz"
    if not request.accept_encodings.quality("gzip") or not packed.is_file():
        answer = send_from_directory(STATIC, filename)
    else:
        mimetype = mimetypes.guess_type(filename)[0]
        answer = send_from_directory(STATIC, f"{filename}.gz", mimetype=mimetype)
        answer.headers["Content-Encoding"] = "gzip"
    answer.vary.add("Accept-Encoding")
    return answer


@cache
def version_of(name: str) -> str | None:
    """The first letters of its hash; None when it is not built."""
    path = BUILD / name
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10] if path.is_file() else None


def icon(name: str) -> Markup:
    """A picture beside words that say the same: hidden from screen readers."""
    address = f"{asset('sprite.svg')}#{name}"
    turns = " wk-icon--turns" if name in TURNING_ICONS else ""
    return Markup('<svg class="wk-icon{}" aria-hidden="true"><use href="{}"></use></svg>').format(
        turns, address
    )


def form_token_field(purpose: str) -> Markup:
    """The hidden field that every public form carries."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(
        FORM_FIELD, form_token(purpose)
    )
