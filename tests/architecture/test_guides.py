"""The organisers' guides name what stands on the pages, in the words that stand there."""

import re
from pathlib import Path

import pytest

from deploy import catalogues

DOCS = Path(__file__).parents[2] / "docs"
FILLED_IN = re.compile(r"[：: ]*(%\(\w+\)s|\{\w+\})")  # with what sets it off
QUOTED = {"zh": re.compile(r"“([^”]+)”"), "en": re.compile(r"\*\*([^*]+)\*\*")}
# What a guide quotes or stresses that is no button, page or label.
NO_LABEL = {
    "zh": {"+", "文本", "单位（全称）", "联系电话", "身份证号", "申报等级"},
    "en": {
        "shown once",
        "shown this once",
        "Judges",
        "You",
        "supervisor signs in",
        "Signing and correcting.",
        "Theory scores",
    },
}


def shown(side):
    """What pages show in that language, as patterns: figures and names stand in some."""
    every = catalogues.merged(sorted((catalogues.ENGLISH / "parts").glob("*.po")))[0]
    words = (str(one.id if side == "zh" else one.string) for one in every if one.id)
    parts = (FILLED_IN.sub("\0", text).split("\0") for text in words)
    return [
        re.compile(".*".join(map(re.escape, each))) for each in parts if max(map(len, each)) > 1
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_guide_names_what_stands_on_the_pages(language):
    guide = (DOCS / f"organisers.{language}.md").read_text(encoding="utf-8")
    named = set(QUOTED[language].findall(guide)) - NO_LABEL[language]
    known = shown(language)
    assert {one for one in named if not any(text.fullmatch(one) for text in known)} == set()
    assert len(named) > 20
