"""Between the form of the rules and the table of the rules file. Nothing is checked here."""

from __future__ import annotations

import tomllib
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from competition.domain.typed import figure_text
from competition.exchange.rules_file import rules_from_table, write_rules
from competition.web.organisers.forms.rules import TIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from competition.domain.rules import Rules

Table = dict[str, Any]
EMPTY_ROWS = 1


def shown(rules: Rules) -> Table:
    """What the form shows of the rules."""
    return {
        "title": rules.contest.title,
        "occupation": rules.contest.occupation,
        "hosts": "\n".join(rules.contest.hosts),
        "rounds": [_round(item) for item in rules.rounds] + [_new_round()],
        "total_mode": rules.total.rounding.mode,
        "total_places": str(rules.total.rounding.places),
        "rank_on": rules.total.rank_on,
        "ties": rules.ranking.ties,
        "absent": rules.ranking.absent,
        "groups": "\n".join(rules.ranking.groups),
        "tie_break": _ties(rules),
        "prizes": [_prize(item) for item in rules.prizes] + [{}],
        "promotions": [_promotion(item, rules) for item in rules.promotions] + [{}],
        "titles": [_title(item) for item in rules.titles] + [{}],
    }


def stated(form: Mapping[str, Any], present: Rules) -> Rules:
    """The rules that the form states, on the ground of those present. Raises FileFault."""
    table = tomllib.loads(write_rules(present))
    table["contest"] = {
        "slug": present.contest.slug,
        "title": form["title"],
        "hosts": _lines(form["hosts"]),
    } | _given("occupation", form["occupation"])
    table["rounds"] = _stated_rounds(form["rounds"], table["rounds"])
    table["total"] = {"rank_on": form["rank_on"]}
    table["total"] |= _rounding(form["total_mode"], form["total_places"])
    table["ranking"] = table.get("ranking", {}) | _stated_ranking(form)
    table["prizes"] = list(_keyed(form["prizes"], "prize", _stated_prize))
    titles = {item["title"]: item["key"] for item in table["prizes"]}
    table["promotions"] = [
        _stated_promotion(row, titles) for row in form["promotions"] if row["level"]
    ]
    kept = {item["key"]: item for item in table.get("titles", [])}
    table["titles"] = list(_keyed(form["titles"], "title", lambda row: _stated_title(row, kept)))
    return rules_from_table(table, "")


def percent(share: Decimal | str) -> str:
    """A share as the form shows it: ``0.30`` is 30."""
    return f"{(Decimal(share) * 100).normalize():f}"


def share(text: str) -> str:
    """A percentage as the rules file states it; what is no number stays, to be refused there."""
    try:
        return f"{Decimal(figure_text(text)) / 100:f}"
    except InvalidOperation:
        return text


def _round(item: Any) -> Table:  # noqa: ANN401 -- one of the rules' own values
    panel = item.panel
    return {
        "key": item.key,
        "title": item.title,
        "part": item.part,
        "weight": percent(item.weight),
        "full_mark": f"{item.full_mark:f}",
        "pass_mark": "" if item.pass_mark is None else f"{item.pass_mark:f}",
        "judging": item.judging,
        "drop_highest": str(panel.drop_highest) if panel else "",
        "drop_lowest": str(panel.drop_lowest) if panel else "",
        "minimum": str(panel.minimum) if panel else "",
        "trim": panel.trim if panel else "totals",
        "mode": item.rounding.mode,
        "places": str(item.rounding.places),
        "criteria": [_criterion(one) for one in item.criteria] + [{}, {}],
    }


def _new_round() -> Table:
    return {
        "mode": "half_up",
        "places": "2",
        "judging": "panel",
        "part": "skill",
        "trim": "totals",
        "criteria": [{}, {}, {}],
    }


def _criterion(one: Any) -> Table:  # noqa: ANN401 -- one of the rules' own values
    step = "" if one.step is None else f"{one.step:f}"
    return {"key": one.key, "title": one.title, "full_mark": f"{one.full_mark:f}", "step": step}


def _ties(rules: Rules) -> list[str]:
    keys = [f"{key.kind}:{key.key}:{key.order}" for key in rules.ranking.tie_break]
    return keys + [""] * max(1, TIES - len(keys))


def _ranks(item: Any) -> Table:  # noqa: ANN401 -- a prize, promotion or title
    first, last = item.ranks or ("", "")
    return {"first": str(first), "last": str(last)}


def _prize(item: Any) -> Table:  # noqa: ANN401 -- one of the rules' own values
    fraction = "" if item.fraction is None else percent(item.fraction)
    at_least = "" if item.at_least is None else f"{item.at_least:f}"
    return {
        "key": item.key,
        "title": item.title,
        "fraction": fraction,
        "at_least": at_least,
        **_ranks(item),
    }


def _promotion(item: Any, rules: Rules) -> Table:  # noqa: ANN401 -- one of the rules' own values
    return {
        "level": str(item.level),
        "other_prizes": item.other_prizes,
        "prizes": "、".join(rules.prize(key).title for key in item.prizes),
        "theory": "theory" in item.passes,
        "skill": "skill" in item.passes,
        "pass_down": item.pass_down,
        "on_fail": item.on_fail,
        "held_level": item.held_level,
        **_ranks(item),
    }


def _title(item: Any) -> Table:  # noqa: ANN401 -- one of the rules' own values
    return {
        "key": item.key,
        "title": item.title,
        "issuer": item.issuer,
        "theory": "theory" in item.passes,
        "skill": "skill" in item.passes,
        "pass_down": item.pass_down,
        **_ranks(item),
    }


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def _rounding(mode: str, places: str | None) -> Table:
    return {} if mode == "none" else {"rounding": {"places": _whole(places), "mode": mode}}


def _whole(text: str | None) -> int | str:
    """A whole number; what is none stays, to be refused with its place."""
    plain = figure_text(text or "") or "0"
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 6 else plain  # noqa: PLR2004 -- digits of any rank or count


def _keyed(rows: Iterable[Table], word: str, state: Any) -> Iterable[Table]:  # noqa: ANN401 -- a function from a row to a table
    """The rows that have a title, each with its key: the one it has, or the next free one."""
    chosen = [row for row in rows if (row["title"] or "").strip()]
    taken = {row["key"] for row in chosen if row["key"]}
    for row in chosen:
        key = row["key"] or next(
            f"{word}{n}" for n in range(1, len(taken) + 2) if f"{word}{n}" not in taken
        )
        taken.add(key)
        yield {"key": key, "title": row["title"].strip()} | state(row)


def _stated_rounds(rows: Iterable[Table], present: list[Table]) -> list[Table]:
    kept = {item["key"]: item for item in present}
    return list(_keyed(rows, "round", lambda row: _stated_round(row, kept.get(row["key"], {}))))


def _stated_round(row: Table, kept: Table) -> Table:
    stated: Table = {
        "part": row["part"],
        "weight": share(row["weight"] or ""),
        "full_mark": (row["full_mark"] or "").strip(),
        "judging": row["judging"],
    }
    stated |= _given("pass_mark", row["pass_mark"])
    if row["judging"] == "panel":
        stated["panel"] = _stated_panel(row, kept.get("panel", {}))
    old = {item["key"]: item for item in kept.get("criteria", [])}
    criteria = list(_keyed(row["criteria"], "c", lambda one: _stated_criterion(one, old)))
    return (
        stated
        | _rounding(row["mode"], row["places"])
        | ({"criteria": criteria} if criteria else {})
    )


def _stated_panel(row: Table, kept: Table) -> Table:
    standardise = {"standardise": kept["standardise"]} if "standardise" in kept else {}
    return standardise | {
        "trim": row["trim"],
        "drop_highest": _whole(row["drop_highest"]),
        "drop_lowest": _whole(row["drop_lowest"]),
        "minimum": _whole(row["minimum"] or "1"),
    }


def _stated_criterion(row: Table, old: Mapping[str, Table]) -> Table:
    unseen = {
        key: value
        for key, value in old.get(row["key"], {}).items()
        if key not in {"key", "title", "full_mark", "step"}
    }
    return {"full_mark": (row["full_mark"] or "").strip()} | _given("step", row["step"]) | unseen


def _stated_ranking(form: Mapping[str, Any]) -> Table:
    keys = [text.split(":") for text in form["tie_break"] if text and text.count(":") == 2]  # noqa: PLR2004 -- kind, key, order
    return {
        "tie_break": [
            {kind: key} | ({"order": order} if order == "low" else {}) for kind, key, order in keys
        ],
        "ties": form["ties"],
        "absent": form["absent"],
        "groups": _lines(form["groups"]),
    }


def _stated_ranks(row: Table) -> Table:
    first, last = (row["first"] or "").strip(), (row["last"] or "").strip()
    return {"ranks": [_whole(first or last), _whole(last or first)]} if first or last else {}


def _stated_prize(row: Table) -> Table:
    stated = _stated_ranks(row) | _given("at_least", row["at_least"])
    if (row["fraction"] or "").strip():
        stated["fraction"] = share(row["fraction"])
    return stated


def _passes(row: Table) -> Table:
    return {
        "passes": [part for part in ("theory", "skill") if row[part]],
        "pass_down": row["pass_down"],
    }


def _stated_promotion(row: Table, titles: Mapping[str, str]) -> Table:
    named = [text.strip() for text in (row["prizes"] or "").replace(",", "、").split("、")]
    prizes = {"prizes": [titles.get(text, text) for text in named if text]} if any(named) else {}
    others = {"other_prizes": True} if row["other_prizes"] else {}
    return (
        {
            "level": _whole(row["level"]),
            "on_fail": row["on_fail"],
            "held_level": row["held_level"],
        }
        | _stated_ranks(row)
        | prizes
        | others
        | _passes(row)
    )


def _stated_title(row: Table, kept: Mapping[str, Table]) -> Table:
    prizes = kept.get(row["key"] or "", {}).get("prizes")
    given = {"prizes": prizes} if prizes and not _stated_ranks(row) else {}
    return _given("issuer", row["issuer"]) | _stated_ranks(row) | given | _passes(row)


def _given(key: str, text: str | None) -> Table:
    """The key with its text, or nothing where nothing was typed."""
    plain = (text or "").strip()
    return {key: plain} if plain else {}
