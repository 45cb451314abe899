"""The blueprint of this audience, guarded as a whole."""

from flask import Blueprint

from competition.web.guards import guard

blueprint = Blueprint("public", __name__)
guard(blueprint)
