"""Column types: exact decimals, instants in UTC, sealed personal data. No business meaning."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

from sqlalchemy import JSON, DateTime, String, Text
from sqlalchemy.orm import mapped_column
from sqlalchemy.types import TypeDecorator

from competition.models import sealed

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect


class ExactDecimal(TypeDecorator[Decimal]):
    """A decimal kept as its text: SQLite would make a float of a number."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:  # noqa: ARG002, D102 -- SQLAlchemy's signature
        return None if value is None else format(Decimal(value), "f")

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Decimal | None:  # noqa: ANN401, ARG002, D102 -- SQLAlchemy's signature
        return None if value is None else Decimal(value)


class Instant(TypeDecorator[datetime]):
    """A moment, aware and in UTC on both sides, also where the database knows no zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: D102 -- SQLAlchemy's signature
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment without a zone cannot be stored.")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:  # noqa: ANN401, ARG002, D102 -- SQLAlchemy's signature
        if value is None:
            return None
        stored: datetime = value
        return stored.replace(tzinfo=UTC) if stored.tzinfo is None else stored.astimezone(UTC)


class Sealed(TypeDecorator[str]):
    """Text that the database only holds encrypted (AES-GCM, key id in front)."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002, D102 -- SQLAlchemy's signature
        return None if value is None else sealed.keyring().seal(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str | None:  # noqa: ANN401, ARG002, D102 -- SQLAlchemy's signature
        return None if value is None else sealed.open_value(value)


Key = Annotated[int, mapped_column(primary_key=True)]
Name = Annotated[str, mapped_column(String(200))]
Token = Annotated[str, mapped_column(String(80))]
LongText = Annotated[str, mapped_column(Text)]
Moment = Annotated[datetime, mapped_column(Instant)]
Exact = Annotated[Decimal, mapped_column(ExactDecimal)]
Secret = Annotated[str, mapped_column(Sealed)]
Json = Annotated[dict[str, Any], mapped_column(JSON)]
