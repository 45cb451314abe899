"""How long a judge waits for `服务器已收`, how heavy the sheet is, how many sheets a second go in.

Run: ``python benchmarks/tablet_sheet.py [submissions] [seconds]``. Starts the demonstration on a
port of its own in a folder that is thrown away. In a real Chromium: from the tap on Submit to the
word of the server on the screen; and beside it what a user would pick instead, a form page, from
the tap to the next page. Then five judges with four connections each send sheets for some seconds,
as tablets do after hours without network.
"""

from __future__ import annotations

import gzip
import http.client
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from http.cookiejar import CookieJar
from pathlib import Path

from playwright.sync_api import sync_playwright

JUDGES = tuple(f"judge{place}" for place in range(1, 6))
PASSWORD = "quzhou-demo"  # noqa: S105 -- of the demonstration
SCRIPTS = Path(__file__).parent.parent / "competition/web/static"


def main(submissions=120, seconds=10):
    weigh()
    with tempfile.TemporaryDirectory() as home, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        command = [sys.executable, "-m", "competition.cli", "serve", "--demo", "--port", str(port)]
        serving = subprocess.Popen(  # noqa: S603 -- our own program
            command,
            env={**os.environ, "COMPETITION_HOME": home},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            wait_for(port)
            in_browser(port, submissions)
            all_at_once(port, seconds)
        finally:
            serving.terminate()
            serving.wait(30)


def weigh():
    """Bytes of JavaScript that the sheet loads, gzipped file by file as they travel."""
    names = [*(SCRIPTS / "js/judges").glob("*.js"), SCRIPTS / "vendor/idb.js"]
    loaded = [name for name in names if name.stem not in {"guard", "card", "worker"}]
    heavy = sum(len(gzip.compress(name.read_bytes(), 6)) for name in loaded)
    print(f"JavaScript of the sheet: {heavy:,} bytes gzipped in {len(loaded)} modules")


def wait_for(port):
    for _ in range(600):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5).close()
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
        else:
            return
    sys.exit("The server does not answer.")


# In a browser

TAP = """() => new Promise(done => {
  const from = performance.now();
  const look = () => {
    const said = document.querySelector(".sent-received");
    const due = document.querySelector("#sheet-state .sheet-submitted");
    if (said && due) { watcher.disconnect(); done(performance.now() - from); }
  };
  const watcher = new MutationObserver(look);
  watcher.observe(document.querySelector("#main"), { childList: true, subtree: true });
  document.querySelector("#submit").click();
})"""


def in_browser(port, submissions):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 820, "height": 1180}, locale="zh-CN")
        page.goto(f"http://127.0.0.1:{port}/sign-in")
        page.fill("#username", JUDGES[0])
        page.fill("#password", PASSWORD)
        page.locator("main button").first.click()
        page.wait_for_load_state("networkidle")
        page.goto(f"http://127.0.0.1:{port}/judge/app")
        page.locator(".round-link, .draw-tile").first.wait_for()
        if page.locator(".round-link").count():
            page.locator(".round-link").first.click()
        page.locator("a.draw-tile").first.click()
        told("tap to 服务器已收", [tap(page, count) for count in range(submissions)])
        form = page.request.get(f"http://127.0.0.1:{port}/judge/assignment.json").json()
        round_ = next(one for one in form["rounds"] if one["open"])
        place = f"/judge/{round_['slug']}/{round_['key']}/entrants/1"
        told("form page", [send_form(page, port, place, n) for n in range(submissions // 4)])
        browser.close()


def send_form(page, port, place, count):
    """The same sheet on the plain page."""
    page.goto(f"http://127.0.0.1:{port}{place}")
    for number, field in enumerate(page.locator("main input[name^=mark-]").all()):
        field.fill(str(1 + (count + number) % 7))
    from_ = time.perf_counter()
    with page.expect_navigation():
        page.locator("main button[value=submitted]").first.click()
    return 1000 * (time.perf_counter() - from_)


def tap(page, count):
    """One whole submission of the sheet on the screen, changed so that it is a new revision."""
    for place, field in enumerate(page.locator(".mark-input").all()):
        field.fill(str(1 + (count + place) % 7))
    return page.evaluate(TAP)


def told(name, passed):
    passed.sort()
    at = {part: passed[min(len(passed) - 1, int(len(passed) * part))] for part in (0.5, 0.95, 0.99)}
    print(
        f"{name}: {len(passed)} times, median {at[0.5]:.0f} ms, p95 {at[0.95]:.0f} ms,"
        f" p99 {at[0.99]:.0f} ms, mean {statistics.mean(passed):.0f} ms"
    )


# Everybody at once


class Tablet:
    """One connection of one judge: sends its own sheets, each on top of the last."""

    def __init__(self, port, username):
        self.port, self.jar = port, CookieJar()
        self.web = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        base = f"http://127.0.0.1:{port}"
        with self.web.open(f"{base}/sign-in") as page:
            token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.read().decode())[1]
        form = {"csrf_token": token, "username": username, "password": PASSWORD}
        asked = urllib.request.Request(  # noqa: S310 -- our own server
            f"{base}/sign-in",
            urllib.parse.urlencode(form).encode(),
            {"Referer": f"{base}/sign-in"},
        )
        self.web.open(asked).close()
        self.session = self.read(f"{base}/judge/session.json")
        assignment = self.read(f"{base}/judge/assignment.json")
        self.round = next(one for one in assignment["rounds"] if one["open"])
        self.cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.jar)

    def read(self, address):
        asked = urllib.request.Request(address, headers={"Accept": "application/json"})  # noqa: S310
        with self.web.open(asked) as answer:
            return json.load(answer)

    def send(self, share, until, passed):
        """Submit the papers of ``share`` over and over until it is time."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        base = {paper["draw"]: paper["revision"] for paper in share}
        count = 0
        while time.perf_counter() < until:
            paper = share[count % len(share)]
            count += 1
            from_ = time.perf_counter()
            said = self.submit(line, paper, base[paper["draw"]], str(1 + count % 7))
            passed.append(1000 * (time.perf_counter() - from_))
            base[paper["draw"]] = said["revision"]

    def submit(self, line, paper, base, mark):
        body = {
            "id": str(uuid.uuid4()),
            "user": self.session["user"]["id"],
            "round": self.round["key"],
            "draw": paper["draw"],
            "check": paper["check"],
            "state": "submitted",
            "marks": {item["key"]: mark for item in self.round["criteria"]},
            "reason": "",
            "base": base,
            "device": str(uuid.uuid4()),
        }
        headers = {
            "Content-Type": "application/json",
            "Accept": "application/json",
            "X-CSRFToken": self.session["csrf"],
            "Cookie": self.cookies,
        }
        place = f"/judge/{self.round['slug']}/submissions"
        line.request("POST", place, json.dumps(body), headers)
        answer = line.getresponse()
        said = json.loads(answer.read())
        if answer.status != http.HTTPStatus.OK:
            sys.exit(f"refused: {said}")
        return said


def all_at_once(port, seconds):
    tablets = [Tablet(port, name) for name in JUDGES]
    passed: list[float] = []
    from_ = time.perf_counter()
    threads = [
        threading.Thread(target=one.send, args=(share, from_ + seconds, passed))
        for one in tablets
        for share in shares([paper for paper in one.round["papers"] if not paper["away"]])
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent = time.perf_counter() - from_
    print(f"{len(threads)} connections: {len(passed) / spent:.0f} submissions a second")
    told("one of them", passed)


def shares(papers, connections=4):
    """Every connection has sheets of its own, as a tablet sends a sheet's revisions in order."""
    return [papers[at::connections] for at in range(connections) if papers[at::connections]]


if __name__ == "__main__":
    main(*(int(text) for text in sys.argv[1:]))
