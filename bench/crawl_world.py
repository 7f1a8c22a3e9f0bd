"""200 small websites on loopback addresses of their own, served by one process that logs all."""

from __future__ import annotations

import asyncio
import json
import random
import signal
import time
from pathlib import Path

WORDS = [
    "pantry", "meals", "shelter", "housing", "clinic", "legal", "rides", "seniors", "youth",
    "families", "hours", "contact", "about", "intake", "eligibility", "programs", "services",
    "volunteer", "history", "partners", "winter", "garden", "library", "kitchen",
]  # fmt: skip
PARAGRAPHS = 55
"""So that a page has some 19 KB, the mean of the anchors."""

POOL = [
    f"<p>{' '.join(random.Random(number).choices(WORDS, k=45))}</p>".encode()
    for number in range(400)
]


def addresses(hosts: int) -> list[str]:
    """Loopback addresses, one for each site."""
    return [f"127.0.{1 + number // 250}.{1 + number % 250}" for number in range(hosts)]


def names(pages: int) -> list[str]:
    """Paths of a site, "/" first."""
    paths = ["/"]
    for first in WORDS:
        for second in WORDS:
            paths.append(f"/{first}/{second}")
    return paths[:pages]


def body_of(host: str, path: str, pages: int) -> bytes:
    """A page of words, with a menu of all pages of its site near it."""
    made = random.Random(f"{host}{path}")
    paths = names(pages)
    here = paths.index(path)
    menu = paths[:12] + [paths[(here + step) % len(paths)] for step in range(1, 30)]
    links = "".join(
        f'<li><a href="{path}">{path.replace("/", " ").strip() or "home"}</a></li>' for path in menu
    )
    start = f"<html><head><title>{host}{path}</title></head><body><ul>{links}</ul>"
    return b"".join([start.encode(), *made.choices(POOL, k=PARAGRAPHS), b"</body></html>"])


async def _serve(port: int, hosts: int, pages: int, log: Path) -> None:
    asked: list[tuple[float, str, str]] = []
    known = set(names(pages))

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                path = head.split(" ", 2)[1]
                host = writer.get_extra_info("sockname")[0]
                asked.append((time.monotonic(), host, path))
                body = body_of(host, path, pages) if path in known else b""
                status = b"200 OK" if body else b"404 Not Found"
                writer.write(
                    b"HTTP/1.1 %s\r\nContent-Type: text/html; charset=utf-8\r\n"
                    b"Content-Length: %d\r\n\r\n" % (status, len(body)) + body
                )
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(answer, addresses(hosts), port, backlog=512)
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    print("ready", flush=True)
    async with server:
        await stop.wait()
    log.write_text(json.dumps(asked), encoding="utf-8")


def serve(port: int, hosts: int, pages: int, log: str) -> None:
    """Serves until the process is told to stop, then writes the log."""
    asyncio.run(_serve(port, hosts, pages, Path(log)))
