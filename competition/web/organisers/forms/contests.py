"""Forms about a contest as a whole."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from competition.domain.errors import Invalid
from competition.exchange.presets import PRESETS
from competition.queries import contests
from competition.services.contests import is_fit
from competition.web.errors import sentence
from competition.web.forms import Form, choices
from competition.web.words import setup

UPLOAD = "upload"


class NewContestForm(Form):
    """A contest from a preset, or from a rules file of one's own."""

    start = RadioField(
        _l("从哪里开始"),
        choices=choices(
            [
                *((key, setup.PRESETS[key][0]) for key in PRESETS),
                (UPLOAD, _l("上传规则文件（.toml）")),
            ]
        ),
        default=PRESETS[0],
    )
    file = FileField(_l("规则文件"), render_kw={"accept": ".toml"})
    title = StringField(_l("竞赛名称"), validators=[Optional(), Length(max=200)])
    slug = StringField(_l("网址标识"), validators=[Optional(), Length(max=60)])

    def validate_file(self, field: FileField) -> None:
        """A file is needed where the contest starts from one."""
        if self.start.data == UPLOAD and not field.data:
            raise ValidationError(sentence(Invalid("file_missing")))

    def validate_slug(self, field: StringField) -> None:
        """An address that is fit and free."""
        slug = field.data or ""
        if not is_fit(slug):
            raise ValidationError(sentence(Invalid("slug_form", slug=slug)))
        if contests.taken(slug):
            free = contests.free_slug(slug)
            raise ValidationError(sentence(Invalid("slug_taken", slug=slug, free=free)))


class StepBackForm(Form):
    """Back to an earlier state, with the reason."""

    present = HiddenField(validators=[DataRequired()])
    reason = TextAreaField(_l("退回的理由"), validators=[DataRequired(), Length(max=1000)])
