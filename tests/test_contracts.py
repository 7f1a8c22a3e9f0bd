"""The import contracts hold, and break for every arrow that the design does not draw."""

import itertools
import subprocess
import sys
from pathlib import Path

import pytest

from tests.paths import ROOT

ARROWS = {
    "geodata": set[str](),
    "directory": {"geodata"},
    "crawler": {"directory", "geodata"},
    "indexer": {"directory", "geodata"},
    "verification": {"directory", "geodata", "crawler"},
    "web": {"directory", "geodata", "indexer", "verification"},
    "wellkept": {"geodata", "directory", "crawler", "indexer", "verification", "web"},
}
FORBIDDEN = [(a, b) for a, b in itertools.permutations(ARROWS, 2) if b not in ARROWS[a]]
LIBRARIES = {
    "flask": "web.pages",
    "scrapy": "crawler.spiders.site",
    "apscheduler": "verification.scheduler",
    "opensearchpy": "indexer.opensearch.engine",
    "sqlalchemy": "directory.store.places",
}
"""A library and one module that may import it."""


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Asks import-linter whether the contracts of this project hold for the rooms in a folder."""
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [program, "--no-cache", "--config", ROOT / "pyproject.toml"],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "NO_COLOR": "1", "COLUMNS": "200"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )


@pytest.fixture
def rooms(tmp_path: Path) -> Path:
    """Empty rooms, each with the arrows that the design draws."""
    for room, targets in ARROWS.items():
        write(tmp_path, room, "\n".join(f"import {target}" for target in sorted(targets)))
    for library, module in LIBRARIES.items():
        write(tmp_path, module, f"import {library}")
    return tmp_path


def write(folder: Path, module: str, text: str) -> None:
    """Writes a module with its packages; a room is a package."""
    *packages, name = module.split(".") if "." in module else [module, "__init__"]
    path = folder
    for package in packages:
        path = path / package
        path.mkdir(exist_ok=True)
        (path / "__init__.py").touch()
    (path / f"{name}.py").write_text(f"{text}\n")


def test_the_contracts_hold() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_arrow_of_the_design_is_allowed(rooms: Path) -> None:
    done = lint(rooms)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("room", "target"), FORBIDDEN)
def test_an_arrow_that_the_design_does_not_draw_is_named(
    rooms: Path, room: str, target: str
) -> None:
    write(rooms, f"{room}.astray", f"import {target}")
    done = lint(rooms)
    assert done.returncode == 1
    assert f"{room}.astray -> {target}" in done.stdout


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("room", ARROWS)
def test_a_library_outside_its_place_is_named(rooms: Path, library: str, room: str) -> None:
    if room == LIBRARIES[library].partition(".")[0] and library in {"flask", "scrapy"}:
        return  # at home in the whole room
    write(rooms, f"{room}.astray", f"import {library}")
    done = lint(rooms)
    assert done.returncode == 1
    assert f"{room}.astray -> {library}" in done.stdout
