"""Sentences about keeping and erasing personal data, and about photographs by the dozen."""

from flask_babel import lazy_gettext as _l

WORDS = {
    "retention_not_over": _l("个人信息的保存期还没有到，%(until)s 之后才能清除。"),
    "nothing_to_erase": _l("本竞赛已没有可清除的个人信息。"),
    "erasure_waiting": _l("已有一项清除提议等待确认。"),
    "erasure_gone": _l("没有找到等待确认的清除提议，可能已经处理过了。"),
    "erasure_outdated": _l("提出之后选手资料又有变动，请撤销后重新提出。"),
    "certificates_unfinished": _l(
        "还有 %(count)s 份证书没有制作完成，它们还需要证件号码；请先完成或作废。"
    ),
    "photo_zip_unreadable": _l("这个文件不是 ZIP 压缩包，或已损坏。"),
    "photo_zip_empty": _l("压缩包里没有照片。"),
    "photo_zip_too_many": _l("一个压缩包最多 %(most)s 张照片，请分成几个上传。"),
    "photo_zip_foreign": _l("压缩包里的“%(name)s”不是照片：只能有 JPG、PNG 或 WebP 文件。"),
    "photo_of_nobody": _l("没有参赛号或证件号码与文件名相同的选手"),
    "photo_twice": _l("这名选手另有一张照片：%(other)s"),
}
