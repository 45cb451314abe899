"""The announcement of a result (公示) and admission slips as PDF, one at a time.

Type-setting is loaded when the first is asked for: most commands never need it.
"""

from __future__ import annotations

from threading import Lock

_one_at_a_time = Lock()  # a page takes most of a second; two at once would take two each


def announcement_pdf(html: str) -> bytes:
    """``html`` as a PDF in A4, the same bytes for the same page."""
    with _one_at_a_time:
        from competition.services.announcement import typesetting  # noqa: PLC0415 -- see above

        return typesetting.pdf_of(html)
