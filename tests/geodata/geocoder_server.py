"""A geocoder on loopback that answers as told: right, wrong, too late, too often, nonsense."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Row = dict[str, Any]


@dataclass
class Script:
    """What the server does: each step is used up by one request, then it answers from `rows`."""

    rows: dict[str, Row]
    """First words of a street, lower case -> what is known there."""
    steps: list[Callable[[Any], None]] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)


def answer(status: int, body: str, **headers: str) -> Callable[[Any], None]:
    def step(handler: Any) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body.encode())

    return step


def hang(seconds: float) -> Callable[[Any], None]:
    return lambda handler: time.sleep(seconds)


def nominatim(**row: Any) -> Row:
    return {
        "lat": str(row["lat"]), "lon": str(row["lon"]), "display_name": row.get("name", "a house"),
        "place_rank": row.get("rank", 30),
        "address": {"postcode": row.get("zip", ""), "city": row.get("city", "")},
    }  # fmt: skip


def census(**row: Any) -> Row:
    return {
        "coordinates": {"x": row["lon"], "y": row["lat"]}, "matchedAddress": "A HOUSE",
        "addressComponents": {"zip": row.get("zip", ""), "city": row.get("city", "")},
    }  # fmt: skip


@contextmanager
def serving(script: Script) -> Iterator[str]:
    """The address of the server while the block runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = {key: values[0] for key, values in parse_qs(parts.query).items()}
            script.asked.append(query)
            if script.steps:
                script.steps.pop(0)(self)
                return
            street = query.get("q", query.get("street", "")).lower()
            found = [row for key, row in script.rows.items() if street.startswith(key)]
            is_census = "addresses" in parts.path or "locations" in parts.path
            told = {"result": {"addressMatches": found}} if is_census else found
            answer(200, json.dumps(told), Content_Type="application/json")(self)

        def log_message(self, *_: Any) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
