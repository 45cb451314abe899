"""Sentences that every area may need."""

from flask_babel import lazy_gettext as _l

WORDS = {
    "not_allowed": _l("您没有进行这项操作的权限。"),
    "wrong_state": _l("竞赛目前所处的阶段不能进行这项操作。"),
    "wrong_state_now": _l("竞赛现在是“%(now)s”；这项操作只能在以下阶段进行：%(when)s。"),
    "contest_unknown": _l("没有找到这个竞赛。"),
    "setting_unknown": _l("无法识别的设置：%(names)s。"),
    "bad_request": _l("请求的格式不正确。"),
    "not_found": _l("没有找到您要的页面。"),
    "form_expired": _l(
        "页面停留太久，安全校验已过期。请返回刷新后重试，已填写的内容不会因此被提交。"
    ),
    "too_many_requests": _l("尝试次数过多，请 %(minutes)s 分钟后再试。"),
    "server_error": _l("服务器出错了。您的操作没有完成，也没有保存一半；请稍后再试。"),
    "database_away": _l("数据库暂时无法访问，请稍后再试。已提交成功的内容不会丢失。"),
    "disk_full": _l(
        "服务器的磁盘已满，这次没有保存。已提交成功的内容不会丢失；请通知系统管理员，腾出空间后再试。"
    ),
    "disk_read_only": _l(
        "服务器的磁盘或数据库目前只能读取，这次没有保存。请通知系统管理员，稍后再试。"
    ),
    "storage_away": _l("文件存储暂时无法访问或已满，请稍后再试。已保存的文件不会丢失。"),
    "stored_file_missing": _l("没有找到存储的文件：%(key)s。"),
    "job_unknown": _l("没有找到这项后台任务。"),
    "job_failed": _l("后台任务出错，没有完成。已完成的部分已保存；可以重新开始，不会重复。"),
    "job_gave_up": _l("后台任务多次中断，已停止重试。请联系系统管理员查看日志。"),
    "username_taken": _l("用户名“%(username)s”已被使用。"),
    "username_unfit": _l(
        "用户名“%(username)s”不可用：以字母、数字或汉字开头，2 至 64 个字符，不含空格。"
    ),
    "password_unfit": _l("密码应为 %(shortest)s 至 %(longest)s 个字符。"),
    "password_guessable": _l(
        "这个密码太容易被猜到：它出现在已泄露的密码里，或由常见词语、键盘顺序、日期组成。请另选一个，一句话就很好。"
    ),
    "account_unknown": _l("没有用户名为“%(username)s”的账号。"),
    "backup_unreadable": _l("%(name)s 不是本程序的备份文件，或已损坏。"),
    "backup_damaged": _l("备份文件已损坏：%(member)s 与清单不符。没有恢复任何内容。"),
    "backup_of_another_program": _l("备份来自不同的程序或版本：%(name)s。"),
    "restore_into_full_place": _l(
        "目标位置已有内容（%(held)s）。没有恢复任何内容；确需覆盖时使用 --force。"
    ),
    "restore_differs": _l("恢复后的表 %(table)s 与备份不一致，已全部撤回。"),
    "demonstration_has_entrants": _l("竞赛已有选手，不能改作演示。"),
    "not_a_demonstration": _l("这不是演示竞赛。"),
    "page_not_copied": _l("页面 %(address)s 无法复制（状态 %(status)s）。"),
    "not_by_card": _l("凭评委卡登录的平板只能评分。其他操作请用密码登录。"),
    "too_large": _l("内容过大，没有读取：上传的文件最大 %(megabytes)s MB。"),
    "method_not_allowed": _l("这个地址不支持这种操作。"),
}
