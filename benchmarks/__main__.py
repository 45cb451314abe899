"""Repeats every measurement of this folder, or the named ones: ``make bench ARGS=rank_files``."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

HERE = Path(__file__).parent
ASIDE = {"__main__", "faults"}  # `make faults`: it takes far longer than a measurement


def main(names):
    known = {path.stem: path for path in sorted(HERE.glob("*.py")) if path.stem not in ASIDE}
    unknown = [name for name in names if name not in known]
    if unknown:
        sys.exit(f"There is no benchmark {unknown[0]!r}; there are {', '.join(known)}.")
    for name in names or known:
        print(f"\n{name}", flush=True)
        sys.argv = [str(known[name])]
        runpy.run_path(str(known[name]), run_name="__main__")


if __name__ == "__main__":
    main(sys.argv[1:])
