"""``python -m competition.cli`` is the competition command, for child processes."""

from competition.cli import main

main()
