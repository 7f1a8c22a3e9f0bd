"""What is still to be read of one site, the likeliest first, within its budget. Pure state."""

from __future__ import annotations

import heapq
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from crawler.web_address import host_of

SAME_SHAPE = 4
"""Pages whose addresses differ in numbers only: a calendar, a shop, a gallery."""
LEAST_SCORE = -3.5
"""A link that scores less is not worth a request: a login, a calendar's next month."""
MOST_WAITING = 500
"""Links of a site that are remembered; a budget is much smaller."""
FIRST = 100.0
"""Score of addresses that listings name, before all links."""


@dataclass
class Frontier:
    """Addresses of one site that wait to be read."""

    host: str
    budget: int
    """Pages that may still be asked for."""
    folder: str = "/"
    """Only paths below are its own, on hosts that many sites share."""
    _seen: set[str] = field(default_factory=set)
    _shapes: Counter[str] = field(default_factory=Counter)
    _waiting: list[tuple[float, int, str]] = field(default_factory=list)
    _count: int = 0

    def add(self, links: Iterable[tuple[str, float]]) -> None:
        """Takes addresses (normalized) with their scores; what is known or foreign is left out."""
        for url, score in links:
            if url in self._seen or score < LEAST_SCORE or not self.owns(url):
                continue
            if len(self._waiting) >= MOST_WAITING and score < FIRST:
                continue
            shape = shape_of(url)
            self._shapes[shape] += 1
            if self._shapes[shape] > SAME_SHAPE and shape != url:
                continue
            self._seen.add(url)
            self._count += 1
            heapq.heappush(self._waiting, (-score, self._count, url))

    def owns(self, url: str) -> bool:
        return host_of(url) == self.host and (urlsplit(url).path or "/").startswith(self.folder)

    def note(self, url: str) -> None:
        """This address was reached by a redirect."""
        self._seen.add(url)

    def next(self) -> str | None:
        """The likeliest, which costs one of the budget; None when all is read or spent."""
        if self.budget <= 0 or not self._waiting:
            return None
        self.budget -= 1
        return heapq.heappop(self._waiting)[2]


def shape_of(url: str) -> str:
    """The address with "#" for each number.

    >>> shape_of("http://a.org/day/2026-05-04?n=7")
    'http://a.org/day/#-#-#?n=#'
    """
    head, _, tail = url.partition("://")
    host, slash, rest = tail.partition("/")
    return f"{head}://{host}{slash}{re.sub(r'[0-9]+', '#', rest)}"
