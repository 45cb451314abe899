"""Settings that cannot be meant together, all of them at once; not whether they are wise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from competition.domain.errors import Invalid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from competition.domain.settings import ContestSettings


def contradictions(settings: ContestSettings) -> tuple[tuple[str, Invalid], ...]:
    """Each contradiction: the setting at which it is told, and what is wrong.

    Codes: ``entries_end_first``, ``ages_reversed``, ``body_unnamed``.
    """
    return tuple(_found(settings))


def _found(settings: ContestSettings) -> Iterator[tuple[str, Invalid]]:
    begin, end = settings.entries_from, settings.entries_until
    if begin and end and end < begin:
        yield "entries_until", Invalid("entries_end_first", begin=begin, end=end)
    youngest, oldest = settings.youngest, settings.oldest
    if youngest and oldest and oldest < youngest:
        yield "oldest", Invalid("ages_reversed", youngest=youngest, oldest=oldest)
    if settings.body_code and not settings.evaluation_body:
        yield "evaluation_body", Invalid("body_unnamed", body=settings.body_code)
