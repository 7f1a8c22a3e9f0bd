"""The style sheet in a real browser: what a phone, a dark room and an Arabic reader get."""

import functools
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, Page

from tests.paths import ROOT

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><html lang="{lang}" dir="{direction}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="{sheet}">
<main class="wk-page"><h1>Rent</h1><form><label class="usa-label" for="q">Need</label>
<input class="usa-input" id="q"><select class="usa-select"><option>Best</option></select>
<button class="usa-button">Search</button></form>
<ol class="wk-hits"><li class="wk-hit"><h2 class="wk-hit__name"><a href="/">{name}</a></h2>
<p class="wk-freshness wk-freshness--doubted">We are checking.</p>
<div class="wk-actions"><a class="usa-button" href="tel:1">Call</a></div></li></ol>
<div class="usa-alert usa-alert--warning"><div class="usa-alert__body">
<p class="usa-alert__text">No place.</p></div></div></main></html>"""


class Quiet(SimpleHTTPRequestHandler):
    """Serves the build and one page, and says nothing."""

    page = ""

    def do_GET(self) -> None:
        if self.path != "/page":
            return super().do_GET()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(self.page.encode())

    def log_message(self, *_: object) -> None:
        """Nothing."""


def opened(browser: Browser, site: str, *, scheme: str = "light", **changes: str) -> Page:
    """A phone's page with a long name, as a reader of one language and scheme sees it."""
    words = {"lang": "en", "direction": "ltr", "sheet": "site.css", "name": "x" * 300}
    Quiet.page = PAGE.format(**{**words, **changes})
    page = browser.new_page(
        viewport={"width": 360, "height": 640},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page.goto(f"{site}/page")
    return page


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The build, served on loopback."""
    folder = functools.partial(Quiet, directory=str(ROOT / "web" / "static" / "build"))
    with ThreadingHTTPServer(("127.0.0.1", 0), folder) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_nothing_is_wider_than_a_phone(browser: Browser, site: str) -> None:
    """A name of 300 letters without a space wraps."""
    page = opened(browser, site)
    assert page.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.parametrize("target", [".usa-button", ".usa-input", ".usa-select"])
def test_targets_are_44_pixels_high(browser: Browser, site: str, target: str) -> None:
    for box in opened(browser, site).locator(target).all():
        assert (box.bounding_box() or {"height": 0})["height"] >= 44


@pytest.mark.parametrize(
    ("scheme", "ground", "text"),
    [
        ("light", "rgb(255, 255, 255)", "rgb(27, 27, 27)"),
        ("dark", "rgb(20, 24, 29)", "rgb(242, 244, 246)"),
    ],
)
def test_the_scheme_of_the_reader_is_kept(
    browser: Browser, site: str, scheme: str, ground: str, text: str
) -> None:
    page = opened(browser, site, scheme=scheme)
    assert style_of(page, "body", "backgroundColor") == ground
    assert style_of(page, ".usa-alert__text", "color") == text
    assert style_of(page, ".usa-input", "color") == text


def test_focus_is_three_pixels_and_seen(browser: Browser, site: str) -> None:
    page = opened(browser, site)
    page.keyboard.press("Tab")
    assert style_of(page, "#q", "outlineWidth") == "3px"
    assert style_of(page, "#q", "outlineStyle") == "solid"


def test_a_page_read_from_the_right_is_mirrored(browser: Browser, site: str) -> None:
    page = opened(browser, site, lang="ar", direction="rtl", sheet="site.rtl.css")
    assert style_of(page, ".usa-alert", "borderRightWidth") == "8px"
    assert style_of(page, ".wk-freshness", "borderRightWidth") == "4px"


def test_paper_is_white_and_has_no_buttons(browser: Browser, site: str) -> None:
    page = opened(browser, site, scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert style_of(page, "body", "backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator(".wk-actions").is_visible()


def style_of(page: Page, selector: str, name: str) -> str:
    """One computed style of the first match."""
    script = "(element, name) => getComputedStyle(element)[name]"
    return str(page.locator(selector).first.evaluate(script, name))
