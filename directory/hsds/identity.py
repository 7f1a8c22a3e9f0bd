"""Ids: HSDS wants UUIDs; what a source numbers otherwise gets one that is always the same."""

from __future__ import annotations

import re
from typing import Any

from directory.model import stable_id

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def is_uuid(text: str) -> bool:
    return bool(_UUID.fullmatch(text))


def entity_id_of(source: str, table: str, row_id: str) -> str:
    """The id in the record of a row: its own if it is a UUID, else made of source and table."""
    return row_id.lower() if is_uuid(row_id) else stable_id(source, table, row_id)


def with_child_ids(value: Any, owner_id: str, path: str = "") -> Any:
    """The document with an id on every child, made of the owner and the place where it stands."""
    if isinstance(value, list):
        return [
            with_child_ids(part, owner_id, f"{path}[{place}]") for place, part in enumerate(value)
        ]
    if not isinstance(value, dict):
        return value
    found = {key: with_child_ids(part, owner_id, f"{path}.{key}") for key, part in value.items()}
    if path and not is_uuid(str(found.get("id") or "")):
        name = str(found["id"]) if found.get("id") else path
        found = {"id": stable_id("child", owner_id, path.split("[")[0], name)} | {
            key: part for key, part in found.items() if key != "id"
        }
    return found
