"""Settings of one installation: frozen, typed, read once from the environment and ``.env``.

No module asks the environment for anything else; a missing secret stops the start with a sentence.
"""

from __future__ import annotations

import os
import re
import secrets
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from dotenv import dotenv_values

if TYPE_CHECKING:
    from collections.abc import Mapping

LOCALES = ("zh", "en")
LOG_LEVELS = ("debug", "info", "warning", "error")
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
    timestamp_profile: Literal["B-T", "B-LT", "B-LTA"] | None = None
    require_two_factor: bool = False
    proxies: int = 0
    metrics_token: str | None = None
    slow_query_ms: int = 250
    log_level: str | None = None
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
    given = _environ() if environ is None else dict(environ)
    place = home(given)
    database_url = _get(given, "DATABASE_URL") or f"sqlite:///{place / 'competition.sqlite3'}"
    made = _secrets(given, place, embedded=database_url.startswith("sqlite"))
    return Settings(
        home=place,
        database_url=_with_driver(database_url),
        storage_url=_get(given, "STORAGE_URL") or f"file://{place / 'files'}",
        secret_key=made["SECRET_KEY"],
        field_key=made["FIELD_KEY"],
        base_url=(_get(given, "BASE_URL") or "http://127.0.0.1:8000").rstrip("/"),
        redis_url=_get(given, "REDIS_URL"),
        locale=_locale(given),
        signing_key=_path(given, "SIGNING_KEY"),
        signing_certificate=_path(given, "SIGNING_CERTIFICATE"),
        timestamp_url=_get(given, "TIMESTAMP_URL"),
        timestamp_profile=_profile(given),
        require_two_factor=_yes(given, "REQUIRE_TWO_FACTOR"),
        proxies=_count(given, "PROXIES", 0),
        metrics_token=_get(given, "METRICS_TOKEN"),
        slow_query_ms=_count(given, "SLOW_QUERY_MS", 250),
        log_level=_log_level(given),
    )


def _with_driver(database_url: str) -> str:
    """PostgreSQL by the driver that the program brings, whichever of its names was written."""
    return re.sub(r"^postgres(?:ql)?(?:\+psycopg)?://", "postgresql+psycopg://", database_url)


def home(environ: Mapping[str, str] | None = None) -> Path:
    """The home of the installation, which can be asked for before its secrets are there."""
    return Path(_get(environ or _environ(), "HOME") or "var").resolve()


def given(name: str) -> str | None:
    """What the environment or ``.env`` says of a setting, by its name without ``COMPETITION_``."""
    return _get(_environ(), name)


def _environ() -> dict[str, str]:
    return {**_dotenv(), **os.environ}


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


def _profile(environ: Mapping[str, str]) -> Literal["B-T", "B-LT", "B-LTA"] | None:
    profile = _get(environ, "TIMESTAMP_PROFILE")
    if profile and not _get(environ, "TIMESTAMP_URL"):
        raise SettingsError("COMPETITION_TIMESTAMP_PROFILE needs COMPETITION_TIMESTAMP_URL too.")
    match profile:
        case None | "B-T" | "B-LT" | "B-LTA":
            return profile
    raise SettingsError(
        f"COMPETITION_TIMESTAMP_PROFILE is {profile!r}; it must be one of B-T, B-LT, B-LTA."
    )


def _yes(environ: Mapping[str, str], name: str) -> bool:
    value = (_get(environ, name) or "no").lower()
    if value not in {"yes", "no"}:
        raise SettingsError(f"COMPETITION_{name} is {value!r}; it must be yes or no.")
    return value == "yes"


def _count(environ: Mapping[str, str], name: str, default: int) -> int:
    value = _get(environ, name) or str(default)
    if not value.isdecimal():
        raise SettingsError(f"COMPETITION_{name} is {value!r}; it must be a number, 0 or more.")
    return int(value)


def _log_level(environ: Mapping[str, str]) -> str | None:
    level = _get(environ, "LOG_LEVEL")
    if level and level.lower() not in LOG_LEVELS:
        raise SettingsError(
            f"COMPETITION_LOG_LEVEL is {level!r}; it must be one of {', '.join(LOG_LEVELS)}."
        )
    return level


def _secrets(environ: Mapping[str, str], home: Path, *, embedded: bool) -> dict[str, str]:
    found = {name: _get(environ, name) for name in SECRETS}
    missing = [f"COMPETITION_{name}" for name, value in found.items() if not value]
    if missing and not embedded:
        raise SettingsError(
            f"{' and '.join(missing)} must be set: with a database server of its own "
            "the program makes no secrets. "
            "Make each with: python3 -c 'import secrets; print(secrets.token_urlsafe(32))'"
        )
    return {
        name: value or _own_secret(home / "keys" / name.lower()) for name, value in found.items()
    }


def _own_secret(path: Path) -> str:
    """The secret kept in ``path``, made at the first call with mode 0600."""
    make_private(path.parent.parent)
    make_private(path.parent)
    if not path.exists():
        beside = _beside(path, secrets.token_urlsafe(32))
        with suppress(FileExistsError):  # another process was quicker: its secret stands
            path.hardlink_to(beside)
        beside.unlink()
    return path.read_text(encoding="ascii").strip()


def make_private(folder: Path) -> None:
    """Make ``folder``, which nobody else on the machine may look into; one that is there stays."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def replace_secret(path: Path, secret: str) -> None:
    """Keep another secret in ``path``, put in the place of the old one as a whole."""
    _beside(path, secret).replace(path)


def _beside(path: Path, secret: str) -> Path:
    """A file of its own beside ``path``, mode 0600, with ``secret`` safely on the disk."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())
    return Path(name)
