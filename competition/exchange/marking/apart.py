"""Run as a process of its own: what is to be marked and a workbook in, the marked workbook out."""

from __future__ import annotations

import json
import resource
import sys

from competition.exchange.marking import Marks
from competition.exchange.marking.sheet import marked_file
from competition.exchange.unpacking import CPU_SECONDS, MEMORY_BYTES


def main() -> None:
    """Read standard input, write standard output; any exception ends the process with a code."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    told = json.loads(sys.stdin.buffer.readline())
    told["errors"] = dict(told["errors"])
    sys.stdout.buffer.write(marked_file(sys.stdin.buffer.read(), Marks(**told)))


if __name__ == "__main__":
    main()
