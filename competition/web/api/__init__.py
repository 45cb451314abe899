"""The REST interface under /api/v1, described by OpenAPI 3.1 at /api/v1/openapi.json."""

from competition.web.api import certificates, contests, description, entrants, judging, results
from competition.web.api.application import init_app

__all__ = ["certificates", "contests", "description", "entrants", "init_app", "judging", "results"]
