"""A passkey is added and signs its owner in, under the policy that allows no inline script."""

import os
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests.cli.test_serve import served

__all__ = ["served"]

PHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.mark.browser
@pytest.mark.slow
def test_passkey_is_added_and_signs_in(served, tmp_path, page):
    _, address = served
    subprocess.run(
        [sys.executable, "-m", "competition.cli", "user", "add", "li"],
        env={**os.environ, "COMPETITION_HOME": str(tmp_path)},
        input="a password of mine\n",
        text=True,
        check=True,
    )
    address = address.replace("127.0.0.1", "localhost")
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE})
    page.goto(f"{address}/sign-in?lang=zh")
    page.fill("#username", "li")
    page.fill("#password", "a password of mine")
    page.locator("main button").click()
    page.goto(f"{address}/account/passkeys?lang=zh")
    page.fill("#name", "手机")
    page.locator("main button").click()
    expect(page.locator(".plain-list")).to_contain_text("手机")
    page.locator(".masthead button").click()
    page.goto(f"{address}/sign-in/passkey")
    page.locator("main button").click()
    expect(page.locator(".masthead .who")).to_contain_text("li")
