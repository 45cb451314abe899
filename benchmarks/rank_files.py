"""How long ``competition rank`` takes from files, start-up included.

Run: ``python benchmarks/rank_files.py [runs]``. Prints the median seconds and CPU seconds for
1,000 and 10,000 entrants with a theory mark and 7 judges × 6 criteria each, for both ways of
trimming.
"""

from __future__ import annotations

import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

JUDGES, CRITERIA = 7, 6
ROOT = Path(__file__).parents[1]
COMMAND = [sys.executable, "-c", "from competition.cli import main; main()", "rank"]


def rules(trim):
    criteria = "".join(
        f'[[rounds.criteria]]\nkey = "c{n}"\ntitle = "c{n}"\nfull_mark = "20"\nstep = "0.5"\n'
        'rounding = { places = 2, mode = "half_up" }\n'
        for n in range(CRITERIA)
    )
    return f"""schema = 1
[contest]
slug = "speed"
title = "Speed"
[[rounds]]
key = "theory"
title = "Theory"
part = "theory"
weight = "0.30"
full_mark = "100"
pass_mark = "60"
judging = "single"
rounding = {{ places = 2, mode = "half_up" }}
[[rounds]]
key = "case"
title = "Case"
part = "skill"
weight = "0.70"
full_mark = "120"
pass_mark = "60"
judging = "panel"
panel = {{ trim = "{trim}", drop_highest = 1, drop_lowest = 1, minimum = 3 }}
rounding = {{ places = 2, mode = "half_up" }}
{criteria}
[total]
rounding = {{ places = 2, mode = "half_up" }}
[ranking]
tie_break = [{{ round = "case" }}, {{ total = "exact" }}]
[[prizes]]
key = "first"
title = "First"
fraction = "0.10"
[[promotions]]
level = 2
ranks = [1, 3]
passes = ["theory", "skill"]
pass_down = true
"""


def marks(entrants):
    chance = random.Random(2023)  # noqa: S311 — repeatable figures, not secrets
    lines = ["entrant,round,judge,criterion,mark,state"]
    for number in range(entrants):
        lines.append(f"{number:05d},theory,,,{chance.randrange(200, 1000) / 10},")
        lines += [
            f"{number:05d},case,J{judge},c{criterion},{chance.randrange(16, 41) / 2},"
            for judge in range(JUDGES)
            for criterion in range(CRITERIA)
        ]
    return "\n".join(lines) + "\n"


def seconds(folder, runs):
    command = [*COMMAND, "--rules", folder / "rules.toml", "--marks", folder / "marks.csv"]
    times, processor = [], []
    for _ in range(runs):
        begin, used = time.perf_counter(), processor_seconds()
        subprocess.run([*command, "--json"], check=True, capture_output=True, cwd=ROOT)  # noqa: S603 — our own command
        times.append(time.perf_counter() - begin)
        processor.append(processor_seconds() - used)
    return statistics.median(times), statistics.median(processor)


def processor_seconds():
    """What children used so far: on a machine with other work the figure to believe."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for entrants in (1_000, 10_000):
            (folder / "marks.csv").write_text(marks(entrants), encoding="utf-8")
            for trim in ("totals", "criteria"):
                (folder / "rules.toml").write_text(rules(trim), encoding="utf-8")
                wall, processor = seconds(folder, runs)
                print(f"{entrants:>6} entrants, trim {trim:8}: {wall:.2f} s, {processor:.2f} s CPU")


if __name__ == "__main__":
    main()
