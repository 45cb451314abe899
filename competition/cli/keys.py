"""``competition keys``: those that seal personal data, sign sessions and sign certificates."""

from __future__ import annotations

import os
import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

import config
from competition.cli.frame.answers import JSON, print_json
from competition.cli.frame.application import application
from competition.cli.frame.refusals import Refusal
from competition.domain.actor import Actor
from competition.models import sealed
from competition.queries import keys as questions
from competition.services import keys as deeds

if TYPE_CHECKING:
    from pathlib import Path

OPERATOR = Actor(kind="system", id=None, name="command line", role="operator")
FIELD_KEY = "COMPETITION_FIELD_KEY"


@click.group()
def keys() -> None:
    """Make or change the installation's keys."""


@keys.command()
@click.option(
    "--name",
    default="Contest",
    show_default=True,
    help="Whose authority it is, as readers of the signed PDF show it.",
)
def init(name: str) -> None:
    """Make the keys that are missing, under the home; none that is there is touched.

    Without secrets in the environment these are those of the embedded default too.
    """
    with application() as app:
        settings = app.extensions["settings"]
        key, certificate = deeds.make_signing_keys(settings.keys, name)
        for path in sorted(settings.keys.glob("*")):
            click.echo(path)
        if not settings.embedded and not settings.signing_key:
            click.echo(f"COMPETITION_SIGNING_KEY={key}")
            click.echo(f"COMPETITION_SIGNING_CERTIFICATE={certificate}")


@keys.command("list")
@JSON
def list_keys(*, as_json: bool) -> None:
    """The field keys by their ids, newest first, and how many values each has sealed."""
    with application():
        known = [sealed.key_id(key) for key in sealed.keyring().keys]
        counts = questions.sealed_by()
    found = [
        {"id": name, "values": counts.get(name, 0), "known": name in known}
        for name in [*known, *sorted(set(counts) - set(known))]
    ]
    if as_json:
        print_json(found)
        return
    for one in found:
        click.echo(
            f"{one['id']}  {one['values']:>7}" + ("" if one["known"] else "  not configured")
        )


@keys.command()
def rotate() -> None:
    """Add a new field key and seal all personal data anew under it. The old ones are kept."""
    if os.environ.get(FIELD_KEY):
        fresh = secrets.token_urlsafe(32)
        raise Refusal(
            f"The field key comes from {FIELD_KEY}: put a new one and a comma in front of it, "
            f"restart, then run `competition keys reseal`. A new one: {fresh}"
        )
    with application() as app:
        _add_key(app.extensions["settings"].keys / "field_key")
    _seal_anew()


@keys.command()
def reseal() -> None:
    """Seal all personal data anew under the newest field key."""
    _seal_anew()


@keys.command()
def renew() -> None:
    """Make another key that signs certificates and publications; what the old one signed holds.

    The old certificate is kept under keys/trusted: its key stays in did.json. Running servers
    take the new one up by themselves.
    """
    with application() as app:
        settings = app.extensions["settings"]
        if settings.signing_key:
            raise Refusal(
                "The signing key comes from COMPETITION_SIGNING_KEY: put a copy of its certificate "
                f"into {settings.keys / 'trusted'} under a name that ends in .pem, then set the "
                "new key and certificate and restart."
            )
        kept = deeds.renew_signer(OPERATOR, datetime.now(UTC), settings.keys)
    click.echo(f"A new key signs from now on. Keep {kept}: with it the old one counts.")


def _seal_anew() -> None:
    with application():
        changed = deeds.seal_anew(OPERATOR, datetime.now(UTC))
        newest = sealed.key_id(sealed.keyring().keys[0])
    click.echo(f"{changed} values sealed anew under key {newest}. Keep the older keys.")


def _add_key(path: Path) -> None:
    """Put a new key in front of those in the file, which is replaced as a whole."""
    config.replace_secret(path, f"{secrets.token_urlsafe(32)},{path.read_text(encoding='ascii')}")
