"""Names that differ from a misspelt one by a letter or two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

SHORTEST = 5
"""Shorter words are a letter away from too many names ("food" is not "Foot")."""

LONG = 8
"""From here on two letters may be wrong."""

SAFE = 6
MOST = 12


def wrong_letters(word: str) -> int:
    """How many letters of such a word may be wrong: 0, 1 or 2. An article has none."""
    word = word.removeprefix("the ")
    if len(word) < SHORTEST:
        return 0
    return 1 if len(word) < LONG else 2


class Spelling:
    """Names in buckets by length and first letter, and by length and last two letters for those
    whose first letter is wrong: a look at a few thousand names takes about a millisecond."""

    def __init__(self, names: Iterable[str]) -> None:
        self._first: dict[tuple[int, str], list[str]] = defaultdict(list)
        self._last: dict[tuple[int, str], list[str]] = defaultdict(list)
        for name in names:
            if len(name) >= SHORTEST - 1:
                self._first[len(name), name[0]].append(name)
                self._last[len(name), name[-2:]].append(name)

    def near(self, word: str, *, is_placed: bool = False) -> list[tuple[str, int]]:
        """Names with as many wrong letters as the word's length allows, fewest first.

        `is_placed`: the state is known, so that one letter more may be wrong.
        """
        is_safe = is_placed and (len(word) >= SAFE or len(word) == SHORTEST - 1)
        allowed = wrong_letters(word) + is_safe
        if not allowed:
            return []
        found = dict(self._within(self._first, word, word[0], allowed))
        if not found:
            found = dict(self._within(self._last, word, word[-2:], 1))
        return sorted(found.items(), key=lambda pair: pair[1])

    def _within(
        self, buckets: dict[tuple[int, str], list[str]], word: str, mark: str, allowed: int
    ) -> Iterator[tuple[str, int]]:
        from rapidfuzz.distance import OSA  # here: most texts are spelt right, and it takes 30 ms
        from rapidfuzz.process import extract

        for length in range(len(word) - allowed, len(word) + allowed + 1):
            names = buckets.get((length, mark), ())
            for name, distance, _ in extract(
                word, names, scorer=OSA.distance, score_cutoff=allowed, limit=MOST
            ):
                yield name, int(distance)
