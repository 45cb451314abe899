"""What the page about the interface says, in both languages; the OpenAPI document is English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask_babel import lazy_gettext as _l


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: its address, what it answers, what may be said in the address."""

    method: str
    path: str
    about: str
    scope: str = ""
    query: tuple[str, ...] = ()


OPERATIONS: Final = (
    Operation("GET", "/contests", _l("公开的竞赛：名称、阶段、已公布的成绩版本。")),
    Operation("GET", "/contests/{slug}", _l("一个竞赛。")),
    Operation(
        "GET", "/contests/{slug}/versions", _l("已公布的全部成绩版本，含公布时间、效力与哈希值。")
    ),
    Operation(
        "GET",
        "/contests/{slug}/results",
        _l("一个已公布的成绩版本，默认为现行版本；未公布时一律答复 404。"),
        query=("version",),
    ),
    Operation(
        "GET",
        "/certificates/{code}",
        _l("凭查验码查询证书：有效、被取代或已撤销，以及纸面应有的内容。姓名隐去一部分。"),
    ),
    Operation(
        "GET",
        "/contests/{slug}/entrants",
        _l("选手名单，证件号码和手机号码中段隐去。"),
        "entrants:read",
        ("page", "per_page"),
    ),
    Operation(
        "POST",
        "/contests/{slug}/entrants",
        _l("新增或更改选手：全部接受，或者一个也不接受。"),
        "entrants:write",
        ("dry_run",),
    ),
    Operation(
        "GET",
        "/contests/{slug}/marks",
        _l("现有评分，逐行与评分文件相同，可用 competition rank 重新计算。"),
        "marks:read",
        ("page", "per_page"),
    ),
    Operation(
        "GET",
        "/contests/{slug}/ranking",
        _l("按现有评分即时计算的排名，尚未公布，不得外传。"),
        "ranking:read",
    ),
    Operation("GET", "/openapi.json", _l("本接口的 OpenAPI 3.1 描述，供程序读取。")),
    Operation("GET", "/", _l("本页。")),
)

SCOPES: Final = {
    "entrants:read": _l("读取选手名单"),
    "entrants:write": _l("新增和更改选手"),
    "marks:read": _l("读取评分"),
    "ranking:read": _l("读取即时排名"),
}

QUERY: Final = {
    "version": _l("版本号"),
    "page": _l("第几页，从 1 开始"),
    "per_page": _l("每页多少条"),
    "dry_run": _l("填 true 时只检查，不保存"),
}

# The refusals that a program meets, in the order of their status.
REFUSALS: Final = (
    (401, "token_missing"),
    (401, "token_unknown"),
    (403, "token_scope"),
    (403, "token_elsewhere"),
    (403, "not_allowed"),
    (404, "not_found"),
    (404, "contest_unknown"),
    (404, "results_not_published"),
    (404, "version_unknown"),
    (404, "version_withdrawn"),
    (404, "certificate_code_unknown"),
    (405, "method_not_allowed"),
    (409, "wrong_state"),
    (413, "too_large"),
    (415, "media_type_unknown"),
    (422, "request_unfit"),
    (429, "too_many_requests"),
    (503, "database_away"),
)
