"""Figures for watching: requests and how long they took, slow queries, background work."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from flask import current_app, g, request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from competition.queries import jobs

if TYPE_CHECKING:
    from flask import Flask, Response

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
JOB_STATES = ("waiting", "running", "done", "failed")


class Figures:
    """The figures of one process of an application."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Histogram(
            "competition_request_seconds",
            "How long requests took.",
            ("method", "endpoint", "status"),
            registry=self.registry,
            buckets=SECONDS,
        )
        self.slow_queries = Counter(
            "competition_slow_queries", "Statements slower than the limit.", registry=self.registry
        )
        self.jobs = Gauge(
            "competition_jobs", "Background work by state.", ("state",), registry=self.registry
        )


def init_app(app: Flask) -> None:
    """Hook into ``app``."""
    app.extensions["figures"] = Figures()
    app.before_request(_begin)
    app.after_request(_count)


def of(app: Flask) -> Figures:
    """The figures of ``app``."""
    figures: Figures = app.extensions["figures"]
    return figures


def exposition(app: Flask) -> bytes:
    """All figures as text; the states of the background work are asked for now."""
    found = jobs.counts()
    for state in JOB_STATES:
        of(app).jobs.labels(state).set(found.get(state, 0))
    return generate_latest(of(app).registry)


def elapsed() -> float:
    """Seconds since the request at hand began."""
    now = time.perf_counter()
    return now - float(g.get("began", now))


def _begin() -> None:
    g.began = time.perf_counter()


def _count(response: Response) -> Response:
    labels = (request.method, request.endpoint or "none", str(response.status_code))
    of(current_app).requests.labels(*labels).observe(elapsed())
    return response
