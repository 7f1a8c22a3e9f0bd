"""What a directory's listings say of whom they serve, read with a gazetteer, as terms."""

from __future__ import annotations

from dataclasses import dataclass

from directory.listing import Listing
from directory.served import ServedReader, states_of
from directory.store import View
from directory.store.geocodes import postal_codes
from geodata.gazetteer import Gazetteer
from indexer.refresh import Served
from indexer.serving import terms_of

LISTINGS_PER_LOOK = 500
"""So many listings are read before it is looked anew where the directory is at home: an edit shall
not count all places."""


@dataclass
class ServiceAreas:
    """An `indexer.refresh.ServedIn`. One thread at a time."""

    places: Gazetteer
    _reader: ServedReader | None = None
    _left: int = 0

    def __call__(self, view: View) -> Served:
        if self._reader is None or self._left <= 0:
            states = states_of(postal_codes(view.connection), self.places)
            self._reader, self._left = ServedReader(self.places, states), LISTINGS_PER_LOOK
        reader = self._reader

        def terms(listing: Listing) -> tuple[str, ...]:
            self._left -= 1
            served = reader.served(listing)
            return terms_of(served, self.places.parts((*served.areas, *served.excluded)))

        return terms
