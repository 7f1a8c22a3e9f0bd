"""What a check costs and how likely somebody answers. Pure; numbers or numpy arrays alike."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

CHECK_MINUTES = 6.0
"""Staff minutes of a phone check: to read, call, and write down; a first guess."""

PRIOR_ANSWERED = 0.6
"""Share of attempts that somebody answers, until attempts tell."""

LISTING_STRENGTH = 4.0
"""A listing starts as if this many attempts had been answered at the pooled share: one line that is
always busy is not given up after two calls, and does not hold the first place for ever."""

POOL_STRENGTH = 50.0
"""The pooled share starts as if this many attempts had been made."""

LEAST_CHANCE = 0.01


def pooled_answered(answered: float, attempts: float) -> float:
    """Share of attempts that somebody answers, over the directory; 0 to 1."""
    return (answered + PRIOR_ANSWERED * POOL_STRENGTH) / (attempts + POOL_STRENGTH)


def chance_of_answer(
    answered: ArrayLike, attempts: ArrayLike, pooled: float
) -> NDArray[np.float64]:
    """Chance, 0 to 1, that the next attempt at a listing settles something; any shape."""
    own = np.asarray(answered, dtype=float) + LISTING_STRENGTH * pooled
    chance: NDArray[np.float64] = own / (np.asarray(attempts, dtype=float) + LISTING_STRENGTH)
    return chance


def minutes_of_settling(chance: ArrayLike) -> NDArray[np.float64]:
    """Staff minutes until a check settles something, more than 0."""
    least = np.maximum(np.asarray(chance, dtype=float), LEAST_CHANCE)
    minutes: NDArray[np.float64] = CHECK_MINUTES / least
    return minutes
