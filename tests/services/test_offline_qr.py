"""QR codes that can be checked offline: only where the contest asked for them."""

import json

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from certificates import Facts, read_payload
from competition.cli import certificates as command
from competition.domain.actor import SYSTEM
from competition.models import db
from competition.models.certificates import Certificate
from competition.queries.contests import settings_of
from competition.services.certificates import handing, issuing, making, workshop
from tests import scenes, scenes_issuing


def made(app, *, wanted):
    """The prize certificate of a contest that wants offline QR codes or not."""
    contest = scenes_issuing.decided(result=(scenes_issuing.line("001", 1, "first"),))
    contest.settings = settings_of(contest).as_json() | {"offline_qr": wanted}
    db.session.commit()
    settings = app.extensions["settings"]
    reserved = issuing.reserve(SYSTEM, scenes.NOON, contest.id, settings.base_url)
    shop = workshop.workshop(settings)
    outcome = making.make(SYSTEM, lambda: scenes.NOON, reserved.ids, shop)
    assert (outcome.made, outcome.refused) == (1, [])
    return db.session.scalars(select(Certificate)).one(), shop


def test_the_name_is_not_in_the_code_by_default(app):
    certificate, _ = made(app, wanted=False)
    assert "offline" not in json.loads(certificate.facts)


def test_the_sealed_facts_are_kept_and_read_with_the_published_key(app):
    certificate, shop = made(app, wanted=True)
    facts = Facts.parse(json.loads(certificate.facts))
    stated = read_payload(facts.check_text, shop.signer.certificate.public_key())
    assert (stated.holder, stated.number) == ("郑文博", certificate.number)
    assert handing.print_file(SYSTEM, scenes.NOON, certificate.contest_id)["count"] == 1


@pytest.mark.parametrize(("tail", "code"), [("", 0), ("A", 1)])
def test_the_command_reads_a_code(app, settings, tail, code):
    certificate, _ = made(app, wanted=True)
    text = Facts.parse(json.loads(certificate.facts)).check_text
    trust = ["--trust", str(workshop.signing_files(settings)[1])]
    asked = ["verify", "--payload", text + tail, *trust]
    answer = CliRunner().invoke(command.certificates, asked)
    assert (answer.exit_code, "郑文博" in answer.output) == (code, not code), answer.output
