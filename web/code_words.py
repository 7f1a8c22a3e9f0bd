"""Codes of the lexicon and of criteria in the words of this answer's language."""

from __future__ import annotations

from functools import cache

from flask_babel import get_locale

from indexer.lexicon import lexicon
from indexer.lexicon.tables import Need
from web.languages import gettext as _
from web.languages import lazy_gettext as _l

PEOPLE = {
    "abuse_survivor": _l("survivors of abuse or neglect"),
    "african_american": _l("African Americans"),
    "asian": _l("Asian Americans"),
    "at_risk_of_homelessness": _l("people who may lose their home"),
    "behavioral_addiction": _l("people with a gambling problem"),
    "benefit_recipient": _l("people who receive public benefits"),
    "bereaved": _l("people who lost someone"),
    "blind_low_vision": _l("blind people and people with low vision"),
    "cancer": _l("people with cancer"),
    "caregiver": _l("caregivers"),
    "children": _l("children"),
    "chronic_illness": _l("people with a lasting illness"),
    "citizen_or_legal_resident": _l("citizens and legal residents"),
    "couple": _l("couples"),
    "crime_victim": _l("victims of crime"),
    "deaf_hard_of_hearing": _l("deaf and hard of hearing people"),
    "dementia": _l("people with dementia"),
    "developmental_disability": _l("people with a developmental disability"),
    "disability": _l("people with a disability"),
    "disaster_survivor": _l("people hit by a disaster"),
    "dropout": _l("people who left school"),
    "dv_survivor": _l("people hurt by a partner or at home"),
    "employed": _l("working people"),
    "family": _l("families"),
    "farmworker": _l("farm workers"),
    "formerly_incarcerated": _l("people who were in prison"),
    "foster_youth": _l("foster youth"),
    "hiv": _l("people with HIV"),
    "homebound": _l("people who cannot leave home"),
    "homeowner": _l("home owners"),
    "immigrant": _l("immigrants"),
    "in_crisis": _l("people in a crisis"),
    "infectious_disease": _l("people with an infectious disease"),
    "justice_involved": _l("people in contact with the courts"),
    "latino": _l("Latinos"),
    "learning_disability": _l("people with a learning disability"),
    "lgbtq": _l("LGBTQ people"),
    "limited_english": _l("people who speak little English"),
    "low_income": _l("people with a low income"),
    "men": _l("men"),
    "mental_illness": _l("people with a mental illness"),
    "military": _l("people in the military"),
    "native_american": _l("Native Americans"),
    "nonbinary": _l("nonbinary people"),
    "parent": _l("parents"),
    "people_of_color": _l("people of color"),
    "physical_disability": _l("people with a physical disability"),
    "pregnant": _l("pregnant women"),
    "refugee": _l("refugees and asylees"),
    "renter": _l("renters"),
    "runaway": _l("runaways"),
    "senior": _l("older adults"),
    "sex_offender": _l("sex offenders"),
    "sexual_assault_survivor": _l("survivors of sexual assault"),
    "student": _l("students"),
    "substance_use": _l("people who use alcohol or drugs"),
    "terminal_illness": _l("people at the end of life"),
    "trafficking_survivor": _l("survivors of trafficking"),
    "transgender": _l("transgender people"),
    "tribal_member": _l("tribal members"),
    "undocumented": _l("undocumented people"),
    "unemployed": _l("people without work"),
    "unhoused": _l("people without a home"),
    "uninsured": _l("people without insurance"),
    "veteran": _l("veterans"),
    "women": _l("women"),
    "youth": _l("young people"),
}
"""Populations and genders, as they stand after "for"."""

TIMES = {
    "now": _l("Now"),
    "tonight": _l("Tonight"),
    "evening": _l("In the evening"),
    "weekend": _l("On the weekend"),
    "always": _l("Day and night"),
    "tomorrow": _l("Tomorrow"),
    "morning": _l("In the morning"),
}

OTHERS = {
    "free": _l("Free"),
    "low": _l("Low cost"),
    "wheelchair": _l("Wheelchair access"),
    "remote": _l("By phone or online"),
    "walk_in": _l("Without an appointment"),
}


def people_words(code: str) -> str:
    """ "veterans"; a code that is new here is shown as it is, without its underscores."""
    known = PEOPLE.get(code)
    return str(known) if known is not None else code.replace("_", " ")


def need_words(code: str) -> str | None:
    """What a need is called: "Food"; None for a value that is none of ours."""
    need = needs().get(code)
    if need is None:
        return None
    locale = get_locale()
    return need.name(locale.language if locale else "en")


@cache
def needs() -> dict[str, Need]:
    """Every need of the lexicon by its code."""
    return dict(lexicon().needs)


def fact_words(kind: str, codes: list[str], given: str) -> str:
    """A fact of a typed line as its chip says it. `given`: the engine's English words."""
    if kind == "need":
        return _(" or ").join(need_words(code) or code for code in codes)
    if kind == "population":
        return _("for %(people)s", people=_(" or ").join(map(people_words, codes)))
    if kind == "language":
        return _("%(language)s spoken", language=given)
    known = [TIMES.get(code) or OTHERS.get(code) for code in codes]
    return _(" or ").join(str(words) for words in known if words is not None) or given
