"""The rules file: TOML to rules and back. What the rules mean stands in the domain.

``read_rules`` takes all of a file or nothing; every key that it does not know is a fault.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from typing import TYPE_CHECKING, Any

from competition.domain.rules import ContestHeader, Measure, Rules, Total
from competition.exchange.decoding import decoded
from competition.exchange.faults import FileFault, Spot, clipped, nearest
from competition.exchange.rules_file.awards import prizes, promotions, titles
from competition.exchange.rules_file.places import Places, places
from competition.exchange.rules_file.ranking import ranking_rules
from competition.exchange.rules_file.rounds import not_reserved, rounding, rounds
from competition.exchange.rules_file.table import Table
from competition.exchange.rules_file.text import rules_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from competition.domain.contest import Field

SCHEMA = 1
_SECTIONS = (
    *("schema", "contest", "rounds", "total", "measures", "ranking"),
    *("prizes", "promotions", "titles"),
)
_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)\Z")
# What a Chinese keyboard puts where TOML wants a sign of its own.
_FULL_WIDTH = {
    **dict.fromkeys("“”＂", '"'),
    **dict.fromkeys("‘’＇", "'"),
    **dict.fromkeys("，、", ","),
    **dict.fromkeys("［【", "["),
    **dict.fromkeys("］】", "]"),
    "＝": "=",
    "｛": "{",
    "｝": "}",
    "＃": "#",
    "．": ".",
    "\u3000": "a plain space",
}

__all__ = [
    "check_settled",
    "read_rules",
    "read_rules_bytes",
    "rules_from_table",
    "rules_sha256",
    "write_rules",
]


def read_rules_bytes(raw: bytes, name: str) -> Rules:
    """The rules in a file's bytes, UTF-8 or GB18030; ``FileFault`` says what is wrong where."""
    return read_rules(decoded(raw, name), name)


def read_rules(text: str, name: str) -> Rules:
    """The rules in a TOML text; ``name`` is what faults call the file."""
    plain = _plain(text)
    return rules_from_table(_parsed(plain, name), name, places(plain))


def rules_from_table(content: dict[str, Any], name: str, known: Places | None = None) -> Rules:
    """The rules in a table of the file's shape, wherever it came from (a form, for instance)."""
    root = Table(content, (), name, known or Places())
    root.only(*_SECTIONS)
    _check_schema(root)
    header = _header(_required(root, "contest"))
    total = _total(_required(root, "total"))
    all_rounds = rounds(root)
    measures = _measures(root.tables("measures"))
    given = prizes(root.tables("prizes"))
    return Rules(
        contest=header,
        rounds=all_rounds,
        total=total,
        measures=measures,
        ranking=ranking_rules(root.table("ranking"), all_rounds, measures),
        prizes=given,
        promotions=promotions(root.tables("promotions"), given),
        titles=titles(root.tables("titles"), given),
    )


def check_settled(raw: bytes, name: str, rules: Rules, field: Field) -> None:
    """Raise ``FileFault`` where the committee settled a tie of somebody whom nobody marked.

    ``raw`` is the file that ``rules`` were read from: a mistyped number would part nobody, and the
    tie would stand without a word.
    """
    known = {entrant.number: None for entrant in field.entrants}
    for index, decision in enumerate(rules.ranking.settled):
        for number in decision.entrants:
            if number in known or not known:
                continue
            at = places(_plain(decoded(raw, name))).of(("ranking", "settled", index, "entrants"))
            line, column = at or (None, None)
            spot = Spot(name, line, column, "ranking.settled.entrants")
            meant = nearest(number, known)
            raise FileFault("settled_unknown", spot, found=clipped(number), nearest=clipped(meant))


def write_rules(rules: Rules) -> str:
    """The rules as the canonical TOML text: reading it again gives equal rules."""
    return rules_text(rules, SCHEMA)


def rules_sha256(rules: Rules) -> str:
    """The SHA-256 of the canonical text, in hexadecimal."""
    return hashlib.sha256(write_rules(rules).encode()).hexdigest()


def _plain(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def _parsed(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise _syntax_fault(str(wrong), text, name) from None
    except (RecursionError, ValueError):
        # Nesting or a number beyond what the parser can hold.
        raise FileFault("toml_syntax", Spot(name), problem="too deep or too long") from None


def _syntax_fault(message: str, text: str, name: str) -> FileFault:
    at = _AT.search(message)
    problem = clipped(_AT.sub("", message), 120)
    if at is None:
        return FileFault("toml_syntax", Spot(name), problem=problem)
    if not at[1]:
        return FileFault("toml_syntax", Spot(name, text.count("\n") + 1), problem=problem)
    spot = Spot(name, int(at[1]), int(at[2]))
    found = text.split("\n")[int(at[1]) - 1][int(at[2]) - 1 :][:1]
    if found in _FULL_WIDTH:
        return FileFault("toml_full_width", spot, found=found, remedy=_FULL_WIDTH[found])
    if problem == "Invalid value":
        return FileFault("toml_unquoted", spot)
    return FileFault("toml_syntax", spot, problem=problem)


def _check_schema(root: Table) -> None:
    found = root.content.get("schema", SCHEMA)
    if isinstance(found, bool) or found != SCHEMA:
        raise root.fault("wrong_schema", "schema", found=clipped(str(found)))


def _required(root: Table, key: str) -> Table:
    table = root.table(key)
    if table is None:
        raise root.fault("missing_key", key=f"[{key}]")
    return table


def _header(table: Table) -> ContestHeader:
    table.only("slug", "title", "occupation", "hosts")
    slug = table.text("slug")
    return ContestHeader(
        slug=slug,
        title=table.text("title", slug),
        occupation=table.text("occupation", ""),
        hosts=table.texts("hosts"),
    )


def _total(table: Table) -> Total:
    table.only("rounding", "rank_on")
    return Total(
        rounding=rounding(table), rank_on=table.choice("rank_on", ("rounded", "exact"), "rounded")
    )


def _measures(tables: Sequence[Table]) -> tuple[Measure, ...]:
    taken: list[Measure] = []
    for table in tables:
        table.only("key", "title")
        key = not_reserved(table, table.key(measure.key for measure in taken))
        taken.append(Measure(key, table.text("title", key)))
    return tuple(taken)
