"""How changes of the record reach an index, on both kinds of database."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from directory.evidence import EntityType
from directory.listing import Visibility
from directory.store import Store
from indexer.document import SearchDocument
from indexer.engine import EngineUnavailableError
from indexer.query import SearchQuery
from indexer.refresh import rebuild, refresh
from indexer.sqlite.engine import SqliteEngine
from tests.factories import NOW, make_listing, save, service_entity


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[SqliteEngine]:
    """An empty index."""
    engine = SqliteEngine(tmp_path / "index.sqlite")
    engine.rebuild([])
    yield engine
    engine.close()


def found(engine: SqliteEngine, text: str) -> set[str]:
    page = engine.search(SearchQuery(text), now=NOW)
    return {hit.listing_id for hit in page.hits}


def rename(store: Store, old: str, new: str) -> None:
    """The service of this name gets another one."""
    entity_id = service_entity(old).entity_id
    with store.transaction(actor="test", now=NOW) as tx:
        before = tx.entities(EntityType.SERVICE, [entity_id])[entity_id]
        tx.write([(before, replace(before, document=before.document | {"name": new}))])


def withhold(store: Store, name: str) -> None:
    entity_id = service_entity(name).entity_id
    with store.transaction(actor="test", now=NOW) as tx:
        before = tx.entities(EntityType.SERVICE, [entity_id])[entity_id]
        tx.write([(before, replace(before, visibility=Visibility.WITHHELD))])


def pending(store: Store) -> int:
    with store.reading() as view:
        return len(view.pending_changes())


def test_a_new_listing_is_found_after_a_refresh(store: Store, engine: SqliteEngine) -> None:
    listing_id = make_listing(store, "Soup kitchen")
    assert refresh(store, engine) == 1
    assert found(engine, "soup") == {listing_id}
    assert pending(store) == 0
    assert refresh(store, engine) == 0


def test_an_edit_replaces_what_was_found(store: Store, engine: SqliteEngine) -> None:
    listing_id = make_listing(store, "Soup kitchen")
    refresh(store, engine)
    rename(store, "Soup kitchen", "Bread kitchen")
    refresh(store, engine)
    assert found(engine, "bread") == {listing_id}
    assert engine.count() == 1


def test_a_withheld_listing_is_deleted(store: Store, engine: SqliteEngine) -> None:
    make_listing(store, "Soup kitchen")
    other = make_listing(store, "Soup bus")
    refresh(store, engine)
    withhold(store, "Soup kitchen")
    assert refresh(store, engine) == 1
    assert found(engine, "soup") == {other}


@pytest.mark.parametrize("status", ["inactive", "defunct"])
def test_what_is_not_offered_any_more_is_deleted(
    store: Store, engine: SqliteEngine, status: str
) -> None:
    made = service_entity("Soup kitchen")
    save(store, made)
    refresh(store, engine)
    with store.transaction(actor="test", now=NOW) as tx:
        gone = replace(made, document=made.document | {"status": status})
        tx.write([(made, gone)])
    refresh(store, engine)
    assert engine.count() == 0


def test_more_changes_than_a_batch_are_all_applied(
    store: Store, engine: SqliteEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.refresh.BATCH_CHANGES", 2)
    for number in range(5):
        make_listing(store, f"Soup kitchen {number}")
    assert refresh(store, engine) == 5
    assert engine.count() == 5


class Dying(SqliteEngine):
    """Dies when it has written, before anybody is told."""

    def delete(self, listing_ids: Iterable[str]) -> None:
        super().delete(listing_ids)
        raise KeyboardInterrupt


def test_dying_between_writing_and_forgetting_only_repeats(
    store: Store, engine: SqliteEngine, tmp_path: Path
) -> None:
    listing_id = make_listing(store, "Soup kitchen")
    with pytest.raises(KeyboardInterrupt):
        refresh(store, Dying(tmp_path / "index.sqlite"))
    assert found(engine, "soup") == {listing_id}
    assert pending(store) == 1
    assert refresh(store, engine) == 1
    assert (engine.count(), pending(store)) == (1, 0)


def test_without_an_index_changes_stay_and_the_remedy_is_told(store: Store, tmp_path: Path) -> None:
    make_listing(store, "Soup kitchen")
    with pytest.raises(EngineUnavailableError, match="wellkept index --rebuild"):
        refresh(store, SqliteEngine(tmp_path / "none.sqlite"))
    assert pending(store) == 1


def test_news_that_commits_late_with_a_lower_number_is_applied(
    store: Store, engine: SqliteEngine
) -> None:
    """As identity values of PostgreSQL do: the number says nothing of the order of commits."""
    first = make_listing(store, "Soup kitchen")
    with store.reading() as view:
        ((number, _),) = view.pending_changes()
    make_listing(store, "Soup bus")
    store.forget_changes([number])
    refresh(store, engine)
    assert found(engine, "soup") != {first}
    # now the row of the first one becomes visible
    with store.database.writing() as connection:
        connection.exec_driver_sql(
            "INSERT INTO listing_change (change_id, listing_id, changed_at) "
            f"VALUES ({number}, '{first}', '2026-05-04 12:00:00')"
        )
    assert refresh(store, engine) == 1
    assert first in found(engine, "soup")


def test_numbers_of_forgotten_news_never_come_back(store: Store, engine: SqliteEngine) -> None:
    """Else who forgets what it has applied could forget news that it never saw."""
    make_listing(store, "Soup kitchen")
    with store.reading() as view:
        ((number, _),) = view.pending_changes()
    refresh(store, engine)
    make_listing(store, "Soup bus")
    with store.reading() as view:
        ((later, _),) = view.pending_changes()
    assert later > number


def test_rebuilding_contains_everything_and_leaves_nothing_pending(
    store: Store, engine: SqliteEngine
) -> None:
    made = {make_listing(store, f"Soup kitchen {number}") for number in range(3)}
    withhold(store, "Soup kitchen 2")
    told: list[tuple[int, int | None]] = []
    assert rebuild(store, engine, progress=lambda done, total: told.append((done, total))) == 2
    assert len(found(engine, "soup") & made) == 2
    assert pending(store) == 0


class Meanwhile(SqliteEngine):
    """Something happens when the first document of a rebuild was read."""

    happens: object = None

    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        return super().rebuild(self._interrupted(documents))

    def _interrupted(self, documents: Iterable[SearchDocument]) -> Iterator[SearchDocument]:
        for number, document in enumerate(documents):
            yield document
            if number == 0 and callable(self.happens):
                self.happens()


@pytest.mark.parametrize("is_refreshed", [True, False])
def test_edits_during_a_rebuild_are_kept(
    store: Store, engine: SqliteEngine, tmp_path: Path, is_refreshed: bool
) -> None:
    """Whether another process applies them to the old index or they are still pending."""
    for number in range(3):
        make_listing(store, f"Soup kitchen {number}")
    builder = Meanwhile(tmp_path / "index.sqlite")

    def happens() -> None:
        for number in range(3):
            rename(store, f"Soup kitchen {number}", f"Bread kitchen {number}")
        if is_refreshed:
            refresh(store, engine)

    builder.happens = happens
    rebuild(store, builder)
    refresh(store, engine)
    assert len(found(engine, "bread")) == 3
    assert engine.count() == 3
