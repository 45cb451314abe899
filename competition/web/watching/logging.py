"""Logs: one JSON object a line with the request's id. No names, numbers, codes or addresses.

A request is told by its route, not by its path, because paths can carry codes and tokens.
"""

from __future__ import annotations

import logging
import re
import sys
import time
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import structlog
from flask import g, has_request_context, request
from sqlalchemy import event

from competition.web.pages import STILL
from competition.web.watching import figures

if TYPE_CHECKING:
    from flask import Flask, Response
    from sqlalchemy import Engine
    from structlog.typing import EventDict, WrappedLogger

    from config import Settings

REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
HEADER = "X-Request-ID"
QUIET = {"health.alive", "health.ready", "health.metrics", "static"}

_log = logging.getLogger("competition.request")
_slow = logging.getLogger("competition.query")


def init_app(app: Flask, settings: Settings) -> None:
    """Hook into ``app``; the process's logging is set up once."""
    if not settings.testing:
        configure(settings.log_level)
    app.before_request(_name)
    app.after_request(_tell)


def configure(level: str | None = None, *, stream: Any = None) -> None:  # noqa: ANN401 -- any text file
    """JSON for machines; on a terminal plain lines, and only what needs attention."""
    stream = stream or sys.stderr
    terminal = stream.isatty()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.stdlib.ExtraAdder(),
                _add_request,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.processors.format_exc_info,
            ],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _renderer(terminal=terminal),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel((level or ("warning" if terminal else "info")).upper())
    for noisy in ("huey", "weasyprint", "botocore", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    logging.getLogger("fontTools").setLevel(logging.ERROR)  # warns of each table that it leaves out


def _renderer(*, terminal: bool) -> Any:  # noqa: ANN401 -- two kinds of the library's own
    if terminal:
        return structlog.dev.ConsoleRenderer(colors=False)
    return structlog.processors.JSONRenderer(ensure_ascii=False, default=str)


def watch(engine: Engine, app: Flask, settings: Settings) -> None:
    """Log and count statements slower than the setting, without their values.

    The engine outlives the application that it was made for, so nothing here may hold ``app``.
    """
    slow_queries, limit = figures.of(app).slow_queries, settings.slow_query_ms

    @event.listens_for(engine, "before_cursor_execute")
    def _begin(connection: Any, *_rest: object) -> None:  # noqa: ANN401 -- the library's signature
        connection.info["began"] = time.perf_counter()

    @event.listens_for(engine, "after_cursor_execute")
    def _end(connection: Any, _cursor: object, statement: str, *_rest: object) -> None:  # noqa: ANN401 -- the library's signature
        taken = (time.perf_counter() - connection.info["began"]) * 1000
        if taken >= limit:
            slow_queries.inc()
            _slow.warning(
                "slow_query", extra={"ms": round(taken), "statement": " ".join(statement.split())}
            )


def _name() -> None:
    given = request.headers.get(HEADER, "")
    g.request_id = given if REQUEST_ID.fullmatch(given) else uuid4().hex


def _tell(response: Response) -> Response:
    response.headers[HEADER] = g.get("request_id", "")
    if request.endpoint not in QUIET and STILL not in request.environ:
        _log.info(
            "request",
            extra={
                "method": request.method,
                "route": request.url_rule.rule if request.url_rule else None,
                "status": response.status_code,
                "ms": round(figures.elapsed() * 1000, 1),
            },
        )
    return response


def _add_request(_logger: WrappedLogger, _name: str, line: EventDict) -> EventDict:
    if has_request_context() and "request_id" in g:
        line["request_id"] = g.request_id
    return line
