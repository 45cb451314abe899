"""Whether files and QR codes are genuine, and whom this installation trusts by itself."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography import x509

import certificates
from competition.services.certificate_files.reading import FactsRefused, asked, raw

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes

    from config import Settings


@dataclass(frozen=True, slots=True)
class Answer:
    """The verdict on one file."""

    path: Path
    verdict: certificates.Verdict


def verify_files(
    paths: Sequence[Path], trust: Sequence[Path] = (), own: Sequence[Path] = ()
) -> list[Answer]:
    """The verdict on each file. Raises FactsRefused.

    ``trust`` are PEM files of authorities, ``own`` those of this installation: of these only the
    first certificate counts.
    """
    trusted = [
        certificate
        for load, files in ((certificates.load_trust, trust), (certificates.own_trust, own))
        for file in files
        for certificate in asked(functools.partial(load, file))
    ]
    return [Answer(path, certificates.verify(raw(path), trusted)) for path in paths]


def read_payload(text: str, signers: Sequence[Path]) -> certificates.Stated | None:
    """What the text of a QR code states if one of ``signers`` (PEM files) sealed it, else None.

    Raises FactsRefused for a file that holds no certificates.
    """
    for file in signers:
        try:
            known = x509.load_pem_x509_certificates(raw(file))
        except ValueError:
            raise FactsRefused([f"{file}: holds no certificates in PEM."]) from None
        for one in known:
            stated = certificates.read_payload(text, one.public_key())
            if stated:
                return stated
    return None


def sealed_by(statement: str, seal: str, trust: Path) -> str | None:
    """Who of those in ``trust`` sealed the statement: a subject or key address; None if nobody did.

    ``trust`` is the signer's certificate in PEM, or the ``did.json`` of its site. Raises
    FactsRefused for a file that is neither.
    """
    for name, public in _publics(raw(trust), trust).items():
        if certificates.statement_holds(statement, seal, (public,)):
            return name
    return None


def _publics(content: bytes, file: Path) -> dict[str, PublicKeyTypes]:
    """The public keys in a file of certificates or in a ``did.json``, by what they are called."""
    try:
        if content.lstrip().startswith(b"{"):
            return certificates.keys_in(json.loads(content))
        known = certificates.load_trust(content)
    except (certificates.CertificateError, ValueError):
        said = f"{file}: holds neither a certificate in PEM nor the keys of a did.json."
        raise FactsRefused([said]) from None
    return {one.subject.rfc4514_string(): one.public_key() for one in known}


def own_signers(settings: Settings) -> list[Path]:
    """The files with the certificates of present and former signers; none before the first."""
    own = certificates.Authority.within(settings.keys).signer_certificate
    present = settings.signing_certificate or (own if own.is_file() else None)
    return [*([present] if present else []), *sorted(settings.keys.glob("trusted/*.pem"))]


def own_trust(settings: Settings) -> list[Path]:
    """The certificates that this installation signs or has signed with; none before its first."""
    own = certificates.Authority.within(settings.keys).authority_certificate
    former = sorted(settings.keys.glob("trusted/*.pem"))
    present = settings.signing_certificate or (own if own.is_file() else None)
    return [*([present] if present else []), *former]
