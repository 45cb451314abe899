"""QR codes that can be checked without a network: sealed facts, and every way of altering them."""

import base64
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from joserfc import jwk

import certificates
from certificates import LEVELS, FileSigner, KeyUnfit, read_payload, seal_payload, sealed
from certificates.drawing import qr
from certificates.issuing import samples
from tests.certificates.test_credentials import own_key

PRINTED = 27  # mm, the smallest QR code of the package's designs


@pytest.fixture
def public(signer):
    """The key as the installation publishes it."""
    method = certificates.did_document("did:web:example.org", signer.certificate)[
        "verificationMethod"
    ][0]
    return jwk.ECKey.import_key(method["publicKeyJwk"]).public_key


def test_the_published_key_reads_what_was_sealed(facts, signer, public):
    stated = read_payload(sealed(facts, signer).check_text, public)
    assert (stated.kind, stated.number, stated.holder) == ("level", facts.number, facts.holder)
    assert (stated.award, stated.issuer) == (LEVELS[2], facts.issuer)
    assert (stated.issued_on, stated.specimen) == ("2023-11-03", False)


def test_equal_facts_are_sealed_equally(facts, signer):
    assert seal_payload(facts, signer) == seal_payload(facts, signer)


def test_the_case_of_the_address_does_not_matter(facts, signer, public):
    address, _, payload = sealed(facts, signer).check_text.partition("#")
    assert read_payload(f"{address.lower()}#{payload}", public) is not None


def test_another_name_under_the_same_seal_is_refused(facts, signer, public):
    mine = seal_payload(facts, signer).partition(".")[2]
    other = seal_payload(replace(facts, holder="王芳"), signer).partition(".")[0]
    assert read_payload(f"{facts.verify_url}#{other}.{mine}", public) is None


def test_a_payload_on_another_paper_is_refused(facts, signer, public):
    text = sealed(facts, signer).check_text.replace("7K3M9QXT2B4F", "7K3M9QXT2B4G")
    assert read_payload(text, public) is None


def test_no_single_character_of_the_facts_can_change(facts, signer, public):
    stated, _, seal = seal_payload(facts, signer).partition(".")
    raw = base64.urlsafe_b64decode(stated + "=" * (-len(stated) % 4))
    for place in range(len(raw)):
        changed = raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]
        text = base64.urlsafe_b64encode(changed).decode().rstrip("=")
        assert read_payload(f"{facts.verify_url}#{text}.{seal}", public) is None


def test_another_key_is_refused(facts, signer):
    foreign = ec.generate_private_key(ec.SECP256R1()).public_key()
    assert read_payload(sealed(facts, signer).check_text, foreign) is None


@pytest.mark.parametrize(
    "text", ["", "#", "https://example.org/v/X", "x#y.z", "x#é.é", "a#.", "#W10.AA"]
)
def test_what_is_no_payload_is_none(text, public):
    assert read_payload(text, public) is None


def test_only_a_p256_key_seals(facts):
    rsa_signer = FileSigner(*own_key(rsa.generate_private_key(65537, 2048)))
    with pytest.raises(KeyUnfit, match="P-256"):
        seal_payload(facts, rsa_signer)


@pytest.mark.parametrize("kind", certificates.KINDS)
@pytest.mark.parametrize("length", [0, 1])
def test_modules_stay_large_enough_to_scan(kind, length, signer):
    facts = sealed(samples(kind)[length], signer)
    assert facts.offline
    assert PRINTED / qr.form(facts.check_text).width >= 0.33


def test_facts_too_long_for_paper_keep_the_plain_address(facts, signer):
    long = replace(facts, holder="长" * 60, issuer="长" * 60, level="长" * 20, number="9" * 40)
    assert sealed(long, signer).check_text == facts.verify_url


def test_the_page_carries_it_and_the_facts_read_back(facts, signer):
    fuller = sealed(facts, signer)
    assert certificates.Facts.parse(fuller.as_mapping()) == fuller
    assert certificates.render(fuller) != certificates.render(facts)
