"""The phrases that rules in words are made of, English and Chinese, by code."""

from __future__ import annotations

from typing import Final

PHRASES: Final[dict[str, tuple[str, str]]] = {
    "head_contest": ("The contest", "竞赛"),
    "hosts": ("Held by {hosts}.", "由{hosts}主办。"),
    "occupation": ("The occupation is {occupation}.", "职业名称为{occupation}。"),
    "head_rounds": ("Rounds and weights", "轮次与权重"),
    "head_total": ("Total and ranking", "总成绩与排名"),
    "head_prizes": ("Prizes", "奖项"),
    "head_promotions": ("Promotion to a level", "晋升职业技能等级"),
    "head_titles": ("Titles", "荣誉称号"),
    "theory": ("theory", "理论"),
    "skill": ("skill", "技能"),
    "round": (
        "{title}: {weight} of the total, full mark {full_mark}; belongs to the {part} part.",
        "{title}：占总成绩的 {weight}，满分 {full_mark} 分，属于{part}部分。",
    ),
    "round_subtracts": (
        "{title}: {weight} of its score is subtracted from the total; full mark {full_mark}.",
        "{title}：其得分的 {weight} 从总成绩中扣除，满分 {full_mark} 分。",
    ),
    "pass_mark": (
        "{title} is passed with {pass_mark} or more.",
        "{title} {pass_mark} 分及以上为合格。",
    ),
    "single": ("{title} has one agreed mark.", "{title}记一个经核对一致的分数。"),
    "panel_plain": (
        "{title} is marked by a panel of judges (at least {minimum}); the score is their mean.",
        "{title}由至少 {minimum} 名评委评分，取全部评分的平均。",
    ),
    "panel_totals": (
        (
            "{title} is marked by a panel of judges (at least {minimum}); of their totals the "
            "highest ({high}) and the lowest ({low}) are dropped, and the rest averaged."
        ),
        (
            "{title}由至少 {minimum} 名评委评分，按评委总分去掉 {high} 个最高分、"
            "{low} 个最低分后取平均。"
        ),
    ),
    "panel_criteria": (
        (
            "{title} is marked by a panel of judges (at least {minimum}); in each criterion the "
            "highest ({high}) and lowest ({low}) marks are dropped, and the rest averaged."
        ),
        (
            "{title}由至少 {minimum} 名评委评分，每个评分项各去掉 {high} 个最高分、"
            "{low} 个最低分后取平均。"
        ),
    ),
    "standardise": (
        "In {title} each judge's totals are brought to mean {mean}, deviation {deviation}.",
        "{title}的各评委总分先标准化为均值 {mean}、标准差 {deviation}。",
    ),
    "criteria": ("Criteria of {title}: {criteria}.", "{title}的评分项：{criteria}。"),
    "criterion": ("{title} {full_mark}", "{title} {full_mark} 分"),
    "criterion_step": (
        "{title} {full_mark} (step {step})",
        "{title} {full_mark} 分（最小 {step} 分）",
    ),
    "criterion_factor": ("{base} times {factor}", "{base}乘以 {factor}"),
    "round_rounding": ("The score of {title} is {rounding}.", "{title}得分{rounding}。"),
    "half_up": ("rounded half up to {places} places", "四舍五入，保留 {places} 位小数"),
    "half_even": (
        "rounded half to even to {places} places",
        "四舍六入五成双，保留 {places} 位小数",
    ),
    "down": ("cut off after {places} places", "只取 {places} 位小数，其后舍去"),
    "none": ("not rounded", "不作舍入"),
    "total": (
        "The total is the weighted sum of the rounds, {rounding}.",
        "总成绩为各轮得分加权之和，{rounding}。",
    ),
    "rank_rounded": ("Entrants are ranked on the rounded total.", "按舍入后的总成绩排名。"),
    "rank_exact": (
        "Entrants are ranked on the exact total, before rounding.",
        "按未舍入的总成绩排名。",
    ),
    "tie_break": (
        "Equal totals are decided by, in this order: {keys}.",
        "总成绩相同时，依次比较：{keys}。",
    ),
    "tie_round_high": ("the higher score in {title}", "{title}得分高者在前"),
    "tie_round_low": ("the lower score in {title}", "{title}得分低者在前"),
    "tie_measure_high": ("more of {title}", "{title}多者在前"),
    "tie_measure_low": ("less of {title}", "{title}少者在前"),
    "tie_total_high": ("the exact total", "未舍入的总成绩高者在前"),
    "tie_total_low": ("the lower exact total", "未舍入的总成绩低者在前"),
    "ties_shared": (
        "Those still equal share the place (1, 2, 2, 4).",
        "仍相同者名次并列（1、2、2、4）。",
    ),
    "ties_forbidden": (
        "Those still equal get no place until the committee decides.",
        "仍相同者由组委会裁定，裁定前不排名次。",
    ),
    "settled": (
        "Decided by the committee: {entrants} in this order. Reason: {reason}",
        "组委会裁定：{entrants} 依次排列。理由：{reason}",
    ),
    "absent_unranked": ("Nobody who is absent from a round is ranked.", "任一轮缺考者不参加排名。"),
    "absent_zero": (
        "A round from which an entrant is absent counts 0.",
        "缺考的轮次计 0 分，仍参加排名。",
    ),
    "groups": (
        "Ranked apart, each with prizes and slots of its own: {groups}.",
        "分组分别排名、分别设奖：{groups}。",
    ),
    "prize_ranks": ("{title}: places {first} to {last}.", "{title}：第 {first} 至 {last} 名。"),
    "prize_rank": ("{title}: place {first}.", "{title}：第 {first} 名。"),
    "prize_fraction": (
        "{title}: the best {share} of those ranked.",
        "{title}：参加排名人数的前 {share}。",
    ),
    "prize_at_least": ("{title}: a total of {total} or more.", "{title}：总成绩达到 {total} 分。"),
    "no_prizes": ("No prizes are given.", "不设奖项。"),
    "no_promotions": ("Nobody is promoted.", "不设等级晋升。"),
    "level_1": ("level 1 (senior technician)", "一级/高级技师"),
    "level_2": ("level 2 (technician)", "二级/技师"),
    "level_3": ("level 3 (advanced worker)", "三级/高级工"),
    "level_4": ("level 4 (intermediate worker)", "四级/中级工"),
    "level_5": ("level 5 (junior worker)", "五级/初级工"),
    "who_ranks": ("places {first} to {last}", "第 {first} 至 {last} 名"),
    "who_rank": ("place {first}", "第 {first} 名"),
    "who_prizes": ("winners of {prizes}", "获得{prizes}者"),
    "who_any_prize": ("all prize winners", "获奖者"),
    "who_other_prizes": ("the other prize winners", "其他获奖者"),
    "promotion": ("{who}{passes}: promoted to {level}.", "{who}{passes}，晋升{level}。"),
    "title_given": (
        "{who}{passes}: {title}, given by {issuer}.",
        "{who}{passes}，由{issuer}授予“{title}”。",
    ),
    "title_plain": ("{who}{passes}: {title}.", "{who}{passes}，授予“{title}”。"),
    "and_passes": (" who pass {parts}", "且{parts}合格"),
    "both": (" and ", "、"),
    "pass_down": (
        "A slot that is not filled passes down to the next place.",
        "空出的名额依名次递补。",
    ),
    "no_pass_down": ("A slot that is not filled is not passed down.", "空出的名额不递补。"),
    "fail_none": (
        "Who fails the condition gets nothing by a later rule either.",
        "不符合条件者，不再适用后面的晋升规则。",
    ),
    "fail_next": (
        "Who fails the condition may still come under a later rule.",
        "不符合条件者，仍可适用后面的晋升规则。",
    ),
    "held_skip": (
        "No certificate at or below a level already held.",
        "已持有同级或更高等级证书者不再发证。",
    ),
    "held_raise": (
        "Who already holds that level is raised one above the level held.",
        "已持有该等级者，在已有等级上晋升一级。",
    ),
}
