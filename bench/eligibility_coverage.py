"""Of how many listings is anything known of who may come? The directories of Washington DC.

    python -m bench.eligibility_coverage

Imported are ../shared/data: the 2-1-1 and CRIE, each into a store of its own; asked are the public
listings. Printed are the shares, the ten most frequent texts that are not understood in full, and
what reading costs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from directory.database import open_database
from directory.eligibility import Eligibility, eligibility_for, read_eligibility
from directory.eligibility.of_service import is_for_whom
from directory.imports import import_directory
from directory.model import Service
from directory.store import Store

DATA = Path(__file__).parents[2] / "shared/data"
FILES = {
    "dc-211-icarol": DATA / "dc-211-icarol/211-dc.csv.gz",
    "dc-crie-hsds": DATA / "dc-crie-hsds/dc-crie-2023-05-31.zip",
}
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
SHOWN = 10


def main() -> None:
    """Prints the figures of each directory."""
    for name, path in FILES.items():
        services = _services(path)
        known = [(service, eligibility_for(service)) for service in services]
        print(f"{name}: {len(services)} listings")
        _print_shares(known)
        _print_unread(known)
        _print_cost([s.eligibility_description for s in services if s.eligibility_description])


def _services(path: Path) -> list[Service]:
    """The service of each public listing."""
    with TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/record.sqlite")
        database.migrate()
        store = Store(database)
        import_directory(store, path, now=NOW)
        with store.reading() as view:
            return [listing.service for listing, _ in view.search_inputs()]


def _print_shares(known: Sequence[tuple[Service, Eligibility]]) -> None:
    counts = {
        "with a text": sum(bool(service.eligibility_description) for service, _ in known),
        "with at least one criterion": sum(bool(e.criteria) for _, e in known),
        "said to be open to all": sum(e.open_to_all is True for _, e in known),
        "with a text that is understood in full": sum(
            bool(s.eligibility_description) and not e.rest for s, e in known
        ),
    }
    for words, count in counts.items():
        print(f"  {words}: {count} ({count / len(known):.1%})")
    kinds = Counter(c.dimension.value for _, e in known for c in e.criteria)
    print("  criteria: " + ", ".join(f"{kind} {count}" for kind, count in kinds.most_common()))


def _print_unread(known: Sequence[tuple[Service, Eligibility]]) -> None:
    texts = Counter(
        " ".join(service.eligibility_description.split())
        for service, eligibility in known
        if service.eligibility_description and eligibility.rest
    )
    tags = Counter(
        attribute.taxonomy_term.name
        for service, _ in known
        for attribute in service.attributes
        if attribute.taxonomy_term and is_for_whom(attribute)
        and not read_eligibility(attribute.taxonomy_term.name).criteria
    )  # fmt: skip
    print("  most frequent texts and tags that are not understood in full:")
    for text, count in (texts or tags).most_common(SHOWN):
        print(f"    {count:4} {text[:110]}")


def _print_cost(texts: Sequence[str]) -> None:
    if not texts:
        return
    started = perf_counter()
    for text in texts:
        read_eligibility(text)
    print(f"  reading: {(perf_counter() - started) * 1000 / len(texts):.2f} ms a text")


if __name__ == "__main__":
    main()
