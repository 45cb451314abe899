"""Short ways to write rules and marks in tests: texts as people hand them in."""

from __future__ import annotations

from competition.domain.ranking import rank
from competition.exchange.marks_file import read_marks
from competition.exchange.rules_file import read_rules

HEAD = 'schema = 1\n[contest]\nslug = "c"\ntitle = "C"\n'
TWO_PLACES = 'rounding = { places = 2, mode = "half_up" }'


def single(key="theory", weight="1", more=""):
    """A round with one agreed mark out of 100."""
    return (
        f'[[rounds]]\nkey = "{key}"\ntitle = "{key}"\npart = "theory"\nweight = "{weight}"\n'
        f'full_mark = "100"\njudging = "single"\n{more}\n'
    )


def panel(options="", key="case", more="", weight="1"):
    """A round judged by a panel."""
    return (
        f'[[rounds]]\nkey = "{key}"\ntitle = "{key}"\npart = "skill"\nweight = "{weight}"\n'
        f'full_mark = "100"\njudging = "panel"\npanel = {{ {options} }}\n{more}\n'
    )


def criterion(key, more="", full_mark="100"):
    """A criterion of the round above it."""
    return (
        f'[[rounds.criteria]]\nkey = "{key}"\ntitle = "{key}"\nfull_mark = "{full_mark}"\n{more}\n'
    )


def rules_text(*rounds, total="", more=""):
    """A whole rules file."""
    return HEAD + "".join(rounds or [single()]) + f"[total]\n{total}\n{more}\n"


def rules(*rounds, total="", more=""):
    return read_rules(rules_text(*rounds, total=total, more=more), "rules.toml")


def marks_text(*rows, optional=""):
    """A marks file; a row may leave out trailing empty cells."""
    return "\n".join([f"entrant,round,judge,criterion,mark,state{optional}", *rows]) + "\n"


def field(of, *rows, optional=""):
    return read_marks(marks_text(*rows, optional=optional).encode(), of, "marks.csv")


def ranked(of, *rows, optional=""):
    return rank(of, field(of, *rows, optional=optional))


def theory(*scores):
    """Rows of one round ``theory`` for entrants 1, 2, 3, …"""
    return [f"{number},theory,,,{score}" for number, score in enumerate(scores, start=1)]


def sheet(entrant, *marks, key="case", criterion=""):
    """One mark from each of the judges J1, J2, …"""
    return [f"{entrant},{key},J{n},{criterion},{mark}" for n, mark in enumerate(marks, start=1)]


# Every key that a rules file knows.
FULL = """schema = 1
[contest]
slug = "quzhou-2023"
title = "衢州市首届劳动关系协调员(集体协商指导员)职业技能竞赛"
occupation = "劳动关系协调员"
hosts = ["衢州市总工会", "衢州市人力资源和社会保障局"]

[[rounds]]
key = "theory"
title = "理论考试"
part = "theory"                    # theory | skill
weight = "0.30"
full_mark = "100"
pass_mark = "60"
judging = "single"
rounding = { places = 2, mode = "half_up" }

[[rounds]]
key = "case"
title = "案例讲解"
part = "skill"
weight = "0.70"
full_mark = "100"
pass_mark = "60"
judging = "panel"
rounding = { places = 2, mode = "half_even" }
[rounds.panel]
trim = "totals"
drop_highest = 1
drop_lowest = 1
minimum = 3
standardise = { mean = "100", deviation = "20" }
[[rounds.criteria]]
key = "law"
title = "法律适用"
full_mark = "30"
step = "0.5"
factor = "1.5"
rounding = { places = 1, mode = "down" }
description = "依据准确"
[[rounds.criteria.bands]]
from = "24"
description = "优秀"
[[rounds.criteria.bands]]
from = "0"
description = "不足"

[total]
rounding = { places = 2, mode = "half_up" }
rank_on = "exact"

[[measures]]
key = "minutes"
title = "用时"

[ranking]
tie_break = [{ round = "case" }, { measure = "minutes", order = "low" }, { total = "exact" }]
ties = "forbidden"
absent = "zero"
groups = ["职工组", "学生组"]
[[ranking.settled]]
entrants = ["012", "007"]
reason = "extra question, minute of 2023-10-20"

[[prizes]]
key = "first"
title = "一等奖"
ranks = [1, 1]
[[prizes]]
key = "second"
title = "二等奖"
fraction = "0.10"
[[prizes]]
key = "third"
title = "三等奖"
at_least = "85"

[[promotions]]
level = 2
ranks = [1, 3]
passes = ["theory", "skill"]
pass_down = true
on_fail = "next"
held_level = "raise"
[[promotions]]
level = 3
other_prizes = true
[[promotions]]
level = 4
prizes = ["third"]

[[titles]]
key = "gold-worker"
title = "衢州市金牌职工"
issuer = "衢州市总工会"
ranks = [1, 3]
passes = ["theory", "skill"]
"""
