"""Refusals worded in English, as the command line and all files are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask, current_app, has_app_context
from flask_babel import Babel, force_locale

from competition.web.errors import sentence
from competition.web.i18n import TRANSLATIONS

if TYPE_CHECKING:
    from competition.domain.errors import DomainError


def in_english(error: DomainError) -> str:
    """The sentence of a refusal; its bare code if nobody has worded it."""
    app = current_app if has_app_context() else _catalogue()
    with app.app_context(), force_locale("en"):
        try:
            return sentence(error)
        except KeyError:
            return str(error)


def _catalogue() -> Flask:
    """An application that can only translate, for refusals before there is another."""
    app = Flask("competition", static_folder=None)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(TRANSLATIONS)
    Babel(app)
    return app
