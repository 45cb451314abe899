"""Every address that is a page, with somebody who may open it; and every one that is none, and why.

``{upload}`` and the like are filled in by the test, which makes what they name.
"""

from __future__ import annotations

import re

from tests.routes_table import SNAPSHOT

DONE, HALL, ENDED = "/c/quzhou-2023", "/organise/hall", "/organise/ended"
DESK = "/organise/quzhou-2023"
PAGES = {
    "public": (
        *("/", "/design", "/verify", "/verify?code=x", "/v/NONE", "/me/sign-in", "/sign-in"),
        *("/sign-in/passkey", "/api/v1/", "/judge/app", "/judge/card/none"),
        *(f"{DONE}/", f"{DONE}/results", f"{DONE}/results?q=none", f"{DONE}/results?version=1"),
        *(f"{DONE}/results/history", f"{DONE}/board", "/c/hall/", "/c/hall/results"),
        *("/c/none/", "/v/{code}"),
    ),
    "entrant": ("/me/",),
    "holder": ("/me/certificates/{certificate}",),
    "all": (
        *("/organise/", "/organise/new", "/organise/designs", f"{DONE}/ceremony", DESK + "/"),
        *(f"{DESK}/rules", f"{DESK}/settings", f"{DESK}/cards"),
        *(f"{DESK}/entrants", f"{DESK}/entrants/1", f"{DESK}/entrants/1/edit"),
        *(f"{DESK}/entrants/1/photo", f"{DESK}/entrants/photos"),
        *(f"{DESK}/ranking", f"{DESK}/ranking/001", f"{DESK}/what-if", f"{DESK}/consistency"),
        *(f"{DESK}/publication", f"{DESK}/objections", f"{DESK}/audit", f"{DESK}/archive"),
        *(f"{DESK}/archive/personal", f"{DESK}/tokens", f"{DESK}/staff", f"{DESK}/staff/new"),
        *(f"{DESK}/staff/list", f"{DESK}/objections/{{objection}}/result"),
        *(f"{DESK}/staff/1", f"{DESK}/jobs/{{job}}", f"{DESK}/certificates"),
        *(f"{DESK}/certificates/designs", f"{DESK}/theory/theory/"),
        *("/account/", "/account/password", "/account/two-factor", "/account/passkeys"),
        *("/account/confirm", "/account/recovery-codes"),
    ),
    "hand": (
        *(f"{HALL}/back/open", f"{HALL}/wall", f"{HALL}/carry-in", f"{HALL}/paper/case"),
        *(f"{HALL}/rules/edit", f"{HALL}/rules/proposals/{{proposal}}"),
        *(f"{HALL}/theory/theory/first", f"{HALL}/theory/theory/first/import"),
        *(f"{HALL}/theory/theory/compare", "/judge/hall/case/penalties"),
        *("/judge/hall/case/sheets/{sheet}",),
        *(
            "/organise/young/entrants/import",
            "/organise/young/entrants/new",
            "/organise/young/rules/upload",
        ),
        *("/organise/young/entrants/import/{upload}", "/organise/young/draw"),
        *(f"{ENDED}/certificates", f"{ENDED}/certificates/{{certificate}}"),
    ),
    "j1": (
        *("/judge/", "/judge/hall/case/", "/judge/hall/case/entrants/1", "/judge/receipts"),
        *("/judge/hall/case/sign-off",),
    ),
}
# A file, a fragment of a page, an answer for a program, or an address that only leads on.
NO_PAGE = re.compile(
    r"\.(json|csv|xlsx|pdf|png|jpg|zip|toml|js|webmanifest|jwt)$|^/api/v1/.|^/(healthz|readyz|metrics)$"
    r"|^/(preferences|status/|V/|account/(desk|changed))|/(grid|progress|file)$|/theory/$"
)


def pattern(rule: str) -> re.Pattern[str]:
    """What an address of the rule looks like, without its query."""
    parts = re.split(r"<(?:any\([^)]*\):)?[^>]*>", rule)
    return re.compile("[^/]+".join(re.escape(part) for part in parts))


def unvisited() -> list[str]:
    """Rules of the URL map that are pages but are not in ``PAGES``."""
    asked = [address.partition("?")[0] for addresses in PAGES.values() for address in addresses]
    lines = SNAPSHOT.read_text(encoding="utf-8").splitlines()
    rules = [
        line.removeprefix("GET ").rpartition(" ")[0] for line in lines if line.startswith("GET ")
    ]
    return [
        rule
        for rule in rules
        if not NO_PAGE.search(rule) and not any(pattern(rule).fullmatch(one) for one in asked)
    ]
