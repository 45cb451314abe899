"""People who work on through everything: they send again until they are answered, and note it."""

from __future__ import annotations

import random
import re
import threading
import time
import uuid
from dataclasses import dataclass, field

import requests

from tests.scenes import PASSWORD
from tests.scenes_judging import FULL

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
PAUSE = 0.1


class Away(Exception):
    """No answer that means anything: to be tried again."""


class SignedOut(Away):
    """The session ran out: sign in again, then send the same again."""


@dataclass(eq=False)
class Person(threading.Thread):
    """Somebody with a browser, who goes on until ``over`` and then ends what was begun."""

    address: str
    name_: str
    over: threading.Event
    errors: list[str] = field(default_factory=list)

    def __post_init__(self):
        super().__init__(daemon=True)
        self.session = None

    def run(self):
        while not self.over.is_set():
            self.work()

    def work(self):
        """One piece of work, through whatever happens."""
        raise NotImplementedError

    def patiently(self, deed):
        """Do ``deed`` until it is answered; signing in again where that is needed."""
        while True:
            try:
                self.session = self.session or self._signed_in()
                return deed()
            except SignedOut:
                self.session = None
            except (requests.RequestException, Away):
                time.sleep(PAUSE)

    def _signed_in(self):
        session = requests.Session()
        session.csrf = self._csrf(session)
        form = {"username": self.name_, "password": PASSWORD, "csrf_token": session.csrf}
        answer = self._checked(
            session.post(f"{self.address}/sign-in", data=form, allow_redirects=False, timeout=20)
        )
        if answer.status_code != 302:
            raise Away
        session.csrf = self._csrf(session)
        return session

    def _csrf(self, session):
        answer = self._checked(session.get(f"{self.address}/judge/session.json", timeout=20))
        return answer.json()["csrf"]

    def _checked(self, answer):
        """A 503 that asks for patience is one; any other server error is noted for ever."""
        if answer.status_code == 503:
            if "Retry-After" not in answer.headers:
                self.errors.append(f"503 without Retry-After: {answer.url}")
            raise Away
        if answer.status_code >= 500:
            self.errors.append(f"{answer.status_code} {answer.url} {answer.text[:300]}")
            raise Away
        return answer

    def post(self, path, **body):
        """Post with the session's token; signed out counts as away."""
        headers = {"X-CSRFToken": self.session.csrf, "Referer": self.address}
        answer = self._checked(
            self.session.post(
                self.address + path, headers=headers, allow_redirects=False, timeout=30, **body
            )
        )
        if "/sign-in" in answer.headers.get("Location", "") or answer.status_code in {400, 401}:
            raise SignedOut
        return answer


@dataclass(eq=False)
class Judge(Person):
    """Sends one sheet after another; keeps every receipt."""

    user_id: int = 0
    draws: tuple[str, ...] = ()
    receipts: dict[str, tuple] = field(default_factory=dict)
    repeats: int = 0

    def __post_init__(self):
        super().__post_init__()
        self.dice = random.Random(self.user_id)  # noqa: S311 -- invented marks
        self.bases = dict.fromkeys(self.draws, 0)

    def work(self):
        draw = self.dice.choice(self.draws)
        body = {
            "id": str(uuid.uuid4()),
            "user": self.user_id,
            "round": "case",
            "draw": draw,
            "state": "submitted",
            "marks": FULL | {"law": str(self.dice.randint(0, 60) / 2)},
            "base": self.bases[draw],
            "device": str(uuid.uuid4()),
        }
        answer = self.patiently(lambda: self._send(body))
        self.bases[draw] = answer["revision"]
        self.repeats += answer["repeated"]
        self.receipts[body["id"]] = (answer["number"], answer["revision"], draw, body["marks"])

    def _send(self, body):
        answer = self.post("/judge/quzhou-2023/submissions", json=body)
        if answer.status_code != 200:
            self.errors.append(f"refused {answer.status_code}: {answer.text[:200]}")
            raise Away
        return answer.json()


@dataclass(eq=False)
class Publisher(Person):
    """Proposes; its partner confirms: a correction after the other."""

    partner: Person | None = None
    published: int = 0

    BASE = "/organise/publish/publication"

    def work(self):
        form = {"reason": "更正"}
        self.patiently(lambda: self.post(f"{self.BASE}/propose", data=form))
        proposal = self.patiently(self._waiting)
        if proposal is None:
            return
        signed = {"password": PASSWORD, "proposal": proposal}
        partner = self.partner
        answer = partner.patiently(lambda: partner.post(f"{self.BASE}/confirm", data=signed))
        self.published += answer.status_code == 302
        self.over.wait(0.5)

    def _waiting(self):
        page = self._checked(self.session.get(self.address + self.BASE, timeout=20))
        found = re.search(r'name="proposal"[^>]*value="(\d+)"', page.text)
        if found:
            return found[1]
        page = self.partner.patiently(self._of_partner)
        found = re.search(r'name="proposal"[^>]*value="(\d+)"', page.text)
        return found[1] if found else None

    def _of_partner(self):
        return self._checked(self.partner.session.get(self.address + self.BASE, timeout=20))


@dataclass(eq=False)
class Issuer(Person):
    """Presses the button of one contest after the other, and again while any is not through."""

    slugs: tuple[str, ...] = ()
    pressed: int = 0

    def run(self):
        super().run()
        for slug in self.slugs:  # those that nobody has come to yet
            self.press(slug)

    def work(self):
        self.press(self.slugs[self.pressed % len(self.slugs)])
        self.pressed += 1
        self.over.wait(1)

    def press(self, slug):
        self.patiently(lambda: self.post(f"/organise/{slug}/certificates/issue", data={}))
