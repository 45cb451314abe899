"""Sentences about marks, sheets, receipts, theory papers, cards and tablets."""

from flask_babel import lazy_gettext as _l

WORDS = {
    "mark_comma": _l("%(criterion)s：小数点请用“.”，实为“%(found)s”，您是想输入 %(remedy)s 吗？"),
    "mark_not_number": _l("%(criterion)s：应为数字，例如 25.5，实为“%(found)s”。"),
    "mark_above_full": _l("%(criterion)s：分数应在 0 到 %(full)s 之间，实为 %(found)s。"),
    "mark_off_step": _l("%(criterion)s：分数应为 %(step)s 的整数倍，实为 %(found)s。"),
    "criterion_unknown": _l("评分标准里没有“%(criterion)s”这一项。"),
    "sheet_incomplete": _l("还有 %(count)s 项没有打分：%(criteria)s。"),
    "sheet_conflict": _l("您打开这份评分表之后，它已在别处改过。两份都没有丢，请选择用哪一份。"),
    "sheet_signed": _l("这份评分表已签字锁定。您填的分数没有丢；如需更正，请裁判长退回。"),
    "sheet_recused": _l("这位选手已登记回避。您填的分数没有丢；如有误，请联系裁判长。"),
    "sheet_unknown": _l("没有找到这份评分表。"),
    "sheet_not_locked": _l("这份评分表没有锁定，评委可以直接更正。"),
    "sheets_missing": _l("还有 %(count)s 位选手没有评完：%(draws)s。评完才能签字。"),
    "carried_code_missing": _l("二维码不全：这一份共有 %(count)s 个，还缺第 %(missing)s 个。"),
    "sheets_changed": _l("评分表在您核对之后有改动，没有签字。请重新核对后再签。"),
    "marks_unsent": _l("您的平板上还有 %(count)s 份评分没有上传，没有签字。请先在平板上上传。"),
    "revision_unknown": _l("没有找到要恢复的那一版。"),
    "submission_id_unfit": _l("提交编号的格式不正确，请刷新页面后重试。"),
    "submission_unfit": _l("提交的内容不完整，请刷新页面后重试。"),
    "submission_reused": _l("这个提交编号已用于另一份内容，没有重复保存。请刷新页面后重试。"),
    "recusal_needs_reason": _l("请写明回避的理由。"),
    "reason_too_long": _l("理由太长，请控制在 %(longest)s 字以内。"),
    "no_seat": _l("您在这个轮次没有评委席位。"),
    "round_not_found": _l("没有找到这个轮次。"),
    "draw_unknown": _l("没有抽签号为 %(draw)s 的选手。"),
    "entrant_away": _l("%(draw)s 号选手本轮缺考、弃权或被取消资格，不需要评分。"),
    "draw_changed": _l(
        "%(draw)s 号现在是另一位选手（抽签已重做）。分数没有保存到别人名下，请联系组织者。"
    ),
    "judging_closed": _l("竞赛目前不在评分阶段，分数没有保存到服务器。"),
    "round_closed": _l("“%(round)s”尚未开放或已关闭评分，分数没有保存到服务器。"),
    "proof_wrong": _l("PIN 码或密码不正确，没有签字。"),
    "penalty_unfit": _l("扣分应大于 0，且不超过本轮满分 %(full)s。"),
    "penalty_unknown": _l("没有找到这条扣分。"),
    "penalty_lifted": _l("这条扣分已经撤销过了。"),
    "entry_unknown": _l("没有这一遍录入。"),
    "entry_not_independent": _l("%(number)s 的另一遍是您录入的；两遍必须由两个人独立录入。"),
    "entry_of_another": _l("%(number)s 的这一遍已由另一位录分员录入。"),
    "entry_final": _l("%(number)s 已经确认，不能再改录入。"),
    "paper_unknown": _l("没有找到参赛号 %(number)s。"),
    "paper_away": _l("%(number)s 本轮缺考、弃权或被取消资格，没有试卷。"),
    "nothing_to_settle": _l("%(number)s 还没有两遍录入，不需要裁定。"),
    "settling_not_independent": _l("%(number)s 由您录入过；不一致要由第三个人看原卷裁定。"),
    "nothing_to_confirm": _l("%(number)s 没有待确认的录入。"),
    "confirming_own": _l("%(number)s 是您录入的；要由另一个人确认。"),
    "not_a_typist": _l("您不是这个轮次的录分员。"),
    "file_unreadable": _l("无法读取“%(file)s”。请上传 .xlsx、.xls 或 CSV 文件。"),
    "file_encoding": _l(
        "“%(file)s”的文字编码无法识别。请另存为 UTF-8 或 GB18030 的 CSV，或用 .xlsx。"
    ),
    "column_missing": _l("前十行中没有“%(column)s”这一列。"),
    "row_of_another": _l(
        "参赛号 %(number)s 旁的姓名“%(found)s”与选手名单不同，可能错了行。"
        "请核对；确认无误可删去姓名列再读入。"
    ),
    "row_absent": _l(
        "参赛号 %(number)s 写的是“%(found)s”。请先在选手名单里登记，再读入；登记后这一行会被跳过。"
    ),
    "row_number_missing": _l("没有参赛号。"),
    "row_number_doubled": _l("参赛号 %(number)s 出现了两次。"),
    "mark_missing": _l("%(criterion)s：没有分数。缺考请在选手名单里登记，不要填 0。"),
    "mark_only_dash": _l(
        "%(criterion)s：应为分数，实为“%(found)s”。缺考请在选手名单里登记，不要填 0。"
    ),
    "row_away": _l(
        "%(number)s 本轮缺考、弃权或被取消资格，没有试卷，这一行却写着“%(found)s”。"
        "请核对参赛号；选手确已参考的，请先在选手名单里更正。"
    ),
    "other_judge": _l("这台平板现在登录的是另一位评委。分数还在本机，请由您本人重新登录后上传。"),
    "card_or_pin_wrong": _l(
        "评委卡或 PIN 码不正确，或者这张卡已不能使用。请再试一次，或请组织者发一张新卡。"
    ),
    "card_used": _l("这张评委卡已经用过。换平板时请向组织者领一张新卡。"),
    "card_revoked": _l("这张评委卡已作废，请向组织者领一张新卡。"),
    "judge_unknown": _l("没有找到这位评委。"),
    "device_unknown": _l("没有找到这台平板。"),
    "device_unfit": _l("平板编号的格式不正确。"),
    "device_of_another": _l("这个平板编号属于另一位评委的平板。"),
    "carried_file_unfit": _l("这不是从平板导出的评分文件，或者文件已损坏。什么都没有读入。"),
    "carried_for_another_contest": _l("这份评分属于另一个竞赛。"),
    "rehearsal_of_rehearsal": _l("这已经是一场演练，不能再从它开始演练。"),
}
