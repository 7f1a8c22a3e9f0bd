"""Servers and pages at their worst: every visit ends soon, says why, and takes nothing down."""

import gzip
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.fetch import fetch_sites
from crawler.judgement import Before, judged
from crawler.page import read_page
from crawler.site import Site
from crawler.site_visit import SiteVisit
from crawler.visit import Failure
from tests.crawler.servers import HTML, NOW, Shelf, SmallSite, hasty, page, served
from tests.paths import ROOT


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "snapshots")


def read(url: str, shelf: Shelf, **rules: object) -> SiteVisit:
    fetch_sites([Site(url)], shelf, hasty(**rules), lambda: NOW)
    return shelf.last


def state(visit: SiteVisit, shelf: Shelf) -> str:
    """What the visit means, at the second look."""
    return judged(visit, [], shelf.content_of, Before(failures=1)).site.state.value


@contextmanager
def raw_server(speak: Callable[[socket.socket, bytes], None]) -> Iterator[str]:
    """A server that does to each connection what it is told, after robots.txt is said absent."""
    listening = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def serve(connection: socket.socket) -> None:
        with connection:
            asked = connection.recv(65536)
            if b"/robots.txt" in asked.partition(b"\r\n")[0]:
                connection.sendall(
                    b"HTTP/1.1 404 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                )
                return
            try:
                speak(connection, asked)
            except OSError:
                stop.set()

    def accept() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=serve, args=(connection,), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join()


# ------------------------------------------------------------------ servers


def test_a_server_that_drips_bytes_is_left(shelf: Shelf) -> None:
    def drip(connection: socket.socket, _: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>")
        while True:
            connection.sendall(b" ")
            time.sleep(0.05)

    began = time.monotonic()
    with raw_server(drip) as url:
        visit = read(url, shelf, timeout_s=0.5)
    assert visit.pages[0].failure is Failure.TIMEOUT
    assert state(visit, shelf) == "unreachable"
    assert time.monotonic() - began < 5


def test_a_page_without_end_is_cut_off(shelf: Shelf) -> None:
    sent = [0]

    def flood(connection: socket.socket, _: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while sent[0] < 1_000_000_000:
            sent[0] += connection.send(b"<p>more</p>" * 4000)

    with raw_server(flood) as url:
        visit = read(url, shelf, most_bytes=1_000_000)
    assert visit.pages[0].failure is Failure.TOO_LARGE
    assert sent[0] < 50_000_000


def test_a_page_that_says_it_is_huge_is_not_fetched(shelf: Shelf) -> None:
    def announce(connection: socket.socket, _: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n<html>")
        time.sleep(2)

    with raw_server(announce) as url:
        assert read(url, shelf).pages[0].failure is Failure.TOO_LARGE


def test_a_gzip_bomb_does_not_go_off(shelf: Shelf) -> None:
    bomb = gzip.compress(gzip.compress(bytes(200_000_000), 1), 9)
    headers = {"Content-Type": HTML, "Content-Encoding": "gzip, gzip"}
    with served(SmallSite({"/": (200, headers, bomb)})) as site:
        visit = read(site.url, shelf)
    assert len(bomb) < 100_000
    assert visit.pages[0].failure is Failure.TOO_LARGE


def test_what_is_called_gzip_and_is_none_fails_alone(shelf: Shelf) -> None:
    broken = (200, {"Content-Type": HTML, "Content-Encoding": "gzip"}, b"\x1f\x8bnot gzip at all")
    with served(SmallSite({"/": page("home", "/contact"), "/contact": broken})) as site:
        visit = read(site.url, shelf)
    assert visit.pages[0].status == 200
    assert len(visit.pages) == 2


def test_redirects_without_end_end(shelf: Shelf) -> None:
    pages = {f"/{n or ''}": (302, {"Location": f"/{n + 1}"}, b"") for n in range(40)}
    with served(SmallSite(pages)) as site:
        visit = read(site.url, shelf)
    assert visit.pages[0].failure is Failure.REDIRECTS
    assert len(site.asked) == 1 + 6


def test_a_calendar_that_goes_on_for_ever_costs_no_more_than_the_budget(shelf: Shelf) -> None:
    def any_month(headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        number = len(site.log)
        links = [f"/calendar/2027-{number:02}/", f"/when?day={number}", f"/p{number}", "/contact"]
        return 200, {"Content-Type": HTML}, page(f"month {number}", *links)

    class Endless(dict[str, object]):
        def get(self, key: str, default: object = None) -> object:
            return default if key == "/robots.txt" else any_month

    site = SmallSite(Endless())  # type: ignore[arg-type]
    with served(site):
        read(site.url, shelf, page_budget=8)
    assert len(site.asked) <= 9
    assert not [path for path in site.asked if path.startswith("/calendar")]
    assert "/contact" in site.asked


def test_robots_txt_that_fails_forbids_all(shelf: Shelf) -> None:
    with served(SmallSite({"/robots.txt": (500, {}, b""), "/": page("home")})) as site:
        visit = read(site.url, shelf)
    assert site.asked == ["/robots.txt"]
    assert state(visit, shelf) == "unreachable"


def test_too_many_requests_ends_the_visit(shelf: Shelf) -> None:
    later = "Wed, 25 Nov 2026 18:00:00 GMT"
    pages: dict[str, Any] = {
        "/": page("home", "/contact", "/hours"),
        "/contact": (429, {"Retry-After": later}, b""),
        "/hours": (429, {"Retry-After": later}, b""),
    }
    with served(SmallSite(pages)) as site:
        visit = read(site.url, shelf)
    assert len(site.asked) == 3
    assert visit.retry_at == NOW + timedelta(hours=6)


def test_a_host_that_breaks_is_left_alone(shelf: Shelf) -> None:
    links = [f"/contact-{name}" for name in "abcdef"]
    pages: dict[str, Any] = {"/": page("home", *links)} | {link: (500, {}, b"") for link in links}
    with served(SmallSite(pages)) as site:
        visit = read(site.url, shelf)
    assert len(visit.pages) == 1 + 3


def test_a_certificate_of_nobody_is_told(shelf: Shelf, tmp_path: Path) -> None:
    certificate = tmp_path / "own.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", str(certificate),
         "-out", str(certificate) + ".crt", "-days", "1", "-subj", "/CN=127.0.0.1"],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(str(certificate) + ".crt", str(certificate))
    listening = socket.create_server(("127.0.0.1", 0))

    def refuse() -> None:
        while True:
            try:
                connection, _ = listening.accept()
                with context.wrap_socket(connection, server_side=True):
                    pass
            except ssl.SSLError:
                continue
            except OSError:
                if listening.fileno() < 0:
                    return

    threading.Thread(target=refuse, daemon=True).start()
    with listening:
        visit = read(f"https://127.0.0.1:{listening.getsockname()[1]}/", shelf)
        listening.shutdown(socket.SHUT_RDWR)
    assert visit.pages[0].failure is Failure.CERTIFICATE


def test_a_closed_port_refuses(shelf: Shelf) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    visit = read(f"http://127.0.0.1:{port}/", shelf)
    assert visit.pages[0].failure is Failure.REFUSED


def test_a_name_without_an_address_is_no_host(shelf: Shelf) -> None:
    """RFC 6761: .invalid never exists. A resolver that is down says nothing of a site."""
    visit = read("http://nobody-is-here.invalid/", shelf)
    assert visit.pages[0].failure in (Failure.NO_HOST, Failure.OTHER)
    assert visit.pages[0].failure is _resolver_says("nobody-is-here.invalid")


def _resolver_says(name: str) -> Failure:
    try:
        socket.getaddrinfo(name, 80)
    except socket.gaierror as error:
        return Failure.OTHER if error.errno == socket.EAI_AGAIN else Failure.NO_HOST
    raise AssertionError(f"{name} has an address")


# ------------------------------------------------------------------ pages


@pytest.mark.parametrize(
    ("content", "header", "shown"),
    [
        ("Café, öffnet um 9".encode("latin-1"), "text/html; charset=utf-8", "Café"),
        ("Café".encode("utf-16"), "text/html; charset=utf-16", "Café"),
        ("\ufeffCafé".encode(), "text/html; charset=iso-8859-1", "Café"),
        ("Café".encode(), "text/html; charset=klingon", "Café"),
        (b"Caf\xc3\xa9 \xff\xfe \x00 zero", "", "Caf"),
        (b"<p>Open <b>Monday <i>9-5</b></p></table></div></i><p>Caf\xc3\xa9", "", "Café"),
    ],
)
def test_any_bytes_are_read_as_well_as_they_can_be(
    shelf: Shelf, content: bytes, header: str, shown: str
) -> None:
    start = "<html><body>".encode("utf-16") if "utf-16" in header else b"<html><body>"
    mark = content[:3] if content.startswith(b"\xef\xbb\xbf") else b""
    body = mark + start + (content[2:] if "utf-16" in header else content.removeprefix(mark))
    with served(SmallSite({"/": (200, {"Content-Type": header}, body)})) as site:
        visit = read(site.url, shelf)
    first = visit.pages[0]
    assert first.status == 200
    kept = shelf.content_of(first)
    assert kept == body
    assert shown in read_page(kept, first.url, content_type=first.content_type).text


@pytest.mark.parametrize(
    ("body", "status", "expected"),
    [
        (b"<html><body><p>We use cookies. Enable cookies to continue.</p></body></html>", 200,
         "blocked"),
        (b"<html><form><input type=password></form>Please log in</html>", 200, "blocked"),
        (b"<html><title>Just a moment...</title>Checking your browser</html>", 403, "blocked"),
        (b"<html><body>This domain is for sale! Buy this domain.</body></html>", 200, "parked"),
        (b"", 503, "blocked"),
        (b"oops", 500, "unreachable"),
        (b"gone", 410, "gone"),
    ],
)  # fmt: skip
def test_walls_and_ruins_are_no_sites(
    shelf: Shelf, body: bytes, status: int, expected: str
) -> None:
    with served(SmallSite({"/": (status, {"Content-Type": HTML}, body)})) as site:
        visit = read(site.url, shelf)
    assert state(visit, shelf) == expected


@pytest.mark.parametrize("href", ["http://[broken", "javascript:void(0)", "//", "http://a b/", "?"])
def test_links_that_are_none_are_passed_over(shelf: Shelf, href: str) -> None:
    with served(SmallSite({"/": page("home", href, "/contact")})) as site:
        visit = read(site.url, shelf)
    assert visit.pages[0].status == 200
    assert "/contact" in site.asked


# ------------------------------------------------------------------ our own death

CRAWL = """
import sys
from pathlib import Path
from datetime import datetime, UTC
from crawler.run import Crawling, crawl
from crawler.site import Site
from crawler.snapshots import Snapshots
from directory.database import open_database
from directory.store import Store
from tests.crawler.servers import hasty
home, url = Path(sys.argv[1]), sys.argv[2]
parts = Crawling(Store(open_database(f"sqlite:///{home / 'record.sqlite'}")),
                 Snapshots(home / "snapshots"), hasty(page_budget=40),
                 lambda: datetime(2026, 11, 25, tzinfo=UTC))
done = crawl(parts, [Site(url)])
print(dict(done.sites), done.pages)
"""


@pytest.mark.slow
def test_a_crawl_that_is_killed_is_finished_by_the_next(
    tmp_path: Path, sqlite_template: Path
) -> None:
    (tmp_path / "record.sqlite").write_bytes(sqlite_template.read_bytes())
    links = [f"/contact-{a}{b}" for a in "abc" for b in "xyz"]
    reached = threading.Event()

    def slow(_: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        if len(site.log) > 7:
            reached.set()
        time.sleep(0.2)
        return 200, {"Content-Type": HTML}, page("Call us")

    site = SmallSite({"/": page("home", *links)} | {link: slow for link in links})
    with served(site):
        command = [sys.executable, "-c", CRAWL, str(tmp_path), site.url]
        first = subprocess.Popen(command, cwd=ROOT)
        assert reached.wait(60)
        time.sleep(0.3)
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
        asked_before = set(site.asked)
        site.log.clear()
        second = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert re.fullmatch(r"\{'alive': 1\} 10\s*", second.stdout)
    again = (set(site.asked) & asked_before) - {"/robots.txt"}
    assert len(again) < len(asked_before) - 3
    assert set(site.asked) | asked_before == {"/robots.txt", "/", *links}
