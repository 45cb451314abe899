"""``competition rank``: from a rules file and a marks file to the ranking, without a database."""

from __future__ import annotations

import gc
import hashlib
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from competition.cli.tables import table
from competition.domain.consistency import contradictions
from competition.domain.errors import DomainError
from competition.domain.ranking import rank as rank_field
from competition.exchange.marks_file import read_marks
from competition.exchange.published_file import read_published
from competition.exchange.result_json import lined_text, result_document
from competition.exchange.rules_file import check_settled, read_rules_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from competition.domain.consistency import Contradiction
    from competition.domain.contest import Field
    from competition.domain.ranking.results import Line, Ranking
    from competition.domain.rules import Rules

_FIGURES = frozenset({"rank", "total", "level"})
_FILE = click.Path(path_type=Path)


@click.command()
@click.option("--rules", "rules_path", required=True, type=_FILE, help="Rules file, TOML.")
@click.option("--marks", "marks_path", required=True, type=_FILE, help="Marks file, CSV.")
@click.option("--expect", "expect_path", type=_FILE, help="A published table to check, CSV.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document and nothing else.")
def rank(rules_path: Path, marks_path: Path, expect_path: Path | None, *, as_json: bool) -> None:
    """Compute scores, ranking, prizes, promotions and titles from two files.

    With --expect, a published table (entrant, total, rank, round:KEY) is compared row by row; what
    contradicts the marks, the rules or the table itself is told, and the exit code is 1.
    """
    with _uncollected():
        raw_rules = _bytes(rules_path)
        try:
            rules = read_rules_bytes(raw_rules, str(rules_path))
            field = read_marks(_bytes(marks_path), rules, str(marks_path))
            check_settled(raw_rules, str(rules_path), rules, field)
            found = _check(rules, field, expect_path)
        except DomainError as refused:
            click.echo(f"competition rank: {refused}", err=True)
            sys.exit(2)
        ranking = rank_field(rules, field)
        if as_json:
            _print_json(ranking, hashlib.sha256(raw_rules).hexdigest(), found)
        else:
            _print_tables(rules, ranking, found)
    sys.exit(1 if found else 0)


@contextmanager
def _uncollected() -> Iterator[None]:
    """One short run makes a million small values and no cycles: a third of the time is saved."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as refused:
        reason = (refused.strerror or "can't be read").lower()
        click.echo(f"competition rank: {path}: {reason}", err=True)
        sys.exit(2)


def _check(rules: Rules, field: Field, path: Path | None) -> tuple[Contradiction, ...] | None:
    """What the published table contradicts; ``None`` without a table."""
    if path is None:
        return None
    return contradictions(rules, field, read_published(_bytes(path), rules, str(path)))


def _print_json(
    ranking: Ranking, rules_sha256: str, found: tuple[Contradiction, ...] | None
) -> None:
    document = result_document(ranking, rules_sha256)
    if found is not None:
        document["contradictions"] = [
            {
                "entrant": each.entrant,
                "figure": each.figure,
                "published": each.published,
                "computed": each.computed,
            }
            for each in found
        ]
    # JSON is UTF-8, whatever the terminal is.
    click.echo(lined_text(document).encode())


def _print_tables(rules: Rules, ranking: Ranking, found: tuple[Contradiction, ...] | None) -> None:
    click.echo(rules.contest.title)
    groups = rules.ranking.groups or (None,)
    for group in groups:
        lines = [line for line in ranking.lines if group is None or line.group == group]
        click.echo(f"\n{group}" if group else "")
        click.echo(_table(rules, lines))
    for line in ranking.lines:
        for sentence in _remarks(line):
            click.echo(f"{line.entrant}: {sentence}")
    if found is not None:
        for each in found:
            click.echo(each.sentence())
        click.echo(f"{len(found)} contradiction{'' if len(found) == 1 else 's'}")


def _table(rules: Rules, lines: list[Line]) -> str:
    rounds = [round_.key for round_ in rules.rounds]
    header = ["rank", "entrant", *rounds, "total", "decided by", "prize", "level", "titles"]
    return table(header, [_row(rules, line) for line in lines], _FIGURES | set(rounds))


def _row(rules: Rules, line: Line) -> list[str]:
    promotion = line.promotion
    return [
        "–" if line.rank is None else str(line.rank),
        line.entrant,
        *(str(r.score) if r.score else r.state for r in line.rounds.values()),
        str(line.total) if line.total else "–",
        line.decided_by or line.state,
        rules.prize(line.prize).title if line.prize else "",
        str(promotion.level) if promotion and promotion.granted else "",
        ", ".join(rules.title(key).title for key in line.titles),
    ]


def _remarks(line: Line) -> list[str]:
    """What the table can't show: why a round has no score, and why no level was granted."""
    missing = [r.missing.sentence() for r in line.rounds.values() if r.missing]
    if line.decided_by == "unresolved":
        missing.append(f"stands level at place {line.place}; the committee has to settle it")
    promotion = line.promotion
    if promotion is None or promotion.granted:
        return missing
    why = "; ".join(reason.sentence() for reason in promotion.reasons if not reason.met)
    return [*missing, f"level {promotion.level} not granted: {why}"]
