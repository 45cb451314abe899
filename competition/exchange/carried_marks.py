"""How unsent marks leave a tablet, as file or QR code: read as plain values, trusted in nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from competition.domain.errors import Invalid

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

MOST_SUBMISSIONS = 2000
PART = "unsent-part"


@dataclass(frozen=True, slots=True)
class CarriedMarks:
    """One submission as the tablet wrote it down; ``marks`` are texts still to be read."""

    id: str
    user: int
    slug: str
    round: str
    draw: str
    check: str
    state: str
    base: int
    reason: str
    marks: Mapping[str, str]
    device: str


def read_carried_marks(raw: bytes) -> list[CarriedMarks]:
    """The submissions of a file, in their order. Raises Invalid ``carried_file_unfit``."""
    try:
        body = json.loads(raw.decode("utf-8-sig"))
        if (body["schema"], body["kind"]) != (1, "unsent-marks"):
            raise Invalid("carried_file_unfit")
        items = body["submissions"][:MOST_SUBMISSIONS]
        return [_carried(item, str(body["device"])) for item in items]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Invalid("carried_file_unfit") from error


CODE_FIELDS = ("id", "user", "slug", "round", "draw", "check", "state", "base", "reason", "marks")


def read_carried_codes(text: str) -> list[CarriedMarks]:
    """The submissions of scanned QR codes, one a line, in any order of a submission's parts.

    Raises Invalid ``carried_file_unfit``, ``carried_code_missing`` for a part not scanned.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    try:
        codes = [json.loads(line) for line in lines[:MOST_SUBMISSIONS]]
        return [_from_code(code) for code in _whole(codes)]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Invalid("carried_file_unfit") from error


def _whole(codes: Sequence[list[Any]]) -> Iterator[list[Any]]:
    """The codes, those in parts put together, after the others."""
    parts: dict[str, dict[int, str]] = {}
    counts: dict[str, int] = {}
    for code in codes:
        if code[:1] == [PART]:
            _kind, _schema, id_, place, count, signs = code
            parts.setdefault(str(id_), {})[int(place)] = str(signs)
            counts[str(id_)] = min(int(count), MOST_SUBMISSIONS)
        else:
            yield code
    for id_, found in parts.items():
        missing = next((at for at in range(1, counts[id_] + 1) if at not in found), None)
        if missing:
            raise Invalid("carried_code_missing", count=counts[id_], missing=missing)
        yield json.loads("".join(found[at] for at in range(1, counts[id_] + 1)))


def _from_code(code: list[Any]) -> CarriedMarks:
    kind, schema, device, *values = code
    if (schema, kind) != (1, "unsent-marks"):
        raise Invalid("carried_file_unfit")
    return _carried(dict(zip(CODE_FIELDS, values, strict=True)), str(device))


def _carried(item: dict[str, Any], device: str) -> CarriedMarks:
    texts = {name: str(item[name]) for name in ("id", "slug", "round", "draw", "check", "state")}
    return CarriedMarks(
        **texts,
        user=int(item["user"]),
        base=int(item["base"]),
        reason=str(item.get("reason", "")),
        marks={str(key): str(text) for key, text in item["marks"].items()},
        device=device[:36],
    )
