"""The public pages in a real browser: a cheap phone, a desk, a keyboard, no JavaScript."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page
from werkzeug.serving import WSGIRequestHandler, make_server

from directory.database import open_database
from directory.evidence import Field
from directory.listing import listing_id_of
from directory.store import Store
from geodata.gazetteer import open_gazetteer
from indexer.sqlite.engine import SqliteEngine
from tests.factories import (
    NOW,
    location_entity,
    make_listing,
    organization_entity,
    save,
    service_entity,
)
from tests.web.conftest import directory_over
from verification.intake import receive_report
from web.settings import WebSettings

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 640}
DESK = {"width": 1280, "height": 800}
SEARCH = "/search?q=pantry&near=20009"


class Quiet(WSGIRequestHandler):
    def log_request(self, *_: object) -> None:
        """Nothing."""


@dataclass(frozen=True)
class Site:
    """Pages on loopback, and listings that are there."""

    address: str
    plain: str
    full: str
    closed: str

    def list_of_all(self) -> str:
        """Every listing kept, and one that is gone."""
        gone = "00000000-0000-4000-8000-000000000000"
        return f"/list?l={self.plain},{self.full},{self.closed},{gone}"

    def pages(self) -> dict[str, str]:
        """Every public page type and the states that a visitor meets."""
        return {
            "home": "/",
            "results": SEARCH,
            "filters": "/search/filters?q=pantry&near=20009&cost=free",
            "open and understood": "/search?q=pantyr+for+veterans+near+20009&open=now",
            "all needs": "/browse",
            "how true": "/about/freshness",
            "privacy": "/about/privacy",
            "nothing found": "/search?q=unicorn&near=20009&cost=free",
            "place not known": "/search?q=pantry&near=Xyzzyville",
            "nothing asked": "/search",
            "listing": f"/listing/{self.plain}",
            "everything known": f"/listing/{self.full}",
            "closed": f"/listing/{self.closed}",
            "list": self.list_of_all(),
            "nothing kept": "/list",
            "report": f"/listing/{self.plain}/report?field=phone",
            "report of anything": f"/listing/{self.plain}/report",
            "no such page": "/nothing",
        }


@pytest.fixture(scope="module")
def site(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A small directory of a demo, served on loopback."""
    home = tmp_path_factory.mktemp("site")
    (home / "record.sqlite").write_bytes(sqlite_template.read_bytes())
    database = open_database(f"sqlite:///{home / 'record.sqlite'}")
    engine = SqliteEngine(home / "index.sqlite")
    engine.rebuild([])
    settings = WebSettings("a key for tests", is_demo=True, leave_url="/health/live")
    made = directory_over(Store(database), engine, open_gazetteer(), settings=settings)
    plain, full, closed = fill(made.store)
    made.refresh()
    server = make_server("127.0.0.1", 0, made.app, threaded=True, request_handler=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Site(f"http://127.0.0.1:{server.server_port}", plain, full, closed)
    server.shutdown()
    server.server_close()
    engine.close()
    database.engine.dispose()


def fill(store: Store) -> tuple[str, str, str]:
    """Pantries: one in doubt, one with a very long name and everything known, one closed."""
    summary = "Groceries once a month for people who live in the District of Columbia."
    plain = make_listing(store, "Corner pantry", description=summary, fees_description="Free")
    closed = make_listing(store, "Old pantry", languages=[{"id": "l", "code": "es"}])
    owner = organization_entity("مؤسسة الخبز", description="خبز")
    place = location_entity("Hall", transportation="Bus 52")
    long = service_entity(
        "Pantry " + "x" * 293, organization=owner, locations=(place,), alert="Moved.",
        required_documents=[{"id": "d", "document": "Photo ID"}], application_process="Walk in.",
        eligibility_description="Residents", fees_description="Sliding scale",
        url=f"https://example.org/{'y' * 200}", email="pantry@example.org",
    )  # fmt: skip
    save(store, owner, place, long)
    with store.transaction(actor="ada", now=NOW) as tx:
        tx.edit_listing(closed, Field.CLOSED, "defunct")
        receive_report(tx, plain, Field.PHONE, "wrong", reporter=None, now=NOW)
    return plain, listing_id_of(long.entity_id, place.entity_id), closed


def opened(browser: Browser, site: Site, path: str, size: dict[str, int]) -> Page:
    page = browser.new_page(viewport={"width": size["width"], "height": size["height"]})
    page.goto(site.address + path)
    return page


def test_a_phone_shows_the_first_hit_whole(browser: Browser, site: Site) -> None:
    page = opened(browser, site, "/search?q=corner&near=20009", PHONE)
    box = page.locator(".wk-hit").first.locator(".wk-actions").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= PHONE["height"]


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_no_page_is_hard_to_use_or_too_wide(
    browser: Browser, site: Site, size: dict[str, int]
) -> None:
    """axe: no violation; no page scrolls sideways, whatever stands in it."""
    context = browser.new_context(
        viewport={"width": size["width"], "height": size["height"]}, bypass_csp=True
    )
    page = context.new_page()
    for name, path in site.pages().items():
        page.goto(site.address + path)
        violations = Axe().run(page).response["violations"]
        assert [violation["id"] for violation in violations] == [], name
        assert page.evaluate("document.documentElement.scrollWidth") == size["width"], name
    context.close()


def test_leaving_forgets_the_page(browser: Browser, site: Site) -> None:
    page = opened(browser, site, f"/listing/{site.plain}", PHONE)
    page.locator("#leave").click()
    page.wait_for_url("**/health/live")
    page.go_back(wait_until="commit")
    assert site.plain not in page.url


def test_escape_twice_leaves(browser: Browser, site: Site) -> None:
    page = opened(browser, site, SEARCH, DESK)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.wait_for_url("**/health/live")


def test_a_filter_works_at_once_and_keeps_its_place(browser: Browser, site: Site) -> None:
    page = opened(browser, site, SEARCH, DESK)
    assert page.locator(".wk-hit").count() == 2
    page.locator("label", has_text="Free").click()
    page.locator(".wk-chip", has_text="Free").wait_for()
    assert page.locator(".wk-hit").count() == 1
    assert "cost=free" in page.url
    assert page.evaluate("document.activeElement.name") == "cost"


def test_everything_works_without_javascript(browser: Browser, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 640})
    page = context.new_page()
    page.goto(site.address)
    page.get_by_label("What do you need?").fill("pantry")
    page.get_by_label("Where?").fill("20009")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Filters").click()
    page.get_by_text("Free").click()
    page.get_by_role("button", name="Show results").click()
    page.get_by_role("link", name="Corner pantry", exact=True).click()
    page.get_by_role("link", name="No (Phone)").click()
    page.get_by_label("What should it be, if you know?").fill("(202) 555-0199")
    page.get_by_role("button", name="Send").click()
    assert page.get_by_text("This puts the listing 1st in our list of calls.").is_visible()
    page.get_by_role("link", name="/report/").click()
    assert page.get_by_text("In our list of calls (1st)").is_visible()
    context.close()


def test_notes_stay_with_the_address_and_are_not_sent(browser: Browser, site: Site) -> None:
    """What is noted goes along when the list is put in order, into the link and onto paper."""
    page = opened(browser, site, site.list_of_all(), PHONE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.locator("#note-1").fill("Ask for Ms. Lee & bring ID")
    page.get_by_role("link", name="Move down").first.click()
    page.wait_for_url(f"**/list?l={site.full},{site.plain},*")
    page.reload()
    assert page.locator("#note-2").input_value() == "Ask for Ms. Lee & bring ID"
    assert page.locator("#link").input_value().endswith("=Ask+for+Ms.+Lee+%26+bring+ID")
    page.emulate_media(media="print")
    assert page.get_by_text("Note: Ask for Ms. Lee & bring ID").is_visible()
    assert not page.get_by_role("link", name="Move up").first.is_visible()
    assert asked
    assert not [url for url in asked if "Lee" in url.partition("#")[0]]


def test_a_list_is_kept_and_put_in_order_without_javascript(browser: Browser, site: Site) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(site.address + SEARCH)
    names = page.locator(".wk-hit__name > a").all_inner_texts()[:2]
    page.locator(".wk-keep").nth(0).click()
    page.locator(".wk-keep").nth(1).click()
    page.get_by_role("link", name="My list (2)").click()
    assert page.locator(".wk-hit__name > a").all_inner_texts() == names
    page.get_by_role("link", name="Move up").click()
    assert page.locator(".wk-hit__name > a").all_inner_texts() == names[::-1]
    page.get_by_role("link", name="Take it off the list").first.click()
    assert page.locator(".wk-hit__name > a").all_inner_texts() == names[:1]
    assert not page.locator("#note-1").is_visible()
    assert page.context.cookies() == []
