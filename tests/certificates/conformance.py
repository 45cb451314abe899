"""Rules of PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1), looked up object by object.

Not a validator: what such files can get wrong and a program can see. One sentence a violation.
"""

import io
import re

import pikepdf
from fontTools.ttLib import TTFont
from lxml import etree

FORBIDDEN = {"/JavaScript", "/JS", "/OpenAction", "/AA", "/XFA", "/Launch", "/OCProperties", "/TR"}
STANDARD = {
    f"/{name}"
    for name in [
        "Document",
        "Part",
        "Sect",
        "Div",
        "P",
        "Span",
        "H1",
        "H2",
        "Figure",
        "NonStruct",
        "L",
        "LI",
        "LBody",
        "Link",
    ]
}
PREDEFINED = {
    "http://purl.org/dc/elements/1.1/",
    "http://ns.adobe.com/pdf/1.3/",
    "http://ns.adobe.com/xap/1.0/",
    "http://www.aiim.org/pdfa/ns/id/",
}
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
NAMESPACE = "{http://www.aiim.org/pdfa/ns/schema#}namespaceURI"


def violations(raw):
    """Every rule that the PDF breaks."""
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        objects = [one for one in pdf.objects if isinstance(one, pikepdf.Object)]
        return [
            *_file(raw, pdf),
            *_metadata(pdf),
            *_catalogue(pdf),
            *_everywhere(objects),
            *_fonts(objects),
            *_pictures(objects),
            *_pages(pdf),
            *_structure(pdf),
            *_fields(pdf),
            *_attachments(pdf),
        ]


def _said(*checks):
    return [sentence for fine, sentence in checks if not fine]


def _file(raw, pdf):
    comment = raw.split(b"\n")[1]
    return _said(
        (re.match(rb"%PDF-1\.[0-7]\n", raw), "header"),
        (comment[:1] == b"%" and all(byte > 127 for byte in comment[1:5]), "binary comment"),
        (raw.rstrip().endswith(b"%%EOF"), "something behind the end"),
        ("/ID" in pdf.trailer, "no identifier"),
        ("/Encrypt" not in pdf.trailer, "encrypted"),
    )


def _metadata(pdf):
    packet = pdf.Root.Metadata.read_bytes()
    tree = etree.fromstring(re.sub(rb"<\?xpacket.*?\?>", b"", packet))
    used = {etree.QName(one).namespace for each in tree.iter(RDF + "Description") for one in each}
    described = {one.text for one in tree.iter(NAMESPACE)}
    foreign = {name for name in used if "/pdfa/ns/" not in name} - PREDEFINED - described
    return _said(
        (len(list(tree.iter(RDF + "RDF"))) == 1, "more than one rdf:RDF"),
        (b"bytes=" not in packet and b"encoding=" not in packet, "xpacket attributes"),
        ("/Filter" not in pdf.Root.Metadata or packet, "metadata cannot be read"),
        (not foreign, f"no extension schema for {foreign}"),
    )


def _catalogue(pdf):
    root, intents = pdf.Root, list(pdf.Root.OutputIntents)
    profile = intents[0].DestOutputProfile.read_bytes()
    return _said(
        (len(intents) == 1 and intents[0].S == "/GTS_PDFA1", "output intent"),
        (intents[0].DestOutputProfile.N == 3, "colours of the profile"),
        (profile[12:20] == b"mntrRGB " and profile[8] <= 4, "profile"),
        (root.MarkInfo.Marked and not root.MarkInfo.get("/Suspects", False), "marked"),
        (re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", str(root.Lang)), "language"),
        (root.ViewerPreferences.DisplayDocTitle, "title is not shown"),
        (str(pdf.docinfo["/Title"]), "no title"),
        (set(root.get("/Perms", {}).keys()) <= {"/DocMDP"}, "permissions"),
    )


def _everywhere(objects):
    for one in objects:
        if not isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            continue
        yield from (f"{key} is forbidden" for key in FORBIDDEN & set(one.keys()))
        if isinstance(one, pikepdf.Stream):
            yield from (f"{key} in a stream" for key in {"/F", "/FFilter"} & set(one.keys()))
            if "LZW" in str(one.get("/Filter", "")):
                yield "LZW"


def _fonts(objects):
    for font in (one for one in objects if _is(one, "/Type", "/Font")):
        if font.Subtype == "/Type0":
            yield from _type0(font)
        elif font.Subtype != "/CIDFontType2":
            yield f"font of type {font.Subtype}"


def _type0(font):
    (inner,) = font.DescendantFonts
    program = TTFont(io.BytesIO(inner.FontDescriptor.FontFile2.read_bytes()))
    scale = 1000 / program["head"].unitsPerEm
    order, metrics = program.getGlyphOrder(), program["hmtx"]
    off = [
        glyph
        for glyph, width in _widths(inner.W).items()
        if abs(metrics[order[glyph]][0] * scale - float(width)) > 1
    ]
    unicode = re.findall(r"<[0-9a-fA-F]+> <([0-9a-fA-F]+)>", font.ToUnicode.read_bytes().decode())
    return _said(
        (font.Encoding == "/Identity-H", "encoding"),
        (inner.CIDToGIDMap == "/Identity", "no CIDToGIDMap"),
        (not off, f"widths of glyphs {off[:3]}"),
        (unicode, "maps nothing to Unicode"),
        (not {"0000", "feff", "fffe"} & {one.lower() for one in unicode}, "unfit Unicode"),
        (not any("e000" <= one.lower() <= "f8ff" for one in unicode if len(one) == 4), "private"),
        ("/CIDSet" not in inner.FontDescriptor, "a CIDSet, which must be whole"),
    )


def _widths(array):
    found, items = {}, list(array)
    while items:
        first = int(items.pop(0))
        second = items.pop(0)
        if isinstance(second, pikepdf.Array):
            found |= {first + at: width for at, width in enumerate(second)}
        else:
            width = items.pop(0)
            found |= dict.fromkeys(range(first, int(second) + 1), width)
    return found


def _pictures(objects):
    for one in (one for one in objects if _is(one, "/Subtype", "/Image")):
        yield from _said(
            (not one.get("/Interpolate", False), "interpolated picture"),
            (not {"/Alternates", "/OPI"} & set(one.keys()), "alternate picture"),
            (str(one.get("/ColorSpace", "")) != "/DeviceCMYK", "CMYK picture"),
        )
    for one in (one for one in objects if _is(one, "/Subtype", "/Form")):
        yield from _said(
            (not {"/PS", "/Ref", "/OPI"} & set(one.keys()), "form"),
            ("/Resources" in one, "form without resources"),
        )


def _pages(pdf):
    for page in pdf.pages:
        yield from _said(
            (page.Tabs == "/S", "order of tabs"), ("/StructParents" in page, "parents")
        )
        depth = deepest = marked = 0
        bare = []
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            depth += {"q": 1, "Q": -1}.get(name, 0)
            deepest = max(deepest, depth)
            marked += {"BMC": 1, "BDC": 1, "EMC": -1}.get(name, 0)
            if name in {"Tj", "TJ", "Do", "S", "f", "B", "f*", "sh"} and not marked:
                bare.append(f"{name} {operands}")
        yield from _said(
            (not bare, f"neither tagged nor artifact: {bare[:2]}"), (deepest <= 28, "q")
        )


def _structure(pdf):
    seen, headings = [], []
    yield from _element(pdf.Root.StructTreeRoot, None, seen, headings)
    yield from _said(
        (headings[:1] == ["/H1"] and headings.count("/H1") == 1, "headings"),
        (len(seen) == len(set(seen)), "content belongs to two elements"),
    )
    marks = [
        (page.objgen, int(operands[1].MCID))
        for page in pdf.pages
        for operands, operator in pikepdf.parse_content_stream(page)
        if str(operator) == "BDC" and "/MCID" in operands[1]
    ]
    yield from _said((sorted(marks) == sorted(seen), "content without element, or the other way"))


def _element(element, page, seen, headings):
    page = element.Pg.objgen if "/Pg" in element else page
    if "/S" in element:
        name = str(element.S)
        yield from _said((name in STANDARD, f"{name} is no standard element"))
        headings += [name] if name.startswith("/H") else []
        if name == "/Figure":
            left, foot, right, top = map(float, element.A.BBox)
            yield from _said((str(element.get("/Alt", "")), "figure without words"))
            yield from _said((0 < left < right and 0 < foot < top < 843, "place of a figure"))
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary):
            yield from _element(kid, page, seen, headings)
        else:
            seen.append((page, int(kid)))


def _fields(pdf):
    form = pdf.Root.get("/AcroForm", pikepdf.Dictionary())
    yield from _said((not form.get("/NeedAppearances", False), "appearances are needed"))
    for page in pdf.pages:
        for note in page.get("/Annots", []):
            left, foot, right, top = map(float, note.Rect)
            yield from _said(
                (note.Subtype == "/Widget" and "/TU" in note, "annotation without words"),
                (int(note.F) & 0b100 and not int(note.F) & 0b100011, "flags of an annotation"),
                ((left, foot) == (right, top) and right < 0, "annotation in sight"),
            )


def _attachments(pdf):
    names = pdf.Root.get("/Names", {}).get("/EmbeddedFiles", {}).get("/Names", [])
    files = [names[at] for at in range(1, len(names), 2)]
    yield from _said((len(pdf.Root.get("/AF", [])) == len(files), "associated files"))
    for one in files:
        held = one.EF.F
        yield from _said(
            (one.F == one.UF and str(one.Desc), "names of a file"),
            (one.AFRelationship == "/Data", "relationship"),
            ("/ModDate" in held.Params, "date of a file"),
            (str(held.Subtype) == "/application/vc+jwt", "type of a file"),
        )


def _is(one, key, value):
    return isinstance(one, pikepdf.Dictionary | pikepdf.Stream) and one.get(key) == value
