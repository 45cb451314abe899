"""People of a journey: each with a browser of their own, who read pages and send forms."""

from __future__ import annotations

import gettext
import re
from pathlib import Path

from playwright.sync_api import expect

import competition
from tests.journeys.forms import form_in

CATALOGUES = Path(competition.__file__).parent / "translations"
LANGUAGES = {"zh": "zh-CN", "en": "en-US"}


class Tongue:
    """One language of the pages; what they say in Chinese is the key."""

    def __init__(self, language):
        self.language = language
        self._words = gettext.translation("messages", CATALOGUES, [language], fallback=True)

    def __call__(self, chinese, **params):
        said = self._words.gettext(chinese)
        return said % params if params else said


class Person:
    """Somebody at a screen: looks at pages in the browser, sends bulk by the same forms."""

    def __init__(self, browser, base, say, *, size=(1440, 900), touch=False):
        self.base, self.say = base, say
        self.context = browser.new_context(
            base_url=base,
            locale=LANGUAGES[say.language],
            viewport={"width": size[0], "height": size[1]},
            has_touch=touch,
        )
        self.context.set_default_timeout(60_000)
        self.context.add_cookies([{"name": "language", "value": say.language, "url": base}])
        self.page, self.troubles = self.context.new_page(), []
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("console", self._listen)

    def _listen(self, message):
        if message.type == "error":
            self.troubles.append(message.text)

    def look(self, path):
        answer = self.page.goto(path)
        assert answer.ok, f"{path}: {answer.status}"
        return self.page

    def sign_in(self, username, password):
        self.look("/sign-in")
        self.fill("用户名", username)
        self.fill("密码", password)
        self.press("登录")
        expect(self.page.get_by_role("heading", level=1)).not_to_have_text(self.say("工作人员登录"))
        return self

    def choose_password(self, given):
        """The first password was shown to somebody else: another one is asked for."""
        own = f"mine alone {given}"
        for label, text in (("收到的初始密码", given), ("新密码", own), ("再输入一次新密码", own)):
            self.fill(label, text)
        self.press("保存并继续")
        expect(self.page.get_by_label(self.say("新密码"), exact=True)).to_have_count(0)
        self.look("/account/desk")
        return own

    def fill(self, label, text):
        self.page.get_by_label(self.say(label), exact=True).fill(text)

    def press(self, label, **params):
        self.page.get_by_role("button", name=self.say(label, **params), exact=True).click()

    def sees(self, chinese, **params):
        expect(self.page.locator("main")).to_contain_text(self.say(chinese, **params))

    def fetch(self, path):
        answer = self.context.request.get(path, timeout=60_000)
        assert answer.ok, f"{path}: {answer.status} {told_by(answer)}"
        return answer

    def send(self, page, action=None, **values):
        """Send the form of ``page`` that goes to ``action`` with ``values`` filled in."""
        form = form_in(self.fetch(page).text(), page, action or page)
        names = {name.replace("__", "-"): text for name, text in values.items()}
        answer = self.context.request.post(
            form.action,
            form={**form.values, **names},
            headers={"Referer": self.base + page},
            timeout=60_000,
        )
        assert answer.ok, f"{form.action}: {answer.status} {told_by(answer)}"
        return answer


def told_by(answer):
    """What a page says in its main part, for the message of a failure."""
    main = answer.text().partition("<main")[2]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", main))[:500]
