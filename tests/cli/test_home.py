"""What the program keeps is for nobody else on the machine."""

from __future__ import annotations

import subprocess
import sys

from tests.faults.installation import ROOT


def test_home_that_the_program_makes_is_private(tmp_path):
    home = tmp_path / "deep" / "home"
    call = [sys.executable, "-m", "competition.cli", "db", "upgrade"]
    environ = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "COMPETITION_HOME": str(home)}
    subprocess.run(call, env=environ, cwd=tmp_path, check=True, capture_output=True)
    assert (home / "competition.sqlite3").exists()
    assert {one.stat().st_mode & 0o077 for one in (home, home / "keys")} == {0}
