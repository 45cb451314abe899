"""The files of the working tree that git keeps, as the tests about the tree see them."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


BUILT = {".git", ".venv", "node_modules", "vendor", "fonts", "var", "dist", "build", "__pycache__"}


@cache
def kept(*suffixes: str) -> tuple[str, ...]:
    """Tracked and new files that git doesn't ignore, under the root, by suffix (none: all)."""
    names = listed_by_git() if (ROOT / ".git").exists() else walked()
    return tuple(sorted(name for name in names if name.endswith(suffixes or "")))


def listed_by_git() -> set[str]:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return {name for name in listing.stdout.split("\0") if (ROOT / name).is_file()}


def walked() -> set[str]:
    """The same of an unpacked archive, without what was built in it."""
    found = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
    return {str(path) for path in found if not BUILT & set(path.parts) and path.suffix != ".mo"}


def text_of(name: str) -> str:
    return (ROOT / name).read_text("utf-8")
