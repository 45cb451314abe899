"""Imported by the fork server: what is warm here need not be warmed in every fenced child."""

from __future__ import annotations

from certificates.design import designs, home
from certificates.issuing import samples
from certificates.press import press


def characters() -> frozenset[str]:
    """Those of the shared parts, the own designs and the samples that designs are tried with."""
    parts = "".join(path.read_text(encoding="utf-8") for path in (home() / "_parts").iterdir())
    own = "".join(design.template + design.style for design in designs())
    stated = "".join(
        text
        for kind in ("level", "title", "prize")
        for facts in samples(kind)
        for text in facts.texts().values()
    )
    return frozenset(parts + own + stated) | frozenset("〇一二三四五六七八九十年月日")


press().expect(characters())
