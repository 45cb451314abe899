"""An issued certificate shown on a screen, and the credential inside it by itself.

Both are read from the stored file, so that they cannot say anything else than it does. Looking is
no download: nothing is recorded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import certificates as press
from competition.domain.errors import NotFound
from competition.services.certificates.handing import stored

if TYPE_CHECKING:
    from competition.models.certificates import Certificate

WIDTH = 1000  # pixels: sharp on a phone, legible on a desk


def picture(certificate: Certificate) -> bytes:
    """The certificate as a PNG picture. Raises ``DomainError("stored_file_altered")``."""
    return press.preview_png(stored(certificate), width=WIDTH)


def credential(certificate: Certificate) -> str:
    """The signed credential (JWT) that the file carries. Raises NotFound where it has none."""
    found = press.credential_in(stored(certificate))
    if found is None:
        raise NotFound("certificate_unknown")
    return found
