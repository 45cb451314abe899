"""The audit chain: each line carries the hash of the one before, so a change anywhere shows."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

GENESIS = "0" * 64


def line_hash(previous: str, line: Mapping[str, object]) -> str:
    """The SHA-256, in hexadecimal, of ``previous`` and the canonical JSON of ``line``."""
    text = json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Link:
    """One line of the chain as it is stored: ``content`` is what its hash covers."""

    id: int
    previous: str
    hash: str
    content: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Break:
    """Where the chain does not hold: at the line ``id``, and in what way.

    ``changed``: the line is not what was written. ``missing``: a line before it is gone, added or
    in another place. ``anchor``: a published version names a line that is no longer there.
    """

    id: int | None
    kind: str


def breaks(links: Iterable[Link], anchors: Iterable[str] = ()) -> Iterator[Break]:
    """Every place where the chain does not hold; nothing when it is whole.

    ``anchors`` are the heads that published versions carry: cutting off the newest lines, which
    leaves a chain that is whole in itself, shows by them.
    """
    previous, seen = GENESIS, {GENESIS}
    for link in links:
        if link.previous != previous:
            yield Break(link.id, "missing")
        if line_hash(link.previous, link.content) != link.hash:
            yield Break(link.id, "changed")
        previous = link.hash
        seen.add(link.hash)
    if not seen.issuperset(anchors):
        yield Break(None, "anchor")


def published_statement(
    slug: str, number: int, published_at: datetime, sha256: Mapping[str, str], head: str
) -> str:
    """What the seal of a published version is made over: what, when, and after which deeds.

    ``sha256`` has the hashes of ``rules``, ``marks`` and ``result``; ``head`` is that of the chain.
    """
    return "\n".join(
        (
            f"{slug} version {number}",
            published_at.astimezone(UTC).isoformat(),
            *(f"{name} {sha256[name]}" for name in ("rules", "marks", "result")),
            f"audit {head}",
        )
    )
