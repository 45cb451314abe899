"""Signatures, keys and timestamps, checked by other tools than made them."""

import io
import subprocess
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from pyhanko.keys import load_private_key_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from certificates import (
    FileSigner,
    KeyUnfit,
    Signer,
    load_trust,
    make_authority,
    render,
    sign,
    signer_within,
    verify,
)

PEM = serialization.Encoding.PEM


def test_a_file_signer_is_a_signer(signer):
    assert isinstance(signer, Signer)


def test_the_signature_certifies_and_covers_the_whole_file(issued, tmp_path):
    path = tmp_path / "c.pdf"
    path.write_bytes(issued)
    told = subprocess.run(["pdfsig", path], check=False, capture_output=True, text=True).stdout
    assert "Signature is Valid." in told
    assert "Total document signed" in told
    assert "ETSI.CAdES.detached" in told
    signature = PdfFileReader(io.BytesIO(issued)).embedded_signatures[0]
    assert signature.docmdp_level.value == 1


def test_signing_adds_and_changes_nothing(facts, signer):
    unsigned = render(facts)
    assert sign(unsigned, signer).startswith(unsigned)


def test_rsa_signs_too(facts):
    key, certificate = own_key(rsa.generate_private_key(65537, 2048))
    pdf = sign(render(facts), FileSigner(key, certificate))
    verdict = verify(pdf, load_trust(certificate))
    assert (verdict.integrity, verdict.signer) == ("intact", "trusted")


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        (rsa.generate_private_key(65537, 1536), "at least 2048"),  # noqa: S505 - weak on purpose
        (ec.generate_private_key(ec.SECP384R1()), "P-256"),
    ],
)
def test_weak_and_foreign_keys_are_refused(key, reason):
    with pytest.raises(KeyUnfit, match=reason):
        FileSigner(*own_key(key))


def test_a_certificate_of_another_key_is_refused(authority):
    key, _ = own_key(ec.generate_private_key(ec.SECP256R1()))
    with pytest.raises(KeyUnfit, match="for another key"):
        FileSigner(key, authority.signer_certificate)


def test_broken_and_missing_files_are_refused_in_words(tmp_path, authority):
    with pytest.raises(KeyUnfit, match="cannot be read"):
        FileSigner(tmp_path / "none", authority.signer_certificate)
    with pytest.raises(KeyUnfit, match="the key cannot be read"):
        FileSigner(b"nonsense", authority.signer_certificate)
    with pytest.raises(KeyUnfit, match="the certificate cannot be read"):
        FileSigner(authority.signer_key, b"nonsense")
    with pytest.raises(KeyUnfit, match="timestamp"):
        FileSigner(authority.signer_key, authority.signer_certificate, profile="B-LTA")


def test_keys_are_private_and_never_overwritten(tmp_path):
    paths = make_authority(tmp_path / "keys")
    assert paths.signer_key.stat().st_mode & 0o777 == 0o600
    assert paths.authority_key.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        make_authority(tmp_path / "keys")


def test_a_signer_is_made_once(tmp_path):
    first, second = signer_within(tmp_path), signer_within(tmp_path)
    assert first.certificate == second.certificate


@pytest.mark.parametrize(("profile", "signatures"), [("B-T", 1), ("B-LT", 1), ("B-LTA", 2)])
def test_a_timestamp_authority_adds_its_time(profile, signatures, facts, authority, stamps):
    address, root = stamps
    chain = authority.signer_certificate.read_bytes() + root
    signer = FileSigner(authority.signer_key, chain, timestamp_url=address, profile=profile)
    pdf = sign(render(facts), signer)
    verdict = verify(pdf, load_trust(authority.authority_certificate))
    assert (verdict.integrity, verdict.signer, verdict.timestamped) == ("intact", "trusted", True)
    assert len(PdfFileReader(io.BytesIO(pdf)).embedded_signatures) == signatures


def test_a_silent_timestamp_authority_is_told(facts, authority):
    signer = FileSigner(
        authority.signer_key, authority.signer_certificate, timestamp_url="http://127.0.0.1:9/"
    )
    with pytest.raises(KeyUnfit) as refused:
        sign(render(facts), signer)
    assert refused.value.code == "timestamp_failed"


@pytest.fixture(scope="module")
def stamps():
    """The address of a timestamp authority on this machine."""
    key, certificate = own_key(rsa.generate_private_key(65537, 2048), stamping=True)
    stamper = DummyTimeStamper(
        tsa_cert=asn1_x509.Certificate.load(
            x509.load_pem_x509_certificate(certificate).public_bytes(serialization.Encoding.DER)
        ),
        tsa_key=load_private_key_from_pemder_data(key, None),
        certs_to_embed=SimpleCertificateStore(),
    )

    class Stamps(BaseHTTPRequestHandler):
        def do_POST(self):
            asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            answer = stamper.request_tsa_response(asked).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_):
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Stamps)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/", certificate
    server.shutdown()
    server.server_close()
    thread.join()


def own_key(key, *, stamping=False):
    """A key and a certificate that it signed itself, both as PEM."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Someone")])
    begun = datetime.now(UTC) - timedelta(days=1)
    usage = x509.KeyUsage(
        **dict.fromkeys(
            ["key_encipherment", "data_encipherment", "key_agreement", "crl_sign"], False
        ),
        **dict.fromkeys(["encipher_only", "decipher_only", "key_cert_sign"], False),
        digital_signature=True,
        content_commitment=True,
    )
    builder = x509.CertificateBuilder(
        name, name, key.public_key(), 1, begun, begun + timedelta(days=9)
    ).add_extension(usage, critical=True)
    if stamping:
        only = x509.ExtendedKeyUsage([x509.oid.ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(only, critical=True)
    return (
        key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
        builder.sign(key, hashes.SHA256()).public_bytes(PEM),
    )


@pytest.mark.parametrize("name", ["衢州市职业技能等级认定评价指导中心(试点)" * 2, "x" * 80, "衢州"])
def test_authority_of_a_long_chinese_name_can_be_made(tmp_path, name):
    made = make_authority(tmp_path / "keys", name=name)
    pem = made.signer_certificate.read_bytes()
    common = x509.load_pem_x509_certificates(pem)[0].subject.rfc4514_string()
    assert common.startswith(f"CN={name[:10]}")
    assert common.endswith(" certificates")
