"""What is asked before a result is published, withdrawn or made final."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_security import current_user
from flask_security.utils import verify_password
from wtforms import Field, IntegerField, PasswordField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from competition.web.forms import Form

REASON = 2000


class OwnPassword:
    """The password of whoever is signed in: a screen left open publishes nothing."""

    def __call__(self, _form: Form, field: Field) -> None:
        """Raise ValidationError unless it is."""
        if not verify_password(field.data or "", current_user.password):
            raise ValidationError(_l("密码不正确。"))


class ProposalForm(Form):
    """A publication, with its reason where it corrects one."""

    reason = TextAreaField(_l("更正原因"), validators=[Optional(), Length(max=REASON)])


class WithdrawalForm(Form):
    """Taking a version back."""

    withdrawal_reason = TextAreaField(
        _l("撤回原因"),
        validators=[DataRequired(_l("请写明原因，公众会看到。")), Length(max=REASON)],
    )


class SignedForm(Form):
    """A deed that its doer signs with their password."""

    proposal = IntegerField(validators=[Optional()])
    password = PasswordField(
        _l("再次输入您的密码"), validators=[DataRequired(_l("请输入密码。")), OwnPassword()]
    )
