"""The shapes of answers, as the OpenAPI document describes them; requests are beside this.

Large documents (results, rankings, marks) are sent as they are kept; their shapes here describe
them and are held to be true by a test.
"""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from competition.domain.certificates import GIVEN_OUT, KINDS, REASONS
from competition.domain.permissions import STATES

SHA256 = "^[0-9a-f]{64}$"
STANDINGS = ("provisional", "final", "replaced", "withdrawn")
LINE_STATES = ("ranked", "incomplete", "absent", "withdrawn", "disqualified", "unofficial")


def text(about: str = "", *, null: bool = False, **more: Any) -> fields.String:  # noqa: ANN401 -- passed on
    """A text that is always there; ``null`` where there is nothing to say."""
    told = {"description": about} if about else {}
    return fields.String(required=True, allow_none=null, metadata=told, **more)


def one_of(*known: str, about: str = "") -> fields.String:
    """One of a few words."""
    return text(about, validate=validate.OneOf(known))


def whole(about: str = "", *, null: bool = False, least: int = 0) -> fields.Integer:
    """A whole number, ≥ ``least``."""
    told = {"description": about} if about else {}
    fits = validate.Range(min=least)
    return fields.Integer(required=True, allow_none=null, strict=True, validate=fits, metadata=told)


def moment(about: str, *, null: bool = False) -> fields.DateTime:
    """A moment in UTC, ISO 8601."""
    return fields.DateTime(
        required=True, allow_none=null, format="iso", metadata={"description": about}
    )


def sha256(about: str) -> fields.String:
    """A SHA-256 in hexadecimal."""
    return text(about, validate=validate.Regexp(SHA256))


class Unfit(Schema):
    """One value of a request that cannot be accepted."""

    at = text("Where it stands, such as `query/page`.")
    detail = text("What is wrong with it.")


class Problem(Schema):
    """A refusal (RFC 9457)."""

    type = text("Address that describes the code.", validate=validate.Length(min=1))
    title = text("The status in words.")
    status = whole("The HTTP status.", least=400)
    code = text("Names the refusal; stays the same in every language and release.")
    detail = text("What happened and what to do, in the caller's language.")
    request_id = text("The request's id, as in the log.")
    errors = fields.List(fields.Nested(Unfit))


class Version(Schema):
    """A published version of a result; immutable but for what `standing` says of it."""

    number = whole(least=1)
    standing = one_of(*STANDINGS, about="`provisional` (公示), `final`, `replaced`, `withdrawn`.")
    reason = text("Why this version was published; empty for the first.")
    published_at = moment("When it was published.")
    objections_until = moment("Until when objections are taken.", null=True)
    final_at = moment("When it became final.", null=True)
    ended_at = moment("When it was replaced or withdrawn.", null=True)
    ended_reason = text("Why it was withdrawn.")
    result_sha256 = sha256("Of the result's canonical text: sorted keys, no spaces, UTF-8.")
    rules_sha256 = sha256("Of the rules file it was computed by.")
    marks_sha256 = sha256("Of the marks file it was computed from.")
    audit_head = sha256("The head of the audit chain when it was published.")


class Contest(Schema):
    """A contest that the public may know of."""

    slug = text()
    title = text()
    state = one_of(*STATES)
    versions = fields.List(
        whole(least=1), required=True, metadata={"description": "Numbers of published versions."}
    )


class ContestList(Schema):
    """All public contests, newest first."""

    contests = fields.List(fields.Nested(Contest), required=True)


class VersionList(Schema):
    """All versions that were ever published, newest first."""

    contest = text("The contest's slug.")
    versions = fields.List(fields.Nested(Version), required=True)


class CriterionScore(Schema):
    """One criterion trimmed on its own."""

    mean = text()
    points = text()
    kept = fields.List(fields.String(), required=True)
    dropped = fields.List(fields.String(), required=True)


class RoundScore(Schema):
    """What an entrant earned in one round."""

    score = text("Rounded as the rules say.", null=True)
    exact = text("In full precision.", null=True)
    passed = fields.Boolean(required=True, allow_none=True)
    state = one_of("scored", "incomplete", "absent", "withdrawn", "disqualified")
    kept = fields.List(fields.String())
    dropped = fields.List(fields.String())
    criteria = fields.Dict(keys=fields.String(), values=fields.Nested(CriterionScore))


class Promotion(Schema):
    """The promotion that spoke of an entrant."""

    level = whole(least=1)
    granted = fields.Boolean(required=True)
    reasons = fields.List(fields.String(), required=True)


class Line(Schema):
    """One entrant's line."""

    entrant = text("The entry number.")
    group = text(null=True)
    state = one_of(*LINE_STATES)
    rank = whole("Only where `state` is `ranked`.", null=True, least=1)
    tied = fields.Boolean(required=True)
    decided_by = text("The key that decided the place.", null=True)
    total = text(null=True)
    total_exact = text(null=True)
    rounds = fields.Dict(keys=fields.String(), values=fields.Nested(RoundScore), required=True)
    prize = text("The prize's key.", null=True)
    promotion = fields.Nested(Promotion, required=True, allow_none=True)
    titles = fields.List(fields.String(), required=True)


class Result(Schema):
    """A ranking, exactly as `competition rank --json` prints it."""

    schema = whole(least=1)
    contest = text("The contest's slug.")
    rules_sha256 = sha256("Of the rules file.")
    entrants = fields.List(fields.Nested(Line), required=True)


class PublishedResult(Schema):
    """A published result with the version it is."""

    version = fields.Nested(Version, required=True)
    result = fields.Nested(Result, required=True)


class CertificateState(Schema):
    """What became of a certificate, and what its paper must say."""

    code = text("The check code in groups of four.")
    number = text()
    kind = one_of(*KINDS)
    holder = text("The name: masked, unless contest and holder agreed otherwise.")
    level = whole("1 (一级/高级技师) to 5; of a level certificate.", null=True, least=1)
    title = text("Of a title's certificate.", null=True)
    prize = text("Of a prize's certificate.", null=True)
    contest = text("The contest's title.")
    issuer = text()
    issued_on = fields.Date(required=True)
    specimen = fields.Boolean(required=True)
    state = one_of(*GIVEN_OUT)
    state_since = moment("When it came into this state.")
    revoked_for = text("Why it was revoked: one of " + ", ".join(REASONS) + ".", null=True)
    superseded_by = text("The check code of the one that replaces it.", null=True)
    sha256 = sha256("Of the file as issued.")


class Paged(Schema):
    """What the answers that come in pages share."""

    page = whole(least=1)
    pages = whole(least=1)
    per_page = whole(least=1)
    total = whole("How many there are on all pages.")


class Entrant(Schema):
    """An entrant; document and telephone numbers have their middle hidden."""

    number = text()
    draw_number = text("What judges see.", null=True)
    name = text()
    employer = text()
    group = text(null=True)
    document_type = text()
    document_number_masked = text()
    phone_masked = text()
    held_level = whole("The level already held.", null=True, least=1)
    ineligible = text("Why no level may be granted; empty when one may.")
    state = text("Empty, `disqualified`, `withdrawn` or `unofficial`.")
    consented = fields.Boolean(
        required=True, metadata={"description": "Whether the name may be published."}
    )


class EntrantPage(Paged):
    """A page of entrants, by entry number."""

    entrants = fields.List(fields.Nested(Entrant), required=True)


class Taken(Schema):
    """What taking the entrants did, or with `dry_run` would do."""

    new = whole()
    changed = whole()
    unchanged = whole()


class Mark(Schema):
    """One row of the marks file."""

    entrant = text()
    round = text()
    judge = text()
    criterion = text()
    mark = text()
    state = text()
    group = fields.String()
    held_level = fields.String()
    eligible = fields.String()


class MarkPage(Paged):
    """A page of the marks file; all rows together are the file that `competition rank` reads."""

    contest = text("The contest's slug.")
    rules_sha256 = sha256("Of the rules in force.")
    marks = fields.List(fields.Nested(Mark), required=True)


class WaitingSheet(Schema):
    """A sheet that a judge has still to give."""

    round = text()
    seat = text()


class LiveRanking(Schema):
    """The ranking as the tables stand now: not published, and not for publication."""

    fingerprint = sha256("Changes whenever anything changes that the ranking depends on.")
    waiting = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.Nested(WaitingSheet)),
        required=True,
        metadata={"description": "By entry number, the sheets still to come."},
    )
    result = fields.Nested(Result, required=True)
