"""The one way to a published version: through the gate, with names only where consent stands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from flask import g, request

from competition.domain.errors import NotFound
from competition.domain.permissions import visible
from competition.domain.publishing.explanation import names_of
from competition.exchange.rules_file import read_rules
from competition.queries.publishing import results
from competition.queries.publishing.results import STANDING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from competition.domain.rules import Rules
    from competition.models.results import ResultVersion
    from competition.queries.publishing.results import PublicLine


@dataclass(frozen=True, slots=True)
class Published:
    """A version that the visitor may read."""

    version: ResultVersion

    @property
    def rules(self) -> Rules:
        """The rules as they stood when the version was published."""
        return rules_in(self.version)

    @property
    def names(self) -> dict[str, dict[str, str]]:
        """What the keys of the version's rules are called."""
        return names_of(self.rules)


def rules_in(version: ResultVersion) -> Rules:
    """The rules that a version was published under."""
    return _read(version.rules_text)


@lru_cache(maxsize=32)
def _read(text: str) -> Rules:
    return read_rules(text, "rules.toml")


def asked_for() -> Published:
    """The version that the address asks for. Raises NotFound for all that is not public."""
    if not visible(g.viewer, "results", g.contest.state):
        raise NotFound("results_not_published")
    version = results.version(g.contest.id, request.args.get("version", None, type=int))
    if version.standing == "withdrawn":
        raise NotFound("version_withdrawn", number=version.number)
    return Published(version)


def by_group(rules: Rules, lines: Sequence[PublicLine]) -> list[tuple[str, list[PublicLine]]]:
    """The lines under their groups, in the order of the rules; under '' where there are none."""
    known = rules.ranking.groups
    parts = {group: [line for line in lines if line.group == group] for group in known}
    others = [line for line in lines if line.group not in known]
    return [(group, part) for group, part in (*parts.items(), ("", others)) if part]


def counts(version: ResultVersion) -> bool:
    """Whether this is the version that counts now."""
    return version.standing in STANDING
