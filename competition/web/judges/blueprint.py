"""The blueprint of this audience, guarded as a whole."""

from flask import Blueprint

from competition.web.guards import guard

blueprint = Blueprint("judges", __name__, url_prefix="/judge")
guard(blueprint)
