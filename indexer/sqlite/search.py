"""The steps of a search: candidates, filters, relaxation, facets, order, hits."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from time import perf_counter

import numpy as np

from geodata.served import Verdict
from indexer.asked import relaxation_of
from indexer.fields import MAX_EXACT_TOTAL, MAX_FOLDED_IDS, MAYBE_OPEN
from indexer.query import SearchQuery
from indexer.reasons import applied_of, from_where, relaxed_words, why_of
from indexer.result import Hit, More, SearchPage
from indexer.serving import verdict_of
from indexer.shown import Asking, Ranked, Shown, hit_of
from indexer.sqlite.candidates import Candidates, Floats, with_every_part, with_most_parts
from indexer.sqlite.columns import Ragged
from indexer.sqlite.compile import Plan, plan_of, shown_of_rowids
from indexer.sqlite.filters import Masks, States, facets_of, masks_of, states_of
from indexer.sqlite.generation import Reading
from indexer.sqlite.match import Bits, found_in, text_scores
from indexer.sqlite.order import Fold, Page, order_of, page_of, place_scores, trust_scores
from indexer.sqlite.terms import LANGUAGE, NEED, SERVED
from indexer.weeks import OPEN


def searched(reading: Reading, query: SearchQuery, now: datetime) -> SearchPage:
    """The page of a query."""
    started = perf_counter()
    plan = plan_of(query)
    if not plan.parts and not query.has_filter:
        page = SearchPage(0, True, query.page, (), {}, ())
    else:
        page = _Search(reading, query, plan, states_of(reading, plan, now), now).page()
    return replace(page, took_ms=(perf_counter() - started) * 1000)


@dataclass(frozen=True)
class _Selection:
    """What was found by words and place, and which of it passes the filters."""

    candidates: Candidates
    masks: Masks
    passing: Candidates


@dataclass(frozen=True)
class _Search:
    reading: Reading
    query: SearchQuery
    plan: Plan
    states: States
    now: datetime

    def page(self) -> SearchPage:
        selection = self._select(with_every_part(self.reading, self.plan))
        applied = applied_of(self.query, len(self.plan.words))
        strict = len(selection.passing)
        relaxation = relaxation_of(self.plan.parts)
        if relaxation is not None and strict < relaxation.few:
            most = with_most_parts(self.reading, self.plan, relaxation.least)
            relaxed = self._select(most)
            if len(relaxed.passing) > strict:
                selection, applied = relaxed, (*applied, relaxed_words(strict))
        total = len(selection.passing)
        hits, has_next = self._hits(selection.passing)
        return SearchPage(
            total=min(total, MAX_EXACT_TOTAL),
            total_is_exact=total <= MAX_EXACT_TOTAL,
            page=self.query.page,
            hits=hits,
            facets=facets_of(
                self.reading,
                self.plan,
                selection.candidates,
                selection.masks,
                self.states,
                self.now_s,
            ),
            applied=applied,
            has_next=has_next,
        )

    @property
    def now_s(self) -> float:
        return self.now.timestamp()

    def _select(self, candidates: Candidates) -> _Selection:
        masks = masks_of(self.reading, self.plan, candidates, self.states, self.now_s)
        mask = masks.all_but(None)
        return _Selection(candidates, masks, candidates if mask is None else candidates.only(mask))

    def _hits(self, passing: Candidates) -> tuple[tuple[Hit, ...], bool]:
        if not len(passing):
            return (), False
        passing = passing.thinned(MAX_EXACT_TOTAL)
        columns = self.reading.snapshot.columns
        found = found_in(columns, self.reading.terms[NEED], self.plan, passing)
        scores = (
            text_scores(columns, self.plan, passing, found)
            * place_scores(columns, passing)
            * trust_scores(columns, passing, self.now_s)
            * self._open_scores(passing)
        )
        order = order_of(columns, passing, scores, self.plan.sort)
        page = page_of(order, self.plan.offset, self.plan.limit, folds=self.query.folds)
        return tuple(self._told(page, passing, scores, found.bits)), page.has_next

    def _open_scores(self, passing: Candidates) -> Floats | float:
        """Who asks for what is open gets what surely is so first."""
        if self.plan.open is None:
            return 1.0
        codes = self.states.open(self.reading.snapshot.columns, passing.positions)
        return np.where(codes == OPEN, 1.0, MAYBE_OPEN)

    def _told(self, page: Page, passing: Candidates, scores: Floats, bits: Bits) -> Iterator[Hit]:
        shown = self._shown([int(passing.positions[fold.first]) for fold in page.folds])
        asking = Asking(self.now, self.query.open, self.query.about)
        miles = passing.distances_miles
        for fold in page.folds:
            at = fold.first
            position = int(passing.positions[at])
            distance = None if miles is None or np.isnan(miles[at]) else float(miles[at])
            is_beyond = passing.is_elsewhere is not None and bool(passing.is_elsewhere[at])
            serves = self._serves(position)
            why = self._why(position, bits[:, at].tolist())
            why = (*why, *from_where(serves, is_beyond=is_beyond))
            ranked = Ranked(float(scores[at]), distance, why, self._more(fold, passing), serves)
            yield hit_of(shown[position], ranked, asking)

    def _shown(self, positions: list[int]) -> dict[int, Shown]:
        """What is shown of the listings at these rows."""
        if not positions:
            return {}
        rowids = self.reading.snapshot.columns.rowids[positions].tolist()
        statement = shown_of_rowids(rowids)
        text = self.reading.connection.execute(statement.sql, statement.parameters).fetchone()[0]
        by_rowid = dict(json.loads(text))
        return {at: by_rowid[rowid] for at, rowid in zip(positions, rowids, strict=True)}

    def _why(self, position: int, found: list[int]) -> tuple[str, ...]:
        columns = self.reading.snapshot.columns
        needs = self._values(columns.need, NEED, position) if self.plan.need else ()
        languages = self._values(columns.language, LANGUAGE, position) if self.plan.language else ()
        return why_of(self.query, self.plan.parts, found, needs, languages)

    def _serves(self, position: int) -> Verdict | None:
        """Whether the listing serves the place, with the reason."""
        if not self.query.near_areas:
            return None
        number = int(self.reading.snapshot.columns.fixed["served"][position])
        return verdict_of(self.reading.terms[SERVED].values[number], self.query.near_areas)

    def _values(self, ragged: Ragged, kind: str, position: int) -> list[str]:
        values = self.reading.terms[kind].values
        return [values[number] for number in ragged.of_row(position)]

    def _more(self, fold: Fold, passing: Candidates) -> More:
        if not len(fold.further):
            return _NO_MORE
        rows = passing.positions[fold.further[:MAX_FOLDED_IDS]]
        ids = self.reading.snapshot.columns.fixed["listing_id"][rows].tolist()
        return More(len(fold.further), tuple(listing_id.decode() for listing_id in ids))


_NO_MORE = More()
