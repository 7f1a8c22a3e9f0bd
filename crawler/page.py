"""A fetched page as what extractors read: its visible lines with their headings, links and zones.

Bytes become text by the header, the byte order mark, what the page declares, or what can be read;
broken markup is mended by the parser. Nothing here knows what a phone or an address is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urljoin, urlsplit

from lxml import etree  # type: ignore[import-untyped]
from w3lib.encoding import html_to_unicode

from crawler.lines import Line, Link, lines_of

LONGEST_PAGE = 3_000_000
"""Characters that are parsed; the largest real page of the sets has 70,000."""
MARKUP = re.compile(r"<[a-z!?/]", re.IGNORECASE)
FEW_LETTERS = 200
"""A page that shows fewer, and has a place for a script to fill, is made by script."""
ROOTS = {"root", "app", "__next", "__nuxt", "app-root", "react-root", "main-app", "___gatsby"}
"""Ids of the empty elements that the usual script frameworks fill."""
ASKS_FOR_SCRIPT = re.compile(
    r"(?:enable|turn on|requires?|need|activate|schakel|activeer)\b.{0,40}\bjava-?script"
    r"|java-?script\b.{0,40}\b(?:enabled?|required|disabled|ingeschakeld|activé)",
    re.IGNORECASE,
)
LOADING = re.compile(
    r"^(?:loading|please wait|laden|even geduld|cargando)\b.{0,40}(?:\.{2,}|…)\s*$", re.IGNORECASE
)


class Readability(StrEnum):
    """How much of a page can be read without running its scripts."""

    READABLE = "readable"
    PARTLY = "partly made by script"
    """Parts say "Loading ...": what is not found here may still be there."""
    BY_SCRIPT = "cannot be read without a browser"


@dataclass(frozen=True)
class Page:
    """One page, ready for the extractors."""

    url: str
    title: str = ""
    language: str = ""
    """As declared: "en-GB", "nl"; empty when it is not."""
    lines: tuple[Line, ...] = ()
    """Visible text in the order of the source."""
    links: tuple[Link, ...] = ()
    json_ld: tuple[str, ...] = ()
    """Each block as written."""
    has_microdata: bool = False
    metas: dict[str, str] = field(default_factory=dict)
    """name or property -> content, the first of each."""
    alternates: tuple[str, ...] = ()
    """Languages in which the page says that it exists."""
    readability: Readability = Readability.READABLE
    source: str = ""
    """The decoded markup."""

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    @property
    def path(self) -> str:
        """The words of the address, lower case: "about us/contact html"."""
        return re.sub(r"[-_.+%]+", " ", urlsplit(self.url).path.strip("/")).lower()


def read_page(content: bytes, url: str, *, content_type: str = "") -> Page:
    """The page in `content`, fetched from `url`. Any bytes give a page; what is no markup gives
    one without lines."""
    text = _decoded(content, content_type)[:LONGEST_PAGE]
    root = _parsed(text)
    if root is None:
        return Page(url=url)
    lines, links = lines_of(root)
    return Page(
        url=url,
        title=_one_line("".join(root.xpath("string((//title)[1])"))),
        language=(root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""),
        lines=tuple(lines),
        links=tuple(_absolute(link, _base_of(root, url)) for link in links),
        json_ld=_json_ld(root),
        has_microdata="itemprop" in text,
        metas=_metas(root),
        alternates=tuple(root.xpath("//link[@rel='alternate']/@hreflang")),
        readability=_readability(root, lines),
        source=text,
    )


def _decoded(content: bytes, content_type: str) -> str:
    if not content:
        return ""
    declared, text = html_to_unicode(
        content_type or None, content, default_encoding="utf-8", auto_detect_fun=_guessed
    )
    if "�" in text and declared == "utf-8":
        return content.decode("cp1252", "replace")
    return text.replace("\x00", "")


def _guessed(content: bytes) -> str | None:
    """UTF-8 where it can be, else what Western offices used before it."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _parsed(text: str) -> etree._Element | None:
    if not MARKUP.search(text):
        return None
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_pis=True)
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None


def _base_of(root: etree._Element, url: str) -> str:
    declared = root.xpath("string((//base/@href)[1])")
    return _joined(url, declared) if declared else url


def _absolute(link: Link, base: str) -> Link:
    is_scheme = re.match(r"(?i)(?:tel|mailto|javascript|sms|fax|callto|whatsapp):", link.url)
    return link if is_scheme else Link(_joined(base, link.url), link.text, link.line, link.rel)


def _joined(base: str, url: str) -> str:
    try:
        return urljoin(base, url)
    except ValueError:  # "http://[broken"
        return url


def _json_ld(root: etree._Element) -> tuple[str, ...]:
    found = root.xpath("//script[contains(@type, 'ld+json')]/text()")
    return tuple(str(block) for block in found if block.strip())


def _metas(root: etree._Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("property") or meta.get("name") or "").lower()
        if name and meta.get("content"):
            found.setdefault(name, _one_line(meta.get("content", "")))
    return found


def _readability(root: etree._Element, lines: Sequence[Line]) -> Readability:
    shown = sum(len(line.text) for line in lines)
    no_script = " ".join("".join(e.itertext()) for e in root.iter("noscript"))
    if shown < FEW_LETTERS and _is_filled_by_script(root, no_script, lines):
        return Readability.BY_SCRIPT
    if any(LOADING.match(line.text) for line in lines):
        return Readability.PARTLY
    return Readability.READABLE


def _is_filled_by_script(root: etree._Element, no_script: str, lines: Sequence[Line]) -> bool:
    shown = " ".join(line.text for line in lines)
    if ASKS_FOR_SCRIPT.search(no_script) or ASKS_FOR_SCRIPT.search(shown):
        return True
    roots = [e for e in root.iter("div", "main", "app-root") if e.get("id") in ROOTS]
    is_empty = any(len("".join(e.itertext()).strip()) < FEW_LETTERS / 4 for e in roots)
    return is_empty or (bool(root.xpath("//script")) and not shown.strip())


def _one_line(text: str) -> str:
    return " ".join(text.split())
