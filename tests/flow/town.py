"""A served directory, and people with plain browsers who visit it over HTTP."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from html.parser import HTMLParser
from http.cookiejar import LWPCookieJar
from pathlib import Path
from threading import Thread
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, Request, build_opener

from jinja2 import FileSystemBytecodeCache
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.pages import words_of
from web import create_app
from web.settings import WebSettings
from wellkept.settings import Settings
from wellkept.wiring import Joined, join

TIMEOUT_S = 30
POLL_S = 0.01
"""How soon a server hears that it shall stop."""


class Quiet(WSGIRequestHandler):
    def log_request(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def served(settings: Settings, clock: Callable[[], datetime]) -> Iterator[tuple[Joined, str]]:
    """The whole product as `wellkept serve` joins it, with a clock of ours, and its address."""
    opened = join(settings)
    app = create_app(
        store=opened.store,
        engine=opened.fresh_engine,
        places=opened.places,
        settings=WebSettings(secret_key=settings.secret_key),
        clock=clock,
    )
    compiled = settings.home.parent / "compiled-templates"  # most of a first page's time
    compiled.mkdir(exist_ok=True)
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(compiled))
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = Thread(target=server.serve_forever, args=(POLL_S,), daemon=True)
    thread.start()
    try:
        yield opened, f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        opened.engine.close()
        opened.database.close()


class Notebook:
    """What the people of a story remember, on paper: it outlives the program that they use."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._path = folder / "notes.json"

    def __contains__(self, name: str) -> bool:
        return name in self._read()

    def __getitem__(self, name: str) -> str:
        return self._read()[name]

    def write(self, name: str, value: str) -> None:
        self._path.write_text(json.dumps({**self._read(), name: value}), encoding="utf-8")

    def _read(self) -> dict[str, str]:
        if not self._path.exists():
            return {}
        read: dict[str, str] = json.loads(self._path.read_text(encoding="utf-8"))
        return read


@dataclass(frozen=True)
class Page:
    """An answer as its reader has it."""

    address: str
    status: int
    html: str

    @property
    def words(self) -> str:
        return words_of(self.html)

    @property
    def hidden(self) -> dict[str, str]:
        """The hidden fields of its forms."""
        reader = _HiddenFields()
        reader.feed(self.html)
        return reader.found

    def link(self, pattern: str) -> str:
        """The whole address of the first link whose path matches."""
        found = re.search(rf'href="({pattern})"', self.html)
        assert found is not None, f"no link {pattern} on {self.address}: {self.words[:500]}"
        return urljoin(self.address, unescape(found[1]))


class _HiddenFields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "input" and given.get("type") == "hidden":
            self.found[given.get("name") or ""] = given.get("value") or ""


class Browser:
    """A browser without scripts. Its cookies are kept in a file."""

    def __init__(self, site: str, cookies: Path) -> None:
        self.site = site
        self._jar = LWPCookieJar(cookies)
        if cookies.exists():
            self._jar.load(ignore_discard=True)
        self._opener = build_opener(HTTPCookieProcessor(self._jar))

    def open(self, address: str) -> Page:
        return self._ask(Request(urljoin(self.site, address)))

    def send(self, page: Page, address: str, **fields: str) -> Page:
        """Fills in the form of a page and sends it; follows where the answer leads."""
        data = urlencode({**page.hidden, **fields}).encode()
        origin = {"Origin": self.site, "Referer": page.address}
        answer = self._ask(Request(urljoin(self.site, address), data=data, headers=origin))
        self._jar.save(ignore_discard=True)
        return answer

    def _ask(self, request: Request) -> Page:
        try:
            with self._opener.open(request, timeout=TIMEOUT_S) as answer:
                return Page(answer.geturl(), answer.status, answer.read().decode())
        except HTTPError as error:
            with error:
                return Page(error.url, error.code, error.read().decode())

    @staticmethod
    def path_of(page: Page) -> str:
        return urlsplit(page.address).path
