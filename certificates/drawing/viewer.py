"""A finished PDF looked at: its first page as a picture and as text.

PDFium keeps its state for the whole process, and two threads inside it at once end the process: one
lock stands around every visit, and what a visit opened is closed before the next one begins.
"""

from __future__ import annotations

import io
import threading
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import pypdfium2

if TYPE_CHECKING:
    from collections.abc import Iterator

_turn = threading.Lock()


def preview_png(pdf: bytes, *, width: int = 900) -> bytes:
    """The first page of a PDF as a PNG picture ``width`` pixels wide."""
    with _first_page(pdf) as page, closing(page.render(scale=width / page.get_width())) as bitmap:
        # A copy: the picture would share the memory that closing the bitmap gives back.
        picture = bitmap.to_pil().copy()
    target = io.BytesIO()
    picture.save(target, "PNG", optimize=True)
    return target.getvalue()


def page_text(pdf: bytes) -> str:
    """The text of the first page, in reading order."""
    with _first_page(pdf) as page, closing(page.get_textpage()) as text:
        return str(text.get_text_range())


@contextmanager
def _first_page(pdf: bytes) -> Iterator[pypdfium2.PdfPage]:
    with _turn, closing(pypdfium2.PdfDocument(pdf)) as document, closing(document[0]) as page:
        yield page
