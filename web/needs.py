"""The common needs of the home page: a word, a picture, its code; and all needs by shelves."""

from __future__ import annotations

from dataclasses import dataclass

from web.code_words import need_words, needs
from web.languages import lazy_gettext as _l


@dataclass(frozen=True)
class Need:
    label: str
    """Lazy: said in the language of the request."""
    icon: str
    code: str
    """Of the lexicon."""


NEEDS = (
    Need(_l("Food"), "restaurant", "food"),
    Need(_l("A place to stay"), "bedding", "housing"),
    Need(_l("Health"), "medical_services", "health"),
    Need(_l("Money and bills"), "attach_money", "money"),
    Need(_l("Legal help"), "account_balance", "legal"),
    Need(_l("Safety"), "shield", "safety"),
    Need(_l("Work"), "work", "work"),
    Need(_l("Children"), "school", "children"),
    Need(_l("Counseling"), "support_agent", "counseling"),
    Need(_l("Getting around"), "directions_bus", "transport"),
    Need(_l("Clothes, furniture"), "checkroom", "goods"),
    Need(_l("Help for elders"), "people", "care"),
)


@dataclass(frozen=True)
class Shelf:
    """A wide need with the narrower ones under it, as pairs of code and name."""

    code: str
    name: str
    narrower: tuple[tuple[str, str], ...]


def shelves() -> tuple[Shelf, ...]:
    """All needs by the wide ones: the page that "All" leads to."""
    known = needs()
    return tuple(
        Shelf(
            need.code,
            need_words(need.code) or need.code,
            tuple(
                (n.code, need_words(n.code) or n.code)
                for n in known.values()
                if n.under == need.code
            ),
        )
        for need in known.values()
        if need.under is None
    )
