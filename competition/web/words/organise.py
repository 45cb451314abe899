"""Sentences about setting a contest up: contests, rules, entrants, staff."""

from flask_babel import lazy_gettext as _l

WORDS = {
    "tie_not_standing": _l("%(numbers)s 不是同一组待裁定的同分选手，请核对参赛号。"),
    # contests
    "may_not_create": _l("只有系统管理员和已有竞赛的组织者可以新建竞赛。"),
    "slug_form": _l("网址标识“%(slug)s”不可用：请用小写字母、数字和连字符，例如 quzhou-2024。"),
    "slug_taken": _l("网址标识“%(slug)s”已被另一项竞赛使用；“%(free)s”还可以用。"),
    "preset_unknown": _l("没有名为“%(name)s”的预设规则。"),
    "contest_step_not_allowed": _l("竞赛不能从当前阶段直接进入所选阶段。"),
    "step_back_needs_reason": _l("退回之前的阶段必须写明理由，理由会留在操作记录里。"),
    "contest_moved_meanwhile": _l("竞赛阶段刚刚已被变更，请查看最新状态后再决定。"),
    "contest_not_ready": _l("还有必须完成的事项，竞赛不能进入下一阶段。"),
    "contest_step_elsewhere": _l("公示、转为正式成绩和撤回公布在“公布”页办理。"),
    # rules
    "rules_frozen": _l("已有评分，规则不能直接修改；请提交规则变更，由第二人确认后生效。"),
    "rules_unchanged": _l("提交的规则与现行规则相同，没有需要变更的内容。"),
    "reason_missing": _l("请写明理由。"),
    "proposal_waiting": _l("已有一项规则变更等待确认，请先确认或取消它。"),
    "proposal_not_found": _l("没有找到这项规则变更。"),
    "proposal_decided": _l("这项规则变更已经处理过了。"),
    "proposal_outdated": _l("提出变更之后规则又有改动，请取消后重新提出。"),
    "second_person_needed": _l("须由另一个人确认：不能确认自己提出的变更。"),
    "round_has_marks": _l("以下轮次或评分项已有评分，新规则中必须保留：%(titles)s。"),
    # entrants
    "entrant_not_found": _l("没有找到这名选手。"),
    "number_taken": _l("参赛号 %(number)s 已属于选手 %(name)s。"),
    "document_taken": _l("这个证件号码已属于 %(number)s 号选手 %(name)s。"),
    "entrant_state_unknown": _l("无法识别的选手状态：%(state)s。"),
    "attendance_unknown": _l("无法识别的到场状态：%(state)s。"),
    "round_key_unknown": _l("没有标识为“%(key)s”的轮次。"),
    "entrant_in_use": _l("%(number)s 号选手已有抽签号、到场记录或评分，不能删除；请改为“弃权”。"),
    "upload_gone": _l("这份名单已处理过或已过期（保留 24 小时），请重新上传。"),
    "sheet_has_faults": _l("名单中有 %(count)s 处错误，没有导入任何一行。"),
    "column_unknown": _l("没有这一列，请从列表中选择。"),
    "column_chosen_twice": _l("名单中的两列不能都作同一项内容，请只选一列。"),
    "file_missing": _l("请选择一个文件。"),
    # the draw
    "seed_empty": _l("请填写随机种子，例如抽签日期或现场报出的数字。"),
    "seed_too_long": _l("随机种子最多 %(longest)s 个字符。"),
    "draw_missing": _l("还有 %(count)s 名选手没有抽签号：%(numbers)s。"),
    "draw_form": _l("抽签号“%(found)s”不可用：只能是字母、数字和连字符，最多 20 个字符。"),
    "draw_twice": _l("抽签号重复：%(found)s。"),
    "draw_frozen": _l("已有评分，不能再抽签。"),
    "no_entrants": _l("还没有选手。"),
    "redraw_needs_reason": _l("已经抽过签；重新抽签必须写明理由。"),
    # staff
    "role_unknown": _l("请至少选择一个角色。"),
    "role_missing": _l("请填写角色，如“评委”；一人几个角色时用顿号隔开"),
    "role_not_known": _l(
        "没有“%(found)s”这个角色；可用：组织者、裁判长、评委、见习评委、录分员、监督员、仲裁员"
    ),
    "staff_known": _l(
        "%(name)s 已在本竞赛中（用户名 %(username)s）；如果是另一个同名的人，请写上不同的用户名"
    ),
    "staff_of_another_contest": _l("这一行属于“%(found)s”，请到那项竞赛的人员页办理"),
    "staff_too_many": _l("一次最多 %(most)s 人，名单有 %(found)s 人"),
    "last_organiser": _l("竞赛至少要有一名组织者。"),
    "judge_has_seat": _l("%(name)s 还有评委席位，请先收回席位。"),
    "account_elsewhere": _l(
        "%(name)s 的账号不由本竞赛建立，或还属于别的竞赛，请由系统管理员处理。"
    ),
    "account_own": _l("不能在这里变更自己的账号。"),
    "not_a_judge": _l("请先给此人“评委”角色，再安排席位。"),
    "panel_unknown": _l("没有“%(found)s”这个组别或抽签号范围；范围写作 1-18，小号在前。"),
    "judge_away": _l("%(name)s 已标为不能评这一轮（%(note)s）；能来时请先在人员页恢复。"),
    "moment_form": _l("“%(found)s”不是时间，请写成 2023-10-20 13:30。"),
    "absence_ends_first": _l("结束时间须晚于开始时间。"),
    "seat_taken": _l("此人在这一轮已有席位。"),
    "seat_unknown": _l("没有找到这个席位。"),
    "seat_has_marks": _l("席位 %(seat)s 已有评分，不能收回。"),
    # settings
    "entries_end_first": _l("报名截止日期 %(end)s 早于开始日期 %(begin)s。"),
    "ages_reversed": _l("最大年龄 %(oldest)s 周岁小于最小年龄 %(youngest)s 周岁。"),
    "body_unnamed": _l("已填评价机构代码 %(body)s，还须填写评价机构名称。"),
    "body_code_form": _l("评价机构代码应为 13 位：字母 Y 或 S 加 12 位数字。"),
    "holiday_form": _l(
        "“%(found)s”不是日期，请写成 2023-10-01，每行一个；调休上班的日子写成 +2023-10-07。"
    ),
}

# What is wrong in one cell of a sheet or one field of a form.
CELL_WORDS = {
    "name_empty": _l("姓名不能为空"),
    "name_too_long": _l("最多 %(longest)s 个字，实为 %(length)s 个"),
    "name_private_use": _l(
        "“%(character)s”（%(codepoint)s）是自造字，别的电脑不能显示；请改用正式编码的汉字"
    ),
    "name_private_known": _l(
        "“%(character)s”（%(codepoint)s）是旧编码的自造字，请改为“%(remedy)s”"
    ),
    "name_radical": _l("“%(character)s”（%(codepoint)s）是部首符号，不是汉字；请重新输入"),
    "name_radical_known": _l(
        "“%(character)s”（%(codepoint)s）是部首符号，不是汉字；请改为“%(remedy)s”"
    ),
    "name_variation": _l("含有看不见的字形选择符（%(codepoint)s），请删去后重新输入"),
    "name_dot": _l("间隔号“%(character)s”不规范，请改为“%(remedy)s”"),
    "name_character": _l("“%(character)s”（%(codepoint)s）不能用于姓名"),
    "document_type_unknown": _l("无法识别的证件类型“%(found)s”，应为 %(known)s 之一"),
    "document_form": _l("“%(found)s”不像证件号码"),
    "identity_length": _l("应为 %(wanted)s 位，实为 %(found)s 位"),
    "identity_digits": _l("前 17 位应为数字，末位为数字或 X"),
    "identity_birthday": _l("第 7 至 14 位“%(found)s”不是有效的出生日期"),
    "identity_check_digit": _l("校验码不符，请逐位核对"),
    "identity_numeric": _l(
        "这个单元格被存成了数值，末几位已丢失；请把该列设为文本格式后重新填写号码"
    ),
    "phone_form": _l(
        "“%(found)s”不像电话号码：手机号码 11 位、以 13 至 19 开头，固定电话连区号，如 0570-3012345"
    ),
    "phone_length": _l("手机号码应为 %(wanted)s 位，实为 %(found)s 位"),
    "phone_zero_lost": _l(
        "“%(found)s”缺少区号开头的 0（可能被 Excel 去掉了）；请把该列设为文本格式后重新填写，"
        "如 0570-3012345"
    ),
    "number_form": _l("“%(found)s”不能作参赛号：只用字母、数字和连字符，最多 20 个字符"),
    "text_too_long": _l("最多 %(longest)s 个字，实为 %(length)s 个"),
    "group_missing": _l("请填写组别：%(known)s"),
    "group_unknown": _l("没有组别“%(found)s”，应为 %(known)s 之一"),
    "level_unknown": _l("“%(found)s”不是等级，请写 1 至 5 或“三级/高级工”这样的名称"),
    "level_contradiction": _l("“%(found)s”自相矛盾：%(figure)s级不是%(name)s，请改正其中一个"),
    "level_doubtful": _l("“%(found)s”含义不明：请写“三级/高级工”或“一级/高级技师”"),
    "yes_or_no": _l("“%(found)s”应为“是”或“否”"),
    "cell_merged": _l("单元格合并了第 %(first)s–%(last)s 行，请拆分后逐行填写"),
    "twice_in_file": _l("与第 %(row)s 行重复"),
    "document_of_another": _l("这个证件号码已属于 %(number)s 号选手 %(name)s"),
    "number_of_another": _l("参赛号 %(number)s 已属于选手 %(name)s，证件号码也不同"),
}
WORDS |= CELL_WORDS
