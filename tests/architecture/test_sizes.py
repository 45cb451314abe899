"""Files and folders stay small enough to be read at one sitting."""

from collections import Counter
from pathlib import PurePath

import pytest

from tests.architecture.tree import kept, text_of

LONGEST = 300
MOST_MODULES = 20
READABLE = (".py", ".html", ".js", ".css", ".sh")

# Each with the reason why it is longer.
LONGER = {}
ELSEWHERE = ("competition/migrations/versions/",)  # written by a machine, one change each


def test_files_can_be_read_at_one_sitting():
    lengths = {name: len(text_of(name).splitlines()) for name in readable()}
    assert {
        name: length for name, length in lengths.items() if length > LONGEST and name not in LONGER
    } == {}


def test_exceptions_are_still_needed():
    assert {name for name in LONGER if len(text_of(name).splitlines()) <= LONGEST} == set()


def test_folders_hold_few_modules():
    modules = Counter(str(PurePath(name).parent) for name in readable() if name.endswith(".py"))
    assert {folder: count for folder, count in modules.items() if count > MOST_MODULES} == {}


@pytest.mark.parametrize("name", [name for name in kept(".py") if "/versions/" not in name])
def test_modules_say_what_they_are(name):
    first = text_of(name).lstrip().splitlines()[:1]
    assert not first or first[0].lstrip("ru").startswith('"""')


def readable():
    return [name for name in kept(*READABLE) if not name.startswith(ELSEWHERE)]
