"""What is asked of people who come, in the words that they read: "listed", never a promise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from indexer.result import Hit
from web.code_words import people_words
from web.languages import gettext as _
from web.languages import lazy_gettext as _l

Criterion = Mapping[str, Any]
"""As `directory.eligibility.model.criterion_json` writes it."""

APART = ("language", "cost")
"""Dimensions that have their own place on a page."""
PAPERS = ("document", "referral")

THINGS = {
    "medicaid": _l("Medicaid"),
    "medicare": _l("Medicare"),
    "chip": _l("CHIP"),
    "private": _l("private insurance"),
    "va": _l("VA coverage"),
    "any": _l("health insurance"),
    "insurance": _l("health insurance"),
    "photo_id": _l("photo ID"),
    "proof_of_address": _l("proof of address"),
    "proof_of_income": _l("proof of income"),
    "ssn": _l("Social Security number"),
    "birth_certificate": _l("birth certificate"),
    "immigration_document": _l("immigration document"),
    "insurance_card": _l("insurance card"),
    "referral_letter": _l("referral letter"),
    "referral": _l("a referral"),
    "other": _l("another document"),
}
"""Documents and insurances, as they stand in a sentence."""

INCOMES = {
    "pct_fpl": _l("income at or below %(amount)s%% of the federal poverty level"),
    "pct_ami": _l("income at or below %(amount)s%% of the area median income"),
    "pct_smi": _l("income at or below %(amount)s%% of the state median income"),
    "usd_year": _l("income at or below $%(amount)s a year"),
    "usd_month": _l("income at or below $%(amount)s a month"),
}

RULES = {
    "live": _l("people who live in %(areas)s"),
    "work": _l("people who work in %(areas)s"),
    "study": _l("people who go to school in %(areas)s"),
    "visit": _l("people who stay in %(areas)s"),
}


def thing_words(code: str) -> str:
    """ "photo ID"; a code that is new here without its underscores."""
    known = THINGS.get(code)
    return str(known) if known is not None else code.replace("_", " ")


def requirement_lines(criteria: Iterable[Criterion]) -> list[str]:
    """One line for each thing that is listed, without repetitions."""
    lines = (_begun(words_of(c)) for c in criteria if c["dimension"] not in APART)
    return list(dict.fromkeys(lines))


def words_of(criterion: Criterion) -> str:
    """One criterion, as it stands in a sentence: "age 16 to 24", "veterans come first"."""
    said = _plain(criterion)
    if criterion["subject"] == "any_household_member":
        said = _("someone in the household: %(who)s", who=said)
    if criterion["polarity"] == "exclude":
        said = _("not for: %(who)s", who=said)
    return _("%(who)s come first", who=said) if criterion["strength"] == "preferred" else said


def _plain(criterion: Criterion) -> str:
    dimension = criterion["dimension"]
    if dimension == "age":
        return _age(criterion["min"], criterion["max"])
    if dimension == "income":
        return _income(criterion)
    if dimension == "residency":
        return _residency(criterion)
    if dimension == "referral":
        by = criterion.get("from")
        return _("a referral from %(name)s", name=by) if by else thing_words("referral")
    code = criterion.get("value") or "other"
    if dimension in ("gender", "population") or code == "uninsured":
        return people_words(code)
    return thing_words(code)


def _age(least: float | None, most: float | None) -> str:
    if least and most is not None:
        return _("age %(least)s to %(most)s", least=f"{least:g}", most=f"{most:g}")
    if least:
        return _("age %(least)s and older", least=f"{least:g}")
    return _("age up to %(most)s", most=f"{most:g}") if most is not None else _("any age")


def _income(criterion: Criterion) -> str:
    form = INCOMES.get(criterion["unit"])
    if form is None or criterion["max"] is None:
        return _("low income")
    return str(form) % {"amount": f"{criterion['max']:,g}"}


def _residency(criterion: Criterion) -> str:
    areas = ", ".join(criterion["areas"]) or _("the area")
    rules = criterion.get("rule") or ("live",)
    said = [str(RULES.get(rule, RULES["live"])) % {"areas": areas} for rule in rules]
    return _(" or ").join(said)


def _begun(text: str) -> str:
    """With a capital at its start."""
    return text[:1].upper() + text[1:]


# ---------------------------------------------------------------------- for one person


def answer_lines(hit: Hit) -> list[str]:
    """What the listing says to what a person told; nothing when they told nothing."""
    return list(_answer_lines(hit.eligibility)) if hit.eligibility else []


def _answer_lines(told: Mapping[str, Any]) -> Iterator[str]:
    if told["unmet"]:
        yield _("Listed for other people: %(what)s", what=_joined(told["unmet"]))
        return
    met = [c for c in told["met"] if c["dimension"] not in PAPERS]
    if met:
        yield _("You meet what is listed: %(what)s", what=_joined(met))
    elif told["value"] == "yes":
        yield _("Listed as open to everybody")
    if told["not_known"]:
        yield _("Ask about: %(what)s", what=_joined(told["not_known"]))


def _joined(criteria: Iterable[Criterion]) -> str:
    return "; ".join(dict.fromkeys(map(words_of, criteria)))


FILTERS = {"answer_lines": answer_lines}
