"""Addresses become points by asking somebody else: what is asked, what counts as an answer, and the
run that asks politely. Who is asked is in `geocoders.py`; what was answered is kept by a cache that
is handed in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from geodata.addresses import AddressKind, address_key
from geodata.coordinates import StatedPoint
from geodata.names import key_of
from geodata.shapes import Point, Precision, distance_m
from geodata.surroundings import Surroundings

NEAR_ZIP_M = 15_000
"""A candidate without a ZIP code agrees when it is so near to the stated one: 17 km is the 99th
percentile of how far houses are from their ZIP code's point."""

SAME_M = 300
"""Candidates so near to each other are one place."""

MOST_CANDIDATES = 50
MOST_TRIES = 3
MOST_ERRORS = 5
"""Unreadable answers in a row: then it is no geocoder that stands there."""

LONGEST_WAIT_S = 60.0
FIRST_WAIT_S = 2.0

TO_ASK = frozenset({AddressKind.STREET, AddressKind.INTERSECTION})
"""A PO box has no door, "behind the church" no number, and a confidential address is not told."""


class GeocoderError(Exception):
    """One sentence; the answer cannot be used, and asking again would not help."""


class GeocoderBusyError(GeocoderError):
    """Too many requests, or no answer in time: ask again, later."""

    def __init__(self, message: str, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


@dataclass(frozen=True)
class AskedAddress:
    """What a geocoder is told. Never of a confidential location."""

    street: str
    city: str = ""
    state: str = ""
    zip_code: str = ""
    country: str = ""

    @property
    def key(self) -> str:
        """The same for spellings of one address; what the cache goes by."""
        key = address_key(
            self.street, city=self.city, state=self.state, postal_code=self.zip_code
        )  # fmt: skip
        return "|".join((key.street, key.city, key.state, key.zip_code, self.country.casefold()))

    @property
    def may_be_asked(self) -> bool:
        return address_key(self.street).kind in TO_ASK

    @property
    def line(self) -> str:
        """On one line, as people write it; without the unit, of which maps know nothing."""
        place = " ".join(filter(None, (self.state, self.zip_code)))
        return ", ".join(filter(None, (self.street, self.city, place, self.country)))


@dataclass(frozen=True)
class Candidate:
    """One place that a geocoder offers."""

    point: Point
    precision: Precision
    label: str
    zip_code: str = ""
    city: str = ""


class Geocoder(Protocol):
    """Raises GeocoderBusyError when it should be asked again later, GeocoderError otherwise."""

    name: str
    """With where it is, "nominatim:https://nominatim.example"; kept beside what it answered."""
    min_delay_s: float
    """Between two questions, as its terms of use say."""

    def find(self, asked: AskedAddress) -> list[Candidate]:
        """Best first; empty when it knows nothing."""
        ...


class Agreement(StrEnum):
    ACCEPTED = "accepted"
    """Agrees with the stated ZIP code, place or state."""
    SUGGESTED = "suggested"
    """For a person to decide: it is elsewhere, or one of several."""
    NOTHING = "nothing"


@dataclass(frozen=True)
class Answer:
    agreement: Agreement
    candidate: Candidate | None = None


class GeocodeCache(Protocol):
    """What was asked before. The store implements it, with the date and who answered."""

    def get(self, key: str, geocoder: str) -> Answer | None: ...

    def put(self, key: str, geocoder: str, answer: Answer) -> None: ...


def decide(asked: AskedAddress, candidates: Sequence[Candidate], around: Surroundings) -> Answer:
    """The best candidate that agrees with what is stated; one that does not is a suggestion."""
    known = [c for c in candidates[:MOST_CANDIDATES] if c.precision is not Precision.NONE]
    agreeing = [c for c in known if agrees(asked, c, around)]
    if not agreeing:
        return Answer(Agreement.SUGGESTED, known[0]) if known else Answer(Agreement.NOTHING)
    best = min(agreeing, key=lambda c: FINENESS.index(c.precision))
    rivals = [c for c in agreeing if c.precision is best.precision]
    is_one = all(distance_m(c.point, best.point) < SAME_M for c in rivals)
    return Answer(Agreement.ACCEPTED if is_one else Agreement.SUGGESTED, best)


FINENESS = tuple(Precision)


def agrees(asked: AskedAddress, candidate: Candidate, around: Surroundings) -> bool:
    """Whether the candidate lies where the address says: by ZIP code, else by town and state.

    An address that says neither agrees with nothing.
    """
    row = StatedPoint(
        candidate.point.lat, candidate.point.lon, asked.street, asked.city, asked.state,
        asked.zip_code, "", asked.country,
    )  # fmt: skip
    if row.is_abroad:
        return bool(asked.city) and key_of(asked.city) == key_of(candidate.city)
    zip_point = around.zip_point(row)
    if around.is_out_of_state(row, candidate.point):
        return False
    if candidate.zip_code[:5] and candidate.zip_code[:5] == row.zip5:
        return True
    if zip_point is not None:
        return distance_m(zip_point, candidate.point) < NEAR_ZIP_M
    return bool(asked.city and asked.state) and around.is_in_town(row, candidate.point)


@dataclass
class GeocodingRun:
    """Asks one geocoder about many addresses: from the cache where it can, never faster than
    allowed, never more than the budget, slower when told so. Ends early when nobody answers."""

    geocoder: Geocoder
    cache: GeocodeCache
    around: Surroundings
    budget: int
    """Questions of this run, repeated ones included."""
    sleep: Callable[[float], None]
    clock: Callable[[], float]
    """Seconds that only grow."""
    asked: int = 0
    errors: int = 0
    is_stopped: bool = False
    """The budget is spent, or the geocoder does not answer; the rest is for another run."""
    _last_at: float | None = None
    _errors_in_a_row: int = 0

    def answers(
        self, addresses: Iterable[AskedAddress]
    ) -> Iterator[tuple[AskedAddress, Answer | None]]:
        """Each address with its answer; None where there is none this time."""
        for address in addresses:
            yield address, self._answer(address) if address.may_be_asked else None

    def _answer(self, address: AskedAddress) -> Answer | None:
        cached = self.cache.get(address.key, self.geocoder.name)
        if cached or self.is_stopped:
            return cached
        try:
            candidates = self._found(address)
        except GeocoderBusyError:
            self.is_stopped = True
            return None
        except GeocoderError:
            self.errors += 1
            self._errors_in_a_row += 1
            self.is_stopped = self._errors_in_a_row >= MOST_ERRORS
            return None
        self._errors_in_a_row = 0
        answer = decide(address, candidates, self.around)
        self.cache.put(address.key, self.geocoder.name, answer)
        return answer

    def _found(self, address: AskedAddress) -> list[Candidate]:
        """Tries MOST_TRIES times, each time waiting longer. Raises GeocoderError."""
        wait_s = FIRST_WAIT_S
        for try_number in range(1, MOST_TRIES + 1):
            try:
                return self._ask(address)
            except GeocoderBusyError as busy:
                if try_number == MOST_TRIES or self.asked >= self.budget:
                    raise
                self.sleep(min(LONGEST_WAIT_S, busy.retry_after_s or wait_s))
                wait_s *= 2
        raise AssertionError("the loop returns or raises")

    def _ask(self, address: AskedAddress) -> list[Candidate]:
        if self.asked >= self.budget:
            raise GeocoderBusyError("the budget of this run is spent")
        if self._last_at is not None:
            early_s = self.geocoder.min_delay_s - (self.clock() - self._last_at)
            if early_s > 0:
                self.sleep(early_s)
        self.asked += 1
        self._last_at = self.clock()
        return self.geocoder.find(address)


def without_unit(address: AskedAddress) -> AskedAddress:
    """The street by its normalised key: suites and spellings only confuse maps."""
    key = address_key(address.street)
    return replace(address, street=key.street) if key.kind is AddressKind.STREET else address
