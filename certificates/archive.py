"""What makes the PDF archival and accessible: PDF/A-3a and PDF/UA-1 in one file.

Both identifiers must stand in the one ``rdf:RDF``: a second one, as ``xmp_metadata`` would append
it, fails PDF/UA-1. The wrapped methods are no promised interface of WeasyPrint;
``tests/certificates/test_archive.py`` watches over them.
"""

from __future__ import annotations

import functools
import io
from collections.abc import Callable, Iterator
from importlib.resources import files
from typing import Any, Final

import pydyf
from weasyprint.css import ColorProfile
from weasyprint.pdf import tags

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

_PIXEL: Final = 0.75  # points
Tree = Callable[..., Iterator[Any]]
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


def tidy(pdf: Any) -> None:
    """Put right what WeasyPrint leaves wrong in attachments and in the places of figures."""
    if "AF" in pdf.catalog:  # lists the file twice
        pdf.catalog["AF"][:] = list(dict.fromkeys(pdf.catalog["AF"]))
    heights = {page.reference: page["MediaBox"][3] for page in _all(pdf, "/Page")}
    for one in _all(pdf, "/StructElem"):
        if one["S"] == "/Figure":  # in pixels from the top; PDF counts points from the foot
            left, top, right, foot = (side * _PIXEL for side in one["A"]["BBox"])
            height = heights[one["Pg"]]
            one["A"]["BBox"] = pydyf.Array([left, height - foot, right, height - top])
    for one in pdf.objects:
        if isinstance(one, pydyf.Stream):
            _tidy_stream(one.extra)


def _tidy_stream(entries: dict[str, Any]) -> None:
    if entries.get("Type") == "/EmbeddedFile":  # is called a stream of octets
        entries["Subtype"] = "/application#2Fvc+jwt"
    if "Interpolate" in entries:  # a smooth picture is none that an archive may hold
        entries["Interpolate"] = "false"


def speak_languages() -> None:
    """Let elements with ``lang`` say so in the structure, which WeasyPrint leaves out."""
    if not hasattr(tags, "_spoken"):
        tags._spoken = True  # noqa: SLF001 - our own mark
        tags._build_box_tree = _with_language(tags._build_box_tree)  # noqa: SLF001 - see above


def _with_language(plain: Tree) -> Tree:
    def spoken(box: Any, *arguments: object) -> Iterator[Any]:
        for element in plain(box, *arguments):
            language = None if box.element is None else box.element.get("lang")
            if language and "S" in element:
                element["Lang"] = pydyf.String(language)
            yield element

    return spoken


def _all(pdf: Any, sort: str) -> Iterator[Any]:
    return (one for one in pdf.objects if isinstance(one, dict) and one.get("Type") == sort)
