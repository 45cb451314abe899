"""The long work of issuing: all certificates of a contest, one correction, one file to print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import current_app

from competition.jobs.kinds import kind
from competition.services.certificates import handing, making
from competition.services.certificates.workshop import workshop

if TYPE_CHECKING:
    from competition.jobs.kinds import Work
    from config import Settings

ISSUE = "certificates:issue"
MAKE = "certificates:make"
PRINT = "certificates:print"


@kind(ISSUE)
def issue(work: Work) -> dict[str, Any]:
    """Everything that the final result grants; a second run makes only what is missing."""
    contest_id = _contest(work)
    outcome = making.issue_all(work.actor, work.now, contest_id, _settings(), tell=work.progress)
    return outcome.as_json()


@kind(MAKE)
def make(work: Work) -> dict[str, Any]:
    """The files of the reserved certificates named ``ids``."""
    shop = workshop(_settings())
    ids = work.arguments["ids"]
    return making.make(work.actor, work.now, ids, shop, tell=work.progress).as_json()


@kind(PRINT)
def print_all(work: Work) -> dict[str, Any]:
    """One PDF of all certificates in force, kept under ``key`` until the next one."""
    return handing.print_file(work.actor, work.now(), _contest(work))


def _contest(work: Work) -> int:
    if work.contest_id is None:
        raise ValueError("Certificates are issued in a contest.")
    return work.contest_id


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
