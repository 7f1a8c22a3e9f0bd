"""Home, and what a search finds."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from indexer.engine import EngineError
from indexer.query import UsageError
from indexer.result import SearchPage
from web import about, understood, words
from web import results as shown
from web.facets import need_choices
from web.freshness import directory_freshness
from web.needs import NEEDS, shelves
from web.params import Asked, asked_of, clean, is_too_fine, told_of
from web.parts import now, parts

blueprint = Blueprint("search", __name__)

MAX_TYPED = 60
"""Characters that are completed."""


@blueprint.get("/")
def home() -> ResponseReturnValue:
    """What do you need, and where?"""
    return render_template(
        "search/home.html",
        asked=Asked(),
        needs=NEEDS,
        listings=listing_count(),
        fresh=directory_freshness(),
    )


def listing_count() -> int | None:
    """How many listings can be found; None when the engine is away: home works without it."""
    try:
        return parts().engine.count()
    except EngineError:
        return None


@blueprint.get("/browse")
def browse() -> ResponseReturnValue:
    """All needs, to look through when no word comes to mind."""
    return render_template("search/browse.html", asked=Asked(), shelves=shelves())


@blueprint.get("/search")
def results() -> ResponseReturnValue:
    """What was found. A place that was said too exactly is taken out of the address first, and so
    is what somebody put there of a person."""
    asked = asked_of(request.args)
    if is_too_fine(asked) or told_of(request.args):
        return redirect(url_for("search.results", **asked.address(page=_page(asked))))
    return results_page(asked)


@blueprint.post("/search")
def search_by_form() -> ResponseReturnValue:
    """The address of the results; the results themselves when they rest on something that must not
    stand in an address."""
    asked = asked_of(request.form, is_form=True)
    if asked.is_private:
        return results_page(asked)
    return redirect(url_for("search.results", **asked.address()), 303)


@blueprint.get("/search/filters")
def filters() -> ResponseReturnValue:
    """The filters as a page of their own, for phones."""
    asked = asked_of(request.args)
    return render_template("search/filters.html", **context_of(asked, found_of(asked)))


@blueprint.get("/search.json")
def search_json() -> ResponseReturnValue:
    """The same search for programs: the SEARCH PAGE of docs/interfaces."""
    asked = asked_of(request.args)
    if asked.is_place_unknown:
        raise UsageError(
            f'near: we don\'t know the place "{asked.near}"; try a ZIP code or lat,lon'
        )
    return jsonify(found_of(asked).as_json())


@blueprint.get("/suggest")
def suggest() -> ResponseReturnValue:
    """Completions while typing: a list of texts."""
    typed = clean(request.args.get("q", ""))[:MAX_TYPED]
    return jsonify(parts().engine.suggest(typed) if typed else [])


def found_of(asked: Asked) -> SearchPage:
    return parts().engine.search(asked.query, now=now())


def results_page(asked: Asked) -> ResponseReturnValue:
    """The page of a search, its ways on when nothing was found."""
    found = found_of(asked)
    context = context_of(asked, found)
    if not found.hits:
        context["ways"] = shown.ways_on(asked)
        context["is_empty"] = parts().engine.count() == 0
    return render_template("search/results.html", **context)


def context_of(asked: Asked, found: SearchPage) -> dict[str, Any]:
    return {
        "asked": asked,
        "found": found,
        "title": shown.title_of(asked),
        "total": words.places_found(found.total, is_exact=found.total_is_exact),
        "open_now": shown.open_count(found),
        "others": shown.others_count(asked, found),
        "questions": about.questions_of(asked, found),
        "chips": shown.chips_of(asked, found),
        "as_typed": understood.as_typed(asked, found),
        "need_choices": need_choices(found.facets.get("need", ())),
        "notes": shown.notes_of(asked, found),
        "filter_count": shown.filter_count(asked),
        "other_places": shown.other_places(asked),
        "radii": shown.RADII_MILES,
        "needs": NEEDS,
        "crisis_lines": understood.crisis_lines(asked, found),
    }


def _page(asked: Asked) -> int | None:
    return asked.query.page if asked.query.page > 1 else None
