"""What search engines are told of the site: every public listing, and where not to go."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree as Xml

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from directory.store.rows import BeliefRow
from web.parts import parts
from web.take_along import address_of

blueprint = Blueprint("sitemap", __name__)

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"

MAX_LISTINGS = 10_000
"""In one file: about 1.5 MB. The protocol allows 50,000 addresses and 50 MB."""

OWN_PAGES = ("/", "/browse", "/about/freshness", "/about/privacy")

CLOSED_TO_ROBOTS = (
    "/workbench", "/report/", "/listing/*/report", "/confirm", "/list?", "/search/filters",
    "/suggest", "/metrics", "/health/",
)  # fmt: skip
"""Pages of staff, and those that only make sense to the person who opens them. "/list?" has its
question mark so that "/listing" stays open; results of a search say "noindex" themselves."""


@blueprint.get("/robots.txt")
def robots() -> ResponseReturnValue:
    """RFC 9309."""
    closed = "".join(f"Disallow: {path}\n" for path in CLOSED_TO_ROBOTS)
    text = f"User-agent: *\n{closed}\nSitemap: {parts().settings.base_url}/sitemap.xml\n"
    return Response(text, content_type="text/plain; charset=utf-8")


@blueprint.get("/sitemap.xml")
def index() -> ResponseReturnValue:
    """The files of the sitemap, at least one."""
    count = max(1, -(-len(listings()) // MAX_LISTINGS))
    base_url = parts().settings.base_url
    root = Xml.Element("sitemapindex", xmlns=NAMESPACE)
    for number in range(1, count + 1):
        _add(root, "sitemap", f"{base_url}/sitemap-{number}.xml")
    return xml_answer(root)


@blueprint.get("/sitemap-<int:number>.xml")
def page(number: int) -> ResponseReturnValue:
    """Own pages in the first file, then listings in the order of their ids."""
    start = (number - 1) * MAX_LISTINGS
    rows = listings()[start : start + MAX_LISTINGS] if number else []
    if not rows and number != 1:
        raise NotFound
    return xml_answer(urlset(OWN_PAGES if number == 1 else (), rows))


def listings() -> list[BeliefRow]:
    """All that search may find."""
    with parts().store.reading() as view:
        return view.belief_rows()


def urlset(paths: Iterable[str], rows: Iterable[BeliefRow]) -> Xml.Element:
    root = Xml.Element("urlset", xmlns=NAMESPACE)
    for path in paths:
        _add(root, "url", f"{parts().settings.base_url}{path}")
    for row in rows:
        entry = _add(root, "url", address_of(row.listing_id))
        if row.belief.checked_at is not None:
            Xml.SubElement(entry, "lastmod").text = row.belief.checked_at.date().isoformat()
    return root


def _add(root: Xml.Element, kind: str, address: str) -> Xml.Element:
    entry = Xml.SubElement(root, kind)
    Xml.SubElement(entry, "loc").text = address
    return entry


def xml_answer(root: Xml.Element) -> Response:
    text = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(text, content_type="application/xml; charset=utf-8")
