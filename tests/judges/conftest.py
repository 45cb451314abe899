"""Several people with a browser each, in one test."""

import pytest
from flask import g


@pytest.fixture(autouse=True)
def _apart(app):
    """A test's application context outlives its requests; nobody must pass for who asked before."""

    def forget():
        g.pop("_login_user", None)

    app.before_request_funcs.setdefault(None, []).insert(0, forget)
