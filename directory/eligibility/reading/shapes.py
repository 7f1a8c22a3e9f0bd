"""What is found by its shape and not by a table: ages, grades, incomes, areas, proofs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from directory.eligibility.model import Dimension, Strength
from directory.eligibility.reading.ages import Ages, ages_at
from directory.eligibility.reading.areas import residency_at
from directory.eligibility.reading.grades import grades_at
from directory.eligibility.reading.incomes import income_at
from directory.eligibility.reading.items import Item, Kind, criterion_item
from directory.eligibility.reading.tokens import Token

_PROOF = re.compile(
    r"(?:proofs?|verification|documentation|evidence|prueba|comprobante)\s+(?:of"
    r"|de)\s+(?:[\w'-]+\s+){0,3}?"
    r"(?:(?P<proof_of_address>residen\w+|address|domicil\w+|direccion|living)"
    r"|(?P<proof_of_income>incomes?|ingresos?|earnings)"
    r"|(?P<birth_certificate>age|birth|birthdate)|(?P<photo_id>identity|identification|id)\b"
    r"|(?P<ssn>social security)"
    r"|(?P<immigration_document>citizenship|immigration|legal status|legal presence)"
    r"|(?P<insurance_card>insurance|medicaid|medicare)"
    r"|(?P<other>disability|custody|guardianship|enrollment|hiv|pregnancy|military service"
    r"|veteran status|homelessness|hardship|diagnosis|need))\b"
    r"(?:\s+(?:number|certificate|card|status))?"
)
_LOOKED_BACK = 40
"""Characters or items: what stands further off belongs to something else."""
_IS_NEAR = re.compile(r"\b(?:miles?|radius|outside|beyond)\s+(?:(?:of|from)\s+)?(?:the\s+)?$")
"""Before the name of an area: it is not where one must live."""
_SKIPPED = (Kind.BRACKET, Kind.WEAK, Kind.COPULA, Kind.COMMA)


_KINDS = {
    "mental": "mental_illness", "emotional": "mental_illness", "psychiatric": "mental_illness",
    "intellectual": "developmental_disability", "developmental": "developmental_disability",
    "cognitive": "developmental_disability", "physical": "physical_disability",
    "learning": "learning_disability", "visual": "blind_low_vision",
    "hearing": "deaf_hard_of_hearing",
}  # fmt: skip
_KIND = "|".join(_KINDS)
_ELLIPTIC = re.compile(
    rf"(?:{_KIND})(?:(?:\s*(?:,|/|&|\band/or\b|\band\b|\bor\b|\bsome\b))+\s*(?:{_KIND}))+\s+"
    r"(?:disabilit|impairment|handicap|illness|disorder|challenge|delay)\w*"
)


def elliptic_at(text: str, start: int) -> list[Item]:
    """ "Mental, intellectual and physical disabilities": each adjective with the one noun."""
    match = _ELLIPTIC.match(text.lower(), start)
    if not match:
        return []
    quote, end = text[start : match.end()], match.end()
    codes = dict.fromkeys(_KINDS[word] for word in re.findall(_KIND, match.group()))
    found: list[Item] = []
    for code in codes:
        if found:
            found.append(Item(Kind.OR, "", start=start, end=end))
        item = criterion_item(quote, Dimension.POPULATION, value=code)
        found.append(replace(item, start=start, end=end))
    return found


def shape_at(text: str, tokens: Sequence[Token], place: int, before: Sequence[Item]) -> Item | None:
    """The criterion whose words begin at this token, or None."""
    start, lower = tokens[place].start, text.lower()
    item = (
        _income(text, lower, start)
        or _age(text, lower, start, before)
        or _proof(text, lower, start)
    )
    return item or _residency(text, tokens, place, before)


def _income(text: str, lower: str, start: int) -> Item | None:
    income = income_at(lower, start)
    if not income:
        return None
    quote = text[start : income.end]
    item = criterion_item(quote, Dimension.INCOME, unit=income.unit, max_amount=income.amount)
    return replace(item, start=start, end=income.end)


def _age(text: str, lower: str, start: int, before: Sequence[Item]) -> Item | None:
    grades, ages = grades_at(lower, start), ages_at(lower, start)
    if grades and _is_name_of_school(text, start, before):
        grades = None
    if grades and (not ages or grades.end >= ages.end):
        return _age_item(text, start, grades, is_approximate=True)
    if ages and (ages.is_sure or _is_beside_people(text, start, ages, before)):
        return _age_item(text, start, ages)
    return None


def _is_name_of_school(text: str, start: int, before: Sequence[Item]) -> bool:
    """ "Palm Springs Middle School students": the name of a school says nothing of ages."""
    last = before[-1] if before else None
    is_name = last is not None and last.kind is Kind.UNKNOWN and last.text[:1].isupper()
    return is_name and text[start].isupper()


def _age_item(text: str, start: int, ages: Ages, *, is_approximate: bool = False) -> Item:
    item = criterion_item(
        text[start : ages.end], Dimension.AGE,
        min_years=ages.least, max_years=ages.most, is_approximate=is_approximate,
    )  # fmt: skip
    return replace(item, start=start, end=ages.end)


def _is_beside_people(text: str, start: int, ages: Ages, before: Sequence[Item]) -> bool:
    """Bare numbers behind people ("women 18-25", "Seniors (60+)"), or as the whole statement."""
    last = next((item for item in reversed(before) if item.kind not in _SKIPPED), None)
    is_own = start == 0 and not text[ages.end :].strip(" .,;")
    return is_own or (last is not None and last.names_people)


def _proof(text: str, lower: str, start: int) -> Item | None:
    """ "Proof of DC residency": a paper that must be shown."""
    match = _PROOF.match(lower, start)
    if not match:
        return None
    code = next(name for name, words in match.groupdict().items() if words)
    item = criterion_item(text[start : match.end()], Dimension.DOCUMENT, value=code)
    return replace(item, start=start, end=match.end())


def _residency(
    text: str, tokens: Sequence[Token], place: int, before: Sequence[Item]
) -> Item | None:
    is_after_people = any(item.names_people or item.criterion for item in before[-_LOOKED_BACK:])
    start = tokens[place].start
    if _IS_NEAR.search(text[max(start - _LOOKED_BACK, 0) : start].lower()):
        return None
    found = residency_at(text, tokens, place, is_after_people=is_after_people)
    if not found:
        return None
    start, end = tokens[place].start, tokens[found.behind - 1].end
    strength = Strength.PREFERRED if found.is_preferred else Strength.REQUIRED
    item = criterion_item(
        text[start:end], Dimension.RESIDENCY, areas=found.areas, rule=found.rule, strength=strength
    )
    return replace(item, start=start, end=end)
