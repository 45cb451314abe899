"""Every page of the organisers at 1,000 entrants × 7 judges × 6 criteria on SQLite.

Run: ``python -m benchmarks organiser_pages``, or ``python benchmarks/organiser_pages.py
[entrants]``. Asks each address after a mark has changed (``new``) and again (``again``); prints
milliseconds by the clock and of the processor, statements, and size. The clock counts other work
of the machine too: on a busy one believe the processor. Ends with 1 when a page took more than
200 ms of the processor either time; files (sheets, archives, pictures) are shown, not judged.
"""

from __future__ import annotations

import gc
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from flask.testing import FlaskClient

from competition.app import create_app
from competition.models import db
from competition.models.judging import Sheet, revise
from config import Settings
from tests import scenes, scenes_large, walking

LIMIT_MS = 200
SECRET = "a secret of the benchmarks, long enough for every use"  # noqa: S105 -- of a folder that goes


def application(home):
    home.mkdir()
    settings = Settings(
        home=home,
        database_url=f"sqlite:///{home}/competition.sqlite",
        storage_url=f"file://{home}/files",
        secret_key=SECRET,
        field_key=SECRET,
        base_url="http://localhost",
        testing=True,
    )
    app = create_app(settings)
    app.config.update(WTF_CSRF_ENABLED=False)
    app.test_client_class = FlaskClient
    return app


def touch(contest_id):
    """A judge sends a sheet again: what was remembered of the ranking no longer holds."""
    sheet = db.session.query(Sheet).filter_by(seat="J1").order_by(Sheet.updated_at).first()
    marks = {mark.criterion: mark.mark for mark in sheet.marks}
    later = sheet.updated_at + timedelta(seconds=1)
    revise(db.session, sheet, state=sheet.state, marks=marks, by=sheet.user_id, at=later)
    db.session.commit()
    return contest_id


def walk(home, count, **how):
    app = application(home)
    with app.app_context():
        db.create_all()
        contest = scenes_large.large(count, **how)
        known, client = walking.values(contest), scenes.sign_in(app.test_client(), "zhang")
        settle()
        walk_once(app, client, known)  # templates, catalogues and fonts are read at the first
        for rule in walking.addresses(app):
            touch(contest.id)
            db.session.remove()
            address = walking.path(rule, known)
            yield walking.see(client, rule, address), walking.see(client, rule, address)


def settle():
    """Leave what start-up made out of later collections, as ``competition serve`` does."""
    gc.collect()
    gc.freeze()


def walk_once(app, client, known):
    for rule in walking.addresses(app):
        client.get(walking.path(rule, known)).close()


def report(new, again):
    slow = again.is_page and max(new.cpu, again.cpu) > LIMIT_MS
    print(
        f"{new.rule[:58]:58} {new.ms:6.0f} {new.cpu:6.0f} {again.ms:6.0f} {again.cpu:6.0f}"
        f" {again.statements:4} {again.size / 1000:6.0f}{'  slow' if slow else ''}"
    )
    return slow


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    worlds = ({"state": "judging"}, {"published": True}, {"state": "open"})
    slow = 0
    with tempfile.TemporaryDirectory() as folder:
        for place, how in enumerate(worlds):
            print(f"\n{count} entrants, {how}\n{'':58}    new    cpu  again    cpu    q     kB")
            for new, again in walk(Path(folder, str(place)), count, **how):
                if again.status < 400:  # noqa: PLR2004 -- what is closed in this state tells nothing
                    slow += report(new, again)
    print(f"\npages above {LIMIT_MS} ms of the processor: {slow}")
    sys.exit(slow > 0)


if __name__ == "__main__":
    main()
