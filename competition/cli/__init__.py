"""The ``competition`` command: each subcommand is imported only when it is called.

``competition rank`` must start without the web framework and the database library.
"""

from __future__ import annotations

import click

from competition.cli.frame.lazy import LazyGroup
from competition.cli.frame.versions import program_version

# Name of the command → its module here, its name in the module, one line of help. A module that an
# installation leaves out takes its commands with it.
COMMANDS = {
    "audit": ("audit", "audit", "Check the audit chain."),
    "backup": ("backup", "backup", "Write everything that is stored into one file."),
    "bundle": ("bundle", "bundle", "Export or recompute a published version."),
    "certificates": ("certificates", "certificates", "Make or check certificates from files."),
    "db": ("db", "db", "Bring the database to the program's version."),
    "demo": ("demo", "demo", "Load the demonstration contests."),
    "doctor": ("doctor", "doctor", "Say what is wrong with the installation."),
    "keys": ("keys", "keys", "Make or change the installation's keys."),
    "rank": ("rank", "rank", "Compute a ranking from a rules file and a marks file."),
    "restore": ("backup", "restore", "Read back what `backup` wrote."),
    "serve": ("serve", "serve", "Web server and job worker together."),
    "site": ("site", "site", "Copy a published contest into a folder of plain files."),
    "user": ("user", "user", "Accounts of the staff."),
    "web": ("serve", "web", "The web server alone."),
    "worker": ("worker", "worker", "The job worker alone."),
}


@click.group(
    cls=LazyGroup,
    package=__name__,
    places=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(program_version())
def main() -> None:
    """Run a skills competition and certify its winners."""
