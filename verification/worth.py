"""Worth: what a check of a listing would gain now. Pure; numbers or numpy arrays alike.

Source: FRESHNESS 1.2, belief form: worth = (importance / change_rate) * (pi + (1 - pi) ln(1 - pi)),
pi = P(stale) = 1 - belief. It is the number of wrong impressions that a check saves a month, up to
a constant. Importance times pi alone is a trap: it visits hopeless fast changers again and again.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

VIEWS_PRIOR_MONTHS = 1.0
"""A listing's view count is shrunk toward the mean of the directory as if it had been seen this
many months at the mean rate, because few days of counting say little."""

LEAST_VIEWS_A_MONTH = 1.0
"""No listing is worth nothing: the one that nobody looked at may be looked at tonight."""

LEAST_CHANGE_RATE = 0.02
"""Changes a year; a listing that changes once in fifty years still counts as changeable."""


def importance(views: ArrayLike, months: float, mean_views_a_month: float) -> NDArray[np.float64]:
    """Views a month, shrunk toward the mean; at least LEAST_VIEWS_A_MONTH. Any shape."""
    prior = VIEWS_PRIOR_MONTHS * mean_views_a_month
    shrunk = (np.asarray(views, dtype=float) + prior) / (months + VIEWS_PRIOR_MONTHS)
    return np.maximum(shrunk, LEAST_VIEWS_A_MONTH)


def worth(
    *, importance: ArrayLike, change_rate: ArrayLike, doubt: ArrayLike, minutes: ArrayLike = 1.0
) -> NDArray[np.float64]:
    """Worth of a check per staff minute, 0 or more, of the broadcast shape of its arguments.

    importance: views a month; change_rate: per year; doubt: x of `directory.belief`, 0 or more;
    minutes: staff time until a check settles it, more than 0.
    """
    x = np.asarray(doubt, dtype=float)
    belief = np.exp(-x)
    gain = 1.0 - belief - belief * x
    rate = np.maximum(np.asarray(change_rate, dtype=float), LEAST_CHANGE_RATE)
    result = np.asarray(importance, dtype=float) / rate * np.maximum(gain, 0.0)
    per_minute: NDArray[np.float64] = result / np.asarray(minutes, dtype=float)
    return per_minute


FLOOR_SHARE = 0.25
"""At most this share of a list goes to listings that are over the floor in months: with little
staff the floor would else eat all capacity and become a round robin."""


def best_first(
    values: NDArray[np.float64],
    number: int,
    *,
    is_over: NDArray[np.bool_] | None = None,
    floor: int | None = None,
) -> NDArray[np.int64]:
    """Places of the `number` best values; those over the floor first, at most `floor` of them
    (None: FLOOR_SHARE of the list, at least one).

    Ties go to the lower place, so that the order is the same on every machine.
    """
    order = np.lexsort((-values,))
    if is_over is None or not is_over.any():
        return order[:number]
    most = max(1, int(number * FLOOR_SHARE)) if floor is None else floor
    floor_first = order[is_over[order]][:most]
    rest = order[~np.isin(order, floor_first)]
    return np.concatenate([floor_first, rest])[:number]
