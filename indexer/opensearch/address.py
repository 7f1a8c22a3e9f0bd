"""WELLKEPT_SEARCH_URL of an OpenSearch cluster, taken apart."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote

from indexer.engine import EngineError

DEFAULT_PORT = 9200

_URL = re.compile(
    r"opensearch\+(?P<scheme>https?)://(?:(?P<user>[^:@/]*):(?P<password>[^@/]*)@)?"
    r"(?P<hosts>[^/?@]+)/(?P<prefix>[^/?]+)/?(?:\?(?P<options>.*))?"
)
_HOST = re.compile(r"(?P<host>\[[0-9a-fA-F:]+\]|[^:\[\]]+)(?::(?P<port>\d{1,5}))?")
_PREFIX = re.compile(r"[a-z0-9][a-z0-9_.-]{0,99}")
"""Lower case, as OpenSearch wants the names of indexes; the rest of 255 bytes is ours."""

_OPTIONS = {"ca"}


@dataclass(frozen=True)
class Address:
    """Where the cluster is and which indexes in it are ours."""

    hosts: tuple[tuple[str, int], ...]
    prefix: str
    is_encrypted: bool
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    ca_file: str | None = None
    """Certificates that are trusted, instead of the system's."""

    @property
    def shown(self) -> str:
        """The hosts, without a password: for messages."""
        return ", ".join(f"{host}:{port}" for host, port in self.hosts)


def address_of(url: str) -> Address:
    """The address in `opensearch+http(s)://[user:password@]host[:port][,host...]/prefix[?ca=FILE]`.
    Raises EngineError, which never repeats a password."""
    found = _URL.fullmatch(url)
    if found is None:
        raise EngineError(
            "the address of the search engine cannot be read: write "
            "opensearch+https://USER:PASSWORD@HOST:9200/PREFIX, several hosts parted by commas"
        )
    if not _PREFIX.fullmatch(found["prefix"]):
        raise EngineError(
            f"{found['prefix']!r} cannot begin the name of an index: use a-z, 0-9, - and _"
        )
    options = parse_qs(found["options"] or "")
    if unknown := options.keys() - _OPTIONS:
        raise EngineError(f"unknown in the address of the search engine: {', '.join(unknown)}")
    return Address(
        hosts=tuple(map(_host, found["hosts"].split(","))),
        prefix=found["prefix"],
        is_encrypted=found["scheme"] == "https",
        user=_decoded(found["user"]),
        password=_decoded(found["password"]),
        ca_file=options.get("ca", [None])[0],
    )


def _host(text: str) -> tuple[str, int]:
    found = _HOST.fullmatch(text.strip())
    if found is None:
        raise EngineError(f"{text!r} is no host of the search engine: write HOST or HOST:PORT")
    return found["host"].strip("[]"), int(found["port"] or DEFAULT_PORT)


def _decoded(text: str | None) -> str | None:
    return unquote(text) if text else None
