"""The value a fetched page becomes, whether it came or not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Failure(StrEnum):
    """Why there is no answer."""

    ROBOTS = "robots.txt forbids it"
    NO_HOST = "its domain has no address"
    TIMEOUT = "it does not answer in time"
    REFUSED = "it refuses the connection"
    CERTIFICATE = "its certificate is not valid"
    TOO_LARGE = "the page is too large"
    REDIRECTS = "it redirects without end"
    FORBIDDEN_ADDRESS = "its address is private"
    OTHER = "the connection broke"


@dataclass(frozen=True)
class Visit:
    """One try to fetch one page."""

    url: str
    """As asked for."""
    status: int = 0
    """Of HTTP; 0 without an answer."""
    content: bytes = b""
    content_type: str = ""
    final_url: str = ""
    """Where redirects led; empty when there were none."""
    failure: Failure | None = None
    is_unchanged: bool = False
    """304, or the bytes of the last visit."""

    @property
    def landed(self) -> str:
        return self.final_url or self.url
