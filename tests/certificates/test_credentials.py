"""The credential, checked by a second way: base64, JSON and cryptography alone."""

import base64
import gzip
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from hypothesis import given
from hypothesis import strategies as st

from certificates import (
    FileSigner,
    StatusEntry,
    credential,
    decode,
    did_document,
    did_for,
    encode,
    status_list,
)
from certificates.credentials import facts_in, read
from certificates.issuing import samples
from tests.certificates.conftest import ADDRESS, DID
from tests.certificates.test_signing import own_key

LISTS = "https://example.org/status/revocation", "https://example.org/status/supersession"


@pytest.fixture
def token(facts, signer):
    return credential(facts, did=DID, signer=signer, status=StatusEntry(7, *LISTS))


def test_a_stranger_can_check_it_with_the_served_document(token, signer):
    header, claims = check(token, did_document(DID, signer.certificate))
    assert header["alg"] == "ES256"
    assert claims["issuer"]["id"] == claims["iss"] == DID
    assert claims["@context"][0] == "https://www.w3.org/ns/credentials/v2"
    assert claims["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert claims["nbf"] == int(datetime(2023, 11, 2, 16, tzinfo=UTC).timestamp())


def test_rsa_is_checked_the_same_way(facts):
    signer = FileSigner(*own_key(rsa.generate_private_key(65537, 2048)))
    header, _ = check(
        credential(facts, did=DID, signer=signer), did_document(DID, signer.certificate)
    )
    assert header["alg"] == "RS256"


def test_a_changed_credential_is_no_ones(token, signer):
    head, body, signature = token.split(".")
    claims = json.loads(plain(body))
    claims["credentialSubject"]["achievement"]["name"] = "一级/高级技师"
    forged = f"{head}.{coded(json.dumps(claims).encode())}.{signature}"
    assert read(token, signer.certificate.public_key())
    assert read(forged, signer.certificate.public_key()) is None
    with pytest.raises(InvalidSignature):
        check(forged, did_document(DID, signer.certificate))


@pytest.mark.parametrize("kind", ["level", "title", "prize"])
def test_it_states_the_facts_but_never_the_identity_number(kind, signer):
    facts = samples(kind)[0]
    claims = read(credential(facts, did=DID, signer=signer), signer.certificate.public_key())
    stated = facts_in(claims)
    assert stated["holder"] == facts.holder
    assert stated[kind] == getattr(facts, kind)
    assert (stated["number"], stated["issued_on"]) == (facts.number, "2023-11-03")
    assert facts.document_number not in json.dumps(claims)


@pytest.mark.parametrize("specimen", [True, False])
def test_what_is_shown_first_says_that_it_is_a_specimen(facts, signer, specimen):
    facts = replace(facts, specimen=specimen)
    claims = read(credential(facts, did=DID, signer=signer), signer.certificate.public_key())
    shown = claims["name"], claims["credentialSubject"]["achievement"]["description"]
    assert [text.startswith("样张 SPECIMEN · ") for text in shown] == [specimen, specimen]
    assert facts_in(claims)["level"] == facts.level


def test_equal_facts_give_an_equal_credential(facts, signer):
    tokens = {credential(facts, did=DID, signer=signer) for _ in range(3)}
    assert len(tokens) == 1


def test_its_state_is_found_in_two_lists(token):
    entries = json.loads(plain(token.split(".")[1]))["credentialStatus"]
    assert [entry["statusPurpose"] for entry in entries] == ["revocation", "refresh"]
    assert {entry["statusListIndex"] for entry in entries} == {"7"}
    assert [entry["statusListCredential"] for entry in entries] == list(LISTS)


@pytest.mark.parametrize(
    ("address", "did"),
    [
        ("https://example.org", "did:web:example.org"),
        ("http://127.0.0.1:8000", "did:web:127.0.0.1%3A8000"),
        ("https://Example.org/skills/", "did:web:example.org:skills"),
    ],
)
def test_a_site_has_an_identifier(address, did):
    assert did_for(address) == did


def test_former_keys_stay_in_the_document(signer):
    former = FileSigner(*own_key(ec.generate_private_key(ec.SECP256R1())))
    document = did_document(DID, signer.certificate, former.certificate)
    assert len({method["id"] for method in document["verificationMethod"]}) == 2
    assert "d" not in document["verificationMethod"][0]["publicKeyJwk"]


def test_a_status_list_is_signed_and_hides_the_one_in_a_crowd(signer):
    now = datetime(2024, 1, 1, tzinfo=UTC)
    token = status_list(LISTS[0], "revocation", [7, 99], did=DID, signer=signer, now=now)
    _, claims = check(token, did_document(DID, signer.certificate))
    assert decode(claims["credentialSubject"]["encodedList"]) == {7, 99}
    assert claims["type"][1] == "BitstringStatusListCredential"


def test_the_first_bit_is_the_leftmost():
    packed = base64.urlsafe_b64decode(encode([0])[1:] + "==")
    assert gzip.decompress(packed)[:2] == b"\x80\x00"
    assert len(gzip.decompress(packed)) * 8 == 131_072


@given(st.sets(st.integers(0, 131_071), max_size=40))
def test_a_list_survives_its_coding(indices):
    assert decode(encode(indices)) == indices
    assert encode(indices) == encode(sorted(indices))


@pytest.mark.parametrize("broken", ["", "x", "uAAAA", "u====", "u" + "é"])
def test_what_is_no_list_is_refused(broken):
    with pytest.raises(ValueError, match="bitstring"):
        decode(broken)


def test_an_index_outside_the_list_is_refused():
    with pytest.raises(ValueError, match="131072"):
        encode([131_072])


def test_the_address_names_the_credential(facts, signer):
    other = replace(facts, verify_url=ADDRESS + "X")
    claims = read(credential(other, did=DID, signer=signer), signer.certificate.public_key())
    assert claims["id"] == claims["jti"] == ADDRESS + "X"


def check(token, document):
    """Header and claims, checked against a key of the document without any JOSE library."""
    head, body, signature = token.split(".")
    header = json.loads(plain(head))
    method = next(one for one in document["verificationMethod"] if one["id"] == header["kid"])
    key, raw = method["publicKeyJwk"], plain(signature)
    signed = f"{head}.{body}".encode()
    if key["kty"] == "EC":
        numbers = ec.EllipticCurvePublicNumbers(number(key["x"]), number(key["y"]), ec.SECP256R1())
        halves = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
        numbers.public_key().verify(
            encode_dss_signature(*halves), signed, ec.ECDSA(hashes.SHA256())
        )
    else:
        public = rsa.RSAPublicNumbers(number(key["e"]), number(key["n"])).public_key()
        public.verify(raw, signed, padding.PKCS1v15(), hashes.SHA256())
    return header, json.loads(plain(body))


def plain(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def coded(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def number(text):
    return int.from_bytes(plain(text), "big")
