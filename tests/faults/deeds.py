"""The deeds that are interrupted at each of their steps: how each is begun, ended and counted.

``order(n)`` sets the stage for the n-th attempt; ``acknowledged`` is what the answer promised, if
one came; ``again(n, told)`` is what people and tablets do then, and returns the promise that
stands; ``count()`` returns what must never be: the names of what is lost, doubled or half done.
"""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from competition.domain.actor import SYSTEM
from competition.jobs.running import run, unattended
from competition.models import db
from competition.models.audit import AuditLine
from competition.models.contest import Contest, Proposal
from competition.models.judging import Receipt, SheetRevision
from competition.models.results import ResultLine, ResultVersion
from competition.models.staff import Membership
from competition.services import backup, publication
from competition.storage import store
from tests import scenes, scenes_issuing, scenes_judging, scenes_results
from tests.faults.counting import certificates_wrong, chain_wrong, versions_wrong
from tests.faults.orders import Ask, Restore
from tests.scenes_judging import FULL


class Deed:
    """What every deed shares: a client of the parent's own application."""

    def __init__(self, app):
        self.app = app

    def ask(self, order):
        """Do the order here, as somebody who tries again."""
        client, who = self.app.test_client(), {"username": order.username}
        with self.app.app_context():
            client.post("/sign-in", data=who | {"password": scenes.PASSWORD})
        with self.app.app_context():
            answer = client.post(order.path, data=order.form, json=order.body)
        db.session.rollback()
        return answer


class Submit(Deed):
    """A judge's tablet sends a sheet, again and again until it has a receipt."""

    def __init__(self, app):
        super().__init__(app)
        self.hall = scenes_judging.hall(1, 1)
        self.sent = []

    def order(self, n):
        body = {
            "id": str(uuid.uuid4()),
            "user": self.hall.judges[0].id,
            "round": "case",
            "draw": "1",
            "state": "submitted",
            "marks": FULL | {"law": str(n % 30)},
            "base": n,
            "device": str(uuid.uuid4()),
        }
        self.sent.append(body)
        return Ask("j1", "/judge/quzhou-2023/submissions", body=body)

    def acknowledged(self, answer):
        """The number of the receipt that the tablet was given, if it was."""
        return json.loads(answer[1])["number"] if answer and answer[0] == 200 else None

    def again(self, n, _told):
        answer = self.ask(Ask("j1", "/judge/quzhou-2023/submissions", body=self.sent[n]))
        assert answer.status_code == 200, answer.text
        return answer.json["number"]

    def count(self):
        lines = select(AuditLine).where(AuditLine.action.like("sheet:%")).order_by(AuditLine.id)
        told = [line.detail["submission"] for line in db.session.scalars(lines)]
        kept = {one.submission_id: one.revision for one in db.session.scalars(select(Receipt))}
        revisions = select(SheetRevision).order_by(SheetRevision.revision)
        stored = [one.marks["law"] for one in db.session.scalars(revisions)]
        sent = [body["id"] for body in self.sent]
        wrong = {
            "receipts": kept != {name: place for place, name in enumerate(sent, start=1)},
            "audit lines": told != sent,
            "marks": stored != [body["marks"]["law"] for body in self.sent],
        }
        return [name for name, bad in wrong.items() if bad] + chain_wrong()


class Publish(Deed):
    """The second person confirms: a version with all its lines, or nothing."""

    def __init__(self, app):
        super().__init__(app)
        self.contest = scenes_results.full(5)
        scenes.person("sun", self.contest, "supervisor")
        self.first = scenes_results.pair()[0]
        self.proposals = []

    def order(self, n):
        made = publication.propose_publication(
            self.first, datetime.now(UTC), contest_id=self.contest.id, reason=f"{n}"
        )
        self.proposals.append(made.id)
        return self._confirming(n)

    def _confirming(self, n):
        form = {"password": scenes.PASSWORD, "proposal": self.proposals[n]}
        return Ask("sun", "/organise/quzhou-2023/publication/confirm", form=form)

    def acknowledged(self, answer):
        return answer[0] == 302 if answer else None

    def again(self, n, _told):
        answer = self.ask(self._confirming(n))
        gone = answer.status_code == 404  # it had been done before the process died
        assert answer.status_code == 302 or gone, answer.text
        return True

    def count(self):
        numbers = list(db.session.scalars(select(ResultVersion.number).order_by("number")))
        decided = db.session.scalars(select(Proposal.state))
        wrong = {
            "numbers": numbers != list(range(1, len(self.proposals) + 1)),
            "proposals": set(decided) - {"confirmed"},
        }
        found = [name for name, bad in wrong.items() if bad]
        return found + versions_wrong() + chain_wrong()


class Propose(Publish):
    """The first person proposes; the second confirms it in peace."""

    def order(self, n):
        return Ask("proposer", "/organise/quzhou-2023/publication/propose", form={"reason": f"{n}"})

    def __init__(self, app):
        super().__init__(app)
        db.session.add(
            Membership(contest_id=self.contest.id, user_id=self.first.id, role="organiser")
        )
        db.session.commit()

    def again(self, n, told):
        if not told:
            answer = self.ask(self.order(n))
            assert answer.status_code == 302, answer.text
        waiting = db.session.scalars(select(Proposal).where(Proposal.state == "waiting")).one()
        self.proposals.append(waiting.id)
        assert self.ask(self._confirming(n)).status_code == 302
        return True

    def count(self):
        db.session.execute(
            Proposal.__table__.delete().where(Proposal.state == "discarded")
        )  # a proposal made twice: the earlier one was dropped by the later
        db.session.commit()
        return super().count()


class Issue(Deed):
    """The organiser issues; the worker beside does it, and another one when that dies."""

    def __init__(self, app):
        super().__init__(app)
        scenes_issuing.making_keys(app.extensions["settings"])
        self.slugs = []

    def order(self, n):
        slug = f"contest-{n}"
        contest = scenes_issuing.decided(slug=slug, result=scenes_issuing.RESULT[2:4])
        scenes.person(f"zhao-{n}", contest, "organiser")
        self.slugs.append(slug)
        return self._issuing(n)

    def _issuing(self, n):
        return Ask(f"zhao-{n}", f"/organise/{self.slugs[n]}/certificates/issue", form={})

    def acknowledged(self, answer):
        return answer[0] == 302 if answer else None

    def again(self, n, _told):
        answer = self.ask(self._issuing(n))
        assert answer.status_code == 302, answer.text
        for job_id in unattended(timedelta(0)):
            run(self.app, job_id, timedelta(0))
        return True

    def count(self):
        states = set(db.session.scalars(select(Contest.state)))
        wrong = [] if states == {"certified"} else ["contests"]
        return wrong + certificates_wrong(each=3) + chain_wrong()


class PutBack(Deed):
    """An operator puts a backup back: all of it is there, or what was there before."""

    def __init__(self, app):
        super().__init__(app)
        self.contest = scenes_results.full(4)
        scenes_results.published(self.contest)
        store().put("certificates/aa/a.pdf", b"%PDF of the backup")
        self.file = app.extensions["settings"].home / "kept.zip"
        program = backup.Program("1", "0001")
        backup.write_backup(
            SYSTEM, scenes.NOON, self.file, program, keys=None, step=lambda *_: None
        )
        self.lines = db.session.scalar(select(func.count(ResultLine.id)))
        self.restored = 0

    def order(self, n):
        """Before each attempt something stands there that the backup does not have."""
        db.session.get_one(Contest, self.contest.id).title = f"later {n}"
        db.session.commit()
        return Restore(self.file)

    def acknowledged(self, answer):
        return answer[0] == 200 if answer else None

    def after_death(self):
        """Between death and the second attempt: before, or after, and nothing between."""
        db.session.expire_all()
        title = db.session.get_one(Contest, self.contest.id).title
        lines = db.session.scalar(select(func.count(ResultLine.id)))
        return lines == self.lines and bool(title)

    def again(self, _n, _told):
        from tests.faults.dying import do  # noqa: PLC0415 -- the child knows the parent's orders

        assert do(self.app.extensions["settings"], Restore(self.file))[0] == 0
        db.session.rollback()
        db.session.expire_all()
        return True

    def count(self):
        title = db.session.get_one(Contest, self.contest.id).title
        kept = store().get("certificates/aa/a.pdf") == b"%PDF of the backup"
        wrong = [] if kept and not title.startswith("later") and self.after_death() else ["rows"]
        return wrong + versions_wrong() + chain_wrong()


DEEDS = {
    "submit": Submit,
    "propose": Propose,
    "publish": Publish,
    "issue": Issue,
    "restore": PutBack,
}
