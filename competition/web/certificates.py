"""What pages of every audience say about a certificate: its kind, award, state and paper."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from competition.domain.certificates.numbering import spaced
from competition.domain.errors import DomainError
from competition.queries import certificates as queries
from competition.web import i18n
from competition.web.errors import sentence
from competition.web.words.issuing import FACTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask

    from competition.models.certificates import Certificate

KINDS = {
    "level": _l("职业技能等级证书"),
    "title": _l("荣誉证书"),
    "prize": _l("获奖证书"),
}
LEVELS = {
    1: lazy_pgettext("certificate", "一级/高级技师"),
    2: lazy_pgettext("certificate", "二级/技师"),
    3: lazy_pgettext("certificate", "三级/高级工"),
    4: lazy_pgettext("certificate", "四级/中级工"),
    5: lazy_pgettext("certificate", "五级/初级工"),
}
STATES = {
    "reserved": (_l("已编号，待制作"), "calm"),
    "issued": (_l("已颁发"), "good"),
    "superseded": (_l("已被新证书取代"), "warn"),
    "revoked": (_l("已撤销"), "bad"),
    "void": (_l("空号，未制作"), "plain"),
}
REASONS = {
    "result_corrected": _l("成绩更正"),
    "facts_wrong": _l("证书记载有误"),
    "dishonesty": _l("弄虚作假"),
    "withdrawn": _l("持证人申请注销"),
    "other": _l("其他原因"),
}
FLAGS = {
    "award_gone": _l("新公布的成绩不再授予"),
    "award_changed": _l("新公布的成绩中等级或奖项已变"),
    "facts_changed": _l("证书上的姓名等内容与现在的资料不同"),
    "result_withdrawn": _l("所依据的成绩已撤回"),
}


def init_app(app: Flask) -> None:
    """Give every template the words about certificates."""
    app.jinja_env.filters |= {
        "certificate_kind": kind_word,
        "certificate_award": award_word,
        "certificate_holder": holder_word,
        "certificate_state": state_word,
        "certificate_tone": state_tone,
        "certificate_reason": reason_word,
        "certificate_flag": flag_word,
        "certificate_fact": fact_word,
        "certificate_trouble": trouble_word,
        "check_code": spaced,
    }


def kind_word(kind: str) -> str:
    """What kind of certificate it is."""
    return str(KINDS[kind])


def holder_word(certificate: Certificate) -> str:
    """The name that stands on it, which may differ from the one registered now."""
    return str(queries.facts_of(certificate).get("holder", certificate.holder_masked))


def award_word(certificate: Certificate) -> str:
    """What it awards: the level, or the title or prize in its own words."""
    if certificate.level:
        return str(LEVELS[certificate.level])
    return str(queries.facts_of(certificate)[certificate.kind])


def state_word(state: str) -> str:
    """The state in words."""
    return str(STATES[state][0])


def state_tone(state: str) -> str:
    """The tone of the state's badge."""
    return STATES[state][1]


def reason_word(reason_class: str) -> str:
    """The class of a revocation's reason, as the public is told it."""
    return str(REASONS.get(reason_class, REASONS["other"]))


def flag_word(flag: str) -> str:
    """Why a newer result no longer bears a certificate out."""
    return str(FLAGS[flag])


def fact_word(key: str) -> str:
    """The name of one fact on the paper."""
    return str(FACTS.get(key, key))


def trouble_word(trouble: str | Mapping[str, Any]) -> str:
    """Why a certificate could not be made, from a refusal as stored on its row or in a job."""
    stored = json.loads(trouble) if isinstance(trouble, str) else trouble
    return sentence(DomainError(stored["code"], **stored["params"]))


def paper(certificate: Certificate, holder: str) -> list[tuple[str, str]]:
    """What the paper must say, as pairs of words; ``holder`` as the reader may see it."""
    facts = queries.facts_of(certificate)
    named = ("occupation", "contest") if certificate.kind == "level" else ("contest",)
    pairs = [(_("姓名"), holder), (_("证书种类"), kind_word(certificate.kind))]
    pairs.append((fact_word(certificate.kind), award_word(certificate)))
    pairs += [(fact_word(key), str(facts[key])) for key in named if facts.get(key)]
    return [
        *pairs,
        (fact_word("number"), certificate.number),
        (fact_word("issued_on"), i18n.day(certificate.issued_on)),
        (fact_word("issuer"), certificate.issuer),
    ]
