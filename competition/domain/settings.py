"""What an organiser sets for a contest beside its rules: how it is run, not how it is scored."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal

from competition.domain.errors import Invalid

# 人社鉴发〔2019〕2号: employer or social body, authority, province, body, year, level, sequence.
NUMBER_PATTERN = r"[YS]\d{4}\d{2}\d{6}\d{2}[1-5]\d{6}"

TheoryEntry = Literal["double", "confirmed"]


@dataclass(frozen=True, slots=True)
class ContestSettings:
    """The settings of a contest, with the defaults of the field's usual practice.

    ``theory_entry``: ``double`` (two people type independently) or ``confirmed`` (one types, a
    second person confirms). ``publicity_days``: working days (公示期). ``objection_answer_days``:
    working days for an answer, and for going to the second instance. ``body_code``: the thirteen
    characters assigned by the authority; while empty every level certificate is a specimen.
    ``number_pattern``: the regular expression that a level certificate's number must fit.
    ``entries_from``, ``entries_until``: ISO dates, empty where entries are not limited in time.
    ``youngest``, ``oldest``: whole years on the last day of entries, 0 for no limit.
    ``retention_days``: days after the final result for which personal data are kept (个人信息保护法
    Art. 19 and 47 ask for the shortest time that is needed).
    ``objection_contact``: whom to turn to, printed on the notice.
    ``ceremony_photos``: the consent that was asked for covers the photograph too, so that the
    ceremony may show it.
    ``offline_qr``: QR codes carry the sealed facts, the name among them, for a check without
    network.
    """

    theory_entry: TheoryEntry = "double"
    host_opens: bool = False
    presentation_minutes: int = 0
    spread_warning: str = "15"
    publicity_days: int = 5
    holidays: tuple[str, ...] = ()
    objection_instances: int = 1
    objection_answer_days: int = 3
    minimum_entrants: int = 30
    entrants_per_employer: int = 0
    entries_from: str = ""
    entries_until: str = ""
    youngest: int = 0
    oldest: int = 0
    evaluation_body: str = ""
    body_code: str = ""
    number_pattern: str = NUMBER_PATTERN
    occupation_code: str = ""
    specialty: str = "--"
    prize_issuer: str = ""
    names_masked: bool = True
    objection_contact: str = ""
    ceremony_photos: bool = False
    level_design: str = "level-official"
    title_design: str = "title-honour"
    prize_design: str = "prize-classic"
    retention_days: int = 365
    offline_qr: bool = False
    seals: dict[str, str] = field(default_factory=dict)

    @property
    def specimen(self) -> bool:
        """Whether level certificates must be marked 样张: no code of the evaluation body is set."""
        return not self.fits(f"{self.body_code}003000001")

    def fits(self, number: str) -> bool:
        """Whether a level certificate may bear ``number``. A broken pattern lets none through."""
        try:
            return re.fullmatch(self.number_pattern, number, re.ASCII) is not None
        except re.error:
            return False

    def as_json(self) -> dict[str, Any]:
        """Plain values, for the database."""
        return asdict(self) | {"holidays": list(self.holidays)}


def settings_from(stored: dict[str, Any]) -> ContestSettings:
    """The settings kept as ``stored``; what is missing has its default. Raises Invalid."""
    known = {item.name for item in fields(ContestSettings)}
    unknown = sorted(set(stored) - known)
    if unknown:
        raise Invalid("setting_unknown", names=", ".join(unknown))
    plain = dict(stored)
    plain["holidays"] = tuple(plain.get("holidays", ()))
    return ContestSettings(**plain)
