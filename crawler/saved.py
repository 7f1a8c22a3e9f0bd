"""A website that was saved into a folder, as pages; file paths are URL paths."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote, urljoin

from crawler.page import Page, read_page

SUFFIXES = {".html", ".htm", ".xhtml", ".shtml", ".php", ".asp", ".aspx", ".cfm", ".jsp", ""}
NO_ADDRESS = "http://site.invalid/"
"""Where a copy stands of which nobody says from where it is (RFC 2606: never a real host)."""
LOOKS_LIKE_A_PAGE = (b"<html", b"<!doctype", b"<body", b"<head")
HEAD_BYTES = 2048


def saved_pages(folder: Path, base_url: str = "") -> list[Page]:
    """The pages in a folder and the folders below it, in the order of their paths; [] when there
    are none. Files that are no markup are left out."""
    base = (base_url or NO_ADDRESS).rstrip("/") + "/"
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return [
        read_page(content, urljoin(base, quote(path.relative_to(folder).as_posix())))
        for path in files
        if path.suffix.lower() in SUFFIXES and _is_page(content := path.read_bytes(), path.suffix)
    ]


def _is_page(content: bytes, suffix: str) -> bool:
    """A file without an ending has to begin like a page."""
    return bool(suffix) or any(sign in content[:HEAD_BYTES].lower() for sign in LOOKS_LIKE_A_PAGE)
