"""What the documents name exists, and what exists is named."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main

from tests.paths import ROOT
from wellkept.settings import Settings

DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
TEXT = {path: path.read_text(encoding="utf-8") for path in DOCUMENTS}
EVERYTHING = "\n".join(TEXT.values())
GUIDES = TEXT[ROOT / "README.md"] + TEXT[ROOT / "CONTRIBUTING.md"]
OPERATIONS = TEXT[ROOT / "docs" / "operations.md"]

of_each_document = pytest.mark.parametrize(
    "path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT))
)


def code_of(text: str) -> Iterator[str]:
    """What a document sets as code: spans, and the lines of blocks."""
    for block in re.findall(r"```\w*\n(.*?)```", text, re.DOTALL):
        yield from block.splitlines()
    yield from re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))


def commands_of(command: object, typed: str = "wellkept") -> Iterator[str]:
    """The commands as they are typed: "wellkept verify queue"."""
    parts = getattr(command, "commands", None)  # typer brings a click of its own
    if parts is None:
        yield typed
        return
    for name, part in parts.items():
        yield from commands_of(part, f"{typed} {name}")


def make_targets() -> set[str]:
    """What `make help` lists."""
    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(re.findall(r"^  make (\S+)", done.stdout, re.MULTILINE))


@pytest.fixture(scope="module")
def commands() -> set[str]:
    """Every command of the program."""
    from wellkept.cli import app  # here, so that the other tests run when a room does not import

    return set(commands_of(typer.main.get_command(app)))


@of_each_document
def test_relative_links_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", TEXT[path])
    inside = [link for link in links if "://" not in link and not link.startswith("mailto:")]
    assert [link for link in inside if not (path.parent / link).exists()] == []


@of_each_document
def test_files_named_in_code_exist(path: Path) -> None:
    """Paths with a folder, as in `web/assets/icons.txt`; patterns and made folders apart."""
    named = {span for span in code_of(TEXT[path]) if re.fullmatch(r"[\w.-]+(/[\w.-]+)+/?", span)}
    tops = {child.name for child in ROOT.iterdir()} - {".venv", "wellkept-data"}
    ours = {span for span in named if span.split("/")[0] in tops}
    assert {span for span in ours if not (ROOT / span).exists()} == set()


@of_each_document
def test_commands_named_exist(path: Path, commands: set[str]) -> None:
    for span in code_of(TEXT[path]):
        words = re.match(r"(?:\.venv/bin/)?(wellkept(?: [a-z]+)+)", span)
        if words:
            assert any(f"{words[1]} ".startswith(f"{command} ") for command in commands), span


@of_each_document
def test_make_targets_named_exist(path: Path) -> None:
    named = {
        match[1] for span in code_of(TEXT[path]) if (match := re.match(r"make ([a-z-]+)", span))
    }
    assert named - make_targets() == set()


def test_every_make_target_is_documented() -> None:
    assert {target for target in make_targets() if f"make {target}" not in EVERYTHING} == set()


def test_every_command_is_documented(commands: set[str]) -> None:
    assert {command for command in commands if f"`{command}`" not in OPERATIONS} == set()


def test_settings_in_documents_are_those_of_the_program() -> None:
    ours = {f"WELLKEPT_{name.upper()}" for name in Settings.model_fields}
    assert set(re.findall(r"^\| `(WELLKEPT_\w+)`", OPERATIONS, re.MULTILINE)) == ours
    assert set(re.findall(r"WELLKEPT_[A-Z_]+", EVERYTHING)) - ours == {"WELLKEPT_REQUIRE"}


def test_the_documents_hold_to_this_project() -> None:
    """No address of a registry and no path of one machine, in documents, locks and set-up."""
    set_up = ["Makefile", "constraints.txt", "package-lock.json", "pyproject.toml", ".ci/run"]
    text = EVERYTHING + "".join((ROOT / name).read_text(encoding="utf-8") for name in set_up)
    assert re.findall(r"https?://[^\s\"]*(?:registry|pypi|npmjs|pythonhosted)[^\s\"]*", text) == []
    assert re.findall(r"(?:^|[\s`'\"(])/(?:work|tmp|root|home)/", text) == []
