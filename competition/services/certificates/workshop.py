"""The certificates package as this program uses it: its keys, its designs, its refusals.

No row is read or written here; keys lie where the settings say.
"""

from __future__ import annotations

import fcntl
import functools
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from cryptography import x509

import certificates as press
from competition.domain.errors import DomainError, Invalid
from competition.storage import store

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from certificates import Profile
    from config import Settings

PICTURES = ("photo", "seal_image")
STATUS_ROOM = 131_072  # places in one status list, the least that its specification allows


@dataclass(frozen=True, slots=True)
class Workshop:
    """Who signs, under which name on the web, and whose signatures are ours."""

    base_url: str
    did: str
    signer: press.Signer
    trust: tuple[x509.Certificate, ...]

    @property
    def signers(self) -> tuple[x509.Certificate, ...]:
        """The certificates of the present signer and of the former ones, without authorities."""
        found = {one: None for one in (self.signer.certificate, *self.trust) if not _certifies(one)}
        return tuple(found)

    def status(self, index: int) -> press.StatusEntry:
        """Where the state of the certificate with this status index is looked up."""
        number, place = divmod(index, STATUS_ROOM)
        return press.StatusEntry(
            place,
            status_address(self.base_url, "revocation", number),
            status_address(self.base_url, "supersession", number),
        )


def load_press() -> None:
    """Load type-setting and signing now. Raises OSError where the system lacks a library."""
    press.load_all()


def _certifies(certificate: x509.Certificate) -> bool:
    """Whether it is an authority's: it signs certificates, and nothing that strangers check."""
    try:
        known = certificate.extensions.get_extension_for_class(x509.BasicConstraints)
    except x509.ExtensionNotFound:
        return False
    return known.value.ca


def status_address(base_url: str, purpose: str, number: int) -> str:
    """The address of one status list; ``purpose`` is ``revocation`` or ``supersession``."""
    return f"{base_url}/status/{purpose}/{number}"


def workshop(settings: Settings) -> Workshop:
    """The workshop of this installation; its keys are made at the first use where none are set.

    Raises ``DomainError("signing_key_missing")`` and ``Invalid("certificate_key_unfit")``.
    """
    key, certificate = signing_files(settings)
    stamps = settings.timestamp_url, settings.timestamp_profile
    written = tuple(map(_written, (key, certificate, settings.keys / "trusted")))
    return _opened(settings.base_url, key, certificate, stamps, settings.keys, written)


def _written(path: Path) -> int:
    """When it was last written, in ns; 0 where nothing is: another key is taken up at once."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


@functools.lru_cache(maxsize=4)
def _opened(
    base_url: str,
    key: Path,
    certificate: Path,
    stamps: tuple[str | None, Profile | None],
    keys: Path,
    _written: tuple[int, ...],
) -> Workshop:
    with refusals():
        url, profile = stamps
        signer = press.FileSigner(key, certificate, timestamp_url=url, profile=profile)
        trust = [*press.own_trust(certificate)]
        for former in sorted(keys.glob("trusted/*.pem")):
            trust += press.own_trust(former)
    return Workshop(base_url, press.did_for(base_url), signer, tuple(trust))


def signing_files(settings: Settings) -> tuple[Path, Path]:
    """The files of the signing key and its certificates. Raises DomainError."""
    if settings.signing_key and settings.signing_certificate:
        return settings.signing_key, settings.signing_certificate
    if not settings.embedded:
        raise DomainError("signing_key_missing")
    files = press.Authority.within(settings.keys)
    if not files.complete():
        _make_authority(settings.keys)
    return files.signer_key, files.signer_certificate


def _make_authority(folder: Path) -> None:
    """Make the keys once, however many processes ask at the same moment."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    turn = folder / "authority.lock"
    turn.touch(mode=0o600)
    with turn.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if press.Authority.within(folder).complete():
            return
        try:
            press.make_authority(folder)
        except FileExistsError as error:
            raise DomainError("signing_key_incomplete", folder=folder) from error


@contextmanager
def refusals() -> Iterator[None]:
    """Turn refusals of the certificates package into those of this program."""
    try:
        yield
    except press.CertificateError as error:
        raise refusal(error) from error


def refusal(error: press.CertificateError) -> Invalid:
    """The same refusal with a code that the web has words for."""
    return Invalid(f"certificate_{error.code}", **error.params)


def read_facts(stated: Mapping[str, Any], folder: Path | None = None) -> press.Facts:
    """The facts as the package wants them; pictures are fetched from the storage to ``folder``.

    Without a folder pictures are left away. Raises Invalid.
    """
    plain = dict(stated)
    for name in PICTURES:
        key = plain.pop(name, None)
        if key and folder:
            plain[name] = str(_fetched(key, folder))
    with refusals():
        return press.Facts.parse(plain)


def _fetched(key: str, folder: Path) -> Path:
    path = folder / sha256(key.encode()).hexdigest()
    if not path.exists():
        path.write_bytes(store().get(key))
    return path
