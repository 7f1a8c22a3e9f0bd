"""How well is eligibility read from text? The scorer's figures for our reader and for keywords.

    python -m bench.eligibility_score [TRUTH.jsonl]

Texts, hand-made criteria and the scorer are in ../shared/data/eligibility-truth. The baseline is
what one writes in an afternoon: ages by one pattern, a word list for populations, "income",
"resident". The scorer prints; its lines are shown for both.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from directory.eligibility import eligibility_json, read_eligibility

SHARED = Path(__file__).parents[2] / "shared"
TRUTH = SHARED / "data/eligibility-truth/dev.jsonl"
SCORER = SHARED / "data/eligibility-truth/score_eligibility.py"
GOALS = {
    "all": "precision 95 %, recall 80 %",
    "age": "precision 97 %, recall 90 %",
    "HARMFUL in all": "2 % of the texts",
}
_SHOWN = re.compile(
    r"^(?:texts read|(?:age|income|gender|population|residency|insurance|document|referral|all) "
    r"|HARMFUL|narrower|open_to_all)"
)
_COLUMN = re.compile(r"\s{2,}|:\s+")

_KEYWORDS = {
    "senior": r"\bseniors?\b|\belderly\b",
    "youth": r"\byouths?\b|\bteens?\b",
    "student": r"\bstudents?\b",
    "family": r"\bfamil(?:y|ies)\b",
    "parent": r"\bparents?\b|\bfathers?\b|\bmothers?\b",
    "pregnant": r"\bpregnant\b",
    "veteran": r"\bveterans?\b",
    "unhoused": r"\bhomeless\b",
    "immigrant": r"\bimmigrants?\b",
    "refugee": r"\brefugees?\b",
    "disability": r"\bdisab\w+\b",
    "mental_illness": r"\bmental\w* ill\w*\b",
    "substance_use": r"\bsubstance abuse\b|\baddict\w*\b",
    "hiv": r"\bHIV\b|\bAIDS\b",
    "dv_survivor": r"\bdomestic violence\b",
    "unemployed": r"\bunemployed\b",
}
_AGES = re.compile(
    r"(\d{1,2})\s*(?:-|to)\s*(\d{1,2})|(\d{1,2})\s*(?:years? )?(?:and|or) (?:older|over)"
)
_RESIDENTS = re.compile(r"((?:[A-Z][\w-]*\s)+)residents?", re.IGNORECASE)

Read = Callable[[str], dict[str, Any]]


def ours(text: str) -> dict[str, Any]:
    """What our reader makes of a text."""
    return eligibility_json(read_eligibility(text))


def by_keywords(text: str) -> dict[str, Any]:
    """What a reader of keywords makes of it: each word found is a requirement."""
    found: list[dict[str, Any]] = [
        {"dimension": "population", "value": code}
        for code, words in _KEYWORDS.items()
        if re.search(words, text, re.IGNORECASE)
    ]
    found += [
        {"dimension": "age", "min": float(a or c), "max": float(b) if b else None}
        for a, b, c in _AGES.findall(text)
    ]
    for gender in ("women", "men"):
        if re.search(rf"\b{gender}\b", text, re.IGNORECASE):
            found.append({"dimension": "gender", "value": gender})
    if re.search(r"\bincome\b", text, re.IGNORECASE):
        found.append({"dimension": "income", "unit": "unquantified"})
    areas = _RESIDENTS.search(text)
    if areas:
        found.append({"dimension": "residency", "areas": [areas[1].strip()]})
    is_open = bool(re.search(r"\banyone\b|open to the public", text, re.IGNORECASE))
    return {"open_to_all": is_open or (False if found else None), "criteria": found, "rest": ""}


def scored(read: Read, truth: Path = TRUTH) -> list[str]:
    """The scorer's lines for a reader."""
    texts = [json.loads(line) for line in truth.read_text(encoding="utf-8").splitlines() if line]
    with tempfile.TemporaryDirectory() as folder:
        run = Path(folder) / "run.jsonl"
        rows = [json.dumps({"id": one["id"], **read(one["text"])}) for one in texts]
        run.write_text("\n".join(rows), encoding="utf-8")
        command = [sys.executable, str(SCORER), str(truth), str(run)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    return [line.rstrip() for line in done.stdout.splitlines()]


def _table(own: list[str], other: list[str]) -> Iterator[str]:
    for title, lines in (("wellkept", own), ("keywords", other)):
        yield f"== {title}"
        for line in lines:
            if _SHOWN.match(line):
                name = _COLUMN.split(line)[0].split(":")[0].strip()
                goal = next((g for key, g in GOALS.items() if name == key), "")
                yield f"{line}    goal: {goal}" if goal and title == "wellkept" else line
        yield ""


def main(arguments: list[str]) -> None:
    """Prints both tables."""
    truth = Path(arguments[0]) if arguments else TRUTH
    print("\n".join(_table(scored(ours, truth), scored(by_keywords, truth))))


if __name__ == "__main__":
    main(sys.argv[1:])
