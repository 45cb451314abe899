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
