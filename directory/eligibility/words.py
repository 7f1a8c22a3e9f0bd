"""Criteria as people read them: "Age 16 to 24", "Veterans", "Income at or below 185% of the
federal poverty level". English; pages translate templates and codes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from directory.eligibility.model import (
    Criterion,
    Dimension,
    IncomeUnit,
    Polarity,
    Strength,
    Subject,
)

POPULATIONS = {
    "senior": "Older adults", "youth": "Young people", "student": "Students",
    "dropout": "People who left school", "family": "Families", "parent": "Parents",
    "caregiver": "Caregivers", "pregnant": "Pregnant women", "foster_youth": "Foster youth",
    "veteran": "Veterans", "military": "People in the military", "immigrant": "Immigrants",
    "refugee": "Refugees and asylees", "undocumented": "Undocumented people",
    "citizen_or_legal_resident": "Citizens and legal residents",
    "limited_english": "People who speak little English", "african_american": "African Americans",
    "asian": "Asian Americans", "latino": "Latinos", "people_of_color": "People of color",
    "lgbtq": "LGBTQ people", "unhoused": "People without a home",
    "at_risk_of_homelessness": "People who may lose their home", "runaway": "Runaways",
    "homeowner": "Home owners", "renter": "Renters",
    "benefit_recipient": "People who receive public benefits", "employed": "Working people",
    "unemployed": "People without work", "farmworker": "Farm workers",
    "formerly_incarcerated": "People who were in prison",
    "justice_involved": "People in contact with the courts", "sex_offender": "Sex offenders",
    "disability": "People with a disability",
    "developmental_disability": "People with a developmental disability",
    "learning_disability": "People with a learning disability",
    "physical_disability": "People with a physical disability",
    "homebound": "People who cannot leave home",
    "deaf_hard_of_hearing": "Deaf and hard of hearing people",
    "blind_low_vision": "Blind people and people with low vision",
    "mental_illness": "People with a mental illness",
    "substance_use": "People who use alcohol or drugs",
    "behavioral_addiction": "People with a gambling problem", "hiv": "People with HIV",
    "infectious_disease": "People with an infectious disease", "cancer": "People with cancer",
    "dementia": "People with dementia", "chronic_illness": "People with a lasting illness",
    "terminal_illness": "People at the end of life", "bereaved": "People who lost someone",
    "dv_survivor": "People hurt by a partner or at home",
    "sexual_assault_survivor": "Survivors of sexual assault",
    "abuse_survivor": "Survivors of abuse or neglect",
    "trafficking_survivor": "Survivors of trafficking", "crime_victim": "Victims of crime",
    "disaster_survivor": "People hit by a disaster", "in_crisis": "People in a crisis",
    "tribal_member": "Tribal members",
}  # fmt: skip

GENDERS = {"women": "Women", "men": "Men", "transgender": "Transgender people",
           "nonbinary": "Nonbinary people"}  # fmt: skip

INSURANCES = {
    "medicaid": "Medicaid", "medicare": "Medicare", "chip": "CHIP",
    "private": "Private insurance", "va": "VA coverage", "uninsured": "People without insurance",
    "any": "Health insurance",
}  # fmt: skip

DOCUMENTS = {
    "photo_id": "Photo ID", "proof_of_address": "Proof of address",
    "proof_of_income": "Proof of income", "ssn": "Social Security number",
    "birth_certificate": "Birth certificate", "immigration_document": "Immigration document",
    "insurance_card": "Insurance card", "referral_letter": "Referral letter",
    "other": "Another document",
}  # fmt: skip

UNITS = {
    IncomeUnit.PCT_FPL: "{:g}% of the federal poverty level",
    IncomeUnit.PCT_AMI: "{:g}% of the area median income",
    IncomeUnit.PCT_SMI: "{:g}% of the state median income",
    IncomeUnit.USD_YEAR: "${:,.0f} a year",
    IncomeUnit.USD_MONTH: "${:,.0f} a month",
}


def label_of(criterion: Criterion) -> str:
    """One line, at most a few words."""
    text = _LABELS[criterion.dimension](criterion)
    if criterion.subject is Subject.ANY_HOUSEHOLD_MEMBER:
        text = f"Someone in the household: {text[0].lower()}{text[1:]}"
    if criterion.polarity is Polarity.EXCLUDE:
        text = f"Not for: {text[0].lower()}{text[1:]}"
    return f"{text} come first" if criterion.strength is Strength.PREFERRED else text


def _age(criterion: Criterion) -> str:
    least, most = criterion.min_years, criterion.max_years
    if least and most is not None:
        return f"Age {least:g} to {most:g}"
    if least:
        return f"Age {least:g} and older"
    return f"Age up to {most:g}" if most is not None else "Any age"


def _income(criterion: Criterion) -> str:
    form = UNITS.get(criterion.unit) if criterion.unit else None
    if form is None or criterion.max_amount is None:
        return "Low income"
    return f"Income at or below {form.format(criterion.max_amount)}"


def _residency(criterion: Criterion) -> str:
    verbs = {"live": "live", "work": "work", "study": "go to school", "visit": "stay"}
    does = " or ".join(verbs.get(rule, rule) for rule in criterion.rule) or "live"
    return f"People who {does} in {', '.join(criterion.areas) or 'the area'}"


def _referral(criterion: Criterion) -> str:
    return f"Referral from {criterion.referred_by}" if criterion.referred_by else "A referral"


def _named(names: Mapping[str, str]) -> Callable[[Criterion], str]:
    def label(criterion: Criterion) -> str:
        code = criterion.value or ""
        return names.get(code, code.replace("_", " ").capitalize() or "Not named")

    return label


_LABELS: Mapping[Dimension, Callable[[Criterion], str]] = {
    Dimension.AGE: _age,
    Dimension.INCOME: _income,
    Dimension.RESIDENCY: _residency,
    Dimension.REFERRAL: _referral,
    Dimension.GENDER: _named(GENDERS),
    Dimension.POPULATION: _named(POPULATIONS),
    Dimension.INSURANCE: _named(INSURANCES),
    Dimension.DOCUMENT: _named(DOCUMENTS),
    Dimension.LANGUAGE: _named({}),
    Dimension.COST: _named({}),
}
