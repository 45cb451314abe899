"""What callers may send: shapes that are checked before anything is done, in words of our own."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from marshmallow import Schema, fields, validate


def between(least: int, most: int) -> validate.Range:
    """A figure from ``least`` to ``most``, refused in the caller's language."""
    return validate.Range(min=least, max=most, error=_l("应在 {min} 到 {max} 之间。"))


def sized(least: int, most: int) -> validate.Length:
    """So many characters or items, refused in the caller's language."""
    return validate.Length(min=least, max=most, error=_l("长度应在 {min} 到 {max} 之间。"))


def cell(about: str = "", longest: int = 200) -> fields.String:
    """A text that a caller may leave out."""
    return fields.String(
        load_default="", validate=sized(0, longest), metadata={"description": about}
    )


class NewEntrant(Schema):
    """An entrant as a row of the entrants' sheet states them."""

    number = cell("The entry number; the next free one when left out.", 20)
    name = fields.String(required=True, validate=sized(1, 100))
    employer = cell()
    group = cell("One of the groups of the rules, where they name any.", 80)
    document_type = cell("居民身份证 when left out.", 80)
    document_number = cell("Complete; it is kept sealed and never sent back whole.", 40)
    phone = cell(longest=40)
    held_level = fields.Integer(
        load_default=None, allow_none=True, strict=True, validate=between(1, 5)
    )
    ineligible = cell("Why no level may be granted.", 300)
    consent = fields.Boolean(
        load_default=False, metadata={"description": "Whether the name may be published."}
    )


class NewEntrants(Schema):
    """Entrants to add or change: all of them are taken, or none."""

    entrants = fields.List(fields.Nested(NewEntrant), required=True, validate=sized(1, 5000))


class Rehearsed(Schema):
    """Whether anything shall be stored."""

    dry_run = fields.Boolean(
        load_default=False, metadata={"description": "Check everything, store nothing."}
    )


class WhichVersion(Schema):
    """Which of the published versions."""

    version = fields.Integer(
        validate=between(1, 2**31 - 1),
        metadata={"description": "Its number; without it, the version that counts."},
    )


def page_of(usual: int, most: int) -> type[Schema]:
    """Which page of a long list; at most ``most`` items, ``usual`` when not said."""
    return Schema.from_dict(
        {
            "page": fields.Integer(load_default=1, validate=between(1, 1_000_000)),
            "per_page": fields.Integer(load_default=usual, validate=between(1, most)),
        },
        name=f"PageOf{most}",
    )
