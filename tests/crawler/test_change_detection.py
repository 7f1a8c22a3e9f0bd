"""Edited copies of real sites: changes are seen, redesigns raise nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.change_detection import DETECTED, FALSE_ALARMS, tallied
from tests.crawler.edited_sites import COPIES, copies_of, saved_site


@pytest.mark.slow
def test_changes_are_detected_and_redesigns_raise_nothing(shared: Path) -> None:
    """The floor of `python -m bench.change_detection`, over all sites and copies."""
    tally = tallied(shared / "data/sites")
    assert sum(tally.changes.values()) + sum(tally.same.values()) == 10 * COPIES
    assert tally.detected_share >= DETECTED, tally.faults
    assert tally.alarm_share <= FALSE_ALARMS, tally.faults


def test_each_copy_says_what_has_to_be_found(shared: Path) -> None:
    """The script edits: no copy of a changed page is the page itself."""
    site = saved_site(shared / "data/sites/pilgrim-christian-church-chardon")
    same = [visit.content for visit in site.visits()]
    copies = [copy for copy in copies_of(site) if copy.name != "address typo fixed"]
    assert not [
        c.name for c in copies if [v.content for v in c.visits] == same and "page" not in c.name
    ]
    assert len({copy.name for copy in copies}) == COPIES - 1
