"""import_directory: a file of a source becomes revisions of the record, or a report of what would.

The file is read completely before anything is written. What `reconcile` decides is written in units
of whole services, each with its organization and locations: a crash leaves whole services only, and
the same command finishes the work, because what was written already says nothing new.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

from directory.evidence import EntityType
from directory.hsds.reading import read_directory
from directory.hsds.statements import RawRow, Reading, Rejected, Stated
from directory.reconcile import Decision, Known, Verdict, reconcile
from directory.store import RawRecord, Store, Transaction

SERVICES_IN_UNIT = 200
"""Written at once: some ten milliseconds of lock, and little to do again after a crash."""

ROWS_IN_UNIT = 2000
"""Raw rows written at once."""

READ_NAMES = {
    EntityType.ORGANIZATION: "organizations",
    EntityType.SERVICE: "services",
    EntityType.LOCATION: "locations",
}


class Progress(Protocol):
    """Told how far the work is."""

    def __call__(self, done: int, total: int | None = None) -> None: ...


def silent(done: int, total: int | None = None) -> None:
    """Nobody looks."""


@dataclass(frozen=True)
class ImportReport:
    """What an import did, or would do."""

    source: str
    format: str
    read: dict[str, int]
    """Usable ones by kind; created + updated + unchanged is their sum."""
    verdicts: Counter[Verdict]
    withheld: int
    """Rows that are kept in the record and never public."""
    rejected: tuple[Rejected, ...]
    warnings: tuple[str, ...]
    as_of: date

    def as_json(self) -> dict[str, Any]:
        """In the shape of INTERFACES; what the record has newer counts as unchanged."""
        return {
            "source": self.source,
            "read": self.read,
            "created": self.verdicts[Verdict.CREATED],
            "updated": self.verdicts[Verdict.UPDATED],
            "unchanged": self.verdicts[Verdict.UNCHANGED] + self.verdicts[Verdict.OLDER],
            "withheld": self.withheld,
            "rejected": [asdict(rejected) for rejected in self.rejected],
            "warnings": list(self.warnings),
        }


def import_directory(
    store: Store,
    path: Path,
    *,
    format: str = "auto",
    source: str | None = None,
    as_of: date | None = None,
    dry_run: bool = False,
    now: datetime,
    progress: Progress = silent,
) -> ImportReport:
    """Loads what the file says, where it is news. Raises ImportRefusedError: nothing was loaded.

    as_of: when the source said so; default: as the file says, else the day of `now`.
    """
    reading = read_directory(path, format=format, source=source)
    day = as_of or min(reading.as_of or now.date(), now.date())
    run = _Run(store, reading, day, now, is_dry=dry_run)
    done, total = 0, sum(map(len, reading.stated.values()))
    for unit in units_of(reading):
        run.write(unit)
        done += len(unit)
        progress(done, total)
    if not dry_run:
        run.finish()
    return run.report()


@dataclass
class _Run:
    """One import under way."""

    store: Store
    reading: Reading
    as_of: date
    now: datetime
    is_dry: bool
    verdicts: Counter[Verdict] = field(default_factory=Counter)
    newest_known: date | None = None
    suggestions: int = 0

    def write(self, unit: Sequence[Stated]) -> None:
        """Decides and writes one unit, in one transaction."""
        with self.store.transaction(actor=f"import:{self.reading.source}", now=self.now) as tx:
            known = known_of(tx, unit, self.reading.source)
            decided = [
                (one, reconcile(known.get(one.entity.entity_id), one, self.as_of)) for one in unit
            ]
            self._count(decided, known)
            if not self.is_dry:
                self._store(tx, decided, known)

    def _count(self, decided: Iterable[tuple[Stated, Decision]], known: dict[str, Known]) -> None:
        for stated, decision in decided:
            self.verdicts[decision.verdict] += 1
            self.suggestions += len(decision.proposals)
            if decision.verdict is Verdict.OLDER:
                said_on = known[stated.entity.entity_id].said_on or self.as_of
                self.newest_known = max(self.newest_known or said_on, said_on)

    def _store(
        self,
        tx: Transaction,
        decided: Sequence[tuple[Stated, Decision]],
        known: dict[str, Known],
    ) -> None:
        news = [stated for stated, one in decided if self._is_news(stated, one, known)]
        observed = tx.observe([self._observation(stated) for stated in news])
        before = {key: one.entity for key, one in known.items()}
        tx.write([(before.get(one.entity.entity_id), one.entity) for _, one in decided], observed)
        tx.suggest([row for stated, one in decided for row in self._suggestions(stated, one)])

    def _is_news(self, stated: Stated, decision: Decision, known: dict[str, Known]) -> bool:
        """Whether the source said something new, or the same at a later date."""
        before = known.get(stated.entity.entity_id)
        if decision.verdict is Verdict.OLDER:
            return False
        return before is None or (before.said, before.said_on) != (
            stated.entity.document, self.as_of,
        )  # fmt: skip

    def _observation(self, stated: Stated) -> dict[str, Any]:
        entity = stated.entity
        return {
            "source": self.reading.source,
            "entity_type": entity.entity_type.value,
            "entity_id": entity.entity_id,
            "as_of": self.as_of,
            "content_hash": content_hash(entity.document),
            "statement": entity.document,
            "observed_at": self.now,
        }

    def _suggestions(self, stated: Stated, decision: Decision) -> Iterator[dict[str, Any]]:
        for proposal in decision.proposals:
            yield asdict(proposal) | {
                "entity_type": stated.entity.entity_type.value,
                "entity_id": stated.entity.entity_id,
                "source": self.reading.source,
            }

    def finish(self) -> None:
        """Keeps the raw rows and notes the import, when all that they say is written."""
        records = [raw_record(self.reading.source, row) for row in self.reading.raw]
        actor = f"import:{self.reading.source}"
        for start in range(0, len(records), ROWS_IN_UNIT):
            with self.store.transaction(actor=actor, now=self.now) as tx:
                tx.keep_raw(self.reading.source, records[start : start + ROWS_IN_UNIT])
        with self.store.transaction(actor=actor, now=self.now) as tx:
            tx.note_source(self.reading.source, self.reading.format, self.as_of)

    def report(self) -> ImportReport:
        return ImportReport(
            source=self.reading.source,
            format=self.reading.format,
            read={name: len(self.reading.stated[kind]) for kind, name in READ_NAMES.items()},
            verdicts=self.verdicts,
            withheld=len(self.reading.withheld_rows),
            rejected=tuple(self.reading.rejected),
            warnings=(*self._own_warnings(), *self.reading.warnings()),
            as_of=self.as_of,
        )

    def _own_warnings(self) -> Iterator[str]:
        if older := self.verdicts[Verdict.OLDER]:
            yield (
                f"{older:,} entries are older here ({self.as_of}) than what the record has "
                f"({self.newest_known}): nothing of them was overwritten"
            )
        if self.suggestions:
            yield (
                f"{self.suggestions:,} values differ from what was verified or edited since: "
                "they became suggestions for the task force"
            )


def units_of(reading: Reading) -> Iterator[list[Stated]]:
    """The statements in units: services with their organizations and locations, then the rest."""
    left = {kind: dict(stated) for kind, stated in reading.stated.items()}
    services = list(left[EntityType.SERVICE].values())
    for start in range(0, len(services), SERVICES_IN_UNIT):
        some = services[start : start + SERVICES_IN_UNIT]
        owners = _taken(left[EntityType.ORGANIZATION], map(_owner_of, some))
        places = _taken(left[EntityType.LOCATION], (p for one in some for p in _places_of(one)))
        yield [*owners, *places, *some]
    rest = [*left[EntityType.ORGANIZATION].values(), *left[EntityType.LOCATION].values()]
    for start in range(0, len(rest), SERVICES_IN_UNIT):
        yield rest[start : start + SERVICES_IN_UNIT]


def _owner_of(service: Stated) -> str:
    return str(service.entity.document.get("organization_id", ""))


def _places_of(service: Stated) -> list[str]:
    places = service.entity.document.get("service_at_locations", ())
    return [str(at.get("location_id", "")) for at in places]


def _taken(left: dict[str, Stated], ids: Iterable[str]) -> list[Stated]:
    return [left.pop(key) for key in ids if key in left]


def known_of(tx: Transaction, unit: Sequence[Stated], source: str) -> dict[str, Known]:
    """What the record knows about the entities of a unit, by id."""
    found: dict[str, Known] = {}
    for kind in EntityType:
        ids = [one.entity.entity_id for one in unit if one.entity.entity_type is kind]
        held = tx.entities(kind, ids)
        said = tx.said_by(source, kind, held)
        for other in {entity.source for entity in held.values()} - {source}:
            silent = [k for k, entity in held.items() if entity.source == other and k not in said]
            said |= tx.said_by(other, kind, silent)
        verified = tx.verified_of_entities(kind, held)
        for key, entity in held.items():
            last = said.get(key)
            found[key] = Known(
                entity,
                last.statement if last else None,
                last.as_of if last else None,
                frozenset(verified.get(key, ())),
            )
    return found


def raw_record(source: str, row: RawRow) -> RawRecord:
    """A row as the record keeps it, named by its content."""
    return RawRecord(
        content_hash=content_hash([source, row.body]),
        file=row.file,
        row=row.row,
        body=row.body,
        rejected_for=row.rejected_for,
    )


def content_hash(value: Any) -> str:
    """SHA-256 of a JSON value, whatever the order of its keys; 64 hexadecimal digits."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
