"""Sentences about tokens and requests of the REST interface."""

from flask_babel import lazy_gettext as _l

WORDS = {
    "token_name": _l("请给令牌取一个名称，不超过 %(longest)s 个字。"),
    "token_scopes": _l("请至少选择一项权限。可选：%(known)s。"),
    "token_days": _l("有效期应为 1 到 %(longest)s 天。"),
    "token_not_found": _l("没有找到这个令牌。"),
    "token_revoked_already": _l("这个令牌已经撤销。"),
    "token_missing": _l("这个地址需要令牌：请在 Authorization 标头中写“Bearer ”加令牌。"),
    "token_unknown": _l("令牌无效：不存在、已撤销或已过期。"),
    "token_elsewhere": _l("这个令牌属于另一个竞赛。"),
    "token_scope": _l("这个令牌没有 %(scope)s 权限。"),
    "request_unfit": _l("请求中有不符合要求的值，见 errors。"),
    "media_type_unknown": _l("请求正文的类型无法识别，请发送 application/json。"),
    "certificate_code_unknown": _l("没有这个查验码的证书。"),
}

# What the library that reads requests says, in words of our own.
UNFIT = {
    "Missing data for required field.": _l("缺少这一项。"),
    "Field may not be null.": _l("不能为 null。"),
    "Unknown field.": _l("没有这一项。"),
    "Not a valid string.": _l("应为字符串。"),
    "Not a valid integer.": _l("应为整数。"),
    "Not a valid boolean.": _l("应为 true 或 false。"),
    "Not a valid list.": _l("应为数组。"),
    "Invalid input type.": _l("应为 JSON 对象。"),
    "Invalid JSON body.": _l("不是有效的 JSON。"),
}
