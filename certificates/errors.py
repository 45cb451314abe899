"""What this package refuses, and why: one exception with a code and its particulars.

Callers that speak to people word the codes themselves; ``str()`` is a plain English sentence for
the command line.
"""

from __future__ import annotations

SENTENCES = {
    "fact_missing": "{key}: is missing; a certificate of kind {kind!r} needs it.",
    "fact_unfit": "{key}: {reason}",
    "fact_long": "{key}: has {count} characters; {most} are the most.",
    "picture_heavy": "{key}: is a picture of more than 10 MB.",
    "picture_large": "{key}: is a picture of more than 40 megapixels.",
    "picture_unreadable": "{key}: is no JPEG, PNG or WebP picture that can be read.",
    "fact_unknown": "{key}: is no known fact; did you mean {nearest!r}?",
    "character_refused": "{key}: {character!r} ({codepoint}) cannot stand here: {reason}",
    "glyph_missing": "{key}: no font of the certificates can draw {character!r} ({codepoint}).",
    "design_unknown": "There is no design {design!r} for this; the designs are {known}.",
    "design_unfit": "Design {design!r}: {reason}",
    "fonts_missing": "The fonts of the certificates are not in {folder}; run `make assets`.",
    "font_foreign": "Design {design!r} draws with the font {family!r}, which no certificate may.",
    "too_long": "Design {design!r} has no room for these facts: they would run over {pages} pages.",
    "limit_reached": "Design {design!r} was stopped: it {reason}.",
    "key_unfit": "The signing key or certificate cannot be used: {reason}",
    "timestamp_failed": "The timestamp authority {url} did not answer as it should: {reason}",
    "not_a_pdf": "This is no PDF that can be read: {reason}",
}


class CertificateError(Exception):
    """A fact, a design, a key or a file is unfit.

    ``code`` names the fact and keys ``SENTENCES``; ``params`` fill its placeholders. ``key`` is
    the name of the fact concerned, where there is one.
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    @property
    def key(self) -> str | None:
        """The name of the fact concerned, or None."""
        key = self.params.get("key")
        return key if isinstance(key, str) else None

    def __str__(self) -> str:
        """One English sentence."""
        return SENTENCES[self.code].format(**self.params)

    def __reduce__(self) -> tuple[object, ...]:
        """Travel whole between processes."""
        return _revive, (type(self), self.code, self.params)


def _revive(kind: type[CertificateError], code: str, params: dict[str, object]) -> CertificateError:
    return kind(code, **params)


class FactError(CertificateError):
    """A fact is missing or unfit; ``key`` names it."""


class GlyphMissing(CertificateError):
    """No font of the certificates has this character; ``params['character']`` is it."""


class DesignError(CertificateError):
    """A design is unknown, broken, or does what designs may not do."""


class KeyUnfit(CertificateError):
    """The signing key, its certificate or the timestamp authority cannot be used."""
