"""Reads the polygons of a TopoJSON file into flat arrays; only the build needs it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ring = NDArray[np.int64]

LEAST_RING = 4
"""A closed ring has at least three corners; the 2023 file has holes with fewer."""


def arcs_of(topology: Mapping[str, Any]) -> list[Ring]:
    """Each arc as whole grid steps, shape (n, 2), x then y."""
    return [np.cumsum(np.asarray(arc, dtype=np.int64), axis=0) for arc in topology["arcs"]]


def rings_of(geometry: Mapping[str, Any], arcs: list[Ring]) -> Iterator[list[Ring]]:
    """The rings of each polygon: the outer one first, then its holes."""
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    for polygon in polygons:
        rings = [ring for ring in (_joined(ring, arcs) for ring in polygon) if is_ring(ring)]
        if rings:
            yield rings


def is_ring(ring: Ring) -> bool:
    return len(ring) >= LEAST_RING


def _joined(numbers: list[int], arcs: list[Ring]) -> Ring:
    """Arcs share their end points; a negative number is an arc walked backwards."""
    parts = [arcs[n] if n >= 0 else arcs[~n][::-1] for n in numbers]
    return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])
