"""Columns grow; who began to read goes on with what he saw."""

from dataclasses import replace

import numpy as np
import pytest

from indexer.document import SearchDocument
from indexer.sqlite.columns import (
    SPARE_ROWS,
    FullError,
    Snapshot,
    empty_columns,
    laid_out_anew,
)
from indexer.sqlite.facts import Facts, Numbers, facts_of, unpacked
from tests.contract.documents import document


def facts(number: int, *, need: tuple[int, ...] = ()) -> Facts:
    made: SearchDocument = document(f"Soup kitchen {number}", organization="House")
    return facts_of(made, Numbers(organization=number, cost=0, need=need, language=()))


def filled(count: int) -> Snapshot:
    """Rows of descending rowids, so that order has to be made."""
    columns = empty_columns()
    for number in range(count):
        columns.append(1000 - number, facts(number, need=(number,) if number else ()))
    return Snapshot(columns, changes=0).after(1)


def test_packed_facts_come_back() -> None:
    packed = facts(7, need=(3, 5))
    assert unpacked(packed.as_blob()) == packed
    assert np.frombuffer(packed.need, "<i4").tolist() == [3, 5]


@pytest.mark.parametrize("listing_id", ["", "x" * 37])
def test_what_is_no_listing_id_is_refused(listing_id: str) -> None:
    made = replace(document("Soup"), listing_id=listing_id)
    with pytest.raises(ValueError, match="not a listing_id"):
        facts_of(made, Numbers(0, 0, (), ()))


def test_rows_are_found_by_rowid_and_by_range() -> None:
    snapshot = filled(5)
    rowids = np.array([998, 1000, 5])
    assert sorted(snapshot.columns.rowids[snapshot.positions_of(rowids)]) == [998, 1000]
    found = snapshot.positions_in([(997, 998), (1000, 2000)])
    assert sorted(snapshot.columns.rowids[found]) == [997, 998, 1000]


def test_an_ended_row_stays_for_who_began_before() -> None:
    before = filled(3)
    before.columns.ended[before.positions_of(np.array([999]))] = 2
    after = before.after(2)
    assert len(before.positions_in([(0, 2000)])) == 3
    assert sorted(after.columns.rowids[after.positions_in([(0, 2000)])]) == [998, 1000]


def test_laying_out_anew_keeps_rows_and_values_in_order() -> None:
    snapshot = filled(4)
    snapshot.columns.ended[snapshot.positions_of(np.array([998]))] = 2
    columns = laid_out_anew(snapshot.after(2))
    assert columns.rowids[: columns.built].tolist() == [997, 999, 1000]
    values, starts = columns.need.of(np.arange(3))
    assert (values.tolist(), starts.tolist()) == ([3, 1, 0], [0, 1, 2])


def test_a_full_tail_asks_for_a_new_layout() -> None:
    columns, packed = empty_columns(), facts(1)
    for number in range(SPARE_ROWS):
        columns.append(number, packed)
    with pytest.raises(FullError):
        columns.append(SPARE_ROWS, packed)
