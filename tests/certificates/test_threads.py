"""Certificates that several threads ask for at once, before anything is warm, come out right."""

from __future__ import annotations

import subprocess
import sys

# A process of its own: only there are the fonts cold. Each thread begins with other characters.
COLD = """
import sys, threading
from concurrent.futures import ThreadPoolExecutor

import certificates
from certificates import fonts
from certificates.issuing import samples
from certificates.press import press

sys.setswitchinterval(1e-5)
start = threading.Barrier(8)
seen = set()


def work(at):
    start.wait()
    seen.add(id(press()))
    for character in map(chr, range(0x4E00 + 40 * at, 0x4E00 + 40 * at + 40)):
        fonts.outline(character, 700)
        fonts.width(character, 400)
    kind = ("level", "title", "prize")[at % 3]
    return certificates.render(samples(kind)[0])[:5]


with ThreadPoolExecutor(8) as threads:
    assert set(threads.map(work, range(8))) == {b"%PDF-"}
assert len(seen) == 1
"""


def test_eight_threads_at_once_on_cold_fonts():
    done = subprocess.run(
        [sys.executable, "-c", COLD], capture_output=True, text=True, check=False, timeout=600
    )
    assert done.returncode == 0, done.stderr


# Looking goes on while other threads open, close and forget other files.
LOOKING = """
import gc, sys, threading
from concurrent.futures import ThreadPoolExecutor

import certificates
from certificates.drawing.viewer import page_text
from certificates.issuing import samples

sys.setswitchinterval(1e-5)
papers = [certificates.render(samples(kind)[0]) for kind in ("level", "title", "prize")]
pictures = [certificates.preview_png(paper, width=200) for paper in papers]
texts = [page_text(paper) for paper in papers]
start = threading.Barrier(8)


def look(at):
    start.wait()
    for turn in range(at, at + 12):
        one = turn % 3
        assert certificates.preview_png(papers[one], width=200) == pictures[one]
        assert page_text(papers[one]) == texts[one]
        try:
            page_text(papers[one][:200])
        except Exception as fault:
            assert type(fault).__name__ == "PdfiumError", fault
        gc.collect(0)
    return True


with ThreadPoolExecutor(8) as threads:
    assert all(threads.map(look, range(8)))
"""


def test_eight_threads_looking_at_pages():
    done = subprocess.run(
        [sys.executable, "-c", LOOKING], capture_output=True, text=True, check=False, timeout=600
    )
    assert done.returncode == 0, (done.returncode, done.stderr)
