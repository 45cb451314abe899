"""The open bundle of a published version, from what the version keeps and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from competition.exchange.bundle import MARKS, RESULT, RULES, Bundle, manifest_of
from competition.exchange.result_json import canonical_text

if TYPE_CHECKING:
    from competition.models.contest import Contest
    from competition.models.results import ResultVersion


def bundle_of(contest: Contest, version: ResultVersion) -> Bundle:
    """The bundle of that version."""
    files = {
        RULES: version.rules_text.encode(),
        MARKS: version.marks_text.encode(),
        RESULT: canonical_text(version.result).encode(),
    }
    manifest = manifest_of(
        contest=contest.slug,
        title=contest.title,
        number=version.number,
        standing=version.standing,
        published_at=version.published_at,
        audit_head=version.audit_head,
        seal=version.seal,
        files=files,
    )
    return Bundle(manifest, files)
