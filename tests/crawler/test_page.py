"""Bytes become lines: what a reader of the page sees, and nothing else."""

from __future__ import annotations

import pytest

from crawler.lines import Zone
from crawler.page import Page, Readability, read_page

URL = "https://pantry.example/contact.html"


def page_of(markup: str | bytes, content_type: str = "") -> Page:
    content = markup.encode() if isinstance(markup, str) else markup
    return read_page(content, URL, content_type=content_type)


def texts(markup: str | bytes, content_type: str = "") -> list[str]:
    return [line.text for line in page_of(markup, content_type).lines]


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("<p>One<br>two</p><div>three</div>", ["One", "two", "three"]),
        ("<p>Call <b>us</b>\n now</p>", ["Call us now"]),
        ("<p><b>Monday</b><span>9-5</span></p>", ["Monday 9-5"]),
        ("<table><tr><td>Mon</td><td>9-5</td></tr></table>", ["Mon 9-5"]),
        ("<table><tr><td><p>a<p>b</td><td>c</td></tr></table>", ["a", "b", "c"]),
        ("<script>var x = 'no'</script><style>p{}</style><p>yes</p>", ["yes"]),
        ("<p style='display: none'>no</p><p hidden>no</p><p>yes</p>", ["yes"]),
        ("<select><option>Alabama</option></select><p>yes", ["yes"]),
        ("<!-- no --><p>&copy; yes &amp; no", ["© yes & no"]),
        ("<div><p>never <b>closed<div>tags</p></i>", ["never closed", "tags"]),
        ("", []),
        ("just text, no markup", []),
        (b"\x89PNG\r\n\x1a\n\x00\x00<<<>>>", []),
    ],
)
def test_lines_are_what_a_reader_sees(markup: str | bytes, lines: list[str]) -> None:
    assert texts(markup) == lines


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        ("<p>Café</p>".encode(), ""),
        ("<p>Café</p>".encode("latin-1"), ""),
        ("<p>Café</p>".encode("latin-1"), "text/html; charset=utf-8"),
        ("<meta charset=windows-1252><p>Café</p>".encode("cp1252"), ""),
        ("<p>Café</p>".encode("utf-16"), ""),
        ("\ufeff<p>Café</p>".encode(), "text/html; charset=iso-8859-1"),
        ("<?xml version='1.0' encoding='utf-8'?><p>Café</p>".encode(), ""),
    ],
)
def test_encodings_are_found(content: bytes, content_type: str) -> None:
    """By the byte order mark, the header, the page, or what can be read; a header may be wrong."""
    assert texts(content, content_type) == ["Café"]


def test_zones_and_headings_are_kept() -> None:
    page = page_of(
        "<nav>Home</nav><h2>Hours</h2><p>Mon 9-5</p><div id='footer'><p>Phone</p></div>"
        "<section><h3>Other</h3></section><p>after</p>"
    )
    found = [(line.text, line.zone, line.heading) for line in page.lines]
    assert found == [
        ("Home", Zone.NAVIGATION, ""),
        ("Hours", Zone.MAIN, ""),
        ("Mon 9-5", Zone.MAIN, "Hours"),
        ("Phone", Zone.FOOTER, "Hours"),
        ("Other", Zone.MAIN, "Hours"),
        ("after", Zone.MAIN, ""),
    ]


def test_links_are_absolute_and_know_their_line() -> None:
    page = page_of("<base href='/a/'><p>x</p><p><a href='b.html'>B</a> <a href='tel:1'>C</a></p>")
    assert [(link.url, link.text, link.line) for link in page.links] == [
        ("https://pantry.example/a/b.html", "B", 1),
        ("tel:1", "C", 1),
    ]


@pytest.mark.parametrize(
    ("markup", "readability"),
    [
        ("<div id=root></div><script src=app.js></script>", Readability.BY_SCRIPT),
        ("<noscript>Please enable JavaScript.</noscript><div></div>", Readability.BY_SCRIPT),
        ("<p>You need to enable JavaScript to run this app.</p>", Readability.BY_SCRIPT),
        ("<h1>Food banks</h1><p>" + "word " * 60 + "</p><p>Loading…</p>", Readability.PARTLY),
        ("<h1>Contact</h1><p>Phone 202-555-0100</p><script>x</script>", Readability.READABLE),
    ],
)
def test_pages_made_by_script_are_known(markup: str, readability: Readability) -> None:
    assert page_of(markup).readability is readability


def test_a_page_that_nests_a_thousand_deep_is_read() -> None:
    assert texts("<div>" * 1500 + "deep" + "</div>" * 1500) == ["deep"]


def test_a_broken_address_in_a_link_harms_nothing() -> None:
    page = page_of("<a href='http://[broken'>x</a><p>y</p>")
    assert [line.text for line in page.lines] == ["x", "y"]
