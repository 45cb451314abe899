"""Tokens for programs: which there are, making one, taking one back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from competition.queries import tokens as queries
from competition.services import tokens as deeds
from competition.web import clock
from competition.web.forms import Form
from competition.web.guards import actor, allow
from competition.web.organisers.blueprint import blueprint

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

DEED = "tokens:edit"
SCOPES = [
    ("entrants:read", _l("读取选手名单（证件号码隐去中段）")),
    ("entrants:write", _l("新增和更改选手（报名阶段）")),
    ("marks:read", _l("读取评分")),
    ("ranking:read", _l("读取即时排名")),
]
LIVES = [("30", _l("30 天")), ("90", _l("90 天")), ("365", _l("一年"))]


class TokenForm(Form):
    """What a token is called, what it opens, how long it lasts."""

    name = StringField(
        _l("名称"), validators=[DataRequired(_l("请填写名称。")), Length(max=deeds.LONGEST_NAME)]
    )
    scopes = SelectMultipleField(
        _l("权限"),
        choices=SCOPES,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validators=[DataRequired(_l("请至少选择一项权限。"))],
    )
    days = SelectField(_l("有效期"), choices=LIVES, default="90")


@blueprint.get("/<slug>/tokens")
@allow(DEED)
def tokens() -> ResponseReturnValue:
    """Every token of the contest, and a form to make one."""
    return _page(TokenForm())


@blueprint.post("/<slug>/tokens")
@allow(DEED)
def make_token() -> ResponseReturnValue:
    """Make a token; the answer to this one request is the only place where it is shown."""
    form = TokenForm()
    if not form.validate_on_submit():
        return _page(form), 422
    wanted = deeds.Wanted(form.name.data, form.scopes.data, int(form.days.data))
    secret = deeds.make_token(actor(DEED), clock.now(), contest_id=g.contest.id, wanted=wanted)
    return _page(TokenForm(formdata=None), secret=secret)


@blueprint.post("/<slug>/tokens/<int:token_id>/revoke")
@allow(DEED)
def revoke_token(token_id: int) -> ResponseReturnValue:
    """Make a token useless."""
    revoked = deeds.revoke_token(
        actor(DEED), clock.now(), contest_id=g.contest.id, token_id=token_id
    )
    flash(_("已撤销令牌“%(name)s”，立即失效。", name=revoked.name), "success")
    return redirect(url_for("organisers.tokens"))


def _page(form: TokenForm, secret: str = "") -> str:  # nosec B107
    return render_template(
        "organisers/tokens.html",
        form=form,
        secret=secret,
        rows=queries.tokens_of(g.contest.id),
        now=clock.now(),
        scopes=dict(SCOPES),
    )
