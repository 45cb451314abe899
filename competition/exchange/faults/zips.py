"""What the standard library raises over a ZIP file that is damaged, locked or packed strangely."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from typing import Final

ZIP_FAULTS: Final = (
    zipfile.BadZipFile,
    zlib.error,  # the packed bytes are damaged
    lzma.LZMAError,
    struct.error,
    RuntimeError,  # locked with a password
    NotImplementedError,  # packed in a way that nobody uses
    EOFError,
    OSError,
    ValueError,
)
