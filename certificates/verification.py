"""Checking a certificate file: is it whole, who signed it, do paper and credential agree.

Whether it was revoked or superseded since is not in the file; whoever keeps the record of
certificates knows that.
"""

from __future__ import annotations

import contextlib
import io
import logging
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final, Literal

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from certificates import credentials
from certificates.archive import CREDENTIAL_NAME
from certificates.cms.adapter import common_name
from certificates.drawing.viewer import page_text
from certificates.errors import KeyUnfit
from certificates.facts import KINDS
from certificates.page import date_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

Integrity = Literal["intact", "altered", "unsigned", "unreadable", "locked"]
SignerState = Literal["trusted", "unknown", "expired", "none"]
CredentialState = Literal["sound", "forged", "absent"]
SHOWN: Final = frozenset(
    ("number", "holder", "issuer", "issued_on", "occupation", "specialty", "contest")
) | frozenset(KINDS)
# What pyHanko raises for a signature that is broken beyond an answer.
_UNSOUND: Final = (
    SignatureValidationError,
    SigningError,
    PdfError,
    ValueError,
    KeyError,
    TypeError,
    OSError,
)
_END: Final = re.compile(rb"%%EOF\r?\n?\Z")
_HEAVIEST: Final = 20 * 1024 * 1024

for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a file shows about itself.

    ``integrity``: nothing changed since it was signed, nothing stands behind it; ``locked``: the
    file is encrypted, which no certificate of ours is. ``signer``: its certificate leads to a
    trusted one. ``credential``: signed by the same key as the file. ``facts``: what the
    credential states; ``on_page``: for each of these, whether the page says the same.
    """

    integrity: Integrity
    signer: SignerState = "none"
    signer_name: str = ""
    signed_at: datetime | None = None
    timestamped: bool = False
    credential: CredentialState = "absent"
    facts: Mapping[str, str] = field(default_factory=dict)
    on_page: Mapping[str, bool] = field(default_factory=dict)

    @property
    def genuine(self) -> bool:
        """Whether the answer is yes: whole, from a trusted signer, agreeing with its credential."""
        return (
            self.integrity == "intact"
            and self.signer == "trusted"
            and self.credential == "sound"
            and all(self.on_page.values())
        )

    def as_mapping(self) -> dict[str, object]:
        """The verdict as JSON values."""
        return {
            "genuine": self.genuine,
            "integrity": self.integrity,
            "signer": self.signer,
            "signer_name": self.signer_name,
            "signed_at": self.signed_at.isoformat() if self.signed_at else None,
            "timestamped": self.timestamped,
            "credential": self.credential,
            "facts": dict(self.facts),
            "on_page": dict(self.on_page),
        }


def verify(pdf: bytes, trust: Iterable[x509.Certificate] = ()) -> Verdict:
    """Check a file against the certificates in ``trust`` (authorities or signers).

    Never raises for what is in the file.
    """
    if len(pdf) > _HEAVIEST:
        return Verdict("unreadable")
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        if reader.encrypted:
            return Verdict("locked")
        found = list(reader.embedded_regular_signatures)
    except (
        PdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        OSError,
        RecursionError,
    ):
        return Verdict("unreadable")
    if not found:
        return Verdict("unsigned")
    return _checked(pdf, reader, found[0], list(trust))


def load_trust(source: Path | bytes) -> list[x509.Certificate]:
    """The certificates in a PEM file (or PEM bytes). Raises KeyUnfit."""
    try:
        return x509.load_pem_x509_certificates(
            source if isinstance(source, bytes) else source.read_bytes()
        )
    except OSError as error:
        reason = f"{str(source)!r} cannot be read ({error.strerror})."
        raise KeyUnfit("key_unfit", reason=reason) from None
    except ValueError:
        raise KeyUnfit("key_unfit", reason="there is no certificate in PEM form in it.") from None


def own_trust(source: Path | bytes) -> list[x509.Certificate]:
    """Of our own PEM file, what may be trusted: the signer, or the authority that is our own.

    Not what stands above a signer: a bought certificate has above it an authority that signs for
    anybody who pays. Raises KeyUnfit.
    """
    return load_trust(source)[:1]


def agreement(verdict: Verdict, stated: Mapping[str, str]) -> dict[str, bool]:
    """For each fact of ``stated`` (a record) that the credential states too, whether they agree."""
    return {
        key: _bare(verdict.facts[key]) == _bare(text)
        for key, text in stated.items()
        if key in verdict.facts
    }


def _checked(
    pdf: bytes, reader: PdfFileReader, signature: Any, trust: list[x509.Certificate]
) -> Verdict:
    try:
        status = validate_pdf_signature(signature, _context(trust))
    except _UNSOUND:
        return Verdict("altered")
    whole = status.intact and status.valid and _untouched(status) and _ends_here(pdf, reader)
    leaf = x509.load_der_x509_certificate(status.signing_cert.dump())
    state, facts = _credential(reader, leaf) if whole else ("absent", {})
    stamped = status.timestamp_validity
    return Verdict(
        integrity="intact" if whole else "altered",
        signer=_signer_state(status, leaf),
        signer_name=common_name(leaf),
        signed_at=stamped.timestamp if stamped else status.signer_reported_dt,
        timestamped=bool(stamped and stamped.valid and stamped.intact),
        credential=state,
        facts=facts,
        on_page=_on_page(pdf, facts) if facts else {},
    )


def _context(trust: list[x509.Certificate]) -> ValidationContext:
    roots = [asn1_x509.Certificate.load(one.public_bytes(Encoding.DER)) for one in trust]
    return ValidationContext(trust_roots=roots, allow_fetching=False, revocation_mode="soft-fail")


def _untouched(status: Any) -> bool:
    """Whether nothing but archival timestamps came after the signature."""
    if status.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return True
    return bool(
        status.modification_level in {ModificationLevel.NONE, ModificationLevel.LTA_UPDATES}
    )


def _ends_here(pdf: bytes, reader: PdfFileReader) -> bool:
    """Whether nothing stands behind the signature, or behind what makes it last (B-LT).

    Readers skip what follows the end of a file, so that a signature stays valid in front of it.
    """
    ranges = reader.embedded_signatures[-1].byte_range
    signed_to = int(ranges[2]) + int(ranges[3])
    return signed_to == len(pdf) or (
        signed_to < len(pdf) and "/DSS" in reader.root and _END.search(pdf) is not None
    )


def _signer_state(status: Any, leaf: x509.Certificate) -> SignerState:
    if status.trusted:
        return "trusted"
    expired = leaf.not_valid_after_utc < datetime.now(leaf.not_valid_after_utc.tzinfo)
    return "expired" if expired else "unknown"


def _credential(
    reader: PdfFileReader, leaf: x509.Certificate
) -> tuple[CredentialState, dict[str, str]]:
    token = _attached(reader)
    if token is None:
        return "absent", {}
    claims = credentials.read(token, leaf.public_key())
    return ("sound", credentials.facts_in(claims)) if claims else ("forged", {})


def _attached(reader: PdfFileReader) -> str | None:
    """The text of the attached credential, or None."""
    with contextlib.suppress(PdfError, KeyError, ValueError, TypeError, UnicodeDecodeError):
        names = reader.root["/Names"]["/EmbeddedFiles"]["/Names"]
        for index in range(0, len(names), 2):
            file = names[index + 1]
            if file["/UF"] == CREDENTIAL_NAME:
                text: str = file["/EF"]["/F"].data.decode("ascii")
                return text
    return None


def credential_in(pdf: bytes) -> str | None:
    """The credential that a certificate file carries, unchecked; None when it carries none."""
    with contextlib.suppress(PdfError, ValueError):
        return _attached(PdfFileReader(io.BytesIO(pdf), strict=False))
    return None


def _on_page(pdf: bytes, facts: Mapping[str, str]) -> dict[str, bool]:
    """For each fact that such a page shows, whether the first page says it.

    By 人社鉴发〔2021〕1号 no contest stands on a level certificate.
    """
    page = _bare(page_text(pdf))
    return {
        key: any(_bare(words) in page for words in _wordings(key, text))
        for key, text in facts.items()
        if key in SHOWN and (key, "level" in facts) != ("contest", True)
    }


def _wordings(key: str, text: str) -> Iterator[str]:
    yield text
    if key == "issued_on":
        with contextlib.suppress(ValueError):
            yield from date_words(date.fromisoformat(text))


def _bare(text: str) -> str:
    """Text without the spaces and line ends that setting adds."""
    return "".join(unicodedata.normalize("NFC", text).split())
