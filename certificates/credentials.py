"""The certificate as a verifiable credential: Open Badges 3.0 over W3C VC 2.0, as a signed JWT.

It never holds the identity number: a credential is meant to be passed on, and the paper already
shows the number to whom it must.
"""

from __future__ import annotations

import base64
import hashlib
import json
import uuid
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlsplit

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc import jwk, jws
from joserfc.errors import JoseError

from certificates.errors import KeyUnfit
from certificates.page import CHINA, NAMES, SPECIMEN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes

    from certificates.facts import Facts
    from certificates.signing import Signer

CONTEXT: Final = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
ALGORITHMS: Final = ("ES256", "RS256")


@dataclass(frozen=True, slots=True)
class StatusEntry:
    """Where a credential's state is looked up: its ``index`` in the lists at two addresses."""

    index: int
    revocation: str
    supersession: str


def did_for(base_url: str) -> str:
    """The ``did:web`` of a site: ``https://example.org`` gives ``did:web:example.org``."""
    parts = urlsplit(base_url)
    path = [quote(step, safe="") for step in parts.path.split("/") if step]
    return ":".join(["did:web", quote(parts.netloc.lower(), safe=""), *path])


def did_document(did: str, *signers: x509.Certificate) -> dict[str, object]:
    """The document for ``/.well-known/did.json``, with the keys of present and former signers.

    What a former key has signed is checked by it for as long as it stands here.
    """
    methods = [
        {
            "id": key_id(did, signer.public_key()),
            "type": "JsonWebKey",
            "controller": did,
            "publicKeyJwk": _jwk(signer.public_key()).as_dict(private=False),
        }
        for signer in signers
    ]
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/jwk/v1"],
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def keys_in(document: object) -> dict[str, PublicKeyTypes]:
    """The public keys of a ``did.json`` by their addresses. Raises KeyUnfit where it has none."""
    try:
        methods = document["verificationMethod"]  # type: ignore[index]  # a TypeError is an answer
        return {str(one["id"]): _public(one["publicKeyJwk"]) for one in methods}
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise KeyUnfit("key_unfit", reason="it is no did.json with public keys.") from error


def credential(facts: Facts, *, did: str, signer: Signer, status: StatusEntry | None = None) -> str:
    """The signed credential of ``facts`` as a compact JWT; equal input gives equal bytes."""
    claims = _claims(facts, did)
    if status:
        claims["credentialStatus"] = [
            _entry(status.revocation, "revocation", status.index),
            _entry(status.supersession, "refresh", status.index),
        ]
    return signed(claims, did=did, signer=signer)


def signed(claims: Mapping[str, object], *, did: str, signer: Signer) -> str:
    """``claims`` as a compact JWT signed by ``signer``, the key named by ``did``."""
    public = signer.certificate.public_key()
    header = {"alg": _algorithm(public), "kid": key_id(did, public), "typ": "JWT"}
    content = f"{_part(header)}.{_part(claims)}".encode("ascii")
    signature = signer.sign_raw(content)
    if isinstance(public, ec.EllipticCurvePublicKey):
        r, s = decode_dss_signature(signature)
        signature = r.to_bytes(32, "big") + s.to_bytes(32, "big")
    return f"{content.decode('ascii')}.{_base64(signature)}"


def read(token: str, public: PublicKeyTypes) -> dict[str, Any] | None:
    """The claims of a credential signed by the key of ``public``, or None when it was not."""
    try:
        checked = jws.deserialize_compact(token, _jwk(public), algorithms=list(ALGORITHMS))
        claims = json.loads(checked.payload)
    except (JoseError, ValueError, KeyUnfit):
        return None
    return claims if isinstance(claims, dict) else None


def facts_in(claims: Mapping[str, Any]) -> dict[str, str]:
    """The facts that a credential states, by their keys (``holder``, ``number`` …)."""
    try:
        subject = claims["credentialSubject"]
        achievement = subject["achievement"]
        found = {
            "number": subject["licenseNumber"],
            "holder": subject["identifier"][0]["identityHash"],
            "issuer": claims["issuer"]["name"],
            "issued_on": claims["validFrom"][:10],
            "verify_url": claims["id"],
            "occupation": achievement.get("fieldOfStudy", ""),
            "specialty": achievement.get("specialization", ""),
            "contest": subject.get("source", {}).get("name", ""),
            achievement["humanCode"]: achievement["name"],
        }
    except (KeyError, IndexError, TypeError):
        return {}
    return {key: str(text) for key, text in found.items() if text}


def key_id(did: str, public: PublicKeyTypes) -> str:
    """The address of a key: the DID and the key's RFC 7638 thumbprint."""
    return f"{did}#{_jwk(public).thumbprint()}"


def _claims(facts: Facts, did: str) -> dict[str, object]:
    identity = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, facts.verify_url)}"
    begun = _midnight(facts.issued_on)
    return {
        "@context": list(CONTEXT),
        "id": facts.verify_url,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": _said(facts, NAMES[facts.kind][0]),
        "issuer": {"id": did, "type": ["Profile"], "name": facts.issuer},
        "validFrom": begun.isoformat(),
        "credentialSubject": _subject(facts, did, identity),
        "iss": did,
        "jti": facts.verify_url,
        "sub": identity,
        "nbf": int(begun.timestamp()),
    }


def _said(facts: Facts, text: str) -> str:
    """What software shows first: of a specimen it says so, as the paper does."""
    return f"{SPECIMEN} · {text}" if facts.specimen else text


def _subject(facts: Facts, did: str, identity: str) -> dict[str, object]:
    """Who achieved what; the name stands plain, for the paper shows it too."""
    name = {
        "type": "IdentityObject",
        "identityHash": facts.holder,
        "identityType": "name",
        "hashed": False,
    }
    subject: dict[str, object] = {
        "id": identity,
        "type": ["AchievementSubject"],
        "identifier": [name],
        "licenseNumber": facts.number,
        "achievement": _achievement(facts, did),
    }
    if facts.contest:
        subject["source"] = {"id": did, "type": ["Profile"], "name": facts.contest}
    return subject


def _achievement(facts: Facts, did: str) -> dict[str, object]:
    """What was achieved; ``humanCode`` names the fact that its name states."""
    stated = {"level": facts.level, "title": facts.title, "prize": facts.prize}[facts.kind]
    name = f"{NAMES[facts.kind][0]}：{stated}"
    digest = hashlib.sha256(f"{name}|{facts.occupation}|{facts.contest}".encode()).hexdigest()[:16]
    achievement: dict[str, object] = {
        "id": f"{did}#achievement-{digest}",
        "type": ["Achievement"],
        "achievementType": "Certification" if facts.kind == "level" else "Award",
        "name": stated,
        "description": _said(
            facts, " · ".join(text for text in (name, facts.occupation, facts.contest) if text)
        ),
        "criteria": {"narrative": facts.contest or facts.occupation},
        "humanCode": facts.kind,
    }
    if facts.kind == "level":
        achievement |= {"fieldOfStudy": facts.occupation, "specialization": facts.specialty}
    return achievement


def _entry(address: str, purpose: str, index: int) -> dict[str, str]:
    return {
        "id": f"{address}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": str(index),
        "statusListCredential": address,
    }


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), CHINA)


def _algorithm(public: PublicKeyTypes) -> str:
    return "ES256" if isinstance(public, ec.EllipticCurvePublicKey) else "RS256"


def _jwk(public: PublicKeyTypes) -> jwk.ECKey | jwk.RSAKey:
    if isinstance(public, ec.EllipticCurvePublicKey):
        return jwk.ECKey.import_key(_pem(public))
    if isinstance(public, rsa.RSAPublicKey):
        return jwk.RSAKey.import_key(_pem(public))
    raise KeyUnfit("key_unfit", reason="it must be P-256 or RSA.")


def _public(stated: dict[str, Any]) -> PublicKeyTypes:
    if stated["kty"] == "EC":
        return jwk.ECKey.import_key(stated).public_key
    return jwk.RSAKey.import_key(stated).public_key


def _pem(public: ec.EllipticCurvePublicKey | rsa.RSAPublicKey) -> bytes:
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def _part(value: Mapping[str, object]) -> str:
    return _base64(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")
