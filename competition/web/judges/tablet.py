"""The score sheet as an installable web app: its page, its manifest, its service worker."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

from flask import current_app, jsonify, make_response, render_template, url_for
from flask_babel import gettext as _

from competition.web.guards import ANYONE, allow
from competition.web.judges.blueprint import blueprint
from competition.web.judges.tablet_words import ICONS, WORDS

if TYPE_CHECKING:
    from flask.blueprints import BlueprintSetupState
    from flask.typing import ResponseReturnValue

STATIC = Path(__file__).parent.parent / "static"
MODULES = (
    "app",
    "bar",
    "dom",
    "figures",
    "kept",
    "keypad",
    "list",
    "looks",
    "qr",
    "queue",
    "screens",
    "sheet",
    "store",
    "trouble",
    "window",
    "wire",
)
FILES = (
    "css/competition.css",
    "css/judging.css",
    "css/tablet.css",
    "img/mark.svg",
    "vendor/bootstrap.min.css",
    "vendor/idb.js",
    *(f"js/judges/{name}.js" for name in MODULES),
)


@blueprint.record_once
def _version(setup: BlueprintSetupState) -> None:
    """A change of any file makes a new version, which every tablet then fetches whole."""
    digest = hashlib.sha256()
    for name in (*FILES, "js/judges/worker.js"):
        digest.update((STATIC / name).read_bytes())
    setup.app.config["TABLET_VERSION"] = digest.hexdigest()[:12]


@blueprint.get("/app")
@allow(ANYONE)
def tablet() -> ResponseReturnValue:
    """The app itself; it holds nothing about anybody, so that it may be kept on the tablet."""
    words = {key: str(text) for key, text in WORDS.items()}
    answer = make_response(render_template("judges/tablet.html", words=words, icons=ICONS))
    answer.headers["X-Tablet-Version"] = current_app.config["TABLET_VERSION"]
    return answer


@blueprint.get("/app.webmanifest")
@allow(ANYONE)
def manifest() -> ResponseReturnValue:
    """What the browser needs to install the app."""
    icon = {"src": url_for("static", filename="img/mark.svg"), "sizes": "any"}
    answer = jsonify(
        name=_("技能竞赛评分"),
        short_name=_("评分"),
        start_url=url_for(".tablet"),
        scope="/judge/",
        display="standalone",
        background_color="#ffffff",
        theme_color="#b71c1c",
        icons=[icon | {"type": "image/svg+xml", "purpose": "any maskable"}],
    )
    answer.mimetype = "application/manifest+json"
    return answer


@blueprint.get("/sw.js")
@allow(ANYONE)
def worker() -> ResponseReturnValue:
    """The service worker, with the list of what it keeps on the tablet."""
    kept = [url_for("static", filename=name) for name in FILES]
    head = {
        "version": current_app.config["TABLET_VERSION"],
        "page": url_for(".tablet"),
        "files": [*kept, url_for(".manifest")],
    }
    script = (STATIC / "js/judges/worker.js").read_text(encoding="utf-8")
    answer = make_response(f"const KEPT = {json.dumps(head)};\n{script}")
    answer.mimetype = "text/javascript"
    answer.headers["Cache-Control"] = "no-cache"
    return answer
