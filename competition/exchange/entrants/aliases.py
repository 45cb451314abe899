"""What people call the columns of an entrants' sheet.

``ALIASES`` are names that can mean one thing only; they are read. ``LIKELY`` are patterns of names
that may mean a column or something near it (the level *applied for*, somebody else's telephone, the
unit that *recommends*); they are asked about and never read by themselves.
"""

from __future__ import annotations

import re
from typing import Final

_NAMED: Final[dict[str, str]] = {
    "number": (
        "编号 参赛编号 选手编号 选手号 参赛选手编号 参赛证号 准考证号 报名号 报名编号 "
        "报名序号 EntryNo."
    ),
    "name": (
        "选手姓名 选手 参赛选手 参赛选手姓名 参赛人员 参赛人员姓名 参赛者 参赛者姓名 参赛人 "
        "参赛人姓名 报名人 报名人姓名 报名人员姓名 人员姓名 职工姓名 员工姓名 考生姓名 "
        "学员姓名 本人姓名 真实姓名 名字 FullName Entrant"
    ),
    "employer": (
        "单位 所在单位 单位名称 单位全称 工作单位名称 工作单位全称 所在单位名称 所属单位 "
        "参赛单位 参赛单位名称 参赛选手单位 选手单位 现工作单位 就职单位 任职单位 用人单位 "
        "企业名称 所在企业 公司 公司名称 单位/企业 单位/学校 工作单位/学校 学校 学校名称 "
        "Company Organisation Organization Unit"
    ),
    "group": (
        "组 分组 参赛组别 参赛组 竞赛组别 比赛组别 报名组别 选手组别 所属组别 Category Division"
    ),
    "document_type": "证件种类 证件类别 证件名称 身份证件类型 有效证件类型 身份证件种类 IDtype",
    "document_number": (
        "身份证 身份证号 身份证号码 身份证件号 身份证件号码 居民身份证 居民身份证号 "
        "居民身份证号码 公民身份号码 公民身份证号 公民身份证号码 第二代身份证号 二代身份证号 "
        "证件号 证件编号 有效证件号 有效证件号码 身份证件编号 身份证明号码 选手身份证号 "
        "选手身份证号码 本人身份证号 身份号码 IDnumber IDNo. IDcard IDcardnumber "
        "Identitynumber Documentno."
    ),
    "phone": (
        "手机 手机号 电话 电话号 电话号码 联系电话 联系电话号码 联系手机 联系手机号 移动电话 "
        "移动电话号码 本人手机 本人手机号 本人手机号码 本人电话 本人联系电话 选手电话 "
        "选手手机 选手手机号 选手手机号码 选手联系电话 个人电话 手机/电话 电话/手机 手机电话 "
        "Phone Phonenumber Mobile Mobilephone Mobilenumber Tel Tel."
    ),
    "held_level": (
        "已有等级 现有等级 现等级 原等级 持有等级 持证等级 已持等级 已持证等级 现持有等级 "
        "现持等级 现持证等级 已获等级 已获得等级 已取得等级 现已取得等级 已取得职业技能等级 "
        "已持有职业技能等级 已有职业技能等级 已获职业技能等级 现有职业技能等级 现职业技能等级 "
        "持有职业技能等级 已取得职业资格等级 已持有职业资格等级 现有职业资格等级 "
        "现职业资格等级 持有职业资格等级 现有技能等级 现技能等级 已有技能等级 已取得技能等级 "
        "已持有技能等级 持有技能等级 已持证书等级 现持证书等级 已有证书等级 持有证书等级 "
        "已取得证书等级 现有职业资格 Heldlevel Currentlevel"
    ),
    "ineligible": (
        "不能晋升原因 不可晋升的原因 不可晋升原因 不符合晋升条件的原因 不符合晋升条件原因 "
        "不符合条件的原因 不符合条件原因 不予晋升的原因 不予晋升原因 不晋升原因"
    ),
    "consent": (
        "是否同意公布姓名 同意公布 是否同意公布 公布姓名 是否公布姓名 同意公示姓名 "
        "是否同意公示姓名 同意公示 是否同意公示 同意姓名公示 同意姓名公布 是否同意姓名公示 "
        "是否同意姓名公布 本人同意公布姓名 同意公开姓名 是否同意公开姓名 同意公布姓名和单位 "
        "是否同意公布姓名和单位 Consent Consenttopublication"
    ),
}
ALIASES: Final = [(key, words) for key, line in _NAMED.items() for words in line.split()]
# Of other columns that nearly every list has: nobody has to be told that they are not read.
SERIALS: Final = ("序号", "序", "No.", "#")
PASSED_OVER: Final = (*SERIALS, "备注", "Remarks")
# What people put beside a heading to say how to fill it in.
_HINTS: Final = (
    "必填 选填 可填 可选 可不填 如有 如有请填 若有 有则填 有则填写 没有不填 没有留空 无则不填"
    " 无则留空 无则填无 没有填无 全称 单位全称 填全称 填写全称 请填全称 请填写全称 与公章一致"
    r" 与身份证一致 同身份证 文本 文本格式 \d+位 \d+位数 \d+位数字 手机 本人 本人手机 是/否"
    " 是或否 选择 下拉选择 请选择 required optional"
)
REMARKS: Final = re.compile(rf"[(\[【](?:{'|'.join(_HINTS.split())})[)\]】]")
LIKELY: Final = [
    (key, re.compile(pattern))
    for key, pattern in (
        ("ineligible", r"不.{0,40}晋升|晋升.{0,40}不"),
        ("consent", r"同意|公示|公布|consent"),
        ("held_level", r"等级|级别|职业资格|技能证|持证|level"),
        ("document_type", r"证件类|证件种"),
        ("document_number", r"证件|身份|\bid\b|passport|护照"),
        ("phone", r"电话|手机|联系方式|phone|mobile|tel"),
        ("group", r"组$|组别|类别|项目组|group"),
        ("number", r"^(?:考|工|学)?号码?$|考号|编号|序列号|number"),
        ("employer", r"单位|企业|公司|机构|部门|学校|院校|工会|employer|company"),
        ("name", r"姓名|名字|name"),
    )
]
