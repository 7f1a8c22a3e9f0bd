"""For operators: whether it is up, whether it can answer, and how much it answers how fast.

Nothing here names an address that was asked for: pages are counted by the name of their view.
"""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import cast

from flask import Blueprint, Flask, Response, current_app, g, jsonify, request
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Histogram, generate_latest

from directory.errors import DirectoryError
from indexer.engine import EngineError
from web.parts import parts

blueprint = Blueprint("health", __name__)

EXTENSION = "wellkept_metrics"

BUCKETS_S = (0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
"""Around the goals of a page: half under 8 ms, 99 of 100 under 30 ms."""


class Metrics:
    """What one application has answered. A registry of its own: several may live in a process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.answers = Histogram(
            "wellkept_answer_seconds",
            "How long answers took, by view and status",
            ("view", "status"),
            buckets=BUCKETS_S,
            registry=self.registry,
        )


def measure(app: Flask) -> None:
    """Counts and times every answer of the application."""
    app.extensions[EXTENSION] = Metrics()
    app.before_request(note_start)
    app.after_request(note_answer)


def metrics() -> Metrics:
    return cast(Metrics, current_app.extensions[EXTENSION])


def note_start() -> None:
    g.started = perf_counter()


def note_answer(response: Response) -> Response:
    view = request.endpoint or "none"
    seconds = perf_counter() - g.started
    metrics().answers.labels(view, str(response.status_code)).observe(seconds)
    return response


@blueprint.get("/health/live")
def live() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(live=True)


@blueprint.get("/health/ready")
def ready() -> ResponseReturnValue:
    """Whether record and engine can be asked; 503 when one cannot."""
    state = {"store": is_reachable(read_store), "engine": is_reachable(parts().engine.ping)}
    is_ready = all(state.values())
    return jsonify(ready=is_ready, **state), 200 if is_ready else 503


@blueprint.get("/metrics")
def tell_metrics() -> ResponseReturnValue:
    """Prometheus text."""
    return Response(generate_latest(metrics().registry), content_type=CONTENT_TYPE_LATEST)


def read_store() -> None:
    """Raises DirectoryError when the record cannot be read."""
    with parts().store.reading() as view:
        view.sources()


def is_reachable(ask: Callable[[], None]) -> bool:
    try:
        ask()
    except (DirectoryError, EngineError):
        return False
    return True
