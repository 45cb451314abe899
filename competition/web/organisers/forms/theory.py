"""Forms about theory papers."""

from __future__ import annotations

from wtforms import HiddenField

from competition.web.forms import Form


class SettledForm(Form):
    """The paper that a third look decides; its marks are fields of the round's rubric."""

    number = HiddenField()
