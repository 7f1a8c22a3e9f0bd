"""What `make assets` builds is whole, small and ours to serve."""

import gzip
import re
from pathlib import Path

import pytest

from tests.paths import ROOT
from web.needs import NEEDS

ASSETS = ROOT / "web" / "assets"
BUILD = ROOT / "web" / "static" / "build"
TEMPLATES = sorted((ROOT / "web").rglob("*.html"))
PHONE_BUDGET_BYTES = 20_000
"""What a style sheet may weigh, packed, on a slow phone."""


@pytest.fixture(scope="module")
def sheet() -> str:
    """The built style sheet."""
    path = BUILD / "site.css"
    assert path.exists(), "nothing is built: run `make assets`"
    return path.read_text(encoding="utf-8")


def icons() -> set[str]:
    """The names in icons.txt."""
    lines = (ASSETS / "icons.txt").read_text(encoding="utf-8").splitlines()
    return {line for line in lines if line and not line.startswith("#")}


def test_the_style_sheet_is_small(sheet: str) -> None:
    assert len(gzip.compress(sheet.encode())) <= PHONE_BUDGET_BYTES


@pytest.mark.parametrize("name", ["site.css", "site.rtl.css", "leaflet.css"])
def test_every_picture_that_a_style_sheet_names_is_here(name: str) -> None:
    named = re.findall(r'url\("?([^")]+)"?\)', (BUILD / name).read_text(encoding="utf-8"))
    pictures = {target for target in named if not target.startswith(("data:", "#"))}
    assert pictures
    assert {target for target in pictures if not (BUILD / target).is_file()} == set()


@pytest.mark.parametrize("name", ["site.css", "site.rtl.css", "leaflet.css"])
def test_style_sheets_load_nothing_from_elsewhere(name: str) -> None:
    text = (BUILD / name).read_text(encoding="utf-8")
    assert re.findall(r"@import|url\(\"?(?:https?:)?//", text) == []


def test_the_mirrored_sheet_mirrors_what_is_not_ours(sheet: str) -> None:
    mirrored = (BUILD / "site.rtl.css").read_text(encoding="utf-8")
    left, right = (len(re.findall(rf"padding-{side}:", sheet)) for side in ("left", "right"))
    assert left != right
    assert len(re.findall(r"padding-right:", mirrored)) == left


def test_phones_keep_their_direction_in_the_mirrored_sheet() -> None:
    mirrored = (BUILD / "site.rtl.css").read_text(encoding="utf-8")
    assert re.findall(r"\.wk-ltr\{[^}]*?direction:(\w+)", mirrored) == ["ltr"]


def test_the_sprite_holds_the_icons_that_are_listed() -> None:
    sprite = (BUILD / "sprite.svg").read_text(encoding="utf-8")
    assert set(re.findall(r'<symbol id="(\w+)"', sprite)) == icons()
    assert sprite.count("<path") >= len(icons())


def test_templates_use_only_icons_that_are_built() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES)
    used = set(re.findall(r"""icon\(["'](\w+)["']\)""", text)) | {need.icon for need in NEEDS}
    assert len(used) > len(NEEDS)
    assert used <= icons()


def test_templates_use_only_classes_that_are_built(sheet: str) -> None:
    """A class of USWDS or of ours that no style sheet knows is a slip, or a part not taken in."""
    built = set(re.findall(r"\.((?:usa|wk)-[\w-]+)", sheet))
    text = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES)
    used = {name for value in re.findall(r'class="([^"]*)"', text) for name in words_of(value)}
    assert used - built - MARKS == set()


MARKS = {"usa-form-group", "usa-label", "usa-legend"}
"""Classes that say what a thing is; USWDS styles them only in company."""


def words_of(value: str) -> set[str]:
    """The whole class names in an attribute, template expressions left out."""
    plain = re.sub(r"\{[{%].*?[}%]\}", " \0 ", value, flags=re.DOTALL)
    glued = re.sub(r"\S*\s?\0\s?\S*", " ", plain) if re.search(r"-\{\{", value) else plain
    return {word for word in glued.split() if re.fullmatch(r"(?:usa|wk)-[\w-]*\w", word)}


@pytest.mark.parametrize("name", ["htmx.txt", "leaflet.txt", "uswds.md"])
def test_the_licences_come_along(name: str) -> None:
    path: Path = BUILD / "licenses" / name
    assert len(path.read_text(encoding="utf-8")) > 400
