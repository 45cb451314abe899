"""Settings of one installation: frozen, typed, read once from the environment and ``.env``.

No module asks the environment for anything else; a missing secret in production is a sentence, not a guess.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dotenv import dotenv_values

if TYPE_CHECKING:
    from collections.abc import Mapping

LOCALES = ("zh", "en")
SECRETS = ("SECRET_KEY", "FIELD_KEY")


class SettingsError(Exception):
    """A setting is missing or unfit; the message is a sentence an administrator can act on."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What one installation is told from outside, see the README for each name."""

    home: Path
    database_url: str
    storage_url: str
    secret_key: str
    field_key: str
    base_url: str = "http://127.0.0.1:8000"
    redis_url: str | None = None
    locale: str = "zh"
    signing_key: Path | None = None
    signing_certificate: Path | None = None
    timestamp_url: str | None = None
    testing: bool = False

    @property
    def embedded(self) -> bool:
        """Whether one process with SQLite serves everything, as ``make run`` does."""
        return self.redis_url is None and self.database_url.startswith("sqlite")

    @property
    def keys(self) -> Path:
        """The folder of the keys that the embedded default makes for itself."""
        return self.home / "keys"


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings; ``environ`` defaults to ``.env`` below the process's environment.

    Raises SettingsError when a secret is missing outside the embedded default, or a value is unfit.
    """
    given = {**_dotenv(), **os.environ} if environ is None else dict(environ)
    home = Path(_get(given, "HOME") or "var").resolve()
    database_url = _get(given, "DATABASE_URL") or f"sqlite:///{home / 'competition.sqlite3'}"
    made = _secrets(given, home, embedded=database_url.startswith("sqlite"))
    return Settings(
        home=home,
        database_url=database_url,
        storage_url=_get(given, "STORAGE_URL") or f"file://{home / 'files'}",
        secret_key=made["SECRET_KEY"],
        field_key=made["FIELD_KEY"],
        base_url=(_get(given, "BASE_URL") or "http://127.0.0.1:8000").rstrip("/"),
        redis_url=_get(given, "REDIS_URL"),
        locale=_locale(given),
        signing_key=_path(given, "SIGNING_KEY"),
        signing_certificate=_path(given, "SIGNING_CERTIFICATE"),
        timestamp_url=_get(given, "TIMESTAMP_URL"),
    )


def _dotenv() -> dict[str, str]:
    return {key: value for key, value in dotenv_values(".env").items() if value is not None}


def _get(environ: Mapping[str, str], name: str) -> str | None:
    return environ.get(f"COMPETITION_{name}") or None


def _path(environ: Mapping[str, str], name: str) -> Path | None:
    value = _get(environ, name)
    return Path(value) if value else None


def _locale(environ: Mapping[str, str]) -> str:
    locale = _get(environ, "LOCALE") or "zh"
    if locale not in LOCALES:
        raise SettingsError(
            f"COMPETITION_LOCALE is {locale!r}; it must be one of {', '.join(LOCALES)}."
        )
    return locale


def _secrets(environ: Mapping[str, str], home: Path, *, embedded: bool) -> dict[str, str]:
    found = {name: _get(environ, name) for name in SECRETS}
    missing = [f"COMPETITION_{name}" for name, value in found.items() if not value]
    if missing and not embedded:
        raise SettingsError(
            f"{' and '.join(missing)} must be set: with a database of its own the program makes no secrets. "
            "Make each with: python3 -c 'import secrets; print(secrets.token_urlsafe(32))'"
        )
    return {
        name: value or _own_secret(home / "keys" / name.lower()) for name, value in found.items()
    }


def _own_secret(path: Path) -> str:
    """The secret kept in ``path``, made at the first call with mode 0600."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(32))
    return path.read_text(encoding="ascii")
