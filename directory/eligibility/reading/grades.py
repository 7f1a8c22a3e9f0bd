"""School grades as ages: grade g is g+5 to g+6 years, kindergarten 5 to 6."""

from __future__ import annotations

import re

from directory.eligibility.reading.ages import Ages

BIRTH, PRESCHOOL, PRE_K, KINDERGARTEN = -5, -2, -1, 0
_FIRST_YEAR = {BIRTH: 0.0, PRESCHOOL: 3.0, PRE_K: 4.0}
_SCHOOLS = {
    "elementary": (0, 5),
    "primary": (0, 5),
    "middle": (6, 8),
    "junior high": (6, 8),
    "high": (9, 12),
    "senior high": (9, 12),
    "college": (13, 99),
}
_YEARS = {"freshm[ae]n": 9, "sophomores?": 10, "juniors?": 11, "seniors?": 12}
_GRADE = (
    r"(?:(?:rising|entering)\s+)?(?P<{0}>(?:1[0-2]|[1-9])(?:st|nd|rd|th)?|k(?:indergarten)?"
    r"|pre-?\s?k(?:indergarten)?|vpk|ps|pre-?\s?school|infants?|infancy|newborns?|birth"
    r"|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth)\b"
)
_WORD = r"(?:\s*-?\s*(?P<{0}>grade(?:r?s)?)\b)?"
_TO = r"\s*(?:-|to|through|thru|and|&|,)\s*"
_RANGE = re.compile(
    r"(?:in\s+|entering\s+)?(?P<cue>grades?\s*:?\s*)?"
    + _GRADE.format("a")
    + _WORD.format("w1")
    + f"(?P<to>{_TO})"
    + _GRADE.format("b")
    + _WORD.format("w2")
)
_ONE = re.compile(
    r"(?:in\s+|entering\s+)?(?P<cue>grades?\s*:?\s*)?" + _GRADE.format("a") + _WORD.format("w1")
)
_NAMES = "|".join(sorted(_SCHOOLS, key=len, reverse=True))
_SCHOOL = re.compile(
    rf"(?P<names>(?:{_NAMES})(?:\s*-?\s*schools?)?(?:\s*(?:,|/|and|or|&|to|through)+\s*(?:and\s+"
    rf"|or\s+)?(?:{_NAMES})(?:\s*-?\s*schools?)?)*)"
    rf"(?:\s+(?:school|aged?))*\s+(?=(?P<who>students?|pupils?|youths?|children|kids|boys|girls"
    rf"|teens|adolescents|juniors?\b|seniors?\b|freshm[ae]n|sophomores?|males?|females?|young))"
)
_YEAR = re.compile("|".join(f"(?P<y{n}>{word})" for word, n in _YEARS.items()))
_WORDS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth",
)  # fmt: skip
_NAMED = ("kindergarten", "preschool", "pre-school", "vpk", "pre-k", "prek", "pre-kindergarten")
_LEVEL = re.compile(r"\s*(?:reading\s+|math\s+)?(?:level|education|completion|diploma)")
_BEFORE = re.compile(
    r"(?:reading (?:at|at or below|on)|below|above|than|completed|least(?: an?)?) $|\d\s?[-/:] ?$"
)


def grades_at(text: str, place: int) -> Ages | None:
    """The ages of the grades told at this place (lower case), or None."""
    found = _range(text, place) or _one(text, place) or _schools(text, place)
    if (
        not found
        or _LEVEL.match(text, found.end)
        or _BEFORE.search(text[max(place - 40, 0) : place])
    ):
        return None
    return found


def _range(text: str, place: int) -> Ages | None:
    match = _RANGE.match(text, place)
    if not match:
        return None
    first, second = _grade(match["a"]), _grade(match["b"])
    is_told = bool(match["cue"] or match["w1"] or match["w2"])
    are_ordinals = match["a"][-1] in "tdh" and match["b"][-1] in "tdh"
    is_whole = place == 0 and not text[match.end() :].strip(" .")
    are_numbers = match["a"][0].isdigit() and match["b"][0].isdigit()
    is_range = match["to"].strip() not in ("and", "&", ",") and second > BIRTH
    if first == BIRTH and not is_told:
        return None  # ages in years: "birth to 5"
    is_named = is_range and (not are_numbers or (are_ordinals and is_whole))
    if not (is_told or is_named) or first > second:
        return None
    return _ages(first, second, match.end())


def _one(text: str, place: int) -> Ages | None:
    match = _ONE.match(text, place)
    if not match or not (match["cue"] or match["w1"] or match["a"] in _NAMED):
        return None
    grade = _grade(match["a"])
    return _ages(grade, grade, match.end())


def _schools(text: str, place: int) -> Ages | None:
    match = _SCHOOL.match(text, place)
    if not match or (
        "school" not in match["names"] and not match["names"].startswith(("elementary", "middle"))
    ):
        return None
    grades = [_SCHOOLS[name] for name in re.findall(_NAMES, match["names"])]
    year = _YEAR.match(match["who"]) if "high" in match["names"] else None
    if year:
        grade = next(n for n in _YEARS.values() if year[f"y{n}"])
        return _ages(grade, grade, match.end() + len(match["who"]))
    first, last = min(g for g, _ in grades), max(g for _, g in grades)
    return _ages(first, last, match.end())


def _grade(word: str) -> int:
    if word[0].isdigit():
        return int(word.rstrip("stndrh"))
    if word in _WORDS:
        return _WORDS.index(word) + 1
    if word.startswith("k"):
        return KINDERGARTEN
    if word.startswith(("infant", "birth", "newborn")):
        return BIRTH
    return PRE_K if "k" in word else PRESCHOOL


def _ages(first: int, last: int, end: int) -> Ages:
    least = _FIRST_YEAR.get(first, first + 5.0)
    return Ages(least or None, None if last > 12 else last + 6.0, end)
