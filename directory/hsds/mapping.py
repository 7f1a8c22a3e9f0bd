"""Applies a layout to a row: cells become the properties of a document."""

from __future__ import annotations

from typing import Any

from directory.entities import JsonDocument
from directory.hsds.converters import CHILD_CONVERTERS, CONVERTERS
from directory.hsds.csv_files import Row
from directory.hsds.layout import Child, Children, Column, Constant, Rule, Rules
from directory.hsds.statements import Reading
from directory.hsds.visibility import is_true


def mapped(rules: Rules, row: Row, reading: Reading) -> JsonDocument:
    """The properties that the row has a value for."""
    found: JsonDocument = {}
    before, reading.current = reading.current, (row.file, row.number)
    for name, rule in rules.items():
        value = _value(rule, row, reading)
        if value not in (None, "", []):
            found[name] = value
    reading.current = before
    return found


def _value(rule: Rule, row: Row, reading: Reading) -> Any:
    if isinstance(rule, Constant):
        return rule.value
    if isinstance(rule, Children):
        parts = [one for child in rule.parts for one in _children(child, row, reading)]
        is_text = bool(parts) and all(isinstance(part, str) for part in parts)
        return "\n".join(parts) if is_text else parts
    return _converted(rule, row, reading)


def _converted(column: Column, row: Row, reading: Reading) -> Any:
    convert = CONVERTERS[column.convert]
    for name in column.names:
        text = row.cells.get(name, "")
        if text.strip():
            value = convert(text, reading)
            if value not in (None, "", []):
                return value
    return None


def _children(child: Child, row: Row, reading: Reading) -> list[Any]:
    if any(is_true(row.cells.get(flag)) for flag in child.unless):
        return []
    found = mapped(child.rules, row, reading)
    constants = {name for name, rule in child.rules.items() if isinstance(rule, Constant)}
    if not found.keys() - constants:
        return []
    return CHILD_CONVERTERS[child.convert](found, reading) if child.convert else [found]
