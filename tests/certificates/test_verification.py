"""What a file shows about itself, and every way to tamper with it."""

import io
import re
from dataclasses import replace

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

import certificates
from certificates import FileSigner, KeyUnfit, agreement, load_trust, make_authority, sign, verify
from certificates.credentials import credential
from tests.certificates.conftest import DID


def test_a_certificate_is_genuine_and_says_what_the_page_says(issued, trust, facts):
    verdict = verify(issued, trust)
    assert verdict.genuine
    assert (verdict.integrity, verdict.signer, verdict.credential) == ("intact", "trusted", "sound")
    assert verdict.facts["holder"] == facts.holder
    assert set(verdict.on_page) >= {"holder", "number", "level", "issuer", "issued_on"}
    assert verdict.signer_name == "衢州市技能竞赛 certificates"


def test_without_trust_the_answer_is_no(issued):
    verdict = verify(issued)
    assert (verdict.genuine, verdict.integrity, verdict.signer) == (False, "intact", "unknown")


def test_the_signer_itself_may_be_the_one_trusted(issued, authority):
    assert verify(issued, load_trust(authority.signer_certificate)).genuine


def test_another_authority_of_the_same_name_is_not_trusted(issued, tmp_path):
    other = make_authority(tmp_path / "other", name="衢州市技能竞赛")
    assert verify(issued, load_trust(other.authority_certificate)).signer == "unknown"


@pytest.mark.parametrize("share", [0.05, 0.3, 0.5, 0.7, 0.9])
def test_a_changed_byte_is_no_longer_genuine(share, issued, trust):
    altered = bytearray(issued)
    altered[int(len(altered) * share)] ^= 0x01
    verdict = verify(bytes(altered), trust)
    assert not verdict.genuine
    assert verdict.integrity in {"altered", "unreadable"}


def test_an_added_page_is_an_alteration(issued, trust):
    with pikepdf.open(io.BytesIO(issued)) as pdf:
        pdf.add_blank_page()
        target = io.BytesIO()
        pdf.save(target)
    assert verify(target.getvalue(), trust).integrity == "altered"


def test_words_laid_over_the_page_are_an_alteration(issued, trust):
    writer = IncrementalPdfFileWriter(io.BytesIO(issued))
    page = writer.root["/Pages"]["/Kids"][0]
    page[generic.NameObject("/Rotate")] = generic.NumberObject(90)
    writer.update_container(page)
    target = io.BytesIO()
    writer.write(target)
    verdict = verify(target.getvalue(), trust)
    assert (verdict.genuine, verdict.integrity) == (False, "altered")


@pytest.mark.parametrize("behind", [b"\n", b"junk", b"\n%%EOF\n", bytes(2000)])
def test_what_stands_behind_the_signature_is_an_alteration(behind, issued, trust):
    verdict = verify(issued + behind, trust)
    assert not verdict.genuine
    assert verdict.integrity in {"altered", "unreadable"}


def test_a_file_cut_short_is_none(issued, trust):
    assert verify(issued[:-10], trust).integrity == "unreadable"


@pytest.mark.parametrize("password", ["", "secret"])
def test_an_encrypted_file_is_called_so(password, issued, trust):
    with pikepdf.open(io.BytesIO(issued)) as pdf:
        target = io.BytesIO()
        pdf.save(target, encryption=pikepdf.Encryption(owner="o", user=password))
    assert verify(target.getvalue(), trust).integrity == "locked"


def test_a_signed_page_without_credential_is_no_certificate(facts, signer, trust):
    verdict = verify(certificates.sign(certificates.render(facts), signer), trust)
    assert (verdict.integrity, verdict.signer, verdict.genuine) == ("intact", "trusted", False)


def test_signed_anew_by_another_it_is_forged(issued, trust, tmp_path):
    with pikepdf.open(io.BytesIO(issued)) as pdf:
        del pdf.Root.AcroForm, pdf.Root.Perms, pdf.pages[0].Annots
        bare = io.BytesIO()
        pdf.save(bare)
    other = make_authority(tmp_path / "other")
    forger = FileSigner(other.signer_key, other.signer_certificate)
    verdict = verify(sign(bare.getvalue(), forger), trust)
    assert (verdict.signer, verdict.credential, verdict.genuine) == ("unknown", "forged", False)


def test_of_our_own_file_only_the_signer_is_trusted(authority, issued):
    own = certificates.own_trust(authority.signer_certificate)
    assert len(own) == 1
    assert verify(issued, own).genuine
    assert len(certificates.load_trust(authority.signer_certificate)) == 2


def test_an_unsigned_file_is_called_so(facts, trust):
    assert verify(certificates.render(facts), trust).integrity == "unsigned"


def test_another_persons_credential_in_a_signed_file_is_seen(facts, signer, trust):
    token = credential(replace(facts, holder="张冠李"), did=DID, signer=signer)
    verdict = verify(sign(certificates.render(facts, credential=token), signer), trust)
    assert (verdict.integrity, verdict.credential, verdict.genuine) == ("intact", "sound", False)
    assert [key for key, same in verdict.on_page.items() if not same] == ["holder"]


def test_a_credential_of_another_key_is_forged(facts, signer, trust, tmp_path):
    other = make_authority(tmp_path / "other")
    forger = FileSigner(other.signer_key, other.signer_certificate)
    token = credential(facts, did=DID, signer=forger)
    verdict = verify(sign(certificates.render(facts, credential=token), signer), trust)
    assert (verdict.credential, verdict.genuine) == ("forged", False)


def test_a_record_is_compared_fact_by_fact(issued, trust, facts):
    stated = {"holder": facts.holder, "level": "一级/高级技师", "unknown": "x"}
    assert agreement(verify(issued, trust), stated) == {"holder": True, "level": False}


@given(st.binary(max_size=400) | st.binary(max_size=300).map(lambda tail: b"%PDF-1.7\n" + tail))
def test_no_file_breaks_the_check(raw):
    assert verify(raw).integrity in {"unreadable", "unsigned"}


@pytest.mark.parametrize("name", [b"/ByteRange", b"/Contents", b"/AcroForm", b"/Fields", b"/V "])
def test_a_maimed_signature_is_an_answer_not_a_fault(name, issued, trust):
    at = [found.start() for found in re.finditer(re.escape(name), issued)][-1]
    maimed = issued[:at] + b"/Xx" + issued[at + 3 :]
    assert not verify(maimed, trust).genuine


def test_trust_must_be_certificates(tmp_path):
    with pytest.raises(KeyUnfit, match="no certificate"):
        load_trust(b"nonsense")
    with pytest.raises(KeyUnfit, match="cannot be read"):
        load_trust(tmp_path / "none.pem")
