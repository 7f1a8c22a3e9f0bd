"""Small web servers on loopback addresses, in threads, that write down who asked what and when."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from crawler.settings import CrawlRules
from crawler.site import Site
from crawler.site_visit import FetchedPage, Known, SiteVisit
from crawler.snapshots import Snapshots

Answer = tuple[int, dict[str, str], bytes]
"""Status, headers, body."""
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
HTML = "text/html; charset=utf-8"


@dataclass
class SmallSite:
    """A site: path -> what it answers, as bytes, an answer, or what makes one of the headers."""

    pages: Mapping[str, bytes | Answer | Callable[[dict[str, str]], Answer]]
    log: list[tuple[float, str, str, dict[str, str]]] = field(default_factory=list)
    """(moment, Host, path, headers) of each request."""
    url: str = ""

    @property
    def asked(self) -> list[str]:
        return [path for _, _, path, _ in self.log]

    def answer(self, path: str, headers: dict[str, str]) -> Answer:
        found = self.pages.get(path, (404, {}, b"not here"))
        if callable(found):
            found = found(headers)
        return (200, {"Content-Type": HTML}, found) if isinstance(found, bytes) else found


@contextmanager
def served(site: SmallSite, address: str = "127.0.0.1") -> Iterator[SmallSite]:
    """The site on a free port of the address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            site.log.append((time.monotonic(), headers.get("host", ""), self.path, headers))
            status, more, body = site.answer(self.path, headers)
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(body))} | more).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None: ...

    server = Server((address, 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    site.url = f"http://{address}:{server.server_port}/"
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def page(body: str, *links: str) -> bytes:
    """A page with a text and links."""
    anchors = " ".join(f'<a href="{link}">{link.strip("/")}</a>' for link in links)
    return f"<html><title>A site</title><body><p>{body}</p>{anchors}</body></html>".encode()


def hasty(**changes: object) -> CrawlRules:
    """Rules for servers of our own."""
    rules: dict[str, object] = {
        "contact": "tests@example.org", "delay_s": 0.0, "allows_haste": True,
        "allows_loopback": True, "timeout_s": 5.0,
    }  # fmt: skip
    return CrawlRules(**(rules | changes))  # type: ignore[arg-type]


@dataclass
class Shelf:
    """A keeper that remembers in memory."""

    folder: Path
    known: dict[str, Known] = field(default_factory=dict)
    visits: list[SiteVisit] = field(default_factory=list)

    @property
    def snapshots(self) -> Snapshots:
        return Snapshots(self.folder)

    def begin(self, site: Site) -> Known:
        return self.known.get(site.url, Known())

    def keep(self, page: FetchedPage, content: bytes | None) -> FetchedPage:
        if content is not None:
            self.snapshots.keep(content)
        return page

    def content_of(self, page: FetchedPage) -> bytes:
        return self.snapshots.read(page.digest)

    def end(self, visit: SiteVisit) -> None:
        self.visits.append(visit)
        self.known[visit.site.url] = Known({page.url: page for page in visit.pages if page.digest})

    @property
    def last(self) -> SiteVisit:
        return self.visits[-1]
