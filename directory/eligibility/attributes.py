"""Eligibility in and out of HSDS, without loss: import(export(model)) is the model.

One plain age range goes to `minimum_age` and `maximum_age`, which every consumer understands. All
else is an attribute of the service with a term of our own vocabulary: `link_type` "eligibility" for
the provider's word, "eligibility_inferred" for what we read, so that others do not take the one for
the other. `eligibility_description` is never touched. Attributes that are not ours stay in place.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from directory.eligibility.model import (
    OPEN_ENDED_AGE,
    Criterion,
    Dimension,
    Eligibility,
    IncomeUnit,
    Polarity,
    Provenance,
    Strength,
    Subject,
)
from directory.eligibility.words import label_of
from directory.model import Attribute, Service, TaxonomyTerm, stable_id

TAXONOMY = "wellkept/eligibility"
"""The name of our vocabulary in `taxonomy_term.taxonomy`."""

ASSERTED, INFERRED = "eligibility", "eligibility_inferred"
OPEN_TO_ALL, COMPLETE, REST = "open_to_all", "complete", "rest"

_TYPES: dict[str, Any] = {
    "unit": IncomeUnit, "polarity": Polarity, "strength": Strength, "subject": Subject,
    "areas": tuple, "rule": tuple, "area_ids": frozenset,
}  # fmt: skip
_DEFAULTS = {part.name: part.default for part in fields(Criterion)}


def with_eligibility(service: Service, eligibility: Eligibility) -> Service:
    """The service with its eligibility replaced."""
    age = _core_age(eligibility)
    rest = [c for c in eligibility.criteria if c is not age]
    ours = [_attribute_of(service.id, criterion) for criterion in rest]
    ours += _statements(service.id, eligibility)
    others = [a for a in service.attributes if not _is_ours(a)]
    return service.model_copy(
        update={
            "attributes": (*others, *ours),
            "minimum_age": age.min_years if age else None,
            "maximum_age": age.max_years if age else None,
        }
    )


def eligibility_of(service: Service) -> Eligibility:
    """What a service says of who may come, in fields and attributes; its text is not read here."""
    said = {
        attribute.taxonomy_term.code: attribute.value
        for attribute in service.attributes
        if _is_ours(attribute) and attribute.taxonomy_term is not None
    }
    criteria = [
        _criterion_of(attribute)
        for attribute in service.attributes
        if _is_ours(attribute) and _code_of(attribute) not in (OPEN_TO_ALL, COMPLETE, REST)
    ]
    if service.minimum_age is not None or service.maximum_age is not None:
        criteria.insert(0, _age_of(service))
    opened = said.get(OPEN_TO_ALL)
    return Eligibility(
        criteria=tuple(c for c in criteria if c is not None),
        open_to_all=None if opened is None else opened == "true",
        is_complete=said.get(COMPLETE) == "true",
        rest=said.get(REST) or "",
    )


def _core_age(eligibility: Eligibility) -> Criterion | None:
    """The one age range that HSDS has fields for: the only one, plain, with real limits."""
    ages = [c for c in eligibility.criteria if c.dimension is Dimension.AGE]
    if len(ages) != 1 or (ages[0].min_years is None and ages[0].max_years is None):
        return None
    age = ages[0]
    is_plain = Criterion(Dimension.AGE, min_years=age.min_years, max_years=age.max_years) == age
    has_limits = age.min_years != 0 and (age.max_years or 0) < OPEN_ENDED_AGE
    return age if is_plain and has_limits else None


def _age_of(service: Service) -> Criterion | None:
    """0 and 99 are how real data writes "no limit"."""
    least = service.minimum_age or None
    most = service.maximum_age
    if most is not None and most >= OPEN_ENDED_AGE:
        most = None
    if least is None and most is None:
        return None
    return Criterion(Dimension.AGE, min_years=least, max_years=most)


def _attribute_of(service_id: str, criterion: Criterion) -> Attribute:
    value = json.dumps(parts_of(criterion), sort_keys=True, ensure_ascii=False)
    is_asserted = criterion.provenance is Provenance.ASSERTED
    code = criterion.dimension.value
    return _attribute(
        service_id, code, value, label_of(criterion), ASSERTED if is_asserted else INFERRED
    )


def parts_of(criterion: Criterion) -> dict[str, Any]:
    """As JSON, what differs from the defaults; the dimension and the provenance stand elsewhere."""
    parts: dict[str, Any] = {}
    for name, default in _DEFAULTS.items():
        value = getattr(criterion, name)
        if name not in ("dimension", "provenance") and value != default:
            parts[name] = sorted(value) if isinstance(value, frozenset) else value
    return parts


def _statements(service_id: str, eligibility: Eligibility) -> list[Attribute]:
    said: dict[str, tuple[str, str]] = {}
    if eligibility.open_to_all is not None:
        label = "Open to all" if eligibility.open_to_all else "Not open to all"
        said[OPEN_TO_ALL] = (str(eligibility.open_to_all).lower(), label)
    if eligibility.is_complete:
        said[COMPLETE] = ("true", "The list of requirements is complete")
    if eligibility.rest:
        said[REST] = (eligibility.rest, "Further requirements")
    return [
        _attribute(service_id, code, value, label, ASSERTED)
        for code, (value, label) in said.items()
    ]


def _attribute(service_id: str, code: str, value: str, label: str, link_type: str) -> Attribute:
    term_id = stable_id("eligibility term", code)
    return Attribute(
        id=stable_id("eligibility", service_id, code, value, link_type),
        link_id=service_id,
        link_entity="service",
        link_type=link_type,
        value=value,
        label=label,
        taxonomy_term_id=term_id,
        taxonomy_term=TaxonomyTerm(
            id=term_id,
            code=code,
            name=f"Eligibility: {code.replace('_', ' ')}",
            description="A requirement of the service; its value is explained by the label.",
            taxonomy=TAXONOMY,
        ),
    )


def _is_ours(attribute: Attribute) -> bool:
    term = attribute.taxonomy_term
    is_linked = attribute.link_type in (ASSERTED, INFERRED)
    return is_linked and term is not None and term.taxonomy == TAXONOMY


def _code_of(attribute: Attribute) -> str | None:
    return attribute.taxonomy_term.code if attribute.taxonomy_term else None


def _criterion_of(attribute: Attribute) -> Criterion | None:
    """None for one that cannot be read: it stays where it is, and says nothing."""
    is_asserted = attribute.link_type == ASSERTED
    provenance = Provenance.ASSERTED if is_asserted else Provenance.INFERRED
    try:
        return criterion_of(
            _code_of(attribute) or "", provenance, json.loads(attribute.value or "{}")
        )
    except (ValueError, TypeError, AttributeError):
        return None


def criterion_of(dimension: str, provenance: Provenance, parts: dict[str, Any]) -> Criterion:
    """The inverse of `parts_of`. Raises ValueError, TypeError or AttributeError."""
    typed = {name: _TYPES.get(name, _same)(value) for name, value in parts.items()}
    return Criterion(dimension=Dimension(dimension), provenance=provenance, **typed)


def _same(value: Any) -> Any:
    return value


def labels_of(criteria: Iterable[Criterion]) -> list[str]:
    """The criteria as people read them, without repetitions."""
    return list(dict.fromkeys(label_of(criterion) for criterion in criteria))
