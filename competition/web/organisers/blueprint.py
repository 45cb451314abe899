"""The blueprint of this audience, guarded as a whole."""

from flask import Blueprint

from competition.web.guards import guard

blueprint = Blueprint("organisers", __name__, url_prefix="/organise")
guard(blueprint)
