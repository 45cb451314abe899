"""Sentences about rankings, publication, objections and contestants' sign-in."""

from flask_babel import lazy_gettext as _l

WORDS = {
    "entrant_number_unknown": _l("没有参赛号为 %(number)s 的选手。"),
    "version_unknown": _l("没有找到这个版本的成绩。"),
    "results_not_published": _l("成绩尚未公布。"),
    "version_withdrawn": _l("第 %(number)s 版成绩已经撤回，不再显示。"),
    "publication_not_ready": _l("还不能公布：检查表中有未完成的项目（%(checks)s）。"),
    "reason_needed": _l("请写明原因。"),
    "second_person_publishes": _l("提出公布的人不能自己确认，须由另一位监督员确认。"),
    "publication_changed": _l(
        "提出之后评分或规则有了变化，提议的已不是现在的成绩。请取消后重新提出。"
    ),
    "proposal_gone": _l("这项提议已经处理过或者已被取代。"),
    "objection_waiting": _l("您已有一件申诉在等待答复。"),
    "objection_window_closed": _l("申诉期已经结束。"),
    "objection_no_instance": _l("申诉已经终审，不能再次提出。"),
    "objection_unknown": _l("没有找到这件申诉。"),
    "objection_empty": _l("请写明内容。"),
    "objection_too_long": _l("内容过长，最多 %(longest)s 个字。"),
    "objection_decided": _l("这件申诉已经处理过了。"),
    "sign_in_refused": _l("参赛号或查询码不正确。"),
    "bundle_unreadable": _l("这不是复算包，或者文件已损坏。"),
    "bundle_file_missing": _l("复算包里缺少 %(name)s。"),
    "bundle_file_too_large": _l("复算包里的 %(name)s 过大。"),
    "bundle_file_twice": _l("复算包里有两个 %(name)s，不同的程序会读出不同的内容。"),
    "what_if_figure": _l("“%(value)s”不是可用的数字。"),
    "nothing_published": _l("目前没有公布中的成绩。"),
    "nothing_provisional": _l("目前没有公示中的成绩。"),
    "publicity_not_over": _l("公示期还没有结束，不能转为正式成绩。"),
    "objections_open": _l("还有申诉没有答复，不能转为正式成绩：%(numbers)s"),
    "correction_due": _l("申诉成立（%(numbers)s 号），须公布更正的版本；这一版不能转为正式成绩。"),
}
