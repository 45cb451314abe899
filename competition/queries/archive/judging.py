"""Sheets with every revision, receipts, sign-off, penalties and absences, as archive tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from competition.exchange.record_office import Records
from competition.models.base import db
from competition.models.contest import Round
from competition.models.entrant import Attendance, Entrant, Measurement
from competition.models.judging import (
    Assignment,
    JudgeAbsence,
    Penalty,
    Receipt,
    Sheet,
    SheetRevision,
)
from competition.models.staff import User

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Select

AT_ONCE: Final = 1000
_ENTRANT: Final = ("轮次 round", "参赛号 entrant", "抽签号 draw")
_SHEET: Final = (
    *_ENTRANT,
    "席位 seat",
    "录入 entry",
    "评委 judge",
    "见习 trainee",
    "修订 revision",
    "现行 stands",
    "状态 state",
    "评分项 criterion",
    "分数 mark",
    "理由 reason",
    "操作人 by",
    "设备 device",
    "时间 at",
)


def tables(contest_id: int) -> Iterator[Records]:
    """Everything about judging."""
    yield _sheets(contest_id, "sheets.csv", "panel")
    yield _sheets(contest_id, "theory.csv", "single")
    yield _receipts(contest_id)
    yield _signatures(contest_id)
    yield _penalties(contest_id)
    yield _attendance(contest_id)
    yield _measures(contest_id)
    yield _recusals(contest_id)
    yield _absences(contest_id)


def _sheets(contest_id: int, name: str, judging: str) -> Records:
    """A row for each criterion of each revision; one without marks has a row all the same."""
    judge, by = aliased(User), aliased(User)
    chosen = (
        select(Round.key, Entrant.number, Entrant.draw_number, Sheet.seat, Sheet.entry)
        .add_columns(judge.name, Sheet.trainee, SheetRevision.revision)
        .add_columns(SheetRevision.revision == Sheet.revision, SheetRevision.state)
        .add_columns(SheetRevision.marks, SheetRevision.reason, by.name)
        .add_columns(SheetRevision.device_id, SheetRevision.made_at)
        .join(Sheet, Sheet.id == SheetRevision.sheet_id)
        .join(Round, Round.id == Sheet.round_id)
        .join(Entrant, Entrant.id == Sheet.entrant_id)
        .join(judge, judge.id == Sheet.user_id)
        .join(by, by.id == SheetRevision.user_id)
        .where(Round.contest_id == contest_id, Round.judging == judging)
        .order_by(Round.position, Entrant.number, Sheet.seat, Sheet.entry, SheetRevision.revision)
    )
    return Records(name, _SHEET, _by_criterion(chosen))


def _by_criterion(chosen: Select[*tuple[Any, ...]]) -> Iterator[Sequence[Any]]:
    for row in rows(chosen):
        *before, marks, reason, by, device, at = row
        for criterion, mark in (marks or {"": ""}).items():
            yield (*before, criterion, mark, reason, by, device, at)


def _receipts(contest_id: int) -> Records:
    head = ("回执 receipt", *_ENTRANT, "席位 seat", "修订 revision", "评委 judge")
    more = ("设备 device", "收到 received", "提交编号 submission", "内容 SHA-256 body_sha256")
    chosen = (
        select(Receipt.number, Round.key, Entrant.number, Entrant.draw_number, Sheet.seat)
        .add_columns(Receipt.revision, User.name, Receipt.device_id, Receipt.received_at)
        .add_columns(Receipt.submission_id, Receipt.body_sha256)
        .join(Sheet, Sheet.id == Receipt.sheet_id)
        .join(Round, Round.id == Sheet.round_id)
        .join(Entrant, Entrant.id == Sheet.entrant_id)
        .join(User, User.id == Receipt.user_id)
        .where(Round.contest_id == contest_id)
        .order_by(Receipt.received_at, Receipt.number)
    )
    return Records("receipts.csv", (*head, *more), rows(chosen))


def _signatures(contest_id: int) -> Records:
    head = ("轮次 round", "席位 seat", "评审组 panel", "评委 judge", "见习 trainee", "签名 signed")
    chosen = (
        select(Round.key, Assignment.seat, Assignment.panel, User.name)
        .add_columns(Assignment.trainee, Assignment.signed_at)
        .join(Round, Round.id == Assignment.round_id)
        .join(User, User.id == Assignment.user_id)
        .where(Round.contest_id == contest_id)
        .order_by(Round.position, func.length(Assignment.seat), Assignment.seat)
    )
    return Records("signatures.csv", head, rows(chosen))


def _penalties(contest_id: int) -> Records:
    head = (*_ENTRANT, "扣分 points", "理由 reason", "记录人 by", "时间 at", "取消 lifted")
    chosen = (
        select(Round.key, Entrant.number, Entrant.draw_number, Penalty.points, Penalty.reason)
        .add_columns(User.name, Penalty.made_at, Penalty.lifted_at)
        .join(Round, Round.id == Penalty.round_id)
        .join(Entrant, Entrant.id == Penalty.entrant_id)
        .join(User, User.id == Penalty.made_by)
        .where(Round.contest_id == contest_id)
        .order_by(Penalty.id)
    )
    return Records("penalties.csv", head, rows(chosen))


def _attendance(contest_id: int) -> Records:
    chosen = (
        select(Round.key, Entrant.number, Entrant.draw_number)
        .add_columns(Attendance.state, Attendance.reason)
        .join(Round, Round.id == Attendance.round_id)
        .join(Entrant, Entrant.id == Attendance.entrant_id)
        .where(Round.contest_id == contest_id)
        .order_by(Round.position, Entrant.number)
    )
    return Records("attendance.csv", (*_ENTRANT, "状态 state", "理由 reason"), rows(chosen))


def _measures(contest_id: int) -> Records:
    chosen = (
        select(Entrant.number, Measurement.key, Measurement.value)
        .join(Entrant, Entrant.id == Measurement.entrant_id)
        .where(Entrant.contest_id == contest_id)
        .order_by(Entrant.number, Measurement.key)
    )
    return Records("measures.csv", ("参赛号 entrant", "项目 measure", "数值 value"), rows(chosen))


def rows(chosen: Select[*tuple[Any, ...]]) -> Iterator[Sequence[Any]]:
    """What is chosen, a thousand rows at a time."""
    yield from db.session.execute(chosen, execution_options={"yield_per": AT_ONCE})


def _recusals(contest_id: int) -> Records:
    """Each sheet that a judge gave up for an interest in the entrant, and whether it still is."""
    head = (*_ENTRANT, "席位 seat", "评委 judge", "见习 trainee", "理由 reason", "现行 stands")
    chosen = (
        select(Round.key, Entrant.number, Entrant.draw_number, Sheet.seat, User.name)
        .add_columns(Sheet.trainee, SheetRevision.reason)
        .add_columns(SheetRevision.revision == Sheet.revision, SheetRevision.made_at)
        .join(Sheet, Sheet.id == SheetRevision.sheet_id)
        .join(Round, Round.id == Sheet.round_id)
        .join(Entrant, Entrant.id == Sheet.entrant_id)
        .join(User, User.id == Sheet.user_id)
        .where(Round.contest_id == contest_id, SheetRevision.state == "recused")
        .order_by(Round.position, Entrant.number, Sheet.seat, SheetRevision.revision)
    )
    return Records("recusals.csv", (*head, "时间 at"), rows(chosen))


def _absences(contest_id: int) -> Records:
    """Judges who can't come to a round, or for some of its time."""
    head = (
        "轮次 round",
        "评委 judge",
        "席位 seat",
        "起 from",
        "止 until",
        "说明 note",
        "记录时间 at",
    )
    seated = (Assignment.round_id == JudgeAbsence.round_id) & (
        Assignment.user_id == JudgeAbsence.user_id
    )
    chosen = (
        select(Round.key, User.name, Assignment.seat, JudgeAbsence.away_from)
        .add_columns(JudgeAbsence.away_until, JudgeAbsence.note, JudgeAbsence.made_at)
        .join(Round, Round.id == JudgeAbsence.round_id)
        .join(User, User.id == JudgeAbsence.user_id)
        .outerjoin(Assignment, seated)
        .where(Round.contest_id == contest_id)
        .order_by(Round.position, JudgeAbsence.made_at, User.id)
    )
    return Records("absences.csv", head, rows(chosen))
