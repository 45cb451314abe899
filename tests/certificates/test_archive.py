"""Every claim of the file, looked up in the file; a full validator is run elsewhere."""

import io
import re
from dataclasses import replace

import pikepdf
import pytest
from lxml import etree
from PIL import Image

import certificates
from certificates import Order, print_file
from certificates.issuing import samples
from tests.certificates.conformance import violations
from tests.certificates.conftest import ADDRESS, DID, ENGLISH

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
AID = "{http://www.aiim.org/pdfa/ns/id/}"
UAID = "{http://www.aiim.org/pdfua/ns/id/}"


@pytest.fixture
def pdf(issued):
    with pikepdf.open(io.BytesIO(issued)) as opened:
        yield opened


@pytest.fixture
def metadata(pdf):
    raw = pdf.Root.Metadata.read_bytes()
    return etree.fromstring(re.sub(rb"<\?xpacket.*?\?>", b"", raw))


EVERY = [
    (design.key, kind, language)
    for design in certificates.designs()
    for kind in design.kinds
    for language in design.languages
]


@pytest.mark.parametrize(("design", "kind", "language"), EVERY)
def test_no_design_breaks_a_rule_of_either_norm(design, kind, language, signer, tmp_path):
    picture = tmp_path / "picture.png"
    Image.new("RGBA", (400, 500), "#27406b80").save(picture)
    usual, long = (replace(facts, language=language) for facts in samples(kind))
    full = replace(long, photo=picture, seal_image=picture, **ENGLISH)
    assert violations(certificates.issue(full, signer=signer, did=DID, design=design)) == []
    assert violations(certificates.render(usual, design=design)) == []


def test_a_broken_rule_is_found(pdf):
    pdf.Root.StructTreeRoot.K[0].K[0].K[0].S = pikepdf.Name("/Heading")
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name("/JavaScript"))
    target = io.BytesIO()
    pdf.save(target)
    assert {"/Heading is no standard element", "/OpenAction is forbidden", "headings"} <= set(
        violations(target.getvalue())
    )


def test_english_says_that_it_is(facts):
    raw = certificates.render(replace(facts, language="zh-en", holder_en="Abdulla"))
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        elements = [one for one in pdf.objects if "/S" in getattr(one, "keys", list)()]
        spoken = [str(one.Lang) for one in elements if "/Lang" in one]
    assert spoken.count("en") > 10


def test_both_identifiers_stand_in_the_one_rdf(metadata):
    only = metadata.findall(RDF + "RDF")
    assert len(only) == 1
    attributes = {key: text for each in only[0] for key, text in each.attrib.items()}
    assert (attributes[AID + "part"], attributes[AID + "conformance"]) == ("3", "A")
    assert only[0].find(f"{RDF}Description/{UAID}part").text == "1"


def test_the_foreign_identifier_has_its_extension_schema(metadata):
    text = etree.tostring(metadata).decode()
    assert "pdfaExtension:schemas" in text
    assert "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>" in text


def test_it_is_tagged_in_chinese_and_shows_its_title(pdf):
    root = pdf.Root
    assert root.MarkInfo.Marked
    assert str(root.Lang) == "zh-CN"
    assert root.ViewerPreferences.DisplayDocTitle
    assert str(pdf.docinfo["/Title"]).startswith("职业技能等级证书 · 阿卜杜拉·买买提")
    assert [str(page.Tabs) for page in pdf.pages] == ["/S"]


def test_metadata_and_information_agree(pdf):
    with pdf.open_metadata() as xmp:
        assert xmp["dc:title"] == str(pdf.docinfo["/Title"])
        assert xmp["xmp:CreateDate"] == "2023-11-02T16:00:00Z"
    assert str(pdf.docinfo["/CreationDate"]) == "D:20231102160000+00'00"


def test_it_has_one_output_intent(pdf):
    (intent,) = pdf.Root.OutputIntents
    assert str(intent.S) == "/GTS_PDFA1"
    assert int(intent.DestOutputProfile.N) == 3


def test_all_fonts_are_embedded_and_map_to_unicode(pdf):
    fonts = [one for one in pdf.objects if is_a(one, "/Font") and "/DescendantFonts" in one]
    assert fonts
    for font in fonts:
        descriptor = font.DescendantFonts[0].FontDescriptor
        assert "/FontFile2" in descriptor
        assert re.match(r"/[A-Z]{6}\+Certificate-Serif", str(font.BaseFont))
        assert b"beginbfchar" in font.ToUnicode.read_bytes()
        assert str(font.Encoding) == "/Identity-H"


def test_no_page_draws_the_missing_glyph(pdf):
    for page in pdf.pages:
        shown = [
            operand
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) in {"Tj", "TJ"}
            for operand in (operands[0] if str(operator) == "TJ" else operands)
            if isinstance(operand, pikepdf.String)
        ]
        glyphs = b"".join(bytes(text) for text in shown)
        assert glyphs
        assert b"\0\0" not in {glyphs[at : at + 2] for at in range(0, len(glyphs), 2)}


def test_every_picture_has_words(pdf):
    figures = [one for one in pdf.objects if is_a(one, "/StructElem") and str(one.S) == "/Figure"]
    assert sorted(str(figure.Alt) for figure in figures) == [
        "印章：衢州市职业技能评价中心",
        "查验二维码",
    ]


def test_all_content_is_tagged_or_an_artifact(pdf):
    depth, naked = 0, []
    for operands, operator in pikepdf.parse_content_stream(pdf.pages[0]):
        if str(operator) in {"BDC", "BMC"}:
            depth += 1
        elif str(operator) == "EMC":
            depth -= 1
        elif str(operator) in {"Tj", "TJ", "Do", "f", "S", "f*", "B"} and depth == 0:
            naked.append((operands, operator))
    assert naked == []


def test_the_credential_is_an_associated_file(pdf):
    (file,) = pdf.Root.AF
    assert str(file.AFRelationship) == "/Data"
    assert str(file.UF) == "credential.jwt"
    parameters = file.EF.F.Params
    assert str(parameters.CreationDate) == str(parameters.ModDate) == "D:20231102160000Z"
    assert pdf.attachments["credential.jwt"].get_file().read_bytes().count(b".") == 2


def test_nothing_in_it_acts(pdf):
    names = {str(key) for one in pdf.objects if isinstance(one, pikepdf.Dictionary) for key in one}
    assert names & {"/JavaScript", "/JS", "/Launch", "/OpenAction", "/AA", "/XFA"} == set()
    assert "/Encrypt" not in pdf.trailer


def test_the_signature_field_is_out_of_sight(pdf):
    (field,) = pdf.Root.AcroForm.Fields
    assert [int(edge) for edge in field.Rect] == [-9999] * 4
    assert int(field.F) & 4
    assert "/AP" not in field
    assert pdf.Root.Perms.DocMDP.objgen == field.V.objgen
    assert pdf.pdf_version == "1.7"
    assert "/Version" not in pdf.Root


def test_forms_carry_their_own_resources(pdf):
    forms = [one for one in pdf.objects if isinstance(one, pikepdf.Stream) and is_form(one)]
    assert len(forms) > 3
    assert all("/Resources" in form for form in forms)


def test_the_print_file_makes_the_same_claims():
    orders = [Order(str(index), facts) for index, facts in enumerate(samples("prize"))]
    with pikepdf.open(io.BytesIO(print_file(orders))) as pdf:
        raw = pdf.Root.Metadata.read_bytes()
        assert len(pdf.pages) == 2
        assert raw.count(b"<rdf:RDF") == 1
        assert b"pdfuaid:part" in raw


def test_the_address_is_in_no_link(pdf):
    assert ADDRESS.encode() not in pdf.pages[0].Contents.read_bytes()
    assert len(pdf.pages[0].Annots) == 1


def is_a(one, kind):
    return isinstance(one, pikepdf.Dictionary) and str(one.get("/Type", "")) == kind


def is_form(one):
    return str(one.get("/Subtype", "")) == "/Form"
