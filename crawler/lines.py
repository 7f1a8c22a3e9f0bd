"""The visible lines of a parsed page: what a reader sees as a line, under which heading, where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from lxml import etree  # type: ignore[import-untyped]

UNSEEN = {
    "script", "style", "noscript", "template", "svg", "iframe", "select", "textarea", "head",
    "object", "canvas", "math", "video", "audio", "datalist",
}  # fmt: skip
BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "br", "button", "caption", "center", "dd",
    "details", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "hr", "label", "legend", "li", "main", "nav", "ol", "option",
    "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6", "legend", "caption", "summary", "dt"}
SECTIONS = {"section", "article", "aside", "header", "footer", "nav", "main", "body"}
LONGEST_LINE = 5000
"""Characters that are kept of one; what is longer is data, and only costs time."""
LONGEST_ROW = 240
"""Characters of a table row that is told as one line; longer ones are layout, not data."""
LONGEST_BOLD = 60
"""A line that is bold as a whole and no longer is a heading to the eye."""
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


class Zone(StrEnum):
    """Where on a page."""

    MAIN = "main"
    HEADER = "header"
    FOOTER = "footer"
    NAVIGATION = "navigation"
    ASIDE = "aside"


ZONE_TAGS = {
    "footer": Zone.FOOTER, "nav": Zone.NAVIGATION, "aside": Zone.ASIDE, "header": Zone.HEADER,
}  # fmt: skip
ZONE_NAMES = (
    (Zone.FOOTER, re.compile(r"\b(?:site|page|main|global)?-?_?(?:footer|foot|copyright)\b", re.I)),
    (
        Zone.NAVIGATION,
        re.compile(r"\b(?:main|site|top)?-?_?(?:nav|navbar|navigation|menu)\b", re.I),
    ),
    (Zone.ASIDE, re.compile(r"\b(?:sidebar|side-bar|widget-area)\b", re.I)),
    (Zone.HEADER, re.compile(r"\b(?:site|page)?-?_?(?:header|masthead|topbar|top-bar)\b", re.I)),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One visible line."""

    text: str
    heading: str = ""
    """The heading above it; of a heading the one above that."""
    zone: Zone = Zone.MAIN
    is_heading: bool = False
    is_link: bool = False
    """All of it is a link."""
    group: int = 0
    """Lines of one paragraph, list item, table or other container share it."""


@dataclass(frozen=True, slots=True)
class Link:
    url: str
    text: str
    line: int
    """Index of the line in which it stands or begins."""
    rel: str = ""


@dataclass
class _Writing:
    """The line that is being written, and what it stands in."""

    lines: list[Line] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    linked: int = 0
    bold: int = 0
    headings: list[tuple[int, str]] = field(default_factory=list)
    """Level and text of each heading that holds."""
    zones: list[Zone] = field(default_factory=lambda: [Zone.MAIN])
    group: int = 0
    rows: list[int] = field(default_factory=list)
    """Index of the first line of each open table row."""
    cells: list[list[int]] = field(default_factory=list)
    link_starts: list[tuple[int, int]] = field(default_factory=list)
    """Line and part at which each open link began."""


def lines_of(root: etree._Element) -> tuple[list[Line], list[Link]]:
    """Lines and links (addresses as written) of a parsed page, in the order of the source."""
    writing = _Writing()
    for event, element in _walk(root):
        if event == "start":
            _open(writing, element)
            _add(writing, element.text, element)
        elif event == "end":
            _close(writing, element)
        else:
            _add(writing, element.tail, element.getparent())
    _end_line(writing)
    return writing.lines, writing.links


def _walk(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Each seen element at its start, at its end, and at the text behind it. No recursion: pages
    nest a thousand deep."""
    stack: list[tuple[str, etree._Element]] = [("start", root)]
    while stack:
        event, element = stack.pop()
        is_seen = isinstance(element.tag, str) and _is_seen(element)
        if event != "start":
            yield event, element
            continue
        if element is not root:
            stack.append(("tail", element))
        if not is_seen:
            continue
        yield "start", element
        stack.append(("end", element))
        stack.extend(("start", child) for child in reversed(element))


def _is_seen(element: etree._Element) -> bool:
    if element.tag in UNSEEN or element.get("hidden") is not None:
        return False
    style = element.get("style")
    return not (style and HIDDEN.search(style))


def _open(writing: _Writing, element: etree._Element) -> None:
    tag = element.tag
    if tag in BLOCKS:
        _end_line(writing)
        writing.zones.append(_zone_of(element, writing.zones[-1]))
        if tag != "br":
            writing.group += 1
    if tag == "tr":
        writing.rows.append(len(writing.lines))
        writing.cells.append([])
    elif tag in ("td", "th") and writing.cells:
        writing.cells[-1].append(len(writing.lines))
    elif tag == "a":
        writing.link_starts.append((len(writing.lines), len(writing.parts)))
    elif tag == "img" and element.get("alt"):
        _add_link_alt(writing, element)


def _close(writing: _Writing, element: etree._Element) -> None:
    tag = element.tag
    if tag == "a":
        _note_link(writing, element)
    if tag not in BLOCKS:
        return
    _end_line(writing, tag)
    writing.zones.pop()
    if tag == "tr" and writing.rows:
        _join_row(writing, writing.rows.pop(), writing.cells.pop())
    if tag in SECTIONS:
        writing.headings = [h for h in writing.headings if h[0] < 2]
    if tag != "br":
        writing.group += 1


def _zone_of(element: etree._Element, outer: Zone) -> Zone:
    if outer in (Zone.FOOTER, Zone.NAVIGATION):
        return outer
    if element.tag in ZONE_TAGS:
        inside_article = (
            element.tag == "header" and outer is Zone.MAIN and _is_in(element, "article")
        )
        return Zone.MAIN if inside_article else ZONE_TAGS[element.tag]
    if element.tag not in ("div", "ul", "section", "table", "td"):
        return outer
    names = f"{element.get('id') or ''} {element.get('class') or ''}"
    if not names.strip():
        return outer
    return next((zone for zone, pattern in ZONE_NAMES if pattern.search(names)), outer)


def _is_in(element: etree._Element, tag: str) -> bool:
    return next(element.iterancestors(tag), None) is not None


def _add(writing: _Writing, text: str | None, holder: etree._Element | None) -> None:
    if not text:
        return
    parts = writing.parts
    if parts and _need_a_blank(parts[-1], text):
        parts.append(" ")
    parts.append(text)
    size = len(text.strip())
    is_linked = bool(writing.link_starts)
    writing.linked += size if is_linked else 0
    is_bold = holder is not None and (
        holder.tag in ("b", "strong") or _is_in(holder, "b") or _is_in(holder, "strong")
    )
    writing.bold += size if is_bold else 0


def _need_a_blank(before: str, after: str) -> bool:
    """ "<b>Monday</b><b>9-5</b>": a letter and a digit of two elements are two words."""
    a, b = before[-1:], after[:1]
    return (
        (a.isalpha() and b.isdigit())
        or (a.isdigit() and b.isalpha())
        or (a.islower() and b.isupper())
    )


def _add_link_alt(writing: _Writing, element: etree._Element) -> None:
    """The text of a picture counts in a link, where it stands for the words."""
    if writing.link_starts:
        _add(writing, f" {element.get('alt')} ", element)


def _note_link(writing: _Writing, element: etree._Element) -> None:
    line, part = writing.link_starts.pop() if writing.link_starts else (len(writing.lines), 0)
    above = [one.text for one in writing.lines[line:]]
    text = " ".join(" ".join([*above, "".join(writing.parts[0 if above else part :])]).split())
    if element.get("href"):
        href = str(element.get("href")).strip()
        writing.links.append(Link(href, text, line, element.get("rel") or ""))


def _end_line(writing: _Writing, tag: str = "") -> None:
    text = " ".join("".join(writing.parts).split())[:LONGEST_LINE]
    size = len(text.replace(" ", ""))
    linked, bold = writing.linked, writing.bold
    writing.parts, writing.linked, writing.bold = [], 0, 0
    writing.link_starts = [(line, 0) for line, _ in writing.link_starts]
    if not text:
        return
    is_bold = bold >= size and len(text) <= LONGEST_BOLD
    is_heading = tag in HEADINGS or (is_bold and not any(c.isdigit() for c in text))
    level = int(tag[1]) if tag in HEADINGS and tag[1:].isdigit() else 7
    if is_heading:
        writing.headings = [h for h in writing.headings if h[0] < level]
    above = writing.headings[-1][1] if writing.headings else ""
    writing.lines.append(
        Line(text, above, writing.zones[-1], is_heading, linked >= size > 0, writing.group)
    )
    if is_heading:
        writing.headings.append((level, text))


def _join_row(writing: _Writing, first: int, cells: list[int]) -> None:
    """A row of data becomes one line: each cell has one line at most, and all are short."""
    rows = writing.lines[first:]
    if len(rows) < 2 or len(rows) > len(cells) or len(set(cells)) < len(rows):
        return
    text = " ".join(line.text for line in rows)
    if len(text) > LONGEST_ROW:
        return
    one = rows[-1]
    writing.lines[first:] = [
        Line(text, one.heading, one.zone, False, all(r.is_link for r in rows), one.group)
    ]
    writing.links = [Link(k.url, k.text, min(k.line, first), k.rel) for k in writing.links]
