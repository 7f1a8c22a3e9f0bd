"""Makes a document loadable: what HSDS cannot hold is taken out of it and told."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from directory.entities import MODELS, JsonDocument
from directory.evidence import EntityType

Problem = tuple[str, str]
"""(path, reason)."""

MAX_PROBLEMS = 100
"""Of one document; more is not a document of this kind."""


def usable(
    entity_type: EntityType, document: JsonDocument
) -> tuple[JsonDocument | None, list[Problem]]:
    """The document without the parts that do not fit, and these; None when the whole does not."""
    problems: list[Problem] = []
    while len(problems) < MAX_PROBLEMS:
        try:
            MODELS[entity_type].model_validate(document)
            return document, problems
        except ValidationError as error:
            first = error.errors()[0]
            place = first["loc"]
            problems.append((path_of(place), _words(first)))
            if len(place) <= 1 and first["type"] == "missing":
                return None, problems
            document = _without(document, _to_drop(place, first["type"]))
    return None, problems


def _words(error: Any) -> str:
    if error["type"] == "missing":
        return "is missing and HSDS requires it"
    return f"cannot be used: {error['msg'][0].lower()}{error['msg'][1:]}"  # never the value itself


def path_of(place: tuple[int | str, ...]) -> str:
    """ "phones[0].number"."""
    parts = [f"[{part}]" if isinstance(part, int) else f".{part}" for part in place]
    return "".join(parts).removeprefix(".")


def _to_drop(place: tuple[int | str, ...], kind: str) -> tuple[int | str, ...]:
    """A child that lacks what it needs goes as a whole; else only the property that is wrong."""
    return place[:-1] if kind == "missing" else place


def _without(value: Any, place: tuple[int | str, ...]) -> Any:
    first, rest = place[0], place[1:]
    if isinstance(value, list):
        index = int(first)
        kept = [_without(value[index], rest)] if rest else []
        return [*value[:index], *kept, *value[index + 1 :]]
    if rest and isinstance(value, dict):
        return value | {str(first): _without(value[str(first)], rest)}
    return {key: part for key, part in value.items() if key != first}
