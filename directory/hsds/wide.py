"""One row of a wide table: its level, whether it is public, and the documents it holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from directory.entities import JsonDocument
from directory.hsds.csv_files import Row
from directory.hsds.internal import secrets_of, without_internal
from directory.hsds.layout import Layout
from directory.hsds.mapping import mapped
from directory.hsds.statements import Reading
from directory.hsds.text import is_nothing
from directory.hsds.visibility import FALSE_WORDS, is_true, status_of
from directory.model import ServiceStatus, stable_id


class Level(StrEnum):
    """As iCarol names them, in lower case and without blanks."""

    AGENCY = "agency"
    SITE = "site"
    PROGRAM = "program"
    PROGRAM_AT_SITE = "programatsite"


@dataclass(frozen=True, eq=False)
class WideRow:
    """A row with what its layout says about it."""

    row: Row
    layout: Layout
    reading: Reading

    @cached_property
    def row_id(self) -> str:
        return self.row.get(self.layout.levels["id"])

    @cached_property
    def level(self) -> Level | None:
        """None when the row names a level that nobody knows."""
        word = re.sub(r"[\W_]", "", self.row.get(self.layout.levels["level"])).lower()
        return Level(word) if word in set(Level) else None

    @cached_property
    def parent_id(self) -> str | None:
        text = self.row.get(self.layout.levels["parent"])
        return None if text in ("", *self.layout.levels["no_parent"]) else text

    def pointers(self, name: str) -> list[str]:
        """Ids in the column that `levels` calls `name`; there may be several in a cell."""
        text = self.row.get(self.layout.levels[name])
        none = self.layout.levels["no_parent"]
        return [part for part in re.split(r"[\s,;|]+", text) if part and part not in none]

    @cached_property
    def status(self) -> str:
        return self.row.get(*self.layout.withholding.status)

    @cached_property
    def hsds_status(self) -> ServiceStatus:
        """ACTIVE for a status that nobody explains."""
        return status_of(self.status) or ServiceStatus.ACTIVE

    @property
    def is_status_known(self) -> bool:
        return not self.layout.withholding.status or status_of(self.status) is not None

    @cached_property
    def is_withheld(self) -> bool:
        """Inactive, excluded from the web, not to be referred to."""
        rule = self.layout.withholding
        is_closed = self.hsds_status in (ServiceStatus.INACTIVE, ServiceStatus.DEFUNCT)
        says_no = any(self.row.get(name).lower() in FALSE_WORDS - {""} for name in rule.no)
        return is_closed or says_no or any(is_true(self.row.get(name)) for name in rule.yes)

    def document(self, kind: str) -> JsonDocument:
        """The properties of the row as this kind of entity."""
        if kind not in self._made:
            found = mapped(self.layout.entities[kind], self.row, self.reading)
            self._made[kind] = without_internal(found, self._secrets)
        return dict(self._made[kind])

    @cached_property
    def _secrets(self) -> list[str]:
        return secrets_of(self.row, self.layout)

    @cached_property
    def _made(self) -> dict[str, JsonDocument]:
        return {}

    def with_phones(self, kind: str) -> JsonDocument:
        """As `document`, with what every kind of row has: phones."""
        return self.document(kind) | self.document("any")

    @cached_property
    def name(self) -> str | None:
        """The best name that the row has."""
        found = mapped({"name": self.layout.entities["service"]["name"]}, self.row, self.reading)
        return found.get("name")

    @cached_property
    def has_place(self) -> bool:
        """Whether the row has an address of its own."""
        needs = self.layout.levels["place"]["needs"]
        return not all(is_nothing(self.row.get(name)) for name in needs)

    def place(self) -> JsonDocument | None:
        """The location that the row's own address makes; None when it has none."""
        if not self.has_place:
            return None
        found = self.document("location")
        found["location_type"] = "physical"
        if any(is_true(self.row.get(name)) for name in self.layout.levels["place"]["private"]):
            found["is_private"] = True
        return found

    def terms(self, service_id: str) -> Iterator[JsonDocument]:
        """Attributes with the row's taxonomy terms and the categories of the source."""
        levels = self.layout.levels
        names = _parts(self.row.get(levels["term_names"]))
        codes = _parts(self.row.get(levels["term_codes"]))
        for place, name in enumerate(names):
            code = codes[place] if len(codes) == len(names) else None
            yield _term(service_id, levels["taxonomy"], name, code)
        if not names:
            for code in codes:
                yield _term(service_id, levels["taxonomy"], code, code)
        for name in _parts(self.row.get(levels["categories"])):
            yield _term(service_id, "categories", name, None)

    @cached_property
    def words(self) -> frozenset[str]:
        """Of the description, in lower case."""
        return words_of(self.document("service").get("description"))

    @cached_property
    def offers(self) -> frozenset[str]:
        """Names and codes of the terms and categories: what the row says is offered."""
        levels = self.layout.levels
        columns = (levels["term_names"], levels["term_codes"], levels["categories"])
        return frozenset(part for name in columns for part in _parts(self.row.get(name)))


def words_of(text: str | None) -> frozenset[str]:
    """The words of a text, in lower case."""
    return frozenset(re.findall(r"\w+", (text or "").lower()))


def _parts(text: str) -> list[str]:
    """Terms of a list; "A * B" is a term with its target group."""
    parts = (part.strip() for part in text.split(";"))
    return [part for part in parts if not is_nothing(part)]


def _term(service_id: str, taxonomy: str, name: str, code: str | None) -> dict[str, Any]:
    term_id = stable_id("term", taxonomy, code or name)
    term = {"id": term_id, "name": name, "code": code, "taxonomy": taxonomy}
    return {
        "id": stable_id("attribute", service_id, term_id),
        "link_id": service_id,
        "link_entity": "service",
        "link_type": taxonomy,
        "taxonomy_term_id": term_id,
        "taxonomy_term": {key: value for key, value in term.items() if value},
    }
