"""The JSON of a page: what programs outside rely on."""

from __future__ import annotations

import json

from indexer.engine import Engine
from tests.contract.conftest import Search, index
from tests.contract.documents import CENTRE, checked, document, never_checked

PAGE = {
    "total", "total_is_exact", "page", "hits", "facets", "applied", "corrected", "understood",
    "took_ms",
}  # fmt: skip
HIT = {
    "listing_id", "name", "organization", "source_ids", "summary", "more", "address",
    "point_precision", "distance_miles", "serves", "open", "eligibility", "freshness", "why",
    "score",
}  # fmt: skip


def test_a_page_has_its_agreed_shape(engine: Engine, search: Search) -> None:
    index(
        engine,
        document("Soup", categories=("Food",), belief=checked(1)),
        document("Soup bus", point=None, belief=never_checked()),
    )
    page = json.loads(json.dumps(search("soup", near=CENTRE).as_json()))
    assert page.keys() >= PAGE
    assert page["understood"].keys() >= {"needs", "place", "language"}
    assert page["facets"]["need"] == [
        {"value": "Food", "label": "Food", "count": 1, "selected": False}
    ]
    hit, other = page["hits"]
    assert hit.keys() >= HIT
    assert hit["source_ids"].keys() == {"organization", "service", "location"}
    assert hit["more"] == {"count": 0, "listing_ids": []}
    assert hit["serves"].keys() == {"value", "reason"}
    assert hit["open"]["value"] in ("open", "closed", "unknown")
    assert hit["freshness"] == {
        "verified_on": "2026-05-03",
        "probability": hit["freshness"]["probability"],
        "words": "Checked yesterday by phone",
    }
    assert 0 < hit["freshness"]["probability"] <= 1
    assert (other["point_precision"], other["distance_miles"]) == ("rooftop", None)
    assert other["freshness"]["verified_on"] is None
    assert page["took_ms"] > 0
