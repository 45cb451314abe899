"""Staff, decisions of two people, versions, objections and certificates, as archive tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from competition.exchange.record_office import Records
from competition.models.audit import AuditLine
from competition.models.base import db
from competition.models.certificates import Certificate, Download
from competition.models.contest import Proposal
from competition.models.entrant import Entrant
from competition.models.results import Objection, ResultLine, ResultVersion
from competition.models.staff import Membership, User
from competition.queries.archive.judging import AT_ONCE, rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Select


def tables(contest_id: int) -> Iterator[Records]:
    """Everything about people and decisions."""
    yield _staff(contest_id)
    yield _proposals(contest_id)
    yield _versions(contest_id)
    yield _objections(contest_id)
    yield _downloads(contest_id)


def _staff(contest_id: int) -> Records:
    head = ("用户名 username", "姓名 name", "角色 role", "见习 trainee")
    chosen: Select[*tuple[Any, ...]] = (
        select(User.username, User.name, Membership.role, Membership.trainee)
        .join(User, User.id == Membership.user_id)
        .where(Membership.contest_id == contest_id)
        .order_by(Membership.role, User.username)
    )
    return Records("staff.csv", head, rows(chosen))


def _proposals(contest_id: int) -> Records:
    head = ("事项 kind", "理由 reason", "提出人 proposed_by", "提出时间 proposed_at")
    more = ("结果 state", "决定人 decided_by", "决定时间 decided_at")
    first, second = aliased(User), aliased(User)
    chosen = (
        select(Proposal.kind, Proposal.reason, first.name, Proposal.proposed_at)
        .add_columns(Proposal.state, second.name, Proposal.decided_at)
        .join(first, first.id == Proposal.proposed_by)
        .outerjoin(second, second.id == Proposal.decided_by)
        .where(Proposal.contest_id == contest_id)
        .order_by(Proposal.id)
    )
    return Records("proposals.csv", (*head, *more), rows(chosen))


def _versions(contest_id: int) -> Records:
    head = ("版本 version", "状态 standing", "更正原因 reason", "提出人 proposed_by")
    more = ("公布人 published_by", "公布时间 published_at", "公示截止 objections_until")
    last = ("转为正式 final_at", "终止 ended_at", "终止原因 ended_reason")
    proof = ("结果 SHA-256 result_sha256",)
    first, second, version = aliased(User), aliased(User), ResultVersion
    chosen = (
        select(version.number, version.standing, version.reason, first.name, second.name)
        .add_columns(version.published_at, version.objections_until, version.final_at)
        .add_columns(version.ended_at, version.ended_reason, version.result_sha256)
        .join(first, first.id == version.proposed_by)
        .join(second, second.id == version.published_by)
        .where(version.contest_id == contest_id)
        .order_by(version.number)
    )
    return Records("versions.csv", (*head, *more, *last, *proof), rows(chosen))


def _objections(contest_id: int) -> Records:
    head = ("参赛号 entrant", "版本 version", "次 instance", "申诉 text", "提出 filed_at")
    more = ("答复期限 answer_due", "结果 state", "答复 answer", "答复人 by", "答复时间 answered_at")
    chosen = (
        select(Entrant.number, ResultVersion.number, Objection.instance, Objection.text)
        .add_columns(Objection.filed_at, Objection.answer_due, Objection.state)
        .add_columns(Objection.answer, User.name, Objection.answered_at)
        .join(Entrant, Entrant.id == Objection.entrant_id)
        .join(ResultVersion, ResultVersion.id == Objection.version_id)
        .outerjoin(User, User.id == Objection.answered_by)
        .where(Objection.contest_id == contest_id)
        .order_by(Objection.id)
    )
    return Records("objections.csv", (*head, *more), rows(chosen))


def _downloads(contest_id: int) -> Records:
    head = ("证书编号 number", "下载人 by", "时间 at")
    chosen = (
        select(Certificate.number, Download.by, Download.at)
        .join(Certificate, Certificate.id == Download.certificate_id)
        .where(Certificate.contest_id == contest_id)
        .order_by(Download.id)
    )
    return Records("downloads.csv", head, rows(chosen))


def version_table(version: ResultVersion) -> Records:
    """A version as it was published, with the names that stood in it."""
    head = ("名次 rank", "参赛号 entrant", "姓名 name", "单位 employer", "组别 group")
    more = ("状态 state", "总成绩 total", "奖项 prize", "晋升等级 level")
    line = ResultLine
    chosen = (
        select(line.rank, line.number, line.name, line.employer, line.group)
        .add_columns(line.state, line.total, line.prize, line.level)
        .where(line.version_id == version.id)
        .order_by(line.position)
    )
    return Records(f"versions/v{version.number}/table.csv", (*head, *more), rows(chosen))


def certificates(contest_id: int) -> list[tuple[Certificate, Entrant]]:
    """Every certificate that was ever reserved, whatever became of it."""
    found = db.session.execute(
        select(Certificate, Entrant)
        .join(Entrant, Entrant.id == Certificate.entrant_id)
        .where(Certificate.contest_id == contest_id)
        .order_by(Entrant.number, Certificate.id)
    )
    return [(certificate, entrant) for certificate, entrant in found]


def certificate_table(found: Sequence[tuple[Certificate, Entrant, str]]) -> Records:
    """The list of certificates, each with the name of its file."""
    head = ("证书编号 number", "参赛号 entrant", "种类 kind", "项目 award", "等级 level")
    more = ("颁发单位 issuer", "颁发日期 issued_on", "样张 specimen", "状态 state", "版式 design")
    last = ("终止 ended_at", "终止原因 ended_reason", "文件 file", "SHA-256 sha256")
    lines = [(*_certificate(made, entrant), name, made.sha256) for made, entrant, name in found]
    return Records("certificates.csv", (*head, *more, *last), lines)


def _certificate(made: Certificate, entrant: Entrant) -> list[object]:
    award = [made.number, entrant.number, made.kind, made.award, made.level]
    issue = [made.issuer, made.issued_on, made.specimen, made.state, made.design]
    return [*award, *issue, made.ended_at, made.ended_reason]


def chain(contest_id: int) -> Iterator[dict[str, Any]]:
    """The audit chain from its first line; of other contests only the hashes, to bridge them."""
    lines = db.session.scalars(
        select(AuditLine).order_by(AuditLine.id), execution_options={"yield_per": AT_ONCE}
    )
    for line in lines:
        link: dict[str, Any] = {"id": line.id, "previous": line.previous, "hash": line.hash}
        yield link | ({"content": line.content()} if line.contest_id == contest_id else {})
