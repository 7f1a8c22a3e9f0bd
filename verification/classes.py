"""The class of a listing: listings that are expected to change at about the same rate. Pure."""

from __future__ import annotations

import re

from directory.listing import Listing
from directory.model import Service

AIRS_LEVEL = re.compile(r"^([A-Z]{2})-\d{4}")
"""A code of the 211 taxonomy; its two letters are the second level, as BD = food."""

UNKNOWN = "unknown"


def class_of(listing: Listing) -> str:
    """Category and type of organization, as "BD|nonprofit".

    The category is the second level of the 211 taxonomy, else the name of the first term. Coarse on
    purpose: a class teaches only when it has some dozen checks.
    """
    organization = listing.organization
    kind = organization.legal_status if organization and organization.legal_status else UNKNOWN
    return f"{_category(listing.service)}|{kind.strip().casefold()[:40]}"


def _category(service: Service) -> str:
    for attribute in service.attributes:
        term = attribute.taxonomy_term
        if term is None:
            continue
        matched = AIRS_LEVEL.match(term.code or "")
        return matched[1] if matched else term.name.strip().casefold()[:60]
    return UNKNOWN
