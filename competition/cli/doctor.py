"""``competition doctor``: what is well with the installation and what is not, a line each."""

from __future__ import annotations

import shutil
import stat
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask import current_app
from sqlalchemy import text

import competition
from competition import storage
from competition.cli.db import newest, present
from competition.cli.frame.answers import JSON, print_json
from competition.cli.frame.application import application
from competition.cli.frame.refusals import NO, sentence
from competition.cli.frame.versions import program_version
from competition.jobs.queue import queue_of
from competition.models import sealed
from competition.models.base import db
from competition.queries import chain, jobs
from competition.queries import keys as key_questions
from competition.services.certificates.workshop import load_press, workshop

if TYPE_CHECKING:
    from collections.abc import Callable

    from config import Settings

PACKAGE = Path(competition.__file__).parent
FONTS = ("400Regular", "700Bold")
LITTLE_SPACE = 500 * 1024 * 1024
MEGABYTE = 1024 * 1024
CLOCK_SLACK = timedelta(minutes=5)  # by which the clocks of several machines may differ
WORK_WAITS = timedelta(minutes=10)  # a worker looks for work every minute and a half at most
SOON = timedelta(days=30)
MARKS = {True: "✓", False: "✗"}


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found: whether it is well, and a sentence."""

    name: str
    well: bool
    said: str


class Unwell(Exception):
    """A check found something wrong; the message says what to do."""


@click.command()
@JSON
def doctor(*, as_json: bool) -> int:
    """Look at configuration, clock, database, trail, work, storage, keys, libraries, fonts."""
    with application():
        found = [examine(name, check) for name, check in CHECKS.items()]
    if as_json:
        print_json([{"name": one.name, "ok": one.well, "said": one.said} for one in found])
    else:
        for one in found:
            click.echo(f"{MARKS[one.well]} {one.name:<14} {one.said}")
    return 0 if all(one.well for one in found) else NO


def examine(name: str, check: Callable[[], str]) -> Finding:
    """Run one check; whatever it raises is what it found."""
    try:
        return Finding(name, well=True, said=check())
    except Unwell as unwell:
        return Finding(name, well=False, said=str(unwell))
    except Exception as error:  # noqa: BLE001 -- a check must not hide the others
        return Finding(name, well=False, said=sentence(error))


def settings() -> Settings:
    """The settings of the application at hand."""
    found: Settings = current_app.extensions["settings"]
    return found


def _configuration() -> str:
    one = settings()
    kind = "embedded" if one.embedded else "with servers of its own"
    if not one.embedded and one.base_url.startswith("http://"):
        raise Unwell(f"COMPETITION_BASE_URL is {one.base_url}: sign-in cookies need https.")
    return f"version {program_version()}, {kind}, {one.base_url}"


def _home() -> str:
    home = settings().home
    free = shutil.disk_usage(home).free
    if free < LITTLE_SPACE:
        raise Unwell(f"only {free // MEGABYTE} MB are free at {home}.")
    return f"{home}, {free // MEGABYTE} MB free"


def _database() -> str:
    db.session.execute(text("SELECT 1"))
    return db.engine.url.render_as_string(hide_password=True)


def _migrations() -> str:
    if present() != newest():
        raise Unwell(f"at {present()}, wanted {newest()}: run `competition db upgrade`.")
    return f"at {newest()}, the newest"


def _storage() -> str:
    storage.store().check()
    return settings().storage_url


def _queue() -> str:
    queue_of(current_app).check()
    return type(queue_of(current_app).huey).__name__


def _work() -> str:
    forgotten = jobs.left_lying(datetime.now(UTC) - WORK_WAITS)
    if forgotten:
        raise Unwell(
            f"{forgotten} pieces of work wait and nobody takes them up: is `competition worker` "
            "running beside `competition web`? (`competition serve` runs both.)"
        )
    return "nothing is left lying"


def _clock() -> str:
    now, latest = datetime.now(UTC), chain.latest()
    if latest and latest > now + CLOCK_SLACK:
        raise Unwell(
            f"it is {now:%Y-%m-%d %H:%M} UTC here, but something was done at "
            f"{latest:%Y-%m-%d %H:%M}: set this machine's clock before anybody works on."
        )
    return f"{now:%Y-%m-%d %H:%M} UTC"


def _audit_trail() -> str:
    length, _head, found = chain.check()
    if found:
        raise Unwell(f"broken in {len(found)} places: run `competition audit check`.")
    return f"{length} lines, whole"


def _fonts() -> str:
    fonts = PACKAGE.parent / "certificates" / "fonts"
    missing = [name for name in FONTS if not list(fonts.glob(f"*{name}*.ttf"))]
    if missing:
        raise Unwell(f"{' and '.join(missing)} missing in {fonts}: run `make assets`.")
    return f"{len(FONTS)} weights in {fonts}"


def _type_setting() -> str:
    try:
        load_press()
    except OSError as error:
        raise Unwell(
            f"a library of the system is missing ({error}): Debian has them in "
            "libpango-1.0-0, libpangoft2-1.0-0 and libharfbuzz-subset0."
        ) from error
    return "Pango and HarfBuzz are there"


def _page_parts() -> str:
    vendor = PACKAGE / "web/static/vendor"
    if not (vendor / "bootstrap.min.css").is_file() or not (vendor / "icons").is_dir():
        raise Unwell(f"missing in {vendor}: run `make assets`.")
    return str(vendor)


def _translations() -> str:
    if not (PACKAGE / "translations/en/LC_MESSAGES/messages.mo").is_file():
        raise Unwell("the English catalogue is not compiled: run `make catalogues`.")
    return "Chinese, English"


def _field_keys() -> str:
    known = [sealed.key_id(key) for key in sealed.keyring().keys]
    unknown = sorted(set(key_questions.sealed_by()) - set(known))
    if unknown:
        raise Unwell(f"values are sealed by key {', '.join(unknown)}, which is not configured.")
    return f"{len(known)}, newest {known[0]}"


def _key_files() -> str:
    folder = settings().keys
    files = [path for path in folder.glob("*") if path.is_file()] if folder.is_dir() else []
    public = {".pem", ".crt", ".lock"}  # a lock is empty
    loose = [
        path.name
        for path in files
        if path.suffix not in public and stat.S_IMODE(path.stat().st_mode) & 0o077
    ]
    if loose:
        raise Unwell(f"others can read {', '.join(loose)} in {folder}: chmod 600.")
    return f"{len(files)} files in {folder}, readable by their owner alone"


def _signing() -> str:
    one = settings()
    given = [path for path in (one.signing_key, one.signing_certificate) if path]
    missing = [str(path) for path in given if not path.is_file()]
    if missing:
        raise Unwell(f"{' and '.join(missing)} not found.")
    if len(given) == 1:
        raise Unwell("COMPETITION_SIGNING_KEY and _CERTIFICATE must be given together.")
    if given or (one.keys / "signer.pem").is_file():
        _still_valid(workshop(one).signer.certificate.not_valid_after_utc)
    if given:
        return str(one.signing_certificate)
    if not one.embedded and not (one.keys / "signer.pem").is_file():
        raise Unwell("no signing key is configured: certificates cannot be issued.")
    return f"the installation's own authority, {one.keys / 'authority.pem'}"


def _still_valid(until: datetime) -> None:
    """Raise Unwell once the signing certificate's last day has come near."""
    if until < datetime.now(UTC) + SOON:
        ends = "ended" if until < datetime.now(UTC) else "ends"
        raise Unwell(
            f"the signing certificate {ends} on {until:%Y-%m-%d}: get another one, or run "
            "`competition keys renew` where the authority is the installation's own."
        )


CHECKS: dict[str, Callable[[], str]] = {
    "configuration": _configuration,
    "home": _home,
    "database": _database,
    "migrations": _migrations,
    "clock": _clock,
    "audit trail": _audit_trail,
    "storage": _storage,
    "queue": _queue,
    "work": _work,
    "field keys": _field_keys,
    "key files": _key_files,
    "signing key": _signing,
    "type-setting": _type_setting,
    "fonts": _fonts,
    "page parts": _page_parts,
    "translations": _translations,
}
