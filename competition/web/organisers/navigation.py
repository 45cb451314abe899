"""The pages of a contest in the order of its life; each viewer sees those that they may open."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, g, request, url_for
from flask_babel import lazy_gettext as _l

from competition.domain.permissions import DEEDS, may
from competition.web.organisers.blueprint import blueprint


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the contest's navigation."""

    endpoint: str
    label: str
    deed: str
    beside: frozenset[str] = frozenset()  # endpoints at other addresses that belong to it


ENTRIES = (
    Entry("organisers.overview", _l("总览"), "contest:see"),
    Entry("organisers.rules", _l("规则"), "rules:see"),
    Entry("organisers.entrants", _l("选手"), "entrants:see", frozenset({"organisers.draw"})),
    Entry("organisers.staff", _l("人员与评委"), "staff:edit"),
    Entry("organisers.wall", _l("评分进度"), "wall:see", frozenset({"organisers.paper_sheets"})),
    Entry("organisers.theory", _l("录入成绩"), "theory:see"),
    Entry("organisers.cards", _l("评委卡与平板"), "cards:make", frozenset({"organisers.carry_in"})),
    Entry("organisers.ranking", _l("排名"), "ranking:see", frozenset({"organisers.what_if"})),
    Entry("organisers.consistency", _l("评委一致性"), "statistics:see"),
    Entry("organisers.publication", _l("公布"), "publication:see"),
    Entry("organisers.objections", _l("申诉"), "objections:see"),
    Entry("organisers.certificates", _l("证书"), "certificates:see"),
    Entry("organisers.audit", _l("操作记录"), "audit:see"),
    Entry("organisers.archive", _l("归档"), "archive:export"),
    Entry("organisers.tokens", _l("接口令牌"), "tokens:edit"),
    Entry("organisers.settings", _l("设置"), "contest:configure"),
)


def _is_here(entry: Entry) -> bool:
    """Whether the page at hand is the entry's, or one below it."""
    below = entry.endpoint != ENTRIES[0].endpoint
    return request.endpoint in {entry.endpoint, *entry.beside} or (
        below and request.path.startswith(f"{url_for(entry.endpoint).rstrip('/')}/")
    )


@blueprint.app_context_processor
def _navigation() -> dict[str, object]:
    return {"contest_navigation": entries, "can": can, "can_open": can_open}


def can(deed: str) -> bool:
    """Whether the viewer may do a deed in the contest at hand, as it stands now."""
    return may(g.viewer.roles, deed, g.contest.state)


def can_open(endpoint: str) -> bool:
    """Whether the viewer may open an entry of the navigation, whatever the contest's state."""
    deed = next(entry.deed for entry in ENTRIES if entry.endpoint == endpoint)
    return not DEEDS[deed].roles.isdisjoint(g.viewer.roles)


def entries() -> list[dict[str, object]]:
    """What the viewer may open in the contest at hand: address, label, whether it is open now."""
    roles = g.viewer.roles
    return [
        {
            "url": url_for(entry.endpoint),
            "label": entry.label,
            "current": _is_here(entry),
        }
        for entry in ENTRIES
        if entry.endpoint in current_app.view_functions and may(roles, entry.deed, g.contest.state)
    ]
