"""What is learned over the whole directory, and of one listing before the next signal or check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from directory.belief import FIELD_SHARES
from directory.evidence import Field
from directory.store import View
from verification import store
from verification.costs import PRIOR_ANSWERED
from verification.precision import PRIOR_RECALL, precision_of
from verification.rates import START
from verification.signals import PRIOR_PRECISION, Source
from verification.tables import class_start, learned, source_precision

RECALL, MEAN_VIEWS, ATTEMPTS_ANSWERED = "recall", "views a month", "answered"
PRECISION, SHARE = "precision:", "share:"
"""Names in the table `learned`; those with a colon are followed by what they are of."""


@dataclass(frozen=True)
class Pool:
    """Numbers pooled over the directory; until they are learned, what is believed before."""

    recall: float = PRIOR_RECALL
    """Share of changes that raise a signal."""
    precisions: Mapping[Source, float] = field(default_factory=lambda: PRIOR_PRECISION)
    shares: Mapping[Field, float] = field(default_factory=lambda: FIELD_SHARES)
    """Part of the changes that each field has; sums to 1."""
    mean_views: float | None = None
    """Views a month of the mean listing; None: not counted yet."""
    answered: float = PRIOR_ANSWERED
    """Share of attempts that somebody answers."""


def pool_of(view: View) -> Pool:
    """As last learned."""
    values = {row.name: row.value for row in store.find(view.connection, learned)}
    return Pool(
        recall=values.get(RECALL, PRIOR_RECALL),
        precisions={
            source: values.get(PRECISION + source, prior)
            for source, prior in PRIOR_PRECISION.items()
        },
        shares={name: values.get(SHARE + name, prior) for name, prior in FIELD_SHARES.items()},
        mean_views=values.get(MEAN_VIEWS),
        answered=values.get(ATTEMPTS_ANSWERED, PRIOR_ANSWERED),
    )


def start_of(view: View, class_key: str) -> NDArray[np.float64]:
    """What is believed of a listing of the class before its own checks, over rates.GRID."""
    rows = store.find(view.connection, class_start, class_key=class_key)
    return np.asarray(rows[0].weights) if rows else START


@dataclass(frozen=True)
class TrackRecord:
    """How a source did about one listing, and what follows."""

    right: float
    judged: float
    precision: float
    """What its next signal is believed, 0 .. 1."""


def track_record(view: View, source: Source, listing_id: str, pool: Pool) -> TrackRecord:
    """Of the source about the listing; without any, the source's pooled precision."""
    rows = store.find(view.connection, source_precision, source=source.value, listing_id=listing_id)
    right, judged = (rows[0].right, rows[0].judged) if rows else (0.0, 0.0)
    precision = float(precision_of(right, judged, pool.precisions[source]))
    return TrackRecord(right, judged, precision)
