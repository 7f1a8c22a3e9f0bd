"""Addresses of pages in one spelling, so that one page is fetched and kept once. Pure."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from w3lib.url import canonicalize_url, url_query_cleaner

TRACKING = (
    "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "utm_id", "fbclid",
    "gclid", "dclid", "msclkid", "mc_cid", "mc_eid", "_ga", "_gl", "igshid", "phpsessid",
    "jsessionid", "sid",
)  # fmt: skip
"""Parameters that tell visitors apart and never pages."""
SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)
LONGEST = 2_000
"""Characters; what is longer is a trap or an accident."""
DEFAULT_PORT = {"http": 80, "https": 443}


class WebAddressError(ValueError):
    """No address of a page; the message says why."""


def normalized(url: str) -> str:
    """The address in one spelling: scheme, host in small ASCII letters, no default port, sorted
    parameters without those that track, no fragment. Raises WebAddressError.

    >>> normalized("Example.ORG:80/a/../b?utm_source=x&z=1&a=2#top")
    'http://example.org/b?a=2&z=1'
    """
    text = "".join(url.split())
    if not text or len(text) > LONGEST:
        raise WebAddressError(f"{url[:60]!r} is no address of a page")
    if text.startswith("//"):
        text = f"http:{text}"
    elif not SCHEME.match(text):
        text = f"http://{text}"
    try:
        parts = urlsplit(text)
        host, port = _ascii_host(parts.hostname or ""), parts.port
    except ValueError as error:
        raise WebAddressError(f"{url[:60]!r} is no address of a page: {error}") from error
    _reject_strange(url, parts.scheme.lower(), host, has_user="@" in parts.netloc)
    scheme = parts.scheme.lower()
    place = host if port in (None, DEFAULT_PORT[scheme]) else f"{host}:{port}"
    plain = parts._replace(scheme=scheme, netloc=place, path=_path(parts.path)).geturl()
    cleaned = url_query_cleaner(plain, TRACKING, remove=True, unique=False)
    return str(canonicalize_url(cleaned))


def _reject_strange(url: str, scheme: str, host: str, *, has_user: bool) -> None:
    if scheme not in DEFAULT_PORT:
        raise WebAddressError(f"{url[:60]!r} is no address of a page: only http and https are read")
    if has_user:
        raise WebAddressError("an address with a user name in it is not fetched")
    if not host:
        raise WebAddressError(f"{url[:60]!r} names no host")


def _ascii_host(host: str) -> str:
    """Raises ValueError (UnicodeError) for a host that cannot be one."""
    host = host.rstrip(".").lower()
    if ":" in host:  # IPv6
        return f"[{host}]"
    return host if host.isascii() else host.encode("idna").decode("ascii")


def _path(path: str) -> str:
    """Without "." and "..", and never empty."""
    kept: list[str] = []
    for part in path.split("/")[1:]:
        if part == "..":
            kept = kept[:-1]
        elif part != ".":
            kept.append(part)
    is_folder = path.endswith(("/..", "/."))
    return "/" + "/".join(kept) + ("/" if is_folder and kept else "")


def host_of(url: str) -> str:
    """The host that one is polite to: "www." is the same machine.

    >>> host_of("https://www.example.org/x")
    'example.org'
    """
    return (urlsplit(url).hostname or "").removeprefix("www.")


def root_of(url: str) -> str:
    """The home page of the address's host."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"


def folder_of(url: str) -> str:
    """The path up to its last slash: "/view/pantry/" of "/view/pantry/home"."""
    return urlsplit(url).path.rpartition("/")[0] + "/"
