"""An operator's polygons as they are kept: one GeoJSON file for each kind, checked and repaired."""

from __future__ import annotations

import re
from pathlib import Path

NAME = "name"
ID = "id"
KIND = re.compile(r"[a-z][a-z0-9_-]{0,39}")
TAKEN = frozenset({
    "country", "state", "county", "zip", "place", "region", "world", "point", "neighborhood",
    "area", "address", "unknown",
})  # fmt: skip
"""Kinds of our own."""

Own = tuple[Path, str, str]
"""File, kind, name property: what `open_areas` takes."""


def import_areas(path: Path, folder: Path, *, kind: str, name_property: str) -> int:
    """Keeps the polygons of a file as the areas of a kind, instead of those kept before; answers
    how many. Raises GeoJsonError: then nothing was kept."""
    import json

    import shapely

    from geodata.geojson import GeoJsonError, read_geojson

    if not KIND.fullmatch(kind) or kind in TAKEN:
        raise GeoJsonError(
            f'"{kind}" cannot be a kind: use a word of small letters, as ward, that is none of '
            + ", ".join(sorted(TAKEN))
        )
    ids, names, polygons = read_geojson(path, name_property)
    features = [
        {
            "type": "Feature", "id": area_id, "properties": {NAME: name, ID: area_id},
            "geometry": json.loads(shapely.to_geojson(polygon)),
        }
        for area_id, name, polygon in zip(ids, names, polygons, strict=True)
    ]  # fmt: skip
    _write_whole(folder / f"{kind}.geojson", {"type": "FeatureCollection", "features": features})
    return len(features)


def own_areas(folder: Path) -> tuple[Own, ...]:
    """What is kept there, by kind."""
    return tuple((path, path.stem, NAME) for path in sorted(folder.glob("*.geojson")))


def _write_whole(path: Path, document: object) -> None:
    import json

    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    draft.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    draft.replace(path)
