"""The common needs of the home page: a word, a picture, and the search that it stands for."""

from __future__ import annotations

from dataclasses import dataclass

from web.languages import lazy_gettext as _l


@dataclass(frozen=True)
class Need:
    label: str
    """Lazy: said in the language of the request."""
    icon: str
    text: str
    """What is searched for, in the language of the listings."""


NEEDS = (
    Need(_l("Food"), "restaurant", "food"),
    Need(_l("A place to stay"), "bedding", "shelter"),
    Need(_l("Health"), "medical_services", "health"),
    Need(_l("Money and bills"), "attach_money", "financial assistance"),
    Need(_l("Legal help"), "account_balance", "legal"),
    Need(_l("Safety"), "shield", "domestic violence"),
    Need(_l("Work"), "work", "employment"),
    Need(_l("Children"), "school", "child"),
    Need(_l("Counseling"), "support_agent", "counseling"),
    Need(_l("Getting around"), "directions_bus", "transportation"),
    Need(_l("Clothes, furniture"), "checkroom", "clothing"),
    Need(_l("Help for elders"), "people", "seniors"),
)
