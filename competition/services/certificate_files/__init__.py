"""Certificates from and to files, without a database: render facts, verify PDFs.

Certificates of a contest that the program keeps are another matter.
"""

from __future__ import annotations

from competition.services.certificate_files.making import Made, render_files, signer_of
from competition.services.certificate_files.reading import NUMBERS, FactsRefused, read_facts
from competition.services.certificate_files.verifying import (
    Answer,
    own_signers,
    own_trust,
    read_payload,
    sealed_by,
    verify_files,
)

__all__ = [
    "NUMBERS",
    "Answer",
    "FactsRefused",
    "Made",
    "own_signers",
    "own_trust",
    "read_facts",
    "read_payload",
    "render_files",
    "sealed_by",
    "signer_of",
    "verify_files",
]
