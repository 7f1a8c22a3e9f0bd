"""What a view may ask for: the record, the engine, the places, the settings, the time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import Flask, current_app

from directory.store import Store
from geodata.gazetteer import Gazetteer
from indexer.engine import Engine
from web.settings import WebSettings

EXTENSION = "wellkept"


@dataclass(frozen=True)
class Parts:
    """Handed to `create_app`; the same for every request."""

    store: Store
    engine: Engine
    places: Gazetteer
    settings: WebSettings
    clock: Callable[[], datetime]
    """Answers the time now, aware UTC."""


def keep(app: Flask, parts: Parts) -> None:
    """Lets `parts()` find them in a request."""
    app.extensions[EXTENSION] = parts


def parts() -> Parts:
    """The parts of the application that answers this request."""
    return cast(Parts, current_app.extensions[EXTENSION])


def now() -> datetime:
    """The time of this request, aware UTC."""
    return parts().clock()
