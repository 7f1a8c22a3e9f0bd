"""The bounds that keep the code readable, counted."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.paths import ROOT

ROOMS = ("geodata", "directory", "crawler", "indexer", "verification", "web", "wellkept")
MODULE_LINES = 300
BODY_LINES = 30
VAGUE_NAMES = {"base", "common", "handler", "helpers", "manager", "misc", "processor", "utils"}

WRITTEN = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
MODULES = [path for path in WRITTEN if path.parent.name != "versions"]
"""Migrations apart: each is a record of one day, as long as that day's tables."""


def functions_of(path: Path) -> Iterator[tuple[str, int]]:
    """Each function's name and the lines of its body, its docstring left out."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            is_documented = ast.get_docstring(node) is not None and len(node.body) > 1
            first = node.body[1 if is_documented else 0].lineno
            yield node.name, (node.end_lineno or first) - first + 1


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_module_keeps_its_bounds(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= MODULE_LINES
    assert [pair for pair in functions_of(path) if pair[1] > BODY_LINES] == []


def test_names_say_what_a_module_is_for() -> None:
    assert [path for path in MODULES if set(path.stem.split("_")) & VAGUE_NAMES] == []


@pytest.mark.parametrize("room", ROOMS)
def test_each_room_has_a_map(room: str) -> None:
    """What it knows, what it must not know, where to start."""
    text = ast.get_docstring(ast.parse((ROOT / room / "__init__.py").read_text())) or ""
    assert len(text.splitlines()) >= 5
    assert "now" in text
    assert "Start with" in text or "Nothing is crawled yet" in text


def test_a_long_function_is_seen(tmp_path: Path) -> None:
    body = "\n".join("    x = 1" for _ in range(BODY_LINES + 1))
    (tmp_path / "long.py").write_text(f'def f():\n    """Says."""\n{body}\n')
    assert list(functions_of(tmp_path / "long.py")) == [("f", BODY_LINES + 1)]
