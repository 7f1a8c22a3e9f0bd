"""A layout: which column of a source's file is which property of HSDS. Data, in `layouts/*.toml`.

A property is given as
- a column, or several of which the first that says something counts: `email = "EmailAddressMain"`;
- a column and a named converter: `{ from = "UpdatedOn", as = "day" }`, see `converters.py`;
- a constant: `{ value = "US" }`;
- children: a list of tables, each with properties of its own; `as` names a converter of the whole
  child, `unless` columns whose flag keeps the child out of the document.
A column that no property names is kept in the raw row.
"""

from __future__ import annotations

import fnmatch
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

LAYOUTS = Path(__file__).parent / "layouts"


class LayoutError(Exception):
    """A mapping file is wrong; the message says where."""


@dataclass(frozen=True)
class Column:
    """A cell becomes a value."""

    names: tuple[str, ...]
    """Alternatives: the first that says something counts."""
    convert: str = "text"


@dataclass(frozen=True)
class Constant:
    value: Any


@dataclass(frozen=True)
class Child:
    """Cells of one row become one child, or several (a cell with two phone numbers)."""

    rules: Mapping[str, Rule]
    convert: str | None = None
    unless: tuple[str, ...] = ()


@dataclass(frozen=True)
class Children:
    parts: tuple[Child, ...]


Rule = Column | Constant | Children
Rules = Mapping[str, Rule]


@dataclass(frozen=True)
class Withholding:
    """Which rows are kept and never public."""

    status: tuple[str, ...] = ()
    yes: tuple[str, ...] = ()
    """Columns whose flag, when set, withholds the row."""
    no: tuple[str, ...] = ()
    """Columns whose flag, when it reads No, withholds the row."""


@dataclass(frozen=True)
class Table:
    """One table of a layout: which files it is in, what its rows are, whom they belong to."""

    name: str
    files: tuple[str, ...]
    id: tuple[str, ...] = ("id",)
    is_required: bool = False
    required_with: tuple[str, ...] = ()
    """Tables whose rows need this one."""
    rules: Rules = field(default_factory=dict)
    pointers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Table -> columns with ids of its rows, several by comma."""
    becomes: str | None = None
    """Property of the owner that the row becomes a child of; None: a table of its own kind."""
    convert: str | None = None
    is_lookup: bool = False
    """Rows may belong to nobody: others point to them."""
    is_internal: bool = False
    """Rows are kept raw and never public."""


@dataclass(frozen=True)
class Layout:
    """A mapping file, read."""

    name: str
    format: str
    columns: frozenset[str]
    """Columns that a file of this layout must have (wide tables)."""
    where: Mapping[str, str]
    """Column -> the value that tells this source from others of the format."""
    internal: tuple[str, ...]
    """Patterns of columns that are never public."""
    withholding: Withholding
    levels: Mapping[str, Any]
    entities: Mapping[str, Rules]
    tables: Mapping[str, Table]
    dates: tuple[str, ...] = ()
    """Columns whose newest date the file is of."""

    def internal_columns(self, columns: tuple[str, ...]) -> list[str]:
        """Those of the columns that are never public."""
        return _matching(self.internal, columns)


@lru_cache(maxsize=64)
def _matching(patterns: tuple[str, ...], columns: tuple[str, ...]) -> list[str]:
    return [c for c in columns if any(fnmatch.fnmatch(c, pattern) for pattern in patterns)]


@lru_cache
def layouts(format_: str) -> list[Layout]:
    """The layouts of a format, those for one source first."""
    found = [read_layout(path) for path in sorted(LAYOUTS.glob("*.toml"))]
    mine = [layout for layout in found if layout.format == format_]
    return sorted(mine, key=lambda layout: not layout.where)


def read_layout(path: Path) -> Layout:
    """A mapping file. Raises LayoutError."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    if base := data.get("extends"):
        data = _merged(tomllib.loads((path.parent / f"{base}.toml").read_text("utf-8")), data)
    try:
        return _layout(path.stem, data)
    except (KeyError, TypeError, AttributeError) as error:
        raise LayoutError(f"{path.name}: {error!r}") from error


def _merged(base: Any, change: Any) -> Any:
    """Tables merge, all else is replaced; an empty string takes a property away."""
    if not isinstance(base, dict) or not isinstance(change, dict):
        return change
    merged = base | {key: _merged(base.get(key), part) for key, part in change.items()}
    return {key: part for key, part in merged.items() if part != ""}


def _layout(name: str, data: dict[str, Any]) -> Layout:
    recognised = data.get("recognised_by", {})
    withheld = data.get("withheld", {})
    return Layout(
        name=name,
        format=data["format"],
        columns=frozenset(recognised.get("columns", ())),
        where=recognised.get("where", {}),
        internal=tuple(data.get("internal", ())),
        withholding=Withholding(
            *(_names(withheld.get(key)) for key in ("status", "yes", "no"))
        ),
        levels=data.get("levels", {}),
        entities={kind: _rules(part) for kind, part in data.get("entities", {}).items()},
        tables={key: _table(key, part) for key, part in data.get("tables", {}).items()},
        dates=_names(data.get("dates")),
    )  # fmt: skip


def _table(name: str, data: dict[str, Any]) -> Table:
    return Table(
        name=name,
        files=_names(data["files"]),
        id=_names(data.get("id", "id")),
        is_required=data.get("required", False),
        required_with=_names(data.get("required_with")),
        rules=_rules(data.get("properties", {})),
        pointers={key: _names(columns) for key, columns in data.get("pointers", {}).items()},
        becomes=data.get("becomes"),
        convert=data.get("as"),
        is_lookup=data.get("lookup", False),
        is_internal=data.get("internal", False),
    )


def _names(value: str | Sequence[str] | None) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def _rules(data: Mapping[str, Any]) -> dict[str, Rule]:
    return {name: _rule(value) for name, value in data.items()}


def _rule(value: Any) -> Rule:
    if isinstance(value, dict) and "value" in value:
        return Constant(value["value"])
    if isinstance(value, dict):
        return Column(_names(value["from"]), value.get("as", "text"))
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return Children(tuple(map(_child, value)))
    return Column(_names(value))


def _child(value: Mapping[str, Any]) -> Child:
    rules = {key: part for key, part in value.items() if key not in ("as", "unless")}
    return Child(_rules(rules), value.get("as"), _names(value.get("unless")))


def columns_of(rules: Rules) -> Iterator[str]:
    """Every column that the rules read."""
    for rule in rules.values():
        if isinstance(rule, Column):
            yield from rule.names
        elif isinstance(rule, Children):
            for child in rule.parts:
                yield from child.unless
                yield from columns_of(child.rules)
