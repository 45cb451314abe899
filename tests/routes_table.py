"""The table of addresses: method, rule, deed. ``python -m tests.routes_table`` writes it anew."""

from __future__ import annotations

from pathlib import Path

from competition.app import create_app
from config import load

SNAPSHOT = Path(__file__).parent / "web/routes.txt"
LIBRARY = {"security", "static"}  # the sign-in library guards its own pages
METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}


def routes(app):
    """Every address of ours: (method, rule, endpoint)."""
    return sorted(
        (method, str(rule), rule.endpoint)
        for rule in app.url_map.iter_rules()
        if rule.endpoint.split(".")[0] not in LIBRARY
        for method in rule.methods & METHODS
    )


def deed_of(app, endpoint):
    """The deed that a view names; none is a fault that a test finds."""
    return getattr(app.view_functions[endpoint], "deed", None)


def table(app):
    """A line for each address."""
    return [f"{method} {rule} {deed_of(app, endpoint)}" for method, rule, endpoint in routes(app)]


if __name__ == "__main__":
    SNAPSHOT.write_text("\n".join(table(create_app(load()))) + "\n", encoding="utf-8")
