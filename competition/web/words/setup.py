"""Words of the set-up pages: steps to the next state, roles, columns, what a move brings about."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

# as stored and imported → as shown
DOCUMENTS = {
    "居民身份证": _l("居民身份证"),
    "港澳居民来往内地通行证": _l("港澳居民来往内地通行证"),
    "台湾居民来往大陆通行证": _l("台湾居民来往大陆通行证"),
    "外国人永久居留身份证": _l("外国人永久居留身份证"),
    "护照": _l("护照"),
}

# code → (done, still to do)
STEPS = {
    "rules_stand": (_l("规则已确定"), _l("有一项规则变更等待第二人确认")),
    "hosts_named": (
        _l("规则里已有主办单位"),
        _l("规则里没有主办单位：公告和奖项证书上将没有颁发机构"),
    ),
    "occupation_named": (
        _l("规则里已有职业名称"),
        _l("规则里没有职业名称：等级证书将无法颁发"),
    ),
    "has_chief_judge": (_l("已有裁判长"), _l("还没有裁判长")),
    "has_supervisor": (_l("已有监督员"), _l("还没有监督员：公布成绩须由监督员确认")),
    "has_arbiter": (_l("已有仲裁员"), _l("还没有仲裁员：申诉须由仲裁员答复")),
    "issuer_set": (_l("已设置评价机构代码"), _l("未设置评价机构代码：等级证书将全部是样张")),
    "publicity_set": (
        _l("已设置公示期"),
        _l(
            "公示期为 0 个工作日：公示在公布当天 23:59 结束，"
            "选手只能在当天提出申诉，次日起可以转为正式成绩"
        ),
    ),
    "has_entrants": (_l("已有 %(count)s 名选手"), _l("还没有选手")),
    "enough_entrants": (
        _l("选手达到最低人数 %(minimum)s 人"),
        _l("选手 %(count)s 人，未达到最低人数 %(minimum)s 人"),
    ),
    "employers_within": (
        _l("各单位人数均不超过 %(most)s 人"),
        _l("以下单位超过 %(most)s 人：%(employers)s"),
    ),
    "entries_begun": (_l("报名已开始（%(day)s）"), _l("报名 %(day)s 才开始")),
    "entries_ended": (_l("报名已截止（%(day)s）"), _l("报名 %(day)s 才截止")),
    "ages_within": (
        _l("选手年龄均符合规定"),
        _l("%(count)s 名选手的年龄不在 %(youngest)s 至 %(oldest)s 周岁之间：%(people)s"),
    ),
    "documents_known": (
        _l("选手证件号码齐全"),
        _l("%(count)s 名选手没有证件号码，将不能颁发等级证书"),
    ),
    "draw_waits": ("", _l("抽签、发放查询码：登记选手之后办理")),
    "draw_made": (_l("已抽签"), _l("%(count)s 名选手没有抽签号")),
    "codes_issued": (_l("已发放查询码"), _l("%(count)s 名选手还没有查询码")),
    "judges_assigned": (
        _l("%(round)s：已安排 %(judges)s 名评委"),
        _l("%(round)s：已安排 %(judges)s 名评委，至少需要 %(minimum)s 名"),
    ),
    "judges_present": (
        _l("%(round)s：%(names)s 不能到场，仍有 %(judges)s 名评委"),
        _l("%(round)s：%(names)s 不能到场，只剩 %(judges)s 名评委，至少需要 %(minimum)s 名"),
    ),
    "judges_partly_present": (
        "",
        _l("%(round)s：%(names)s 有一段时间不能到场，请据此安排出场和替换"),
    ),
    "two_enter": (
        _l("%(round)s：有 %(people)s 人可以录入成绩"),
        _l("%(round)s：成绩须由两人独立录入，现有 %(people)s 人"),
    ),
    "two_confirm": (
        _l("%(round)s：有 %(people)s 人可以录入和确认成绩"),
        _l("%(round)s：成绩须由第二人确认，现有 %(people)s 人"),
    ),
    "round_scored": (
        _l("%(round)s：成绩齐全"),
        _l("%(round)s：还有 %(count)s 名选手没有成绩，也未记为缺考"),
    ),
    "round_differs": ("", _l("%(round)s：%(differing)s 份试卷两遍录入不一致，等待裁定")),
    "round_scored_and_differs": (
        "",
        _l(
            "%(round)s：还有 %(count)s 名选手没有成绩，也未记为缺考；"
            "另有 %(differing)s 份试卷两遍录入不一致，等待裁定"
        ),
    ),
    "round_signed": (
        _l("%(round)s：评委均已签字"),
        _l("%(round)s：还有 %(count)s 名评委没有签字"),
    ),
    "ties_settled": (
        _l("名次没有待裁定的并列"),
        _l("有 %(count)s 名选手同分，须由组委会裁定"),
    ),
}
ROLES = {
    "organiser": _l("组织者"),
    "chief_judge": _l("裁判长"),
    "judge": _l("评委"),
    "clerk": _l("录分员"),
    "supervisor": _l("监督员"),
    "arbiter": _l("仲裁员"),
}
STAFF_COLUMNS = {
    "name": _l("姓名"),
    "roles": _l("角色"),
    "username": _l("用户名"),
    "contest": _l("竞赛"),
}
# what waits for whoever looks
WAITING = {
    "publication:publish": _l("成绩公布已提出，等您确认"),
    "publication:withdraw": _l("撤回成绩已提出，等您确认"),
    "objections": _l("%(count)s 件申诉等您答复"),
    "correction": _l("申诉成立（%(numbers)s 号），须公布更正的版本"),
    "publication:final": _l("公示期已满，等您转为正式成绩"),
    "theory:settle": _l("%(count)s 份理论试卷两遍不一致，等您裁定"),
    "rules": _l("规则变更已提出，等您确认"),
    "certificates:revoke": _l("撤销证书已提出（%(count)s 项），等您确认"),
    "personal:erase": _l("删除个人信息已提出，等您确认"),
}
ROLE_HINTS = {
    "organiser": _l("管理规则、选手、人员和公布"),
    "chief_judge": _l("退回评分表、记录扣分、确认规则变更"),
    "judge": _l("在平板上为选手评分"),
    "clerk": _l("录入理论成绩，登记选手"),
    "supervisor": _l("监督抽签，确认公布"),
    "arbiter": _l("答复申诉"),
}
COLUMNS = {
    "number": _l("参赛号"),
    "name": _l("姓名"),
    "employer": _l("工作单位"),
    "group": _l("组别"),
    "document_type": _l("证件类型"),
    "document_number": _l("证件号码"),
    "phone": _l("手机号码"),
    "held_level": _l("已持有等级"),
    "ineligible": _l("不能晋升的原因"),
    "consent": _l("同意公布姓名"),
}
# the button that takes a contest into a state, and what happens then
MOVES = {
    "open": (_l("开始报名"), _l("竞赛对公众可见，可以登记选手、抽签、安排评委。")),
    "judging": (
        _l("开始比赛评分"),
        _l("评委和录分员可以评分；选手名单不再增减。第一个评分之后，规则变更须由两人办理。"),
    ),
    "locked": (_l("锁定评分"), _l("评委和录分员不能再改动评分；扣分和缺考也不再变更。")),
    "reviewed": (_l("复核通过"), _l("成绩经复核无误，可以由组织者和监督员两人公示。")),
}
PRESETS = {
    "quzhou": (
        _l("衢州劳动关系协调员竞赛"),
        _l("理论 30%、案例讲解 70%；5 名评委去掉一个最高分、一个最低分；前三名晋升技师。"),
    ),
    "two-rounds": (
        _l("两轮：理论 40%、实操 60%"),
        _l("一轮笔试、一轮技能操作；获奖且两项合格者晋升高级工。"),
    ),
    "three-rounds": (
        _l("三轮：理论 30%、实操 50%、答辩 20%"),
        _l("笔试、技能操作和现场答辩；前三名晋升技师，其他获奖者晋升高级工。"),
    ),
}
