"""Certificates, frozen at issue: the facts, the stored file's digest, and what became of it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from competition.models.base import Model
from competition.models.columns import Instant, Key, LongText, Moment, Name, Sealed, Token


class NumberSeries(Model):
    """The next number of one series (prefix, year and level); allocated inside the issuing deed."""

    __tablename__ = "number_series"
    __table_args__ = (UniqueConstraint("prefix"),)

    id: Mapped[Key]
    prefix: Mapped[Token]
    next_value: Mapped[int] = mapped_column(default=1)


class Certificate(Model):
    """One certificate, as it was issued.

    ``state``: reserved (number given, file not yet made), issued, superseded, revoked, void (never
    made: the award changed before). ``facts`` is the sealed JSON of what the paper says;
    ``sha256`` that of the stored file. ``supersedes`` is the certificate that this one corrects,
    ``superseded_by`` the way back, set once this is issued. ``holder_index`` is the blind index of
    number and holder together, for the check by number; ``trouble`` says why a reserved one could
    not be made; ``flagged`` why a newer result no longer bears it out.
    """

    __tablename__ = "certificate"
    __table_args__ = (UniqueConstraint("number"),)

    id: Mapped[Key]
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("result_version.id"), index=True)
    entrant_id: Mapped[int] = mapped_column(ForeignKey("entrant.id"), index=True)
    kind: Mapped[Token]
    award: Mapped[Token]
    number: Mapped[Token]
    code: Mapped[Token] = mapped_column(unique=True)
    holder_masked: Mapped[Name]
    holder_index: Mapped[str] = mapped_column(String(64), index=True)
    level: Mapped[int | None]
    issuer: Mapped[Name]
    issued_on: Mapped[date] = mapped_column(Date)
    specimen: Mapped[bool]
    facts: Mapped[str] = mapped_column(Sealed)
    design: Mapped[Token]
    design_version: Mapped[Token] = mapped_column(default="")
    state: Mapped[Token] = mapped_column(default="reserved")
    storage_key: Mapped[str | None] = mapped_column(String(200))
    sha256: Mapped[str | None] = mapped_column(String(64))
    size: Mapped[int | None]
    status_index: Mapped[int]
    made_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    ended_class: Mapped[Token] = mapped_column(default="")
    ended_reason: Mapped[LongText] = mapped_column(default="")
    supersedes: Mapped[int | None] = mapped_column(ForeignKey("certificate.id"))
    superseded_by: Mapped[int | None] = mapped_column(ForeignKey("certificate.id"))
    trouble: Mapped[LongText] = mapped_column(default="")
    flagged: Mapped[LongText] = mapped_column(default="")


class Download(Model):
    """That somebody fetched a certificate's file: who and when."""

    __tablename__ = "download"

    id: Mapped[Key]
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), index=True)
    by: Mapped[Name]
    at: Mapped[Moment]
