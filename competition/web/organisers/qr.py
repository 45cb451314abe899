"""QR codes on pages and paper, as inline drawings without a style of their own."""

from __future__ import annotations

import segno
from markupsafe import Markup

MASK = 3  # one of the eight; trying all of them for the best costs eight times as much


def qr(text: str) -> Markup:
    """``text`` as a drawing that scales with its surroundings, with a quiet margin."""
    code = segno.make(text, error="m", micro=False, mask=MASK)
    drawing = code.svg_inline(border=2, omitsize=True, svgclass="qr", lineclass=None)
    return Markup(drawing)  # noqa: S704 -- drawn by the library; the text is not in it
