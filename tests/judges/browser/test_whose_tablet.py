"""A tablet that the server knows as another judge's goes on under a new number."""

import pytest

from competition.models import db
from competition.models.staff import Device
from tests.judges.browser.driving import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("default")]


def test_tablet_that_is_known_as_another_judges_goes_by_a_new_number(page, server):
    def arrive():
        with page.expect_response(lambda answer: answer.url.endswith("/contact") and answer.ok):
            sign_in(page, server)
        return page.evaluate("async () => (await import('/static/js/judges/kept.js')).place.device")

    first = arrive()
    with server.app.app_context():
        db.session.get(Device, first).user_id = server.hall.judges[1].id
        db.session.commit()
    page.context.clear_cookies()
    second = arrive()
    assert second != first
    with server.app.app_context():
        owners = dict(db.session.execute(db.select(Device.id, Device.user_id)).all())
    assert owners == {first: server.hall.judges[1].id, second: server.hall.judges[0].id}
