"""What the cluster need not be asked again for a while."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import monotonic

KEPT_S = 60.0
"""How late it is noticed that a word is new in the directory, or gone from it: it only decides
whether the word is taken for misspelt."""

MOST = 10_000


@dataclass
class Remembered:
    """Tokens and whether any listing has them; for any number of threads."""

    _known: dict[str, tuple[bool, float]] = field(default_factory=dict)

    def get(self, token: str) -> bool | None:
        """None when it is not known, or not any more."""
        value, until = self._known.get(token, (None, 0.0))
        return value if monotonic() < until else None

    def put(self, token: str, *, value: bool) -> bool:
        """The value, remembered."""
        if len(self._known) >= MOST:
            self._known.clear()
        self._known[token] = (value, monotonic() + KEPT_S)
        return value
