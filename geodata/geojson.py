"""An operator's own polygons, read from GeoJSON (RFC 7946) and repaired."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

POLYGONS = {"Polygon", "MultiPolygon"}


class GeoJsonError(Exception):
    """One sentence with the number of the feature that cannot be read."""


def read_geojson(
    path: Path, name_property: str, id_property: str | None = None
) -> tuple[list[str], list[str], NDArray[np.object_]]:
    """Ids, names and valid polygons. The id is a property, else the feature's own, else the name.

    Raises GeoJsonError when the file is no FeatureCollection, a name is missing, an id repeats or
    a geometry is no polygon.
    """
    ids, names, polygons = [], [], []
    for number, feature in enumerate(_features(path), start=1):
        properties = feature.get("properties") or {}
        name = str(properties.get(name_property) or "").strip()
        if not name:
            raise GeoJsonError(f'feature {number} has no property "{name_property}"')
        stated = properties.get(id_property) if id_property else feature.get("id")
        ids.append(str(stated if stated is not None else name))
        names.append(name)
        polygons.append(polygon_of(feature.get("geometry"), f"feature {number} ({name})"))
    if len(set(ids)) < len(ids):
        raise GeoJsonError("two features have the same id")
    return ids, names, np.array(polygons, dtype=object)


def polygon_of(geometry: Any, what: str) -> shapely.Geometry:
    """A valid polygon: rings that cross themselves are repaired. Raises GeoJsonError."""
    if not isinstance(geometry, Mapping) or geometry.get("type") not in POLYGONS:
        raise GeoJsonError(f"{what} is no polygon")
    try:
        shape = shapely.from_geojson(json.dumps(geometry))
    except (shapely.errors.GEOSException, ValueError) as error:
        raise GeoJsonError(f"{what} cannot be read: {error}") from error
    west, south, east, north = shapely.bounds(shape)
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise GeoJsonError(f"{what} is not in degrees of longitude and latitude (WGS84)")
    whole = shape if shapely.is_valid(shape) else shapely.make_valid(shape)
    parts = [p for p in shapely.get_parts(whole) if p.geom_type in POLYGONS]
    if not parts:
        raise GeoJsonError(f"{what} has no area")
    return shapely.union_all(parts) if len(parts) > 1 else parts[0]


def _features(path: Path) -> list[dict[str, Any]]:
    try:
        told = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise GeoJsonError(f"{path.name} cannot be read as GeoJSON: {error}") from error
    features = told.get("features") if isinstance(told, dict) else None
    if not isinstance(features, list) or not features:
        raise GeoJsonError(f"{path.name} is no FeatureCollection with features")
    return features
