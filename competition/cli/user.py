"""``competition user``: accounts of the staff. Passwords are asked for, never an argument."""

from __future__ import annotations

import secrets
import sys
from datetime import UTC, datetime

import click

from competition.cli.frame.answers import JSON, print_json
from competition.cli.frame.application import application
from competition.cli.frame.refusals import Refusal
from competition.cli.tables import table
from competition.domain.actor import Actor
from competition.queries import accounts as questions
from competition.services import accounts
from config import load

GENERATE = click.option("--generate", is_flag=True, help="Make a password and print it.")
OPERATOR = Actor(kind="system", id=None, name="command line", role="operator")


@click.group()
def user() -> None:
    """Accounts of the staff."""


@user.command()
@click.argument("username")
@click.option("--name", default="", help="The person's name, as pages show it.")
@click.option("--email", default="", help="The person's address, if any.")
@click.option("--administrator", is_flag=True, help="May create contests and give roles.")
@GENERATE
def add(username: str, name: str, email: str, *, administrator: bool, generate: bool) -> None:
    """Make the account USERNAME. The password is asked for, or read from standard input."""
    with application():
        accounts.fit_username(username)
        password = _password(generate=generate)
        accounts.create_account(
            OPERATOR,
            _now(),
            username,
            name,
            password,
            email=email,
            administrator=administrator,
            given=generate,
        )
    _tell(f"{username} can sign in at {_sign_in()}", password if generate else None)


@user.command()
@click.argument("username")
@GENERATE
def passwd(username: str, *, generate: bool) -> None:
    """Give USERNAME another password; ends all sessions of the account."""
    with application():
        password = _password(generate=generate)
        accounts.set_password(OPERATOR, _now(), username, password, given=generate)
    _tell(f"{username} has a new password. Sign in at {_sign_in()}", password if generate else None)


@user.command()
@click.argument("username")
def disable(username: str) -> None:
    """Shut the account USERNAME and end its sessions; what the person did stays on record."""
    with application():
        accounts.set_active(OPERATOR, _now(), username, active=False)
    click.echo(f"{username} can no longer sign in.")


@user.command()
@click.argument("username")
def enable(username: str) -> None:
    """Open the account USERNAME again."""
    with application():
        accounts.set_active(OPERATOR, _now(), username, active=True)
    click.echo(f"{username} can sign in again.")


@user.command("drop-second-factor")
@click.argument("username")
def drop_second_factor(username: str) -> None:
    """Forget second factor, passkeys and recovery codes of USERNAME, who lost them."""
    with application():
        accounts.drop_second_factor(OPERATOR, _now(), username)
    click.echo(f"{username} signs in with the password alone until a second factor is set up.")


@user.command("list")
@JSON
def list_accounts(*, as_json: bool) -> None:
    """Every account: user name, name, whether it is open, administrator or not."""
    with application():
        found = [
            {
                "username": one.username,
                "name": one.name,
                "active": one.active,
                "administrator": one.has_role(accounts.ADMINISTRATOR),
                "second_factor": bool(one.tf_primary_method),
            }
            for one in questions.everybody()
        ]
    if as_json:
        print_json(found)
        return
    rows = [[_word(value) for value in one.values()] for one in found]
    header = ["user name", "name", "open", "administrator", "second factor"]
    click.echo(table(header, rows, frozenset()) if rows else "There is no account yet.")


def _word(value: object) -> str:
    return {True: "yes", False: "no"}.get(value, "") if isinstance(value, bool) else str(value)


def _password(*, generate: bool) -> str:
    if generate:
        return secrets.token_urlsafe(12)
    if sys.stdin.isatty():
        typed = click.prompt("Password", hide_input=True, confirmation_prompt=True)
        return accounts.fit_password(typed)
    line = sys.stdin.readline().rstrip("\r\n")
    if not line:
        raise Refusal("Give the password on standard input, or use --generate.")
    return line


def _tell(sentence: str, password: str | None) -> None:
    click.echo(sentence)
    if password:
        click.echo("At the first sign-in another one must be chosen.")
        click.echo(f"Password: {password}")


def _sign_in() -> str:
    return f"{load().base_url}/sign-in"


def _now() -> datetime:
    return datetime.now(UTC)
