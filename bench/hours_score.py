"""How well are opening hours read? The scorer's table for our reader and for the nearest library.

    python -m bench.hours_score [TRUTH.jsonl]

Texts, hand-made weeks and the scorer are in ../shared/data/hours-truth. The library beside ours is
parse-opening-hours, the only one on PyPI that reads prose. It has no release since 2021 and the
import name of opening-hours-py, so it runs in an environment of its own, which uv makes; without uv
or a registry its column is empty.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from directory.hours import read_hours

SHARED = Path(__file__).parents[2] / "shared"
GOALS = {"minute_precision_mean": 0.995, "minute_recall_mean": 0.92, "exact_share": 0.85}
"""At least; wrong-open texts at most 1 %."""


LIBRARY = "parse-opening-hours==0.4.2"
_RUN_LIBRARY = """
import json, sys
from opening_hours import OpeningHours
for line in sys.stdin:
    text = json.loads(line)
    try:
        rows = OpeningHours.parse(text["text"]).json()
    except Exception:
        rows = []
    row = lambda r: {"freq": "WEEKLY", "byday": r["day"][:2].upper(),
                     "opens_at": r["opens"], "closes_at": r["closes"]}
    print(json.dumps({"id": text["id"], "schedules": [row(r) for r in rows]}))
"""
Read = Callable[[dict[str, Any]], dict[str, Any]]
"""Texts by id -> what was read of each, by id."""


def ours(texts: dict[str, Any]) -> dict[str, Any]:
    """What our reader makes of the texts."""
    return {
        key: read_hours(text["text"], country=text["country"]).as_json() | {"id": key}
        for key, text in texts.items()
    }


def theirs(texts: dict[str, Any]) -> dict[str, Any]:
    """What the library makes of them; nothing when it cannot be run."""
    uv = str(Path(sys.executable).with_name("uv"))
    command = [uv, "run", "--no-project", "--quiet", "--python", sys.executable,
               "--with", LIBRARY, "python", "-c", _RUN_LIBRARY]  # fmt: skip
    lines = "".join(json.dumps(text) + "\n" for text in texts.values())
    try:
        done = subprocess.run(command, input=lines, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return {}
    read = [json.loads(line) for line in done.stdout.splitlines()]
    return {one["id"]: one for one in read}


def scored(shared: Path = SHARED, truth: Path | None = None, read: Read = ours) -> dict[str, Any]:
    """The scorer's figures for a reader."""
    scorer = _scorer(shared / "data/hours-truth/score_hours.py")
    texts = scorer.read(truth or shared / "data/hours-truth/dev.jsonl")
    figures: dict[str, Any] = scorer.score(texts, read(texts))
    return figures


def _scorer(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_hours", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(f"{path} is no module")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _table(own: dict[str, Any], other: dict[str, Any]) -> Iterator[str]:
    yield f"{own['texts']} texts, {own['full']} of them fix the week in full"
    yield f"{'':24}{'wellkept':>10}{'parse-opening-hours':>21}{'goal':>8}"
    for name in ("exact_share", "minute_precision", "minute_precision_mean", "minute_recall",
                 "minute_recall_mean", "wrong_open_share", "coverage", "wrong_closed"):  # fmt: skip
        goal = f"{GOALS[name]:.3f}" if name in GOALS else "0.010" * (name == "wrong_open_share")
        yield f"{name:24}{_figure(own[name]):>10}{_figure(other[name]):>21}{goal:>8}"
    for name in ("wrong_open_ids", "not_exact_ids", "uncovered_ids", "problems"):
        yield f"{name}: {' '.join(own[name]) or '-'}"


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)


def main(arguments: list[str]) -> None:
    truth = Path(arguments[0]) if arguments else None
    print("\n".join(_table(scored(truth=truth), scored(truth=truth, read=theirs))))


if __name__ == "__main__":
    main(sys.argv[1:])
