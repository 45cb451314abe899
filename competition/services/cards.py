"""Judge cards: a one-time link on paper and a PIN, by which a judge takes a tablet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from competition.domain.actor import Actor
from competition.domain.errors import DomainError, NotFound
from competition.models.audit import record
from competition.models.base import transaction
from competition.models.staff import Device, JudgeCard, Membership, User

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def make_card(
    actor: Actor, now: datetime, contest_id: int, user_id: int, secrets: tuple[str, str]
) -> JudgeCard:
    """A new card for a judge; ``secrets`` are the token's digest and the PIN's hash.

    Older cards of the judge stop working, tablets that are signed in stay so until the new card is
    used. Raises NotFound ``judge_unknown``.
    """
    token_digest, pin_hash = secrets
    with transaction() as session:
        _require_judge(session, contest_id, user_id)
        for older in _cards(session, contest_id, user_id):
            older.revoked_at = older.revoked_at or now
        card = JudgeCard(
            contest_id=contest_id,
            user_id=user_id,
            token_digest=token_digest,
            pin_hash=pin_hash,
            made_at=now,
        )
        session.add(card)
        subject = f"user/{user_id}"
        record(session, actor, now, "card:made", subject, contest_id=contest_id)
        return card


def use_card(now: datetime, card_id: int, device_id: str | None = None) -> User:
    """Take a tablet with a card, once: the judge's other tablets are signed out.

    Whoever calls has checked the PIN. Raises DomainError ``card_used`` or ``card_revoked``.
    """
    with transaction() as session:
        card = session.get(JudgeCard, card_id, with_for_update=True)
        if card is None or card.revoked_at:
            raise DomainError("card_revoked")
        if card.used_at:
            raise DomainError("card_used")
        card.used_at = now
        user = session.get_one(User, card.user_id)
        handed = _sign_out_others(session, now, card, device_id)
        who = Actor(kind="staff", id=card.user_id, name=user.name, role="judge")
        record(
            session,
            who,
            now,
            "card:used",
            f"user/{user.id}",
            contest_id=card.contest_id,
            detail={"device": device_id or "", "signed_out": handed},
        )
        return user


def _require_judge(session: Session, contest_id: int, user_id: int) -> None:
    found = session.scalar(
        select(User.id)
        .join(Membership, Membership.user_id == User.id)
        .where(User.id == user_id, Membership.contest_id == contest_id, Membership.role == "judge")
    )
    if found is None:
        raise NotFound("judge_unknown")


def _cards(session: Session, contest_id: int, user_id: int) -> list[JudgeCard]:
    found = session.scalars(
        select(JudgeCard).where(JudgeCard.contest_id == contest_id, JudgeCard.user_id == user_id)
    )
    return list(found)


def _sign_out_others(
    session: Session, now: datetime, card: JudgeCard, device_id: str | None
) -> list[str]:
    found = session.scalars(
        select(Device).where(Device.contest_id == card.contest_id, Device.user_id == card.user_id)
    )
    others = [device for device in found if device.id != device_id]
    for device in others:
        device.revoked_at = now
    return [device.id for device in others]
