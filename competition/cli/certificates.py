"""``competition certificates``: PDFs from facts, and whether a PDF is genuine; no database."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, Self

import click

import config
from competition.services import certificate_files
from competition.services.certificate_files import FactsRefused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from competition.services.certificate_files import Answer, Made

_FILE = click.Path(path_type=Path)
_WORDS = {
    "intact": "unchanged since it was signed",
    "altered": "CHANGED after it was signed",
    "unsigned": "not signed",
    "unreadable": "no PDF that can be read, or cut short",
    "locked": "ENCRYPTED, as no certificate of ours is",
    "trusted": "trusted",
    "unknown": "NOT among those trusted (name its authority with --trust)",
    "expired": "certificate EXPIRED",
    "none": "nobody",
    "sound": "sound",
    "forged": "NOT signed by the signer of the file",
    "absent": "none",
}


@click.group()
def certificates() -> None:
    """Render and verify certificate files."""


@certificates.command()
@click.option("--facts", "facts", required=True, type=_FILE, help="Facts, one JSON object a line.")
@click.option("--out", "out", required=True, type=_FILE, help="Folder for the PDFs.")
@click.option("--design", help="Name of a design, or the folder of one.")
@click.option("--number-pattern", help="What numbers of level certificates must fit.")
@click.option("--jobs", type=click.IntRange(1, 64), help="Processes; all cores by default.")
@click.option("--no-sign", is_flag=True, help="Leave signature and credential away.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document and nothing else.")
def render(  # noqa: PLR0913 - one argument an option
    facts: Path,
    out: Path,
    design: str | None,
    number_pattern: str | None,
    jobs: int | None,
    *,
    no_sign: bool,
    as_json: bool,
) -> None:
    """Make one PDF for each line of facts, all of them or none."""
    try:
        settings = None if no_sign else config.load()
        with _Bar() as bar:
            made = certificate_files.render_files(
                facts,
                out,
                design=_design(design),
                number_pattern=number_pattern or certificate_files.NUMBERS,
                jobs=jobs or os.cpu_count() or 1,
                settings=settings,
                progress=bar.advance,
            )
    except (FactsRefused, config.SettingsError, OSError) as refused:
        _refuse("render", refused)
    _report(made, signed=not no_sign, as_json=as_json)


@certificates.command()
@click.argument("files", nargs=-1, type=_FILE)
@click.option("--payload", help="The whole text of a QR code that can be checked offline.")
@click.option("--trust", type=_FILE, help="Certificates of trusted authorities, PEM.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document and nothing else.")
def verify(
    files: tuple[Path, ...], payload: str | None, trust: Path | None, *, as_json: bool
) -> None:
    """Check integrity, signer and credential; exit code 1 when one file is not genuine.

    With --payload, check what a QR code states; --trust is then the signer's own certificate.

    Without --trust, the signer of this installation is the one trusted.
    """
    if bool(files) == bool(payload):
        raise click.UsageError("Name files, or give the text of one QR code with --payload.")
    if payload:
        _verify_payload(payload, trust, as_json=as_json)
        return
    try:
        trusted, own = ([trust], []) if trust else ([], _own_trust())
        answers = certificate_files.verify_files(files, trusted, own)
    except (FactsRefused, config.SettingsError, OSError) as refused:
        _refuse("verify", refused)
    if as_json:
        click.echo(json.dumps(_document(answers), ensure_ascii=False, indent=1))
    else:
        for answer in answers:
            _tell(answer)
    sys.exit(0 if all(answer.verdict.genuine for answer in answers) else 1)


def _verify_payload(text: str, trust: Path | None, *, as_json: bool) -> None:
    """What a sealed QR code states; exit code 1 when no known key sealed it."""
    try:
        signers = [trust] if trust else _own_signers()
        stated = certificate_files.read_payload(text, signers)
    except (FactsRefused, config.SettingsError, OSError) as refused:
        _refuse("verify", refused)
    facts = asdict(stated) if stated else {}
    if as_json:
        document = {"genuine": bool(stated), "facts": facts}
        click.echo(json.dumps(document, ensure_ascii=False, indent=1))
    else:
        click.echo("genuine when issued" if stated else "NOT genuine")
        for key, value in facts.items():
            click.echo(f"  {key:<12}{value}")
    sys.exit(0 if stated else 1)


def _own_signers() -> list[Path]:
    """The certificates of this installation's signers; asking makes no installation."""
    return certificate_files.own_signers(config.load()) if config.home().is_dir() else []


def _own_trust() -> list[Path]:
    """What this installation trusts; asking makes no installation where there is none."""
    return certificate_files.own_trust(config.load()) if config.home().is_dir() else []


class _Bar:
    """A progress bar on a terminal, nothing elsewhere."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._done = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown and self._done:
            click.echo("", err=True)

    def advance(self, done: int, total: int) -> None:
        """Show that ``done`` of ``total`` certificates are finished."""
        self._done = done
        if self._shown:
            filled = 30 * done // total
            bar = "█" * filled + "░" * (30 - filled)
            click.echo(f"\r{bar} {done}/{total}", nl=False, err=True)


def _design(given: str | None) -> str | Path | None:
    """A folder where there is one of that name, else the name of an own design."""
    if given and (os.sep in given or Path(given, "design.toml").is_file()):
        return Path(given)
    return given


def _refuse(command: str, refused: Exception) -> NoReturn:
    for line in str(refused).splitlines():
        click.echo(f"competition certificates {command}: {line}", err=True)
    sys.exit(2)


def _report(made: Sequence[Made], *, signed: bool, as_json: bool) -> None:
    if not as_json:
        for one in made:
            click.echo(str(one.path))
        return
    files = [
        {
            "line": one.line,
            "number": one.number,
            "file": str(one.path),
            "bytes": one.size,
            "sha256": one.sha256,
        }
        for one in made
    ]
    click.echo(json.dumps({"signed": signed, "files": files}, ensure_ascii=False, indent=1))


def _document(answers: Sequence[Answer]) -> dict[str, object]:
    return {
        "genuine": all(answer.verdict.genuine for answer in answers),
        "files": [{"file": str(answer.path), **answer.verdict.as_mapping()} for answer in answers],
    }


def _tell(answer: Answer) -> None:
    """The verdict in words."""
    verdict = answer.verdict
    click.echo(f"{answer.path}: {'genuine' if verdict.genuine else 'NOT genuine'}")
    click.echo(f"  integrity   {_WORDS[verdict.integrity]}")
    if verdict.integrity in {"unsigned", "unreadable", "locked"}:
        return
    click.echo(f"  signer      {verdict.signer_name}: {_WORDS[verdict.signer]}")
    click.echo(f"  credential  {_WORDS[verdict.credential]}")
    for key, text in verdict.facts.items():
        differs = "" if verdict.on_page.get(key, True) else "   DIFFERS from the page"
        click.echo(f"  {key:<12}{text}{differs}")
