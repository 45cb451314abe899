"""Rules as the canonical text of a rules file: keys in the contract's order, defaults left out.

The standard library reads TOML but does not write it; only what rules need is written here.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING

from competition.domain.rules import Criterion, RankingRules, Rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from competition.domain.rules import (
        Panel,
        Prize,
        Promotion,
        Round,
        Rounding,
        Settled,
        TieKey,
        Title,
    )

Value = str | int | bool | Decimal | tuple["Value", ...] | dict[str, "Value"]
_PLAIN_CRITERION = Criterion("", "", Decimal(1))


def rules_text(rules: Rules, schema: int) -> str:
    """The canonical text; figures keep the digits they were written with."""
    blocks = [f"schema = {schema}\n", _block("[contest]", _header(rules))]
    for round_ in rules.rounds:
        blocks.append(_block("[[rounds]]", _round(round_)))
        for criterion in round_.criteria:
            blocks.append(_block("[[rounds.criteria]]", _criterion(criterion)))
            blocks += [
                _block(
                    "[[rounds.criteria.bands]]",
                    {"from": band.lowest, "description": band.description},
                )
                for band in criterion.bands
            ]
    blocks.append(_block("[total]", _total(rules)))
    blocks += [_block("[[measures]]", {"key": m.key, "title": m.title}) for m in rules.measures]
    blocks += _ranking(rules.ranking)
    blocks += [_block("[[prizes]]", _prize(prize)) for prize in rules.prizes]
    blocks += [_block("[[promotions]]", _promotion(each)) for each in rules.promotions]
    blocks += [_block("[[titles]]", _title(title)) for title in rules.titles]
    return "\n".join(blocks)


def _header(rules: Rules) -> dict[str, Value]:
    header = rules.contest
    lines: dict[str, Value] = {"slug": header.slug, "title": header.title}
    return lines | _given(occupation=header.occupation, hosts=header.hosts)


def _round(round_: Round) -> dict[str, Value]:
    lines: dict[str, Value] = {
        "key": round_.key,
        "title": round_.title,
        "part": round_.part,
        "weight": round_.weight,
        "full_mark": round_.full_mark,
    }
    if round_.pass_mark is not None:
        lines["pass_mark"] = round_.pass_mark
    lines["judging"] = round_.judging
    if round_.panel is not None:
        lines["panel"] = _panel(round_.panel)
    return lines | _rounding(round_.rounding)


def _panel(panel: Panel) -> dict[str, Value]:
    lines: dict[str, Value] = {
        "trim": panel.trim,
        "drop_highest": panel.drop_highest,
        "drop_lowest": panel.drop_lowest,
        "minimum": panel.minimum,
    }
    if panel.standardise is not None:
        wanted = panel.standardise
        lines["standardise"] = {"mean": wanted.mean, "deviation": wanted.deviation}
    return lines


def _criterion(criterion: Criterion) -> dict[str, Value]:
    lines: dict[str, Value] = {
        "key": criterion.key,
        "title": criterion.title,
        "full_mark": criterion.full_mark,
    }
    if criterion.step is not None:
        lines["step"] = criterion.step
    if criterion.factor != _PLAIN_CRITERION.factor:
        lines["factor"] = criterion.factor
    return lines | _rounding(criterion.rounding) | _given(description=criterion.description)


def _rounding(rounding: Rounding) -> dict[str, Value]:
    if rounding.mode == "none":
        return {}
    return {"rounding": {"places": rounding.places, "mode": rounding.mode}}


def _total(rules: Rules) -> dict[str, Value]:
    return _rounding(rules.total.rounding) | {"rank_on": rules.total.rank_on}


def _ranking(ranking: RankingRules) -> list[str]:
    if ranking == RankingRules():
        return []
    lines: dict[str, Value] = {
        "tie_break": tuple(_tie_key(key) for key in ranking.tie_break),
        "ties": ranking.ties,
        "absent": ranking.absent,
        "groups": ranking.groups,
    }
    return [
        _block("[ranking]", lines),
        *(_block("[[ranking.settled]]", _settled(each)) for each in ranking.settled),
    ]


def _tie_key(key: TieKey) -> dict[str, Value]:
    order: dict[str, Value] = {} if key.order == "high" else {"order": key.order}
    return {key.kind: key.key} | order


def _settled(settled: Settled) -> dict[str, Value]:
    return {"entrants": settled.entrants, "reason": settled.reason}


def _prize(prize: Prize) -> dict[str, Value]:
    lines: dict[str, Value] = {"key": prize.key, "title": prize.title}
    if prize.fraction is not None:
        lines["fraction"] = prize.fraction
    if prize.at_least is not None:
        lines["at_least"] = prize.at_least
    return lines | _given(ranks=prize.ranks or ())


def _promotion(promotion: Promotion) -> dict[str, Value]:
    selected = _given(
        ranks=promotion.ranks or (),
        prizes=promotion.prizes,
        other_prizes=promotion.other_prizes,
        passes=promotion.passes,
        pass_down=promotion.pass_down,
    )
    rest: dict[str, Value] = {"on_fail": promotion.on_fail, "held_level": promotion.held_level}
    return {"level": promotion.level} | selected | rest


def _title(title: Title) -> dict[str, Value]:
    lines: dict[str, Value] = {"key": title.key, "title": title.title}
    return lines | _given(
        issuer=title.issuer,
        ranks=title.ranks or (),
        prizes=title.prizes,
        passes=title.passes,
        pass_down=title.pass_down,
    )


def _given(**values: Value) -> dict[str, Value]:
    """The values that say something."""
    return {key: value for key, value in values.items() if value}


def _block(header: str, lines: Mapping[str, Value]) -> str:
    return f"{header}\n" + "".join(f"{key} = {_toml(value)}\n" for key, value in lines.items())


def _toml(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal):
        return f'"{value:f}"'
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, dict):
        return "{ " + _joined(f"{key} = {_toml(item)}" for key, item in value.items()) + " }"
    return "[" + _joined(_toml(item) for item in value) + "]"


def _joined(parts: Iterable[str]) -> str:
    return ", ".join(parts)
