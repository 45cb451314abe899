"""From facts to bytes: render, issue, try out a design."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from certificates import credentials, fence, signing
from certificates.design import Design, design_for, load
from certificates.facts import LEVELS, NO_SPECIALTY, Facts, Kind
from certificates.page import compose
from certificates.press import press

if TYPE_CHECKING:
    from pathlib import Path

    from certificates.credentials import StatusEntry
    from certificates.signing import Signer


def render(
    facts: Facts,
    *,
    design: str | Path | None = None,
    made: datetime | None = None,
    credential: str | None = None,
) -> bytes:
    """The unsigned PDF of ``facts``: equal input gives equal bytes.

    ``design`` is the name of an own design (the default of the kind when None) or a folder, which
    is set in a fenced process. ``made`` dates the file (midnight of the day of issue when None).
    Raises CertificateError.
    """
    chosen = design_for(facts, design)
    if chosen.own:
        return press().one(compose(facts, chosen, made), credential)
    raw: bytes = fence.fenced(_set, chosen, facts, chosen, made, credential)
    return raw


def _set(facts: Facts, design: Design, made: datetime | None, credential: str | None) -> bytes:
    return press().one(compose(facts, design, made), credential)


def issue(  # noqa: PLR0913 - each a choice of its own, all but two with a default
    facts: Facts,
    *,
    signer: Signer,
    did: str,
    design: str | Path | None = None,
    made: datetime | None = None,
    status: StatusEntry | None = None,
) -> bytes:
    """The finished certificate: rendered, credential attached, signed. Raises CertificateError."""
    token = credentials.credential(facts, did=did, signer=signer, status=status)
    return signing.sign(render(facts, design=design, made=made, credential=token), signer)


def check_design(folder: Path) -> Design:
    """Read a design folder and set it with facts, short and long, of all that it claims to show.

    Raises DesignError, naming what is wrong.
    """
    design = load(folder)
    fence.fenced(_try_out, design, design)
    return design


def _try_out(design: Design) -> None:
    """Set every sample that the design claims to show."""
    for kind in design.kinds:
        for language in design.languages:
            for facts in samples(kind):
                chosen = replace(facts, language=language)
                design.fits(chosen)
                press().one(compose(chosen, design))


def samples(kind: Kind) -> tuple[Facts, Facts]:
    """Invented facts of a kind to try a design with: usual ones, and ones as long as they come."""
    usual = Facts(
        kind=kind,
        number="Y000033000000231000001",
        holder="郑文博",
        issuer="衢州市职业技能评价中心",
        issued_on=date(2023, 11, 3),
        verify_url="HTTPS://EXAMPLE.ORG/V/7K3M9QXT2B4F",
        document_type="居民身份证",
        document_number="330802199001011234",
        occupation="劳动关系协调员",
        specialty=NO_SPECIALTY,
        level=LEVELS[2],
        title="衢州市金牌职工",
        prize="一等奖",
        contest="衢州市首届劳动关系协调员（集体协商指导员）职业技能竞赛",
        employer="衢州市某某有限公司",
        specimen=True,
    )
    long = replace(
        usual,
        holder="阿卜杜热合曼·麦麦提吐尔逊·阿布都克热木",
        issuer="浙江省衢州市柯城区新时代和谐劳动关系协调与集体协商职业技能评价服务中心",
        contest="浙江省衢州市第二届劳动关系协调员（集体协商指导员）"
        "暨人力资源服务行业职业技能竞赛总决赛",
        employer="衢州巨化集团公司浙江衢化氟化学有限公司第二生产运行保障部工会委员会",
    )
    return usual, long
