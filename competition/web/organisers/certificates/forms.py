"""Forms about certificates."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from competition.web.certificates import REASONS
from competition.web.forms import Form

LONGEST_REASON = 500


def _stripped(value: str | None) -> str | None:
    return value.strip() if value else value


class CorrectionForm(Form):
    """Why a certificate is issued anew."""

    correction = TextAreaField(
        _l("更正原因"),
        filters=[_stripped],
        validators=[DataRequired(_l("请写明更正原因。")), Length(max=LONGEST_REASON)],
    )


class RevocationForm(Form):
    """Why a certificate is revoked: a class that the public is told, and the reason on record."""

    reason_class = SelectField(
        _l("撤销原因类别"), choices=[SelectChoice(key, label) for key, label in REASONS.items()]
    )
    reason = TextAreaField(
        _l("具体原因"),
        filters=[_stripped],
        validators=[DataRequired(_l("请写明撤销的具体原因。")), Length(max=LONGEST_REASON)],
    )


class BulkRevocationForm(RevocationForm):
    """Several certificates to be revoked, by the ids ticked in the list."""

    chosen = SelectMultipleField(
        _l("勾选的证书"),
        coerce=int,
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
