"""What makes the PDF archival and accessible: PDF/A-3a and PDF/UA-1 in one file.

Both identifiers must stand in the one ``rdf:RDF``: a second one, as ``xmp_metadata`` would append
it, fails PDF/UA-1. The wrapped method is no promised interface of WeasyPrint;
``tests/certificates/test_archive.py`` watches over it.
"""

from __future__ import annotations

import functools
import io
from collections.abc import Callable
from importlib.resources import files
from typing import Any, Final

from weasyprint.css import ColorProfile

VARIANT: Final = "pdf/a-3a"
PROFILE: Final = "sRGB"
CREDENTIAL_NAME: Final = "credential.jwt"
_UA: Final = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>\
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289 that is followed</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""
_END: Final = b"</rdf:RDF>"

Rdf = Callable[..., bytes]


def colour_profile() -> Any:
    """WeasyPrint's sRGB profile: left to itself, it opens the file for every document.

    A fresh one for each, because writing one out changes it, and equal facts must give equal bytes.
    """
    components = (["r"], ["g"], ["b"])
    return ColorProfile(io.BytesIO(_profile()), "sRGB2014.icc", "relative-colorimetric", components)


@functools.cache
def _profile() -> bytes:
    return (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()


def claim_both(metadata: Any) -> None:
    """Let the document's metadata claim PDF/UA-1 beside PDF/A-3a."""
    metadata.generate_rdf_metadata = _with_ua(metadata.generate_rdf_metadata)


def _with_ua(plain: Rdf) -> Rdf:
    def both(*arguments: object, **options: object) -> bytes:
        rdf = plain(*arguments, **options)
        head, end, tail = rdf.rpartition(_END)
        return head + _UA + end + tail

    return both


def tidy_attachments(pdf: Any) -> None:
    """Name each associated file once: WeasyPrint lists it twice in the catalogue."""
    if "AF" in pdf.catalog:
        pdf.catalog["AF"][:] = list(dict.fromkeys(pdf.catalog["AF"]))
