"""What people write where a file wants one of its own words: for hints, never taken as read."""

from __future__ import annotations

MEANT = {
    # columns of marks files and published tables
    **dict.fromkeys(("参赛号", "参赛编号", "编号", "选手", "序号", "contestant", "id"), "entrant"),
    **dict.fromkeys(("轮次", "环节", "科目"), "round"),
    **dict.fromkeys(("裁判", "评委", "裁判员", "referee"), "judge"),
    **dict.fromkeys(("评分项", "评分标准", "要素", "component"), "criterion"),
    **dict.fromkeys(("评分", "打分", "分数", "成绩", "得分", "score", "points"), "mark"),
    **dict.fromkeys(("状态", "备注", "status"), "state"),
    **dict.fromkeys(("组别", "组", "category"), "group"),
    **dict.fromkeys(("已持等级", "现有等级", "持证等级"), "held_level"),
    **dict.fromkeys(("资格", "是否符合条件"), "eligible"),
    **dict.fromkeys(("总分", "总成绩"), "total"),
    **dict.fromkeys(("名次", "排名", "place"), "rank"),
    # states
    **dict.fromkeys(("缺考", "缺席", "未到", "dns", "did not start", "no show"), "absent"),
    **dict.fromkeys(("弃权", "弃赛", "退赛", "dnf", "wd", "retired"), "withdrawn"),
    **dict.fromkeys(("取消资格", "取消成绩", "作弊", "dq", "dsq"), "disqualified"),
    **dict.fromkeys(("不计名次", "表演赛", "非正式", "guest", "exhibition"), "unofficial"),
    **dict.fromkeys(("回避", "conflict"), "recused"),
}
