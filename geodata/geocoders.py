"""Who can be asked for points: Nominatim (OpenStreetMap) through geopy, and the US Census geocoder.

Both are only made when an operator names one: `nominatim:URL`, `census:URL`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

from geodata.geocoding import (
    MOST_CANDIDATES,
    AskedAddress,
    Candidate,
    Geocoder,
    GeocoderBusyError,
    GeocoderError,
    without_unit,
)
from geodata.shapes import Point, Precision

USER_AGENT = "wellkept (community resource directory)"
TIMEOUT_S = 10.0
MOST_BYTES = 2_000_000
NOMINATIM_DELAY_S = 1.0
"""Its usage policy: at most one request a second."""

CENSUS_DELAY_S = 0.2
BUSY_STATUS = frozenset({408, 425, 429, 500, 502, 503, 504})

OF_PLACE_RANK = ((28, Precision.ROOFTOP), (26, Precision.STREET), (21, Precision.ZIP),
                 (12, Precision.CITY))  # fmt: skip
"""Nominatim's place_rank: 30 houses, 26 streets, 21 postcodes, 16 towns, 12 counties."""

KINDS = ("nominatim", "census")


def geocoder_of(setting: str) -> Geocoder:
    """Of `nominatim:URL` or `census:URL`. Raises ValueError with a sentence that says so."""
    kind, _, url = setting.partition(":")
    parts = urlsplit(url)
    if kind not in KINDS or parts.scheme not in ("http", "https") or not parts.netloc:
        raise ValueError(f'a geocoder is "nominatim:URL" or "census:URL", not "{setting}"')
    return NominatimGeocoder(url) if kind == "nominatim" else CensusGeocoder(url)


class NominatimGeocoder:
    """An OpenStreetMap Nominatim, by geopy."""

    min_delay_s = NOMINATIM_DELAY_S

    def __init__(self, url: str, *, timeout_s: float = TIMEOUT_S) -> None:
        from geopy.adapters import URLLibAdapter
        from geopy.geocoders import Nominatim

        parts = urlsplit(url)
        self.name = f"nominatim:{url}"
        self._client = Nominatim(
            domain=(parts.netloc + parts.path).rstrip("/"), scheme=parts.scheme,
            user_agent=USER_AGENT, timeout=timeout_s,
            adapter_factory=URLLibAdapter,  # the other one sleeps and asks again by itself
        )  # fmt: skip

    def find(self, asked: AskedAddress) -> list[Candidate]:
        from geopy import exc

        try:
            places = self._client.geocode(
                without_unit(asked).line, exactly_one=False, limit=MOST_CANDIDATES,
                addressdetails=True,
            )  # fmt: skip
        except exc.GeocoderRateLimited as error:
            raise GeocoderBusyError("it asks for fewer requests", error.retry_after) from error
        except (exc.GeocoderTimedOut, exc.GeocoderUnavailable) as error:
            raise GeocoderBusyError(f"it does not answer: {error}") from error
        except (exc.GeopyError, ValueError, LookupError, TypeError, AttributeError) as error:
            raise GeocoderError(f"its answer cannot be read: {error}") from error
        return list(_read_all(_of_nominatim, [place.raw for place in places or ()]))


def _of_nominatim(raw: Mapping[str, Any]) -> Candidate:
    rank = int(raw.get("place_rank") or 0)
    parts = raw.get("address") or {}
    city = next((parts[k] for k in ("city", "town", "village", "hamlet") if parts.get(k)), "")
    return Candidate(
        Point(lat=float(raw["lat"]), lon=float(raw["lon"])),
        next((precision for least, precision in OF_PLACE_RANK if rank >= least), Precision.NONE),
        str(raw.get("display_name", "")), str(parts.get("postcode") or ""), str(city),
    )  # fmt: skip


class CensusGeocoder:
    """The United States Census Bureau's geocoder: addresses of the US, along street segments."""

    min_delay_s = CENSUS_DELAY_S

    def __init__(self, url: str, *, timeout_s: float = TIMEOUT_S) -> None:
        self.name = f"census:{url}"
        self._url, self._timeout_s = url.rstrip("/"), timeout_s

    def find(self, asked: AskedAddress) -> list[Candidate]:
        said = without_unit(asked)
        query = {
            "street": said.street, "city": said.city, "state": said.state, "zip": said.zip_code,
            "benchmark": "Public_AR_Current", "format": "json",
        }  # fmt: skip
        told = self._told(f"{self._url}/geocoder/locations/address?{urlencode(query)}")
        result = told.get("result") if isinstance(told, Mapping) else None
        matches = result.get("addressMatches") if isinstance(result, Mapping) else None
        if not isinstance(matches, list):
            raise GeocoderError("its answer has no addressMatches")
        return list(_read_all(_of_census, matches[:MOST_CANDIDATES]))

    def _told(self, url: str) -> Any:
        request = Request(url, headers={"User-Agent": USER_AGENT})
        try:
            with urlopen(request, timeout=self._timeout_s) as response:
                return json.loads(response.read(MOST_BYTES))
        except HTTPError as error:
            if error.code in BUSY_STATUS:
                raise GeocoderBusyError(f"it answers {error.code}", _retry_after(error)) from error
            raise GeocoderError(f"it answers {error.code}") from error
        except (URLError, TimeoutError, ConnectionError) as error:
            raise GeocoderBusyError(f"it does not answer: {error}") from error
        except (ValueError, UnicodeError) as error:
            raise GeocoderError("its answer is not JSON") from error


def _of_census(raw: Mapping[str, Any]) -> Candidate:
    at, parts = raw["coordinates"], raw.get("addressComponents") or {}
    return Candidate(
        Point(lat=float(at["y"]), lon=float(at["x"])), Precision.STREET,
        str(raw.get("matchedAddress", "")), str(parts.get("zip") or ""),
        str(parts.get("city") or ""),
    )  # fmt: skip


def _retry_after(error: HTTPError) -> float | None:
    text = error.headers.get("Retry-After") or ""
    return float(text) if text.isdigit() else None


def _read_all(read: Any, rows: Iterable[Any]) -> Iterable[Candidate]:
    """What can be read of a list; a row that cannot is no candidate."""
    for row in rows:
        try:
            yield read(row)
        except (KeyError, ValueError, TypeError, AttributeError):
            continue
