"""Certificates: plain facts in, signed PDF out. No Flask, no database.

This is the front door; nothing else of the package is for outsiders. Texts of refusals are in
``CertificateError``. What stands behind a name is loaded when the name is first used: setting and
signing take longer to load than everything else of a program, and few of its commands do either.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from certificates.authority import Authority, make_authority, renew_signer, signer_within
    from certificates.bulk import Batch, Order, Printed, print_file
    from certificates.credentials import StatusEntry, credential, did_document, did_for, keys_in
    from certificates.design import Design, design_for, designs
    from certificates.design import load as load_design
    from certificates.drawing.photo import portrait
    from certificates.drawing.viewer import preview_png
    from certificates.errors import (
        SENTENCES,
        CertificateError,
        DesignError,
        FactError,
        GlyphMissing,
        KeyUnfit,
    )
    from certificates.facts import KINDS, LANGUAGES, LEVELS, Facts, Kind, Language
    from certificates.issuing import check_design, issue, render, samples
    from certificates.names import clean, instead_of
    from certificates.offline import Stated, read_payload, seal_payload, sealed
    from certificates.signing import (
        FileSigner,
        Profile,
        Signer,
        seal_statement,
        sign,
        statement_holds,
    )
    from certificates.status import decode, encode, status_list
    from certificates.verification import (
        Verdict,
        agreement,
        credential_in,
        load_trust,
        own_trust,
        verify,
    )

__all__ = [
    "KINDS",
    "LANGUAGES",
    "LEVELS",
    "SENTENCES",
    "Authority",
    "Batch",
    "CertificateError",
    "Design",
    "DesignError",
    "FactError",
    "Facts",
    "FileSigner",
    "GlyphMissing",
    "KeyUnfit",
    "Kind",
    "Language",
    "Order",
    "Printed",
    "Profile",
    "Signer",
    "Stated",
    "StatusEntry",
    "Verdict",
    "agreement",
    "check_design",
    "clean",
    "credential",
    "credential_in",
    "decode",
    "design_for",
    "designs",
    "did_document",
    "did_for",
    "encode",
    "instead_of",
    "issue",
    "keys_in",
    "load_design",
    "load_trust",
    "make_authority",
    "own_trust",
    "portrait",
    "preview_png",
    "print_file",
    "read_payload",
    "render",
    "renew_signer",
    "samples",
    "seal_payload",
    "seal_statement",
    "sealed",
    "sign",
    "signer_within",
    "statement_holds",
    "status_list",
    "verify",
]

# Where each name is; ``load_design`` is called ``load`` there.
_HOMES = {
    "authority": "Authority make_authority renew_signer signer_within",
    "bulk": "Batch Order Printed print_file",
    "credentials": "StatusEntry credential did_document did_for keys_in",
    "design": "Design design_for designs load_design",
    "drawing.photo": "portrait",
    "drawing.viewer": "preview_png",
    "errors": "SENTENCES CertificateError DesignError FactError GlyphMissing KeyUnfit",
    "facts": "KINDS LANGUAGES LEVELS Facts Kind Language",
    "issuing": "check_design issue render samples",
    "names": "clean instead_of",
    "offline": "Stated read_payload seal_payload sealed",
    "signing": "FileSigner Profile Signer seal_statement sign statement_holds",
    "status": "decode encode status_list",
    "verification": "Verdict agreement credential_in load_trust own_trust verify",
}
_HOME = {name: home for home, names in _HOMES.items() for name in names.split()}
_CALLED = {"load_design": "load"}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_HOME[name]}"), _CALLED.get(name, name))
    globals()[name] = found
    return found


def load_all() -> None:
    """Load everything now: for a server, whose first visitor shall not wait for it."""
    for name in __all__:
        globals().get(name) or __getattr__(name)
