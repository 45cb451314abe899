"""A contest of any size with all that organisers list, made of rows: 7 judges × 6 criteria."""

from __future__ import annotations

import random
from datetime import timedelta
from decimal import Decimal
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import insert

from competition.domain.identity import check_digit
from competition.models import db, sealed
from competition.models.audit import record
from competition.models.certificates import Certificate, Download
from competition.models.contest import Contest, Proposal
from competition.models.entrant import Entrant
from competition.models.job import Job
from competition.models.judging import Assignment, Penalty, Sheet, SheetMark
from competition.models.results import Objection
from competition.models.staff import ApiToken, Device, Membership, User
from competition.models.upload import PendingUpload
from tests import scenes, scenes_organise, scenes_results

JUDGES = 7
FEW = 300  # contests in which a judge sits at most
RECUSED = 50  # every so many sheets are a recusal
ID = "00000000-0000-4000-8000-000000000001"
EVERY_ROLE = ("organiser", "chief_judge", "clerk", "supervisor", "arbiter")
FULL = {"law": 30, "analysis": 25, "strategy": 20, "speech": 15, "manner": 5, "time": 5}
TIME = '[[rounds.criteria]]\nkey = "time"\ntitle = "时间把握"\nfull_mark = "5"\nstep = "0.5"\n\n'
EMPLOYERS = (
    "衢州市柯城区人民医院",
    "浙江巨化股份有限公司",
    "衢州市衢江区劳动人事争议仲裁院",
    "中国石油化工股份有限公司浙江衢州石油分公司柯城区荷花中路加油站工会委员会",
    "开化县总工会",
)
FACTS = '{"prize": "优胜奖", "holder": "王文博"}'
SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林罗高"
GIVEN = ("文博", "芳", "子涵", "建国", "雨桐", "志强", "欣怡", "浩然", "丽娟", "思远")


def rules():
    """The preset with a sixth criterion."""
    text = scenes.PRESET.read_text(encoding="utf-8")
    manner = 'title = "仪表与时间"\nfull_mark = "10"\n'
    assert manner in text
    text = text.replace(manner, 'title = "仪表"\nfull_mark = "5"\n')
    return text.replace("[total]", f"{TIME}[total]", 1)


def large(count, *, state="reviewed", published=False):
    """A contest of ``count`` entrants, and as many of whatever else a list shows."""
    of = scenes.contest(state=state, rules=rules())
    people = _staff(of, count)
    _entrants(of, count)
    _marks(of, people)
    _others(of, people, count)
    if published:
        _published(of, count)
    _waiting(of, people[0])
    db.session.expire_all()
    db.session.refresh(of)
    return of


def _staff(of, count):
    """Somebody who may do everything, the judges with their tablets, and ``count`` clerks."""
    chief = scenes.person("zhang", of, *EVERY_ROLE)
    rows = [
        {"username": f"person{n}", "name": f"{_name(n)}", "email": f"p{n}@example.org"}
        for n in range(JUDGES + count)
    ]
    for n, row in enumerate(rows):
        row.update(password="-", active=True)
        row.update(fs_uniquifier=f"u{n}", fs_webauthn_user_handle=f"w{n}")
    rows[0]["password"] = chief.password  # the first judge signs in too
    found = db.session.scalars(insert(User).returning(User.id), rows).all()
    roles = ["judge"] * JUDGES + ["clerk"] * count
    _rows(
        Membership,
        (
            {"contest_id": of.id, "user_id": user, "role": role, "trainee": False}
            for user, role in zip(found, roles, strict=True)
        ),
    )
    return [chief.id, *found]


def _entrants(of, count):
    _rows(Entrant, (_entrant(of, n) for n in range(1, count + 1)))


def _entrant(of, n):
    document = _document(n)
    return {
        "contest_id": of.id,
        "number": f"{n:04}",
        "draw_number": str(n),
        "name": _name(n),
        "employer": EMPLOYERS[n % len(EMPLOYERS)],
        "document_number": document,
        "document_index": sealed.keyring().blind_index(document),
        "phone": f"138{n:08}",
        "consented_at": scenes.NOON if n % 4 else None,
    }


def _name(n):
    return SURNAMES[n % len(SURNAMES)] + GIVEN[n // len(SURNAMES) % len(GIVEN)]


def _document(n):
    digits = f"3308021990{n % 12 + 1:02}{n % 28 + 1:02}{n % 1000:03}"
    return digits + check_digit(digits)


def _marks(of, people):
    """Theory typed twice alike; every judge's sheet, submitted and signed."""
    dice = random.Random(2023)  # noqa: S311 -- invented marks
    theory, case = (scenes_results.round_of(of, key) for key in ("theory", "case"))
    for seat, user in enumerate(people[1 : JUDGES + 1], start=1):
        db.session.add(Assignment(round_id=case.id, user_id=user, seat=f"J{seat}"))
    sheets, marks = [], []
    for (entrant,) in _ids(of):
        level = dice.uniform(0.55, 0.97)
        paper = {"": Decimal(round(level * 200 + dice.uniform(-16, 8))) / 2}
        for entry in ("first", "second"):
            sheets.append(_sheet(theory, entrant, people[0], "", entry))
            marks.append(paper)
        for seat, user in enumerate(people[1 : JUDGES + 1], start=1):
            recused = (entrant + seat) % RECUSED == 0
            sheet = _sheet(case, entrant, user, f"J{seat}", "")
            sheets.append(sheet | {"state": "recused"} if recused else sheet)
            marks.append(
                {} if recused else {key: _mark(dice, level, full) for key, full in FULL.items()}
            )
    _sheets(sheets, marks)


def _mark(dice, level, full):
    wanted = round(2 * full * (level + dice.uniform(-0.08, 0.08)))
    return Decimal(min(max(wanted, 0), 2 * full)) / 2


def _sheet(round_, entrant, user, seat, entry):
    who = {"round_id": round_.id, "entrant_id": entrant, "user_id": user}
    return who | {"seat": seat, "entry": entry, "state": "signed", "trainee": False}


def _sheets(sheets, marks):
    made = [row | {"revision": 1, "updated_at": scenes.NOON, "reason": ""} for row in sheets]
    ids = db.session.scalars(insert(Sheet).returning(Sheet.id, sort_by_parameter_order=True), made)
    given = zip(ids.all(), marks, strict=True)
    _rows(
        SheetMark,
        (
            {"sheet_id": sheet, "criterion": key, "mark": mark}
            for sheet, of_sheet in given
            for key, mark in of_sheet.items()
        ),
    )


def _others(of, people, count):
    """Tablets, keys of programs, lines of the audit trail, deductions, and what went before."""
    for seat, user in enumerate(people[1 : JUDGES + 1]):
        device = {"id": str(uuid5(NAMESPACE_URL, f"tablet {seat}")), "user_id": user}
        seen = {"first_contact": scenes.NOON, "last_contact": scenes.NOON}
        db.session.add(Device(contest_id=of.id, **device, **seen))
    later = scenes.NOON + timedelta(days=90)
    for n in range(count):
        key = ApiToken(contest_id=of.id, user_id=people[0], name=f"程序 {n}", scopes="marks:read")
        key.token_digest, key.made_at, key.expires_at = f"{n}", scenes.NOON, later
        db.session.add(key)
    actor = scenes_organise.actor(db.session.get(User, people[0]))
    for n in range(count):
        record(db.session, actor, scenes.NOON, "entrant:edited", f"{n:04}", contest_id=of.id)
    db.session.commit()
    case = scenes_results.round_of(of, "case").id
    made = {"round_id": case, "made_by": people[0], "made_at": scenes.NOON}
    made |= {"points": Decimal("0.5"), "reason": "超时"}
    _rows(Penalty, ({"entrant_id": row.id, **made} for row in _ids(of)))
    decided = {"kind": "rules", "payload": {}, "state": "discarded", "proposed_by": people[0]}
    decided |= {"contest_id": of.id, "proposed_at": scenes.NOON}
    _rows(Proposal, (decided for _ in range(count)))
    done = {"contest_id": of.id, "kind": "certificates", "state": "done", "made_at": scenes.NOON}
    _rows(Job, ({"id": str(uuid5(NAMESPACE_URL, f"job {n}")), **done} for n in range(count)))
    _contests(of, people, count)


def _contests(of, people, count):
    """Other contests, to be found in every list of contests; the staff has roles in them too."""
    alike = {"rules_text": of.rules_text, "rules_sha256": of.rules_sha256, "state": "open"}
    alike |= {"zone": of.zone, "created_at": scenes.NOON, "settings": {}, "demonstration": False}
    titles = ({"slug": f"other-{n}", "title": f"第{n}届竞赛", **alike} for n in range(count))
    _rows(Contest, titles)
    others = db.session.query(Contest.id).where(Contest.id != of.id).all()
    seats = [(other, people[0], role) for (other,) in others for role in EVERY_ROLE]
    seats += [(other, people[1], "judge") for (other,) in others[:FEW]]
    _rows(
        Membership,
        (
            {"contest_id": other, "user_id": user, "role": role, "trainee": False}
            for other, user, role in seats
        ),
    )


def _ids(of):
    return db.session.query(Entrant.id).filter_by(contest_id=of.id).order_by(Entrant.id).all()


def _waiting(of, person):
    """A sheet that waits to be taken, changed rules, and a piece of background work."""
    rows = [(_name(n), EMPLOYERS[n % 5], _document(n)) for n in range(1, 30)]
    grid = scenes_organise.grid(("姓名", "工作单位", "证件号码"), *rows)
    upload = {"contest_id": of.id, "user_id": person, "name": "名单.xlsx", "made_at": scenes.NOON}
    db.session.add(PendingUpload(id=ID, content=grid.as_json(), **upload))
    changed = of.rules_text.replace('weight = "0.30"', 'weight = "0.40"')
    changed = changed.replace('weight = "0.70"', 'weight = "0.60"')
    payload = {"rules_text": changed, "based_on": of.rules_sha256}
    asked = {"proposed_by": person, "proposed_at": scenes.NOON, "state": "waiting"}
    db.session.add(Proposal(contest_id=of.id, kind="rules", payload=payload, **asked))
    job = {"kind": "certificates", "state": "done", "total": 1, "done": 1, "made_at": scenes.NOON}
    db.session.add(Job(id=ID, contest_id=of.id, **job))
    db.session.commit()


def _published(of, count):
    """A final version with an objection and a certificate for everybody."""
    version = scenes_results.published(of)
    of.state, version.standing, version.final_at = "final", "final", scenes.NOON
    db.session.commit()
    entrants = _ids(of)
    _rows(Objection, (_objection(version, entrant) for (entrant,) in entrants))
    made = [_certificate(version, n, entrant) for n, (entrant,) in enumerate(entrants)]
    ids = db.session.scalars(insert(Certificate).returning(Certificate.id), made).all()
    fetched = {"by": "entrant", "at": scenes.NOON}
    _rows(Download, ({"certificate_id": one, **fetched} for one in ids))
    assert len(ids) == count


def _objection(version, entrant):
    whose = {"contest_id": version.contest_id, "version_id": version.id, "entrant_id": entrant}
    due = scenes.NOON + timedelta(days=3)
    return whose | {
        "instance": 1,
        "text": "请复核案例讲解。",
        "filed_at": scenes.NOON,
        "answer_due": due,
    }


def _certificate(version, n, entrant):
    row = scenes_results.certificate(version, entrant, "prize", "merit")
    columns = [column.key for column in Certificate.__table__.columns if column.key != "id"]
    kept = {key: getattr(row, key) for key in columns if getattr(row, key) is not None}
    return kept | {
        "number": f"{n:06}",
        "code": f"{n:012}",
        "status_index": n,
        "award": "merit",
        "facts": FACTS,
    }


def _rows(table, rows):
    found = list(rows)
    if found:
        db.session.execute(insert(table), found)
    db.session.commit()
