"""What every answer carries, and what no request may do."""

import logging
import re
from html.parser import HTMLParser

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.factories import make_listing
from tests.web.conftest import Directory

OTHER_SITES = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
)


@pytest.fixture(params=["sqlite"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """One kind is enough: nothing here rests on the record."""
    return str(request.param)


def rules_of(app: Flask, method: str) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if method in (rule.methods or ())]


def address_of(rule: Rule, listing_id: str) -> str:
    """An address of the rule: with a listing that is there, made-up texts and numbers."""
    with_listing = re.sub(r"<uuid:\w+>", listing_id, rule.rule)
    return re.sub(r"<\w+>|<(?:string|path):\w+>", "x", re.sub(r"<int:\w+>", "1", with_listing))


def test_every_page_carries_the_headers_that_keep_a_reader_safe(directory: Directory) -> None:
    listing_id = make_listing(directory.store)
    for rule in rules_of(directory.app, "GET"):
        answer = directory.client.get(address_of(rule, listing_id))
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, rule
        assert "unsafe" not in policy, rule
        assert answer.headers["X-Content-Type-Options"] == "nosniff", rule
        assert answer.headers["Referrer-Policy"] in ("same-origin", "no-referrer"), rule
        assert answer.status_code < 500, rule


def test_public_pages_set_no_cookie(directory: Directory) -> None:
    listing_id = make_listing(directory.store)
    for rule in rules_of(directory.app, "GET"):
        if not rule.rule.startswith("/workbench"):
            answer = directory.client.get(address_of(rule, listing_id))
            assert "Set-Cookie" not in answer.headers, rule
            assert "Cookie" not in answer.headers.get("Vary", ""), rule


@pytest.mark.parametrize("headers", OTHER_SITES)
def test_no_form_of_another_site_is_taken(directory: Directory, headers: dict[str, str]) -> None:
    listing_id = make_listing(directory.store)
    rules = rules_of(directory.app, "POST")
    assert rules
    for rule in rules:
        answer = directory.client.post(address_of(rule, listing_id), headers=headers)
        assert answer.status_code == 400, rule


def test_forms_of_our_own_pages_are_taken(directory: Directory) -> None:
    for headers in ({"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://localhost"}, {}):
        assert directory.client.post("/search", data={"q": "x"}, headers=headers).status_code == 303


class Loads(HTMLParser):
    """What a page makes a browser fetch, and what would run in it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.inline: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        is_data = given.get("type") == "application/ld+json"  # browsers run none of it
        if tag in ("script", "img", "iframe", "use", "source") and not is_data:
            self.addresses.append(given.get("src") or given.get("href") or "")
        if tag == "link" and given.get("rel") in ("stylesheet", "icon", "preload"):
            self.addresses.append(given.get("href") or "")
        if tag == "script" and not given.get("src") and not is_data:
            self.inline.append(tag)
        self.inline += [name for name in given if name.startswith("on") or name == "style"]


def test_pages_load_nothing_from_elsewhere_and_have_nothing_inline(directory: Directory) -> None:
    listing_id = make_listing(directory.store)
    directory.refresh()
    for address in ("/", "/search?q=food", f"/listing/{listing_id}", "/nothing"):
        loads = Loads(directory.client.get(address).get_data(as_text=True))
        assert loads.addresses
        assert all(part.startswith(("/static/", "data:,")) for part in loads.addresses)
        assert loads.inline == []


def test_what_is_built_may_be_kept_for_a_year(directory: Directory) -> None:
    page = directory.client.get("/").get_data(as_text=True)
    sheet = re.search(r'href="(/static/build/site\.css\?v=\w{10})"', page)
    assert sheet
    with directory.client.get(sheet.group(1)) as answer:
        assert answer.status_code == 200
        assert "max-age=31536000" in answer.headers["Cache-Control"]


def test_nothing_that_is_typed_is_logged(
    directory: Directory, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    make_listing(directory.store)
    directory.refresh()
    directory.client.post("/search", data={"q": "sesame", "near": "1420 Harvard Street NW"})
    directory.client.get("/search?q=sesame&near=20009")
    directory.client.get("/suggest?q=sesame")
    assert "sesame" not in caplog.text
    assert "Harvard" not in caplog.text
