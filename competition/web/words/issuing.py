"""Sentences about certificates."""

from flask_babel import lazy_gettext as _l

# what a certificate states, by the key of the fact
FACTS = {
    "holder": _l("姓名"),
    "number": _l("证书编号"),
    "issuer": _l("颁发机构"),
    "issued_on": _l("颁发日期"),
    "document_type": _l("证件类型"),
    "document_number": _l("证件号码"),
    "occupation": _l("职业名称"),
    "specialty": _l("工种/职业方向"),
    "level": _l("职业技能等级"),
    "title": _l("荣誉称号"),
    "prize": _l("获得奖项"),
    "contest": _l("竞赛名称"),
    "employer": _l("工作单位"),
    "group": _l("参赛组别"),
    "photo": _l("照片"),
    "seal_image": _l("印章图片"),
    "verify_url": _l("查验网址"),
    "offline": _l("离线核验内容"),
}
WORDS = {
    "print_file_outdated": _l(
        "打印文件已过时：制作以后又有证书颁发、换发或撤销。请到“证书”页重新生成。"
    ),
    "revocation_waits": _l("已有一项撤销提议包含编号 %(number)s，正在等待另一人确认。"),
    "no_final_result": _l("还没有正式成绩。公示期满、成绩转为正式以后才能颁发证书。"),
    "no_certificates": _l("目前没有生效的证书。"),
    "certificate_unknown": _l("没有找到这张证书。"),
    "certificate_entrant_unknown": _l("成绩中的参赛号 %(number)s 在选手名单中不存在。"),
    "certificate_step_not_allowed": _l("这张证书目前的状态不能这样处理，请刷新页面查看。"),
    "certificate_not_in_force": _l("编号 %(number)s 的证书还没有颁发，或者已经更正过。"),
    "certificate_being_corrected": _l("编号 %(number)s 的更正证书正在制作。"),
    "award_not_granted": _l(
        "按现在的正式成绩，编号 %(number)s 对应的奖项或等级已不再授予，不能换发；请改为撤销。"
    ),
    "certificate_reason_needed": _l("请选择原因类别，并写明具体原因。"),
    "no_certificate_chosen": _l("请至少勾选一张证书。"),
    "revocation_needs_second_person": _l("批量撤销须由另一人确认，提出人不能自己确认。"),
    "revocation_unknown": _l("没有找到这份撤销提议。"),
    "revocation_decided": _l("这份撤销提议已经处理过了。"),
    "series_exhausted": _l("编号序列 %(prefix)s 已用完，不能再分配编号。"),
    "number_unfit": _l(
        "按现有设置生成的编号 %(number)s 不符合规定的编号格式，请检查评价机构代码。"
    ),
    "stored_file_altered": _l(
        "编号 %(number)s 的存档文件与颁发时不一致，已停止提供。请联系管理员从备份恢复。"
    ),
    "design_changed": _l(
        "编号 %(number)s 颁发后版式有过修改，不能合并打印；请逐张打印已颁发的文件。"
    ),
    "signing_key_missing": _l("没有设置签名密钥，不能颁发证书。请管理员设置签名密钥和签名证书。"),
    "signing_key_incomplete": _l("文件夹 %(folder)s 中的签名密钥不完整，请管理员从备份恢复。"),
    "certificate_file_too_large": _l("文件超过 %(megabytes)s MB，不是本系统颁发的证书文件。"),
    "certificate_file_missing": _l("请先选择一个 PDF 文件。"),
    "certificate_issuer_missing": _l("规则里没有主办单位，也没有设置颁发机构，不能制作证书。"),
    "certificate_fact_missing": _l("缺少“%(key)s”，不能制作证书。"),
    "certificate_fact_unfit": _l("“%(key)s”的内容不合要求（%(reason)s）。"),
    "certificate_fact_long": _l("“%(key)s”有 %(count)s 个字，最多 %(most)s 个。"),
    "certificate_picture_heavy": _l("“%(key)s”超过 10 MB，请换一张较小的图片。"),
    "certificate_picture_large": _l("“%(key)s”超过 4000 万像素，请缩小后再上传。"),
    "certificate_picture_unreadable": _l(
        "“%(key)s”不是可以读取的 JPEG、PNG 或 WebP 图片，请重新导出后再上传。"
    ),
    "certificate_fact_unknown": _l("证书内容中有不认识的项目“%(key)s”。"),
    "certificate_character_refused": _l(
        "“%(key)s”中的字符“%(character)s”（%(codepoint)s）不是规范汉字编码，不能印在证书上。"
        "请在选手资料中重新输入这个字。"
    ),
    "certificate_glyph_missing": _l(
        "证书字体中没有“%(key)s”里的字“%(character)s”（%(codepoint)s），不能制作这张证书。"
    ),
    "certificate_design_unknown": _l("没有名为 %(design)s 的证书版式。"),
    "certificate_design_unfit": _l("版式 %(design)s 不能用于这种证书（%(reason)s）。"),
    "certificate_fonts_missing": _l("证书字体没有安装在 %(folder)s，请管理员运行 make assets。"),
    "certificate_font_foreign": _l("版式 %(design)s 使用了不允许的字体 %(family)s。"),
    "certificate_too_long": _l("内容过长，在版式 %(design)s 上排不下（共 %(pages)s 页）。"),
    "certificate_limit_reached": _l("版式 %(design)s 的制作被中止（%(reason)s）。"),
    "certificate_key_unfit": _l("签名密钥或签名证书不能使用（%(reason)s）。"),
    "certificate_timestamp_failed": _l("时间戳服务 %(url)s 没有正常响应（%(reason)s）。"),
    "design_zip_too_large": _l("压缩包超过 %(megabytes)s MB，请缩小图片后再上传。"),
    "design_zip_unreadable": _l("这个文件不是可以打开的 ZIP 压缩包，或已损坏、加密。"),
    "design_zip_too_many": _l("压缩包里的文件过多，最多 %(most)s 个。"),
    "design_zip_unsafe": _l("压缩包里的“%(name)s”指向版式文件夹以外，已拒绝。"),
    "design_zip_foreign": _l(
        "压缩包里的“%(name)s”不属于版式：只能有 design.toml、"
        "template.html、style.css 和 background.svg。"
    ),
    "design_zip_folders": _l("压缩包里应当正好有一个版式文件夹。"),
    "design_zip_bursts": _l("压缩包里的“%(name)s”解压后过大，已拒绝。"),
    "design_name_unfit": _l(
        "版式文件夹的名称“%(name)s”不合要求：用小写字母、数字和连字符，最多 40 个字符。"
    ),
    "design_name_taken": _l("“%(name)s”是内置版式的名称，请换一个文件夹名称。"),
    "design_kept_before": _l("版式“%(name)s”的这个版本已经上传过，没有变化。"),
    "design_refused": _l("版式没有通过检查，没有保存。原因：%(reason)s"),
    "design_altered": _l("版式 %(design)s 的存档与上传时不一致，请管理员从备份恢复。"),
    "design_prints_alone": _l(
        "编号 %(number)s 使用上传的版式，不能合并打印；请逐张打印已颁发的文件。"
    ),
    "photo_missing": _l("这位选手没有照片。"),
    "photo_entrant_unknown": _l("没有找到这位选手。"),
    "seal_missing": _l("没有这个机构的印章图片。"),
    "picture_too_large": _l("图片过大，请使用不超过 %(megabytes)s MB 的图片。"),
    "picture_unreadable": _l("这不是可以读取的图片。请使用 JPEG、PNG 或 WebP 格式。"),
    "certificate_not_a_pdf": _l("这不是可以读取的 PDF 文件（%(reason)s）。"),
}
